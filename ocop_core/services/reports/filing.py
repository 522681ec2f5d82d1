"""A commune's report: figures offered, written, sent, returned with a comment, accepted; big jumps are asked back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Staff
from ocop_core.db.models_reports import Report, ReportEvent, ReportPeriod
from ocop_core.errors import Refused
from ocop_core.rulebook.reports import Figure, Reporting, jumped
from ocop_core.services import access, audit
from ocop_core.services.reports import counting, periods
from ocop_core.text import parse_number, tidy

DRAFT, SENT, RETURNED, ACCEPTED = "draft", "sent", "returned", "accepted"
WRITABLE = (DRAFT, RETURNED)
LARGEST = 10_000_000
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Line:
    """One figure on the form: what stands there, what the program counted, what the last period had.

    `jumps`: it differs so much from the last period that it has to be confirmed.
    """

    figure: Figure
    value: int | None
    counted: int | None
    before: int | None
    jumps: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a report's history."""

    at: datetime
    act: str
    who: str
    note: str


async def of_unit(session: AsyncSession, staff: Staff, period_id: int, unit: str) -> tuple[ReportPeriod, Report | None]:
    """The period and what the commune has reported so far. Raises Refused for another's commune."""
    if not access.may(staff, unit):
        raise Refused("access.none")
    period = await periods.one(session, period_id)
    query = select(Report).where(Report.period_id == period_id, Report.unit == unit)
    return period, await session.scalar(query)


async def lines(
    session: AsyncSession, reporting: Reporting, period: ReportPeriod, report: Report | None, unit: str
) -> list[Line]:
    """The form: a figure not yet written is offered as the program counted it."""
    counted = (await counting.counted(session, period, unit)).get(unit, {})
    earlier = await _earlier(session, period, unit)
    written: Mapping[str, int] = report.figures if report else {}
    found = []
    for figure in reporting.figures:
        known = counted.get(figure.key, 0) if figure.counted else None
        value = written.get(figure.key, known)
        last = earlier.get(figure.key)
        found.append(Line(figure, value, known, last, value is not None and jumped(reporting, last, value)))
    return found


async def _earlier(session: AsyncSession, period: ReportPeriod, unit: str) -> Mapping[str, int]:
    last = await periods.before(session, period)
    if last is None:
        return {}
    query = select(Report).where(Report.period_id == last.id, Report.unit == unit, Report.state.in_(periods.DONE))
    report: Report | None = await session.scalar(query)
    return report.figures if report else {}


def read_figures(reporting: Reporting, typed: Mapping[str, str]) -> tuple[dict[str, int], list[str]]:
    """What was typed as whole numbers by key, and the keys of what is none."""
    figures: dict[str, int] = {}
    wrong: list[str] = []
    for figure in reporting.figures:
        text = typed.get(figure.key, "").strip()
        number = parse_number(text) if text else None
        if number is not None and number == int(number) and 0 <= number <= LARGEST:
            figures[figure.key] = int(number)
        elif text:
            wrong.append(figure.key)
    return figures, wrong


async def save(
    session: AsyncSession,
    staff: Staff,
    period_id: int,
    unit: str,
    figures: Mapping[str, int],
    answers: Mapping[str, str],
    at: datetime,
) -> Report:
    """Keeps what was written, without sending it. Raises Refused where it cannot be written any more."""
    period, row = await of_unit(session, staff, period_id, unit)
    if period.state == periods.CLOSED:
        raise Refused("report.closed")
    if row is None:
        row = Report(period_id=period.id, unit=unit, state=DRAFT, figures={}, answers={}, comment="")
        session.add(row)
    elif row.state not in WRITABLE:
        raise Refused("report.sent_already")
    row.figures, row.staff_id, row.changed_at = dict(figures), staff.id, at
    row.answers = {key: tidy(text)[:LONGEST] for key, text in answers.items()}
    await session.flush()
    return row


async def send(
    session: AsyncSession,
    staff: Staff,
    reporting: Reporting,
    row: Report,
    confirmed: Collection[str],
    at: datetime,
) -> Report:
    """Sends a saved report. Raises Refused: figures missing, or jumps that nobody has confirmed."""
    period = await periods.one(session, row.period_id)
    missing = [figure.name for figure in reporting.figures if figure.key not in row.figures]
    if missing:
        raise Refused("report.missing", names="; ".join(missing))
    found = await lines(session, reporting, period, row, row.unit)
    odd = [line.figure.name for line in found if line.jumps and line.figure.key not in confirmed]
    if odd:
        raise Refused("report.jumps", names="; ".join(odd))
    row.state, row.sent_at, row.changed_at, row.comment = SENT, at, at, ""
    await _record(session, row, staff, "sent", "", at)
    return row


async def give_back(session: AsyncSession, staff: Staff, report_id: int, comment: str, at: datetime) -> Report:
    """The province returns a report with a comment. Raises Refused."""
    row = await _decidable(session, staff, report_id)
    comment = tidy(comment).strip()
    if len(comment) < 5:
        raise Refused("report.comment")
    row.state, row.comment, row.changed_at = RETURNED, comment[:LONGEST], at
    await _record(session, row, staff, "returned", row.comment, at)
    return row


async def accept(session: AsyncSession, staff: Staff, report_id: int, at: datetime) -> Report:
    """The province takes a report as it is. Raises Refused."""
    row = await _decidable(session, staff, report_id)
    if row.state != ACCEPTED:
        row.state, row.changed_at = ACCEPTED, at
        await _record(session, row, staff, "accepted", "", at)
    return row


async def _decidable(session: AsyncSession, staff: Staff, report_id: int) -> Report:
    if not staff.active or access.units_of(staff) is not None:
        raise Refused("report.not_yours")
    row = await session.get(Report, report_id, with_for_update=True)
    if row is None:
        raise Refused("access.none")
    if row.state not in (SENT, ACCEPTED):
        raise Refused("report.not_sent")
    return row


async def _record(session: AsyncSession, row: Report, staff: Staff, act: str, note: str, at: datetime) -> None:
    session.add(ReportEvent(report_id=row.id, at=at, act=act, staff_id=staff.id, note=note))
    await audit.note(session, staff.id, f"report.{act}", f"report:{row.id}", at)


async def history(session: AsyncSession, report: Report) -> Sequence[Step]:
    """What happened to a report, oldest first."""
    query = select(ReportEvent, Staff.name).outerjoin(Staff, Staff.id == ReportEvent.staff_id)
    rows = await session.execute(query.where(ReportEvent.report_id == report.id).order_by(ReportEvent.id))
    return [Step(event.at, event.act, name or "", event.note) for event, name in rows.all()]
