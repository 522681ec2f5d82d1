"""From the chat to the rows and back: one's own certificates, answers to reminders, papers that are remembered."""

from datetime import date, datetime

from sqlalchemy import select

from ocop_core.clock import VIETNAM
from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models_promises import Call, DatedPaper, Promise, Reaction
from ocop_core.services.reminders import speaking
from tests.support.certified import make_certificate, make_product
from tests.support.clock import Clock
from tests.support.making import make_chat
from tests.support.talking import consent, owed, say

ENDS = date(2027, 5, 22)


async def rows(db: Database, model: type) -> list[object]:
    async with db.reading() as session:
        return list((await session.scalars(select(model).order_by(model.id))).all())


async def tap(db: Database, knowledge: Knowledge, data: str, at: datetime) -> list[str]:
    return await say(db, knowledge, Inbound("button", data=data), at=at)


async def test_a_number_typed_by_hand_opens_nothing_one_that_is_vouched_for_does(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await make_certificate(db, await make_product(db, clock(), phone="0912345678"), ENDS, clock())
    await consent(db, knowledge, at=clock())
    (none,) = await say(db, knowledge, "giấy của tôi còn hạn đến bao giờ", at=clock.go(minutes=1))
    assert "chưa thấy giấy OCOP nào" in none
    assert "Mắm cá lóc" not in " ".join(await say(db, knowledge, "0912345678", at=clock.go(minutes=1)))
    await say(db, knowledge, "giấy của tôi còn hạn đến bao giờ", at=clock.go(minutes=1))
    (found,) = await say(db, knowledge, Inbound("contact", phone="+84912345678"), at=clock.go(minutes=1))
    assert "Mắm cá lóc" in found and "còn 180 ngày" in found


async def told(db: Database, knowledge: Knowledge, clock: Clock) -> tuple[int, str]:
    """A producer who has just been reminded: the number of the certificate, the words."""
    await consent(db, knowledge, at=datetime(2026, 10, 1, 9, 0, tzinfo=VIETNAM))
    chat = await make_chat(db, clock())
    product = await make_product(db, clock(), person_id=chat.person_id)
    row = await make_certificate(db, product, ENDS, datetime(2026, 10, 1, 9, 0, tzinfo=VIETNAM))
    await speaking.speak(db, knowledge, clock(), "test:1:promises")
    return row.id, (await owed(db))[-1].text


async def test_a_reminder_is_answered_by_number(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    number, text = await told(db, knowledge, clock)
    assert "Mắm cá lóc" in text and "Muốn giữ sao" in text
    said = await say(db, knowledge, "2", at=clock.go(minutes=3))
    assert "thứ Hai 30/11/2026 em nhắc lại" in " ".join(said)
    said = await say(
        db, knowledge, Inbound("button", data=f"do:promise.filed:certificate:{number}"), at=clock.go(hours=1)
    )
    assert "đã nộp" in " ".join(said)
    assert [each.why for each in await rows(db, Call)] == ["filed"]  # type: ignore[attr-defined]
    assert [each.state for each in await rows(db, Promise)] == ["ended"]  # type: ignore[attr-defined]


async def test_a_reminder_is_answered_in_words(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    await told(db, knowledge, clock)
    assert "lý do" in " ".join(await say(db, knowledge, "khong lam nua", at=clock.go(minutes=3)))
    await say(db, knowledge, "giấy tờ rườm rà", at=clock.go(minutes=3))
    (reaction,) = await rows(db, Reaction)
    assert (reaction.act, reaction.reason) == ("stopped", "papers")  # type: ignore[attr-defined]


async def test_an_officer_is_asked_to_call(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    await told(db, knowledge, clock)
    await say(db, knowledge, "5", at=clock.go(minutes=3))
    (call,) = await rows(db, Call)
    assert (call.why, call.unit, call.state) == ("asked", "30538", "open")  # type: ignore[attr-defined]


async def test_a_paper_is_remembered_reminded_renewed_and_left(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await consent(db, knowledge, at=clock())
    await say(db, knowledge, "nhắc hạn giấy", at=clock.go(minutes=1))
    await say(db, knowledge, "kiểm nghiệm", at=clock.go(minutes=1))
    said = " ".join(await say(db, knowledge, "5/1/2026", at=clock.go(minutes=1)))
    assert "phiếu kiểm nghiệm tới hạn thứ Ba 05/01/2027, còn 43 ngày" in said and "Em nhắc Chủ nhật 06/12/2026" in said
    moment = datetime(2026, 12, 6, 10, 0, tzinfo=VIETNAM)
    assert [line["act"] for line in await speaking.speak(db, knowledge, moment, "test:1:promises")] == ["sent"]
    assert "phiếu kiểm nghiệm tới hạn thứ Ba 05/01/2027, còn 30 ngày" in (await owed(db))[-1].text
    (paper,) = await rows(db, DatedPaper)
    await say(db, knowledge, "1", at=moment)
    said = " ".join(await say(db, knowledge, "4/12/2026", at=moment))
    assert "thứ Bảy 04/12/2027" in said
    await tap(db, knowledge, f"do:promise.stop:paper:{paper.id}", clock.go(days=30))  # type: ignore[attr-defined]
    assert [each.state for each in await rows(db, Promise)] == ["void"]  # type: ignore[attr-defined]


async def test_whoever_tells_a_day_is_not_told_at_once_what_they_just_heard(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await consent(db, knowledge, at=clock())
    await tap(db, knowledge, "do:paper.add", clock.go(minutes=1))
    said = " ".join(await say(db, knowledge, "an toàn thực phẩm 20/12/2026", at=clock.go(minutes=1)))
    assert "còn 27 ngày" in said and "Em nhắc Chủ nhật 20/12/2026" in said
    assert await speaking.speak(db, knowledge, clock.go(hours=2), "test:1:promises") == []
