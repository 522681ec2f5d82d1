"""Talks with officers: begun and continued in the chat, listed in the officers' inbox. A chat has one at hand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.effects import PassOn
from ocop_core.db.models import Chat, File, Person, Staff
from ocop_core.db.models_threads import Thread, ThreadFile, ThreadLine
from ocop_core.db.queries import insert_once
from ocop_core.services import access

STATES = ("open", "answered", "closed")
# After such a silence somebody wants to know that there is still anybody.
SILENCE = timedelta(hours=12)
LONGEST = 4000
Cursor = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is read: `who` is an officer's name, empty for the producer."""

    id: int
    at: datetime
    act: str
    who: str
    text: str
    files: tuple[File, ...]


async def begin(
    session: AsyncSession, person_id: int, chat_id: int, answers: Mapping[str, Any], at: datetime
) -> Thread:
    """A question to the officers of a commune; it goes into the talk at hand if that is with the same ones."""
    person = await session.get_one(Person, person_id)
    person.phone = person.phone or answers["phone"]
    person.unit = person.unit or answers["place"]
    thread = await at_hand(session, chat_id, "")
    if thread is None or thread.state == "closed" or thread.unit != answers["place"]:
        thread = Thread(person_id=person_id, chat_id=chat_id, unit=answers["place"], opened_at=at, last_at=at)
        thread.about, thread.phone, thread.state = answers["about"], answers["phone"], "open"
        session.add(thread)
        await session.flush()
    thread.phone = answers["phone"]
    await add(session, thread, at, text=answers["about"])
    wait(thread, at)
    return thread


async def at_hand(session: AsyncSession, chat_id: int, number: str) -> Thread | None:
    """The talk of this chat with this number; without one the latest, those that are closed last."""
    query = select(Thread).where(Thread.chat_id == chat_id)
    if number:
        is_number = number.isascii() and number.isdecimal() and len(number) < 16
        query = query.where(Thread.id == (int(number) if is_number else 0))
    found: Thread | None = await session.scalar(query.order_by(Thread.state == "closed", Thread.id.desc()).limit(1))
    return found


async def pass_on(session: AsyncSession, chat_id: int, said: PassOn, at: datetime) -> bool | None:
    """Adds what the producer says; a closed talk is open again. Whether it should be confirmed; None: no talk."""
    thread = await at_hand(session, chat_id, said.thread)
    if thread is None:
        return None
    first = await _lines_said(session, thread) <= 1 or at - thread.last_at > SILENCE
    if thread.state == "closed":
        thread.closed_at = thread.closed_by = None
        await add(session, thread, at, act="opened")
    await add(session, thread, at, text=said.text[:LONGEST], files=said.files)
    if said.asks or thread.state == "closed":
        wait(thread, at)
    return first


async def _lines_said(session: AsyncSession, thread: Thread) -> int:
    query = select(func.count()).where(ThreadLine.thread_id == thread.id, ThreadLine.act == "said")
    return await session.scalar(query) or 0


async def end(session: AsyncSession, chat_id: int, number: str, at: datetime) -> None:
    """The producer has nothing more to ask."""
    thread = await at_hand(session, chat_id, number)
    if thread is not None and thread.state != "closed":
        await add(session, thread, at, act="closed")
        close(thread, None, at)


async def add(
    session: AsyncSession,
    thread: Thread,
    at: datetime,
    *,
    staff_id: int | None = None,
    act: str = "said",
    text: str = "",
    files: Sequence[int] = (),
) -> ThreadLine:
    """One more line; files count only if the chat itself has sent them."""
    line = ThreadLine(thread_id=thread.id, at=at, staff_id=staff_id, act=act, text=text)
    session.add(line)
    thread.last_at = at
    await session.flush()
    if files:
        own = select(File.id).where(File.id.in_(files), File.chat_id == thread.chat_id).order_by(File.id)
        for file_id in (await session.scalars(own)).all():
            await insert_once(session, ThreadFile, line_id=line.id, file_id=file_id)
    return line


