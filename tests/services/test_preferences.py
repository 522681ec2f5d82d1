"""What people prefer: a stop silences what is unasked, whatever is wished next ends it, and it is erased with them."""

from sqlalchemy import func, select

from ocop_core.conversation.said import Say
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Person
from ocop_core.db.models_preferences import Preference
from ocop_core.services import privacy, telling
from ocop_core.services.accounts import preferences
from tests.support.clock import Clock
from tests.support.making import make_chat
from tests.support.talking import consent, say

NEWS = Say("nav.noted", {"value": "tin mới"})


async def told(db: Database, knowledge: Knowledge, clock: Clock, kind: str) -> bool:
    chat = await make_chat(db, clock())
    async with db.writing() as session:
        return await telling.tell(session, knowledge, chat.id, [NEWS], clock(), kind=kind)


async def test_a_stop_is_asked_once_and_then_only_what_is_asked_for_is_sent(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await consent(db, knowledge, at=clock())
    asked = await say(db, knowledge, "đừng nhắn tin nữa", at=clock.go(minutes=1))
    assert "phải không" in asked[0] and await told(db, knowledge, clock, "reminder")
    done = await say(db, knowledge, "dạ phải", at=clock.go(minutes=1))
    assert "không tự nhắn nữa" in done[0]
    assert not await told(db, knowledge, clock, "reminder")
    assert not await told(db, knowledge, clock, "announcement")
    assert await told(db, knowledge, clock, "notice")
    async with db.reading() as session:
        chat = await make_chat(db, clock())
        assert (await session.scalars(preferences.unwilling("reminder"))).all() == [chat.person_id]


async def test_thanks_leave_the_stop_in_force_and_a_wish_ends_it(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await consent(db, knowledge, at=clock())
    await say(db, knowledge, "stop", at=clock.go(minutes=1))
    await say(db, knowledge, "stop", at=clock.go(minutes=1))
    await say(db, knowledge, "cảm ơn em", at=clock.go(minutes=1))
    assert not await told(db, knowledge, clock, "reminder")
    again = await say(db, knowledge, "sản phẩm đã gửi", at=clock.go(minutes=1))
    assert "mở lại tin nhắc" in again[0]
    assert await told(db, knowledge, clock, "reminder")


async def test_words_open_it_again(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    await consent(db, knowledge, at=clock())
    await say(db, knowledge, "stop", at=clock.go(minutes=1))
    await say(db, knowledge, "ngừng nhận tin", at=clock.go(minutes=1))
    said = await say(db, knowledge, "mo lai di em", at=clock.go(minutes=1))
    assert " ".join(said).count("mở lại tin nhắc") == 1
    assert await told(db, knowledge, clock, "announcement")


async def test_one_kind_is_turned_off_and_the_form_of_address_kept(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await consent(db, knowledge, at=clock())
    await say(db, knowledge, "cài đặt", at=clock.go(minutes=1))
    shown = await say(db, knowledge, "tắt thông báo", at=clock.go(minutes=1))
    assert "Thông báo của xã, của tỉnh: đang tắt" in shown[-1]
    assert not await told(db, knowledge, clock, "announcement")
    assert await told(db, knowledge, clock, "reminder")
    await say(db, knowledge, "1", at=clock.go(minutes=1))
    assert "gọi là dì" not in (said := (await say(db, knowledge, "cô", at=clock.go(minutes=1)))[0]) and "là cô" in said
    async with db.reading() as session:
        assert await session.scalar(select(Person.call)) == "co"


async def test_preferences_go_with_the_person(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    chat = await make_chat(db, clock())
    async with db.writing() as session:
        await preferences.prefer(session, chat.person_id, "all", "off", clock())
        await privacy.erase(session, chat.person_id, clock())
        assert await session.scalar(select(func.count()).select_from(Preference)) == 0
