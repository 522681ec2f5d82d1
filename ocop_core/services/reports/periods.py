"""Periods: made from the yearly rules and for special occasions, opened, moved and closed by the province."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.db.base import Database
from ocop_core.db.models import Staff
from ocop_core.db.models_reports import Report, ReportPeriod
from ocop_core.db.queries import insert_once
from ocop_core.errors import Refused
from ocop_core.rulebook.reports import Span, load_reporting, spans
from ocop_core.services import access, audit
from ocop_core.settings import Settings
from ocop_core.text import tidy

OPEN, CLOSED, ADHOC = "open", "closed", "adhoc"
# A period shows up so long before its last day, so that nobody reports for it too early.
AHEAD = timedelta(days=45)
LONGEST_TITLE = 120
DONE = ("sent", "accepted")


@dataclass(frozen=True, slots=True)
class Progress:
    """A period and how many communes have reported."""

    period: ReportPeriod
    done: int
    of: int


async def make_due(db: Database, settings: Settings, at: datetime) -> dict[str, Any]:
    """Opens the periods whose time has come; safe to repeat."""
    today, made = local_day(at), 0
    reporting = load_reporting(settings.province)
    coming = [span for year in (today.year, today.year + 1) for span in spans(reporting, year)]
    async with db.writing() as session:
        for span in coming:
            if today <= span.due <= today + AHEAD:
                made += await _make(session, span, at)
    return {"opened": made}


async def _make(session: AsyncSession, span: Span, at: datetime) -> bool:
    known = select(ReportPeriod.id).where(ReportPeriod.year == span.due.year, ReportPeriod.key == span.key)
    if await session.scalar(known) is not None:
        return False
    values = {"begins_on": span.begins, "ends_on": span.ends, "due_on": span.due, "state": OPEN, "created_at": at}
    return await insert_once(session, ReportPeriod, year=span.due.year, key=span.key, title=span.name, **values)


async def add(
    session: AsyncSession, staff: Staff, title: str, begins: date, ends: date, due: date, at: datetime
) -> ReportPeriod:
    """A report for a special occasion (đột xuất). Raises Refused(report.…)."""
    _province(staff)
    title = " ".join(tidy(title).split())
    if not 3 <= len(title) <= LONGEST_TITLE:
        raise Refused("report.title", limit=LONGEST_TITLE)
    if begins > ends:
        raise Refused("report.ends_before")
    if due < local_day(at):
        raise Refused("report.due_past")
    same = select(ReportPeriod).where(ReportPeriod.title == title, ReportPeriod.due_on == due)
    found: ReportPeriod | None = await session.scalar(same.limit(1))
    if found is not None:
        return found
    row = ReportPeriod(year=due.year, key=ADHOC, title=title, begins_on=begins, ends_on=ends, due_on=due)
    row.state, row.created_at = OPEN, at
    session.add(row)
    await session.flush()
    await audit.note(session, staff.id, "report.period_added", f"period:{row.id}", at)
    return row


async def move(session: AsyncSession, staff: Staff, period_id: int, due: date, at: datetime) -> ReportPeriod:
    """Another last day; reminders follow it. Raises Refused."""
    _province(staff)
    row = await one(session, period_id)
    if due < row.ends_on:
        raise Refused("report.due_before_end")
    await audit.note(session, staff.id, "report.period_moved", f"period:{row.id}", at, before=row.due_on.isoformat())
    row.due_on = due
    return row


async def set_state(session: AsyncSession, staff: Staff, period_id: int, state: str, at: datetime) -> ReportPeriod:
    """Closes a period, after which nobody reports for it any more, or opens it again. Raises Refused."""
    _province(staff)
    row = await one(session, period_id)
    if row.state != state:
        row.state = state
        await audit.note(session, staff.id, f"report.period_{state}", f"period:{row.id}", at)
    return row


def _province(staff: Staff) -> None:
    if not staff.active or access.units_of(staff) is not None:
        raise Refused("report.not_yours")


async def one(session: AsyncSession, period_id: int) -> ReportPeriod:
    """A period, which everybody may see. Raises Refused."""
    row = await session.get(ReportPeriod, period_id)
    if row is None:
        raise Refused("access.none")
    return row


async def listed(session: AsyncSession, units: int, limit: int = 40) -> Sequence[Progress]:
    """All periods with what has come in, the latest last day first. `units`: how many communes report."""
    done = await _done(session)
    rows = await session.scalars(select(ReportPeriod).order_by(ReportPeriod.due_on.desc()).limit(limit))
    return [Progress(row, done.get(row.id, 0), units) for row in rows]


async def _done(session: AsyncSession) -> Mapping[int, int]:
    query = select(Report.period_id, func.count()).where(Report.state.in_(DONE)).group_by(Report.period_id)
    return {period: count for period, count in (await session.execute(query)).all()}


async def before(session: AsyncSession, period: ReportPeriod) -> ReportPeriod | None:
    """The same report a year earlier, else the last one before it: what its figures are held against."""
    earlier = select(ReportPeriod).where(ReportPeriod.due_on < period.due_on).order_by(ReportPeriod.due_on.desc())
    same: ReportPeriod | None = await session.scalar(
        earlier.where(ReportPeriod.key == period.key, ReportPeriod.key != ADHOC).limit(1)
    )
    found: ReportPeriod | None = same or await session.scalar(earlier.limit(1))
    return found
