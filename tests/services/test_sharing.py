"""One phone, several producers: what one has told is never the other's, and each is told what is theirs."""

from datetime import datetime

from sqlalchemy import select

from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.said import Say
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Idea, Person
from ocop_core.services import privacy, telling
from tests.support.clock import Clock
from tests.support.making import make_chat
from tests.support.talking import IDEA, owed, say

ASK = Inbound("button", data="do:who.ask")


async def says(db: Database, knowledge: Knowledge, at: datetime, *lines: str | Inbound) -> str:
    said: list[str] = []
    for line in lines:
        said = await say(db, knowledge, line, at=at)
    return "\n".join(said)


async def two_on_one_phone(db: Database, knowledge: Knowledge, clock: Clock) -> tuple[int, int]:
    """The first has handed in an idea and stands in the middle of another; the second has agreed."""
    await says(db, knowledge, clock(), "chào", "đồng ý", *IDEA, "để sau", "đăng ký sản phẩm", "mắm ruột")
    first = (await make_chat(db, clock())).person_id
    told = await says(db, knowledge, clock.go(minutes=1), ASK, "người khác")
    assert "tự đồng ý" in told
    await says(db, knowledge, clock(), "đồng ý")
    return first, (await make_chat(db, clock())).person_id


async def test_what_one_has_told_is_not_the_others(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    first, second = await two_on_one_phone(db, knowledge, clock)
    assert first != second
    assert "chưa" in (await says(db, knowledge, clock.go(minutes=1), "sản phẩm của tôi")).lower()
    await says(db, knowledge, clock.go(minutes=1), *IDEA)
    async with db.reading() as session:
        owners = (await session.scalars(select(Idea.person_id).order_by(Idea.id))).all()
    assert owners == [first, second]


async def test_each_goes_on_where_they_stopped(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    first, second = await two_on_one_phone(db, knowledge, clock)
    await says(db, knowledge, clock.go(minutes=1), ASK, "1")
    assert (await make_chat(db, clock())).person_id == first
    told = await says(db, knowledge, clock(), "tiếp tục")
    assert "(2/7)" in told
    await says(db, knowledge, clock.go(minutes=1), ASK, "2")
    assert (await make_chat(db, clock())).person_id == second


async def test_a_message_for_the_one_who_is_not_here_says_for_whom_it_is(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    first, second = await two_on_one_phone(db, knowledge, clock)
    async with db.writing() as session:
        (await session.get_one(Person, first)).name = "Trần Thị Bảy"
        chat = await telling.chat_to_use(session, first)
        assert chat is not None and chat.person_id == second
        await telling.tell(session, knowledge, chat.id, [Say("nav.noted", {"value": "x"})], clock(), person_id=first)
    assert "Trần Thị Bảy" in (await owed(db))[-1].text


async def test_who_is_erased_leaves_the_other(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    first, second = await two_on_one_phone(db, knowledge, clock)
    async with db.writing() as session:
        await privacy.erase(session, first, clock())
        assert (await session.get_one(Person, second)).consented_at is not None
        assert await telling.chat_to_use(session, first) is None
