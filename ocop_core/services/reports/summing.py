"""The province's summary: every commune's line, the sums, and how far the year's targets are reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Staff
from ocop_core.db.models_reports import Report, ReportPeriod, YearTarget
from ocop_core.db.queries import insert_once
from ocop_core.errors import Refused
from ocop_core.rulebook.places import Province
from ocop_core.rulebook.reports import Reporting, Target, targets_of
from ocop_core.services import access, audit
from ocop_core.services.reports.periods import DONE

MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Row:
    """One commune: where its report stands and its figures, empty where it has not reported."""

    unit: str
    name: str
    state: str
    report: Report | None
    figures: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Goal:
    """A target of the year: what is wanted and what was reached. `own`: it was set for this very year."""

    target: Target
    low: int
    high: int | None
    reached: int
    own: bool

    @property
    def met(self) -> bool:
        """Whether the lower bound is reached."""
        return self.reached >= self.low


@dataclass(frozen=True, slots=True)
class Summary:
    """A period as the province sees it. `totals` are sums over what has been sent."""

    period: ReportPeriod
    rows: Sequence[Row]
    totals: Mapping[str, int]
    goals: Sequence[Goal]

    @property
    def done(self) -> int:
        """How many communes have reported."""
        return sum(row.state in DONE for row in self.rows)

    @property
    def missing(self) -> Sequence[Row]:
        """The communes that owe their report."""
        return [row for row in self.rows if row.state not in DONE]


async def summary(session: AsyncSession, province: Province, reporting: Reporting, period: ReportPeriod) -> Summary:
    """All communes in the order of the province's list."""
    reports = {row.unit: row for row in await session.scalars(select(Report).where(Report.period_id == period.id))}
    rows = [_row(unit.code, unit.name, reports.get(unit.code)) for unit in province.units]
    totals = {
        figure.key: sum(row.figures.get(figure.key, 0) for row in rows if row.state in DONE)
        for figure in reporting.figures
    }
    return Summary(period, rows, totals, await goals(session, reporting, period.year, totals))


def _row(unit: str, name: str, report: Report | None) -> Row:
    if report is None:
        return Row(unit, name, MISSING, None, {})
    return Row(unit, name, report.state, report, report.figures if report.state in DONE else {})


async def goals(session: AsyncSession, reporting: Reporting, year: int, totals: Mapping[str, int]) -> list[Goal]:
    """The targets that hold in that year, the province's own before the plan's."""
    own = {row.key: row for row in await session.scalars(select(YearTarget).where(YearTarget.year == year))}
    return [_goal(target, own.get(target.key), year, totals) for target in targets_of(reporting, year)]


def _goal(target: Target, own: YearTarget | None, year: int, totals: Mapping[str, int]) -> Goal:
    reached = sum(totals.get(key, 0) for key in target.fields)
    if target.share_of is not None:
        whole = totals.get(target.share_of, 0)
        reached = round(100 * reached / whole) if whole else 0
    low, high = (own.low, own.high) if own else (target.low, target.high)
    return Goal(target, low, high, reached, own is not None or target.year == year)


async def set_target(
    session: AsyncSession,
    staff: Staff,
    reporting: Reporting,
    year: int,
    key: str,
    low: int,
    high: int | None,
    at: datetime,
) -> None:
    """The province sets a target for a year. Raises Refused."""
    if not staff.active or access.units_of(staff) is not None:
        raise Refused("report.not_yours")
    if key not in {target.key for target in reporting.targets}:
        raise Refused("access.none")
    if low < 0 or (high is not None and high < low):
        raise Refused("report.target")
    await insert_once(session, YearTarget, year=year, key=key, low=low, high=high, changed_at=at, changed_by=staff.id)
    row = await session.get_one(YearTarget, (year, key))
    row.low, row.high, row.changed_at, row.changed_by = low, high, at, staff.id
    await audit.note(session, staff.id, "report.target_set", f"target:{year}:{key}", at, low=low, high=high)


async def own_states(session: AsyncSession, staff: Staff, period_ids: Sequence[int]) -> Mapping[int, str]:
    """Where an officer's own commune stands in each period; nothing for the province."""
    units = access.units_of(staff)
    if units is None:
        return {}
    query = select(Report.period_id, Report.state).where(Report.period_id.in_(period_ids), Report.unit.in_(units))
    found = {period: state for period, state in (await session.execute(query)).all()}
    return {period: found.get(period, MISSING) for period in period_ids}