def wait(thread: Thread, at: datetime) -> None:
    """The producer waits, since their first word that nobody has answered."""
    thread.state, thread.waiting_since = "open", thread.waiting_since or at


def close(thread: Thread, staff_id: int | None, at: datetime) -> None:
    """Nobody waits any more."""
    thread.state, thread.waiting_since = "closed", None
    thread.closed_at, thread.closed_by = at, staff_id


async def served(session: AsyncSession, unit: str) -> bool:
    """Whether the commune has an officer of its own; without one the province reads."""
    return bool(await session.scalar(select(exists().where(Staff.unit == unit, Staff.active))))


def _own(staff: Staff) -> list[ColumnElement[bool]]:
    units = access.units_of(staff)
    return [] if units is None else [Thread.unit.in_(units)]


async def listed(
    session: AsyncSession, staff: Staff, *, state: str = "open", after: Cursor | None = None, limit: int = 25
) -> Sequence[Thread]:
    """Talks of the officer's territory: those that wait longest first, all others the latest first."""
    query = select(Thread).where(Thread.state == state, *_own(staff)).limit(limit)
    if state == "open":
        query = query.order_by(Thread.waiting_since, Thread.id)
        since: Any = Thread.waiting_since
        behind = and_(since == after[0], Thread.id > after[1]) | (since > after[0]) if after else None
    else:
        query = query.order_by(Thread.last_at.desc(), Thread.id.desc())
        behind = (
            or_(Thread.last_at < after[0], and_(Thread.last_at == after[0], Thread.id < after[1])) if after else None
        )
    return (await session.scalars(query.where(behind) if behind is not None else query)).all()


async def waiting(session: AsyncSession, staff: Staff) -> tuple[int, datetime | None]:
    """How many wait in the officer's territory, and since when the longest."""
    query = select(func.count(), func.min(Thread.waiting_since)).where(Thread.state == "open", *_own(staff))
    count, oldest = (await session.execute(query)).one()
    return count, oldest


async def lines(session: AsyncSession, thread: Thread, after: int = 0) -> list[Line]:
    """The lines behind line `after`, oldest first, with names and files."""
    query = (
        select(ThreadLine, Staff.name)
        .outerjoin(Staff, Staff.id == ThreadLine.staff_id)
        .where(ThreadLine.thread_id == thread.id, ThreadLine.id > after)
        .order_by(ThreadLine.id)
    )
    rows = (await session.execute(query)).all()
    files = await _files(session, [line.id for line, _ in rows])
    return [Line(line.id, line.at, line.act, who or "", line.text, tuple(files.get(line.id, ()))) for line, who in rows]


async def _files(session: AsyncSession, line_ids: Sequence[int]) -> dict[int, list[File]]:
    query = select(ThreadFile.line_id, File).join(File, File.id == ThreadFile.file_id)
    found: dict[int, list[File]] = {}
    for line_id, file in (await session.execute(query.where(ThreadFile.line_id.in_(line_ids)).order_by(File.id))).all():
        found.setdefault(line_id, []).append(file)
    return found


async def last_words(session: AsyncSession, ids: Iterable[int]) -> dict[int, tuple[str, bool]]:
    """What was said last in each talk, and whether an officer said it; empty words are files alone."""
    newest = select(func.max(ThreadLine.id)).where(ThreadLine.thread_id.in_(set(ids)), ThreadLine.act == "said")
    query = select(ThreadLine).where(ThreadLine.id.in_(newest.group_by(ThreadLine.thread_id)))
    return {line.thread_id: (line.text, line.staff_id is not None) for line in (await session.scalars(query)).all()}


async def is_of(session: AsyncSession, chat_id: int, number: str) -> bool:
    """Whether this chat has a talk with this number."""
    return await at_hand(session, chat_id, number) is not None


async def chat_of(session: AsyncSession, thread: Thread) -> Chat:
    """The chat in which the producer talks."""
    return await session.get_one(Chat, thread.chat_id)
