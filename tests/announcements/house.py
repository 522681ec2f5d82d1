"""People with chats, and announcements to them, through the same services as the program."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update

from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, Outbox, Person, Staff
from ocop_core.db.models_announcements import Announcement
from ocop_core.services import outbox
from ocop_core.services.announcements import acts, knowing, sending, watching
from ocop_core.services.announcements.audience import Audience
from ocop_core.services.outbox import Fate, Settled

TELEGRAM, ZALO = "telegram", "zalo_oa"
CHANNELS = {TELEGRAM: timedelta(hours=48), ZALO: None, "webchat": timedelta(days=3_650)}
EVERYBODY = Audience(everyone=True)


async def people(db: Database, at: datetime, count: int, *, channel: str = TELEGRAM, unit: str = "30538") -> list[int]:
    """People who have agreed to be written to, each with a chat; their numbers."""
    async with db.writing() as session:
        made = [Person(name=f"Người {n}", call="co", unit=unit, consented_at=at, created_at=at) for n in range(count)]
        for n, person in enumerate(made):
            person.phone = f"09{n:08}"
        session.add_all(made)
        await session.flush()
        chats = [
            {"channel": channel, "address": str(1000 + p.id), "person_id": p.id, "state": "", "reachable": True}
            for p in made
        ]
        await session.execute(insert(Chat), [{**chat, "created_at": at} for chat in chats])
        return [person.id for person in made]


async def chat(db: Database, at: datetime, person: int, channel: str, *, heard: datetime | None = None) -> int:
    """Another chat of somebody."""
    async with db.writing() as session:
        row = Chat(channel=channel, address=f"{channel}-{person}", person_id=person, heard_at=heard, created_at=at)
        session.add(row)
        await session.flush()
        return row.id


async def send(
    db: Database,
    at: datetime,
    text: str = "Mai có tập huấn.",
    meant: Audience = EVERYBODY,
    *,
    staff: Staff | None = None,
    hold: float = 0,
    **how: object,
) -> int:
    """An announcement that is let go; its number."""
    async with db.writing() as session:
        row = await acts.draft(session, staff, text, meant, at)
        order = acts.Order(hold=timedelta(seconds=hold), **how)  # type: ignore[arg-type]
        await acts.send(session, staff, row, order, at)
        return row.id


async def move_on(db: Database, knowledge: Knowledge, at: datetime, *, per_day: int = 2) -> dict[str, int]:
    """What the worker does every second."""
    return await watching.move_on(db, knowledge, CHANNELS, at, per_day=per_day)


async def take(
    db: Database, knowledge: Knowledge, at: datetime, limit: int = 100, *, channel: str = TELEGRAM
) -> list[sending.Leaving]:
    """What leaves now."""
    async with db.writing() as session:
        return await sending.take(session, knowledge, channel, at, limit)


async def settle(db: Database, at: datetime, rows: Sequence[int], fate: Fate = "sent", reason: str = "") -> None:
    """What became of messages."""
    async with db.writing() as session:
        found = [Settled(row, fate, external_id=f"m{row}" if fate == "sent" else None, reason=reason) for row in rows]
        await outbox.settle(session, found, at)


async def sent_to_all(db: Database, knowledge: Knowledge, at: datetime, number: int) -> None:
    """Lets an announcement run to its end, everything arriving."""
    await move_on(db, knowledge, at)
    for channel in CHANNELS:
        while rows := await take(db, knowledge, at, channel=channel):
            await settle(db, at, [row.id for row in rows])
    await move_on(db, knowledge, at)


async def arrived(db: Database) -> None:
    """Whatever is owed has arrived."""
    async with db.writing() as session:
        await session.execute(update(Outbox).where(Outbox.state == "queued").values(state="sent"))


async def counts(db: Database, number: int) -> dict[str, int]:
    """The figures of an announcement, without those that are nought."""
    async with db.reading() as session:
        tally = await knowing.tally(session, await session.get_one(Announcement, number))
    return {fate: count for fate, count in tally.counts.items() if count}


async def state_of(db: Database, number: int) -> str:
    """Where an announcement stands."""
    async with db.reading() as session:
        return (await session.get_one(Announcement, number)).state


async def channel_of(db: Database, row: int) -> str:
    """By which channel a message goes."""
    async with db.reading() as session:
        found: str | None = await session.scalar(select(Outbox.channel).where(Outbox.id == row))
        return found or ""
