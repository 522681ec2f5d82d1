"""Reminds communes of the reports they owe: on fixed working days by itself, and at once when the province says so."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.conversation.said import Say
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, Staff
from ocop_core.db.models_reports import Report, ReportPeriod, ReportReminder
from ocop_core.db.queries import insert_once
from ocop_core.errors import Refused
from ocop_core.rulebook.promises import hush
from ocop_core.rulebook.reports import Reporting, load_reporting, reminder_days
from ocop_core.services import access, audit
from ocop_core.services.knowledge import load_knowledge
from ocop_core.services.reports import periods
from ocop_core.services.staff import staff_telling
from ocop_core.settings import Settings

TOLD, SHOWN = "told", "shown"
# Long after the last day a reminder helps nobody any more: the province phones.
STALE = timedelta(days=14)


async def remind(db: Database, settings: Settings, at: datetime) -> list[dict[str, Any]]:
    """The stage that is due of every open period, for every commune that owes its report; a line a commune told."""
    if hush(at, urgent=False) is not None:
        return []
    knowledge, reporting = load_knowledge(settings.province), load_reporting(settings.province)
    today = local_day(at)
    async with db.writing() as session:
        open_ones = select(ReportPeriod).where(ReportPeriod.state == periods.OPEN, ReportPeriod.due_on >= today - STALE)
        lines: list[dict[str, Any]] = []
        for period in (await session.scalars(open_ones.order_by(ReportPeriod.due_on))).all():
            stage = _stage(reporting, period.due_on, today)
            if stage is not None:
                lines += await _chase(session, knowledge, period, stage, at)
        return lines


def _stage(reporting: Reporting, due: date, today: date) -> str | None:
    """The most urgent stage whose day has come; the ones before it are overtaken and never spoken."""
    passed = [days for days, day in reminder_days(reporting, due).items() if day <= today]
    return str(min(passed)) if passed else None


async def chase_now(session: AsyncSession, knowledge: Knowledge, staff: Staff, period_id: int, at: datetime) -> int:
    """Reminds everybody who is missing, once a day at most. How many communes were told. Raises Refused."""
    if not staff.active or access.units_of(staff) is not None:
        raise Refused("report.not_yours")
    period = await periods.one(session, period_id)
    if period.state == periods.CLOSED:
        raise Refused("report.closed")
    lines = await _chase(session, knowledge, period, f"now-{local_day(at):%y%m%d}", at)
    await audit.note(session, staff.id, "report.chased", f"period:{period.id}", at, units=len(lines))
    return len(lines)


async def _chase(
    session: AsyncSession, knowledge: Knowledge, period: ReportPeriod, stage: str, at: datetime
) -> list[dict[str, Any]]:
    done = select(Report.unit).where(Report.period_id == period.id, Report.state.in_(periods.DONE))
    reported = set((await session.scalars(done)).all())
    officers = await _officers(session)
    lines = []
    for unit in knowledge.province.units:
        chats = officers.get(unit.code, ())
        values = {"period_id": period.id, "unit": unit.code, "stage": stage, "at": at}
        state = TOLD if chats else SHOWN
        if unit.code in reported or not await insert_once(session, ReportReminder, **values, state=state):
            continue
        await _tell(session, knowledge, period, chats, at)
        lines.append({"act": "report_reminded", "period": period.id, "unit": unit.code, "stage": stage, "by": state})
    return lines


async def _officers(session: AsyncSession) -> Mapping[str, Sequence[Chat]]:
    """The chats of the officers of each commune."""
    chats = await staff_telling.chats(session)
    rows = (await session.scalars(select(Staff).where(Staff.active, Staff.unit.is_not(None)))).all()
    found: dict[str, list[Chat]] = {}
    for staff in rows:
        if staff.unit and staff.id in chats:
            found.setdefault(staff.unit, []).append(chats[staff.id])
    return found


async def _tell(
    session: AsyncSession, knowledge: Knowledge, period: ReportPeriod, chats: Iterable[Chat], at: datetime
) -> None:
    left = (period.due_on - local_day(at)).days
    key = "report.remind_late" if left < 0 else "report.remind_today" if left == 0 else "report.remind"
    params = {"title": period.title, "day": f"{period.due_on:%d/%m/%Y}", "left": abs(left)}
    for chat in chats:
        await staff_telling.tell(session, knowledge, chat, [Say(key, params)], at, f"report:{period.id}")
