"""Officers change what the chat knows: add, edit, hide, take back. It holds for all communes: the province does it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.db.models import Staff
from ocop_core.db.models_knowledge import KnowledgeEntry, KnowledgeVersion
from ocop_core.errors import Refused
from ocop_core.knowledge.entries import ALSO_MOST, ANSWER_MOST, NEXT_MOST, QUESTION_MOST, SOURCE_MOST, Entry, faults
from ocop_core.services import access, audit
from ocop_core.services.knowing import entry_rows
from ocop_core.text import tidy
from ocop_core.text.fold import words as plain

_LIMITS = {
    "long_question": QUESTION_MOST,
    "long_answer": ANSWER_MOST,
    "long_source": SOURCE_MOST,
    "many_wordings": ALSO_MOST,
    "many_next": NEXT_MOST,
}
_ID_LENGTH = 50


@dataclass(frozen=True, slots=True)
class Fields:
    """What an officer writes. `certainty` is "chắc" or "tham khảo"; `next` holds ids of further questions."""

    question: str
    answer: str
    source: str
    certainty: str
    also: tuple[str, ...] = ()
    next: tuple[str, ...] = ()


def may_change(staff: Staff) -> bool:
    """Whether an officer may change what the whole province reads."""
    return staff.active and access.units_of(staff) is None


async def add(session: AsyncSession, staff: Staff, fields: Fields, at: datetime) -> Entry:
    """A new entry, at once for everybody; the same one twice is one. Raises Refused(knowledge.…)."""
    rows = await _rows(session, staff)
    for row in rows:
        if row.changed_by == staff.id and row.state == entry_rows.ACTIVE and says(row, fields):
            return entry_rows.as_entry(row)
    entry = _checked(_free_id(fields.question, {row.id for row in rows}), fields, local_day(at), rows)
    values = {**entry_rows.written(entry), "checked": entry.checked, "origin": entry_rows.OFFICER}
    await entry_rows.put_new(session, entry.id, values, staff.id, at)
    await audit.note(session, staff.id, "knowledge.added", f"knowledge:{entry.id}", at)
    return entry


async def edit(
    session: AsyncSession, staff: Staff, entry_id: str, fields: Fields, at: datetime, *, seen: int | None = None
) -> Entry:
    """Other words for an entry; it is the officer's from now on and counts as checked today. Raises Refused.

    `seen` is the last change that stood on the officer's page: what came later is not written over unseen.
    """
    rows = await _rows(session, staff)
    row = _one(rows, entry_id)
    if says(row, fields):
        return entry_rows.as_entry(row)
    entry = _checked(entry_id, fields, local_day(at), rows)
    if seen is not None and seen != await last_change(session, entry_id):
        raise Refused("knowledge.changed")
    values = {**entry_rows.written(entry), "checked": entry.checked, "origin": entry_rows.OFFICER}
    await entry_rows.put(session, row, values, staff.id, at)
    await audit.note(session, staff.id, "knowledge.edited", f"knowledge:{entry_id}", at)
    return entry


async def restore(session: AsyncSession, staff: Staff, entry_id: str, version_id: int, at: datetime) -> Entry:
    """The words that stood there before a change, with the day on which they were checked. Raises Refused."""
    rows = await _rows(session, staff)
    row = _one(rows, entry_id)
    version = await session.get(KnowledgeVersion, version_id)
    if version is None or version.entry_id != entry_id or version.before is None:
        raise Refused("knowledge.none")
    fields = _fields_before(version.before)
    if says(row, fields):
        return entry_rows.as_entry(row)
    entry = _checked(entry_id, fields, date.fromisoformat(version.before["checked"]), rows)
    values = {**entry_rows.written(entry), "checked": entry.checked, "origin": entry_rows.OFFICER}
    await entry_rows.put(session, row, values, staff.id, at)
    await audit.note(session, staff.id, "knowledge.restored", f"knowledge:{entry_id}", at, version=version_id)
    return entry


def _fields_before(before: Mapping[str, Any]) -> Fields:
    also, following = tuple(before["also"]), tuple(before["next"])
    return Fields(before["question"], before["answer"], before["source"], before["certainty"], also, following)


async def last_change(session: AsyncSession, entry_id: str) -> int:
    """The number of the last change of an entry."""
    query = select(func.max(KnowledgeVersion.id)).where(KnowledgeVersion.entry_id == entry_id)
    return await session.scalar(query) or 0


async def hide(session: AsyncSession, staff: Staff, entry_id: str, at: datetime) -> None:
    """The chat forgets an entry until it is shown again. Raises Refused."""
    await _set_state(session, staff, entry_id, entry_rows.HIDDEN, "knowledge.hidden", at)


async def show(session: AsyncSession, staff: Staff, entry_id: str, at: datetime) -> None:
    """A hidden entry is known again. Raises Refused."""
    await _set_state(session, staff, entry_id, entry_rows.ACTIVE, "knowledge.shown", at)


async def _set_state(session: AsyncSession, staff: Staff, entry_id: str, state: str, act: str, at: datetime) -> None:
    rows = await _rows(session, staff)
    row = _one(rows, entry_id)
    if row.state != state:
        if state == entry_rows.ACTIVE:
            _refuse_taken(entry_rows.as_entry(row), rows)
        await entry_rows.put(session, row, {"state": state}, staff.id, at)
        await audit.note(session, staff.id, act, f"knowledge:{entry_id}", at)


async def _rows(session: AsyncSession, staff: Staff) -> list[KnowledgeEntry]:
    if not may_change(staff):
        raise Refused("knowledge.not_yours")
    await entry_rows.alone(session)
    return list(await session.scalars(select(KnowledgeEntry).execution_options(populate_existing=True)))


def _one(rows: Iterable[KnowledgeEntry], entry_id: str) -> KnowledgeEntry:
    row = next((row for row in rows if row.id == entry_id), None)
    if row is None:
        raise Refused("knowledge.none")
    return row


def _checked(entry_id: str, fields: Fields, today: date, rows: Iterable[KnowledgeEntry]) -> Entry:
    entry = _tidied(entry_id, fields, today)
    for problem in _problems(entry):
        raise problem
    known = {row.id for row in rows}
    if any(other not in known or other == entry_id for other in entry.next):
        raise Refused("knowledge.no_next")
    _refuse_taken(entry, rows)
    return entry


def problems(fields: Fields, at: datetime) -> tuple[Refused, ...]:
    """All that is wrong with what was written, so that an officer mends it in one go."""
    return _problems(_tidied("new", fields, local_day(at)))


def _problems(entry: Entry) -> tuple[Refused, ...]:
    return tuple(Refused(f"knowledge.{name}", limit=_LIMITS.get(name, 0)) for name in faults(entry))


def says(row: KnowledgeEntry, fields: Fields) -> bool:
    """Whether an entry says just this already."""
    return entry_rows.written(_tidied(row.id, fields, row.checked)) == entry_rows.written(entry_rows.as_entry(row))


def _tidied(entry_id: str, fields: Fields, today: date) -> Entry:
    question = " ".join(tidy(fields.question).split())
    wordings = {plain(text): text for text in (" ".join(tidy(each).split()) for each in reversed(fields.also))}
    also = tuple(text for folded, text in reversed(wordings.items()) if folded and folded != plain(question))
    answer, source = tidy(fields.answer), " ".join(tidy(fields.source).split())
    return Entry(entry_id, question, also, answer, source, today, fields.certainty, tuple(fields.next))


def _refuse_taken(entry: Entry, rows: Iterable[KnowledgeEntry]) -> None:
    """The same words cannot lead to two answers."""
    wanted = {plain(wording): wording for wording in reversed(entry.wordings)}
    for row in rows:
        if row.id == entry.id or row.state != entry_rows.ACTIVE:
            continue
        if taken := wanted.keys() & set(map(plain, (row.question, *row.also))):
            raise Refused("knowledge.wording_taken", wording=wanted[min(taken)], question=row.question)


def _free_id(question: str, taken: set[str]) -> str:
    stem = "cb_" + plain(question).encode("ascii", "ignore").decode().replace(" ", "_")[:_ID_LENGTH].strip("_")
    numbers = range(2, len(taken) + 3)
    return next(name for name in (stem, *(f"{stem}_{n}" for n in numbers)) if name not in taken)


def with_wording(row: KnowledgeEntry, wording: str) -> Fields:
    """The fields of an entry with one more way to ask for it."""
    entry = entry_rows.as_entry(row)
    fields = Fields(entry.question, entry.answer, entry.source, entry.certainty, entry.also, entry.next)
    return replace(fields, also=(*fields.also, wording))
