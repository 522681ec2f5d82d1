"""One person from the invitation to the question how it was, word by word as they write it on a phone."""

from dataclasses import replace

from sqlalchemy import func, select

from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Outbox
from ocop_core.services.announcements import acts
from ocop_core.services.events import arrivals, places
from tests.announcements import house
from tests.services.eventful import PLAN, make_event, states, told
from tests.support.clock import Clock
from tests.support.making import make_officer
from tests.support.talking import owed, say


class Phone:
    """One of the people who were invited, on Telegram."""

    def __init__(self, db: Database, knowledge: Knowledge, clock: Clock, person: int) -> None:
        self.db, self.knowledge, self.clock, self.address = db, knowledge, clock, str(1000 + person)

    async def says(self, words: str) -> str:
        """What comes back, in one piece; all that was owed has arrived."""
        said = await say(self.db, self.knowledge, words, at=self.clock(), channel=house.TELEGRAM, address=self.address)
        await house.arrived(self.db)
        return "\n".join(said)

    async def was_told(self) -> str:
        """The last message that came without being asked for."""
        async with self.db.reading() as session:
            before = await session.scalar(select(func.max(Outbox.id))) or 0
        await told(self.db, self.knowledge, self.clock())
        last = (await owed(self.db, house.TELEGRAM, self.address, after=before))[-1].text
        await house.arrived(self.db)
        return last


async def test_invited_waiting_moved_up_cancelled_back_again_and_asked_how_it_was(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    tinh = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    tu_number, bay_number = await house.people(db, clock(), 2)
    event = await make_event(db, tinh, clock(), replace(PLAN, capacity=1))
    tu, bay = Phone(db, knowledge, clock, tu_number), Phone(db, knowledge, clock, bay_number)

    # Invited by an announcement, which is answered by the number of the choice.
    async with db.writing() as session:
        row = await acts.draft(session, tinh, "Mời cô chú dự tập huấn.", house.EVERYBODY, clock(), event_id=event)
        await acts.send(session, tinh, row, acts.Order(hold=clock() - clock()), clock())
    await house.sent_to_all(db, knowledge, clock(), row.id)
    assert "đã ghi tên" in (await tu.says("1")).lower()

    # The place is gone: the second one waits, and is told where in the line.
    assert "danh sách chờ" in await bay.says("tham gia")
    assert "số 1" in await bay.says("lớp tôi đã ghi tên")

    # The first one cannot come; the place is kept for the second, who is told by when to answer.
    await tu.says("lớp tôi đã ghi tên")
    await tu.says("1")
    await tu.says("tôi không đi được")
    await tu.says("không đi được nữa")
    offered = await bay.was_told()
    assert "có chỗ rồi" in offered and "17 giờ" in offered
    await bay.says("nhận")
    assert await states(db, event) == {tu.address: "cancelled", bay.address: "going"}

    # She changes her mind, twice.
    await bay.says("lớp tôi đã ghi tên")
    await bay.says("1")
    await bay.says("tôi không đi được")
    await bay.says("không đi được nữa em ơi")
    assert (await states(db, event))[bay.address] == "cancelled"
    await bay.says("lịch tập huấn")
    await bay.says("1")
    await bay.says("tham gia")
    assert (await states(db, event))[bay.address] == "going"

    # The day before and on the day she is reminded, shows her code at the door, and is asked afterwards.
    clock.now = PLAN.starts_at.replace(day=3, hour=8)
    assert "Tập huấn nhãn hàng hóa" in await bay.was_told()
    clock.now = PLAN.starts_at
    async with db.writing() as session:
        found = await places.of(session, event, bay_number)
        assert found is not None
        await arrivals.check_in(session, tinh, event, found.code, clock())
    clock.now = PLAN.ends_at.replace(hour=14)
    assert "nhan" in await bay.was_told()
    await bay.says("hữu ích")
    await bay.says("cách ghi hạn dùng")
    await bay.says("bỏ qua")
    async with db.reading() as session:
        answers = (await session.get_one(type(found), found.id)).answers
    assert (answers["rating"], answers["learned"]) == ("good", "cách ghi hạn dùng")
