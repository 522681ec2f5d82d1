"""Trainings and fairs, and people who have agreed and can come to them."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from ocop_core.clock import VIETNAM
from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, Person, Staff
from ocop_core.db.models_events import Event, EventNotice, Registration
from ocop_core.services.events import duties, planning, telling
from ocop_core.services.events.planning import Plan
from tests.support.making import NUI_CAM, make_chat
from tests.support.talking import consent, say

PLAN = Plan(
    kind="class",
    title="Tập huấn nhãn hàng hóa",
    place="Hội trường UBND phường Thới Sơn",
    starts_at=datetime(2026, 12, 4, 7, 30, tzinfo=VIETNAM),
    ends_at=datetime(2026, 12, 4, 11, 0, tzinfo=VIETNAM),
    closes_on=date(2026, 12, 2),
    capacity=2,
    papers="nhãn đang dùng",
    materials="https://example.vn/nhan",
)
FAIR = replace(PLAN, kind="fair", title="Hội chợ Tết", papers="", materials="")


async def make_event(db: Database, staff: Staff, at: datetime, plan: Plan = PLAN) -> int:
    """An event that is open; its number."""
    async with db.writing() as session:
        row = await planning.create(session, staff, plan, at)
        await planning.open_up(session, staff, row.id, at)
        return row.id


async def make_people(db: Database, knowledge: Knowledge, at: datetime, *names: str) -> list[int]:
    """People of one commune who agreed, each in a chat of that address; their numbers."""
    found = []
    for name in names:
        await consent(db, knowledge, at=at, address=name)
        chat = await make_chat(db, at, address=name)
        async with db.writing() as session:
            person = await session.get_one(Person, chat.person_id)
            person.name, person.unit = f"Nguyễn Thị {name.title()}", NUI_CAM
        found.append(chat.person_id)
    return found


async def tap(db: Database, knowledge: Knowledge, data: str, at: datetime, address: str) -> str:
    """Taps a button that is valid at any time; everything that is said to it."""
    return "\n".join(await say(db, knowledge, Inbound("button", data=data), at=at, address=address))


async def told(db: Database, knowledge: Knowledge, at: datetime) -> None:
    """The clockwork looks once."""
    for work in (duties.end_due, duties.lapse_due, duties.move_up, duties.remind_due, duties.unplaced_due):
        await work(db, at)
    await duties.ask_due(db, at)
    await telling.tell_due(db, knowledge, at)


async def states(db: Database, event: int) -> dict[str, str]:
    """By the address of the chat, how each stands to the event."""
    query = select(Chat.address, Registration.state).join(Registration, Registration.person_id == Chat.person_id)
    async with db.reading() as session:
        return {
            address: state
            for address, state in (await session.execute(query.where(Registration.event_id == event))).all()
        }


async def notices(db: Database) -> list[tuple[str, str]]:
    """What is owed and was told, in order."""
    async with db.reading() as session:
        rows = (await session.scalars(select(EventNotice).order_by(EventNotice.id))).all()
        return [(row.kind, row.state) for row in rows]


async def event_of(db: Database, number: int) -> Event:
    """The event as it is now."""
    async with db.reading() as session:
        return await session.get_one(Event, number)
