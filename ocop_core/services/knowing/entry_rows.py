"""What the chat knows: entries as rows, their history and version, and the index that every process keeps of them."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.hot import Hot
from ocop_core.db.models_knowledge import KnowledgeEntry, KnowledgeVersion
from ocop_core.knowledge.entries import Entry
from ocop_core.knowledge.library import Library
from ocop_core.knowledge.ranking import Index
from ocop_core.services import audit
from ocop_core.text import words

ACTIVE, HIDDEN = "active", "hidden"
SHIPPED, OFFICER = "shipped", "officer"
_LOCK = 726128
_HISTORY = 100
# Asked for with each question that anybody asks.
_VERSION = Hot(select(func.max(KnowledgeVersion.id).label("latest")))
_WRITTEN = ("question", "also", "answer", "source", "certainty", "next")


class Shelf:
    """Keeps a process's library at the version of the database."""

    def __init__(self) -> None:
        self._held: Library | None = None
        self._one_reader = asyncio.Lock()

    async def fresh(self, session: AsyncSession) -> Library:
        """The library as the rows are now; costs one small query while nothing has changed."""
        async with self._one_reader:
            self._held = await library(session, self._held)
            return self._held


async def library(session: AsyncSession, held: Library | None = None) -> Library:
    """`held` if nothing has changed since, else a new one that takes over what it can."""
    version = await current_version(session)
    if held is not None and held.version == version:
        return held
    rows = await entries(session)
    # Two thousand entries take a good while to read; the chats go on meanwhile.
    index = await asyncio.to_thread(Index.build, rows, held.index if held else None)
    return Library(version, {entry.id: entry for entry in rows}, index)


async def current_version(session: AsyncSession) -> int:
    """A number that grows with every change of any entry; 0 while there is none."""
    return (await _VERSION.first(session, {})).latest or 0


async def entries(session: AsyncSession) -> tuple[Entry, ...]:
    """All active entries, in order of their ids."""
    rows = await session.scalars(select(KnowledgeEntry).where(KnowledgeEntry.state == ACTIVE))
    # Sorted here, because databases order letters and "_" each in its own way.
    return tuple(sorted((as_entry(row) for row in rows), key=lambda entry: entry.id))


def as_entry(row: KnowledgeEntry) -> Entry:
    """A row as the index knows it."""
    return Entry(
        row.id, row.question, tuple(row.also), row.answer, row.source, row.checked, row.certainty, tuple(row.next)
    )


async def history(session: AsyncSession, entry_id: str) -> Sequence[KnowledgeVersion]:
    """The last hundred changes of an entry, newest first; each with what stood there before it."""
    query = select(KnowledgeVersion).where(KnowledgeVersion.entry_id == entry_id)
    return (await session.scalars(query.order_by(KnowledgeVersion.id.desc()).limit(_HISTORY))).all()


async def sync_shipped(session: AsyncSession, shipped: Iterable[Entry], at: datetime) -> int:
    """Brings the rows to what comes with the program; returns how many changed. Safe to repeat.

    New entries are added, changed ones renewed, and those that no longer come are hidden, each unless an
    officer has written in it. What an officer has hidden stays hidden.
    """
    await alone(session)
    rows = {row.id: row for row in await session.scalars(select(KnowledgeEntry))}
    changed = 0
    coming = {entry.id: entry for entry in shipped}
    for entry in coming.values():
        changed += await _ship(session, rows.get(entry.id), entry, at)
    for row in rows.values():
        if row.origin == SHIPPED and row.state == ACTIVE and row.id not in coming:
            await put(session, row, {"state": HIDDEN}, None, at)
            changed += 1
    if changed:
        await audit.note(session, None, "knowledge.shipped", "knowledge", at, changed=changed)
    return changed


async def _ship(session: AsyncSession, row: KnowledgeEntry | None, entry: Entry, at: datetime) -> bool:
    values = {**written(entry), "checked": entry.checked, "origin": SHIPPED}
    if row is None:
        await put_new(session, entry.id, values, None, at)
        return True
    if row.origin == OFFICER or all(getattr(row, name) == value for name, value in values.items()):
        return False
    await put(session, row, values, None, at)
    return True


def written(entry: Entry) -> dict[str, Any]:
    """What an officer may write in an entry, as the row keeps it."""
    values = {name: getattr(entry, name) for name in _WRITTEN}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


async def alone(session: AsyncSession) -> None:
    """Waits until nobody else changes entries, to the end of the transaction.

    On PostgreSQL numbers are given before they are committed: without this a reader could see version 11,
    build, and never learn of version 10 that was committed after it. SQLite has one writer anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


async def put_new(
    session: AsyncSession, entry_id: str, values: Mapping[str, Any], staff_id: int | None, at: datetime
) -> KnowledgeEntry:
    """Stores a new active entry with the first line of its history."""
    row = KnowledgeEntry(id=entry_id, state=ACTIVE, changed_at=at, changed_by=staff_id, **values)
    row.search = _search_text(row)
    session.add(row)
    await session.flush()
    session.add(KnowledgeVersion(entry_id=entry_id, at=at, staff_id=staff_id, before=None))
    return row


async def put(
    session: AsyncSession, row: KnowledgeEntry, values: Mapping[str, Any], staff_id: int | None, at: datetime
) -> None:
    """Changes an entry and keeps what stood there."""
    before = {name: getattr(row, name) for name in (*_WRITTEN, "state", "origin")}
    before["checked"] = row.checked.isoformat()
    session.add(KnowledgeVersion(entry_id=row.id, at=at, staff_id=staff_id, before=before))
    for name, value in values.items():
        setattr(row, name, value)
    row.search, row.changed_at, row.changed_by = _search_text(row), at, staff_id


def _search_text(row: KnowledgeEntry) -> str:
    return f" {words(' '.join((row.question, *row.also, row.answer, row.source)))} "
