"""Telling something unasked: in the right chat, and with numbers only where they are free."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.said import Choice, Say
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat
from ocop_core.services import telling
from tests.support.clock import Clock
from tests.support.making import make_chat
from tests.support.talking import owed, say

NEWS = Say("nav.noted", {"value": "tin mới"}, (Choice("do:idea.mine", "Xem"), Choice("do:nav.help", "Hỏi thêm")))


async def told(db: Database, knowledge: Knowledge, chat: Chat, clock: Clock) -> list[int]:
    async with db.writing() as session:
        await telling.tell(session, knowledge, chat.id, [NEWS], clock())
    return [button.n for button in (await owed(db))[-1].choices]


async def test_where_no_question_stands_a_number_is_enough(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    await say(db, knowledge, "chào", at=clock())
    await say(db, knowledge, "đồng ý", at=clock.go(minutes=1))
    chat = await make_chat(db, clock())
    assert await told(db, knowledge, chat, clock) == [1, 2]
    by_word = await say(db, knowledge, "sản phẩm của tôi", at=clock.go(minutes=1))
    await told(db, knowledge, chat, clock)
    assert await say(db, knowledge, "1", at=clock.go(minutes=1)) == by_word


async def test_in_the_middle_of_a_form_its_own_numbers_stay(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    for line in ("chào", "đồng ý", "đăng ký sản phẩm", "khô cá lóc Bảy Chóp"):
        await say(db, knowledge, line, at=clock.go(minutes=1))
    chat = await make_chat(db, clock())
    assert await told(db, knowledge, chat, clock) == [0, 0]
    assert "(3/7)" in (await say(db, knowledge, "1", at=clock.go(minutes=1)))[-1]


async def used(session: AsyncSession, person_id: int) -> int | None:
    chat = await telling.chat_to_use(session, person_id)
    return chat.id if chat else None


async def test_the_chat_that_was_used_last_is_the_one_to_use(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    await say(db, knowledge, "chào", at=clock(), address="u1")
    await say(db, knowledge, "chào", at=clock.go(hours=1), address="u2", channel="webchat")
    first, second = await make_chat(db, clock()), await make_chat(db, clock(), address="u2", channel="webchat")
    async with db.writing() as session:
        await session.execute(update(Chat).where(Chat.id == first.id).values(person_id=second.person_id))
        assert await used(session, second.person_id) == second.id
        await session.execute(update(Chat).where(Chat.id == second.id).values(reachable=False))
        assert await used(session, second.person_id) == first.id
        await session.execute(update(Chat).where(Chat.id == first.id).values(reachable=False))
        assert await used(session, second.person_id) is None
