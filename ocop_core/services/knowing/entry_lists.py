"""Finds entries for officers: by words without diacritics, by whose they are, by state and certainty."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Staff
from ocop_core.db.models_knowledge import KnowledgeEntry
from ocop_core.errors import Refused
from ocop_core.knowledge.entries import CERTAINTIES, Entry
from ocop_core.knowledge.library import Library
from ocop_core.services.knowing.entry_rows import ACTIVE, HIDDEN, OFFICER, SHIPPED
from ocop_core.text import words

STATES, ORIGINS = (ACTIVE, HIDDEN), (SHIPPED, OFFICER)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an officer looks for; what is empty does not count."""

    search: str = ""
    state: str = ""
    origin: str = ""
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of entries, and how many there are in all."""

    total: int
    entries: Sequence[KnowledgeEntry]


async def listed(session: AsyncSession, staff: Staff, wanted: Wanted, *, limit: int, offset: int = 0) -> Found:
    """The entries that fit, what was changed last on top. Every officer may read them. Raises Refused."""
    _may_read(staff)
    fits = [KnowledgeEntry.search.contains(word, autoescape=True) for word in words(wanted.search).split()]
    fits += [
        column == value
        for column, value, known in (
            (KnowledgeEntry.state, wanted.state, STATES),
            (KnowledgeEntry.origin, wanted.origin, ORIGINS),
            (KnowledgeEntry.certainty, wanted.certainty, CERTAINTIES),
        )
        if value in known
    ]
    total = await session.scalar(select(func.count()).select_from(KnowledgeEntry).where(*fits)) or 0
    query = select(KnowledgeEntry).where(*fits).order_by(KnowledgeEntry.changed_at.desc(), KnowledgeEntry.id)
    return Found(total, (await session.scalars(query.limit(limit).offset(offset))).all())


async def one(session: AsyncSession, staff: Staff, entry_id: str) -> KnowledgeEntry:
    """An entry, hidden or not. Raises Refused."""
    _may_read(staff)
    row = await session.get(KnowledgeEntry, entry_id)
    if row is None:
        raise Refused("access.none")
    return row


async def named(session: AsyncSession, ids: Iterable[str]) -> dict[str, str]:
    """The questions of entries by id, as far as they are there, in the order of `ids`."""
    wanted = list(ids)
    query = select(KnowledgeEntry.id, KnowledgeEntry.question).where(KnowledgeEntry.id.in_(wanted))
    found = {entry_id: question for entry_id, question in (await session.execute(query)).all()}
    return {entry_id: found[entry_id] for entry_id in wanted if entry_id in found}


def _may_read(staff: Staff) -> None:
    if not staff.active:
        raise Refused("access.none")


async def like(
    session: AsyncSession, staff: Staff, library: Library, text: str, *, without: str = "", limit: int = 8
) -> tuple[Entry, ...]:
    """Active entries that may be meant by `text`: first those that would answer it, then those that have its words."""
    if not words(text):
        return ()
    hits = [hit.entry_id for hit in library.index.find(text, limit)]
    page = await listed(session, staff, Wanted(text, state=ACTIVE), limit=limit)
    ids = dict.fromkeys([*hits, *(row.id for row in page.entries)])
    return tuple(library.entries[each] for each in ids if each in library.entries and each != without)[:limit]
