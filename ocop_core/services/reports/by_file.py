"""A report as a file: handed out as a sheet, read back into a draft, sent from the officer's own chat."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.effects import Effect
from ocop_core.conversation.forms.place import in_sentence
from ocop_core.conversation.reporting import SendReport
from ocop_core.conversation.said import Choice, Say
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, Staff
from ocop_core.db.models_accounts import StaffChat
from ocop_core.db.models_reports import Report, ReportPeriod
from ocop_core.errors import Refused
from ocop_core.office import report_form
from ocop_core.office.report_form import Filled
from ocop_core.rulebook.reports import Reporting, load_reporting
from ocop_core.services import access
from ocop_core.services.errand import Carrier, Errand, Says
from ocop_core.services.reports import filing, periods
from ocop_core.services.staff import staff_telling


@dataclass(frozen=True, slots=True)
class Taken:
    """What was read from a file: the draft, its lines beside the last period, and the names of what is no number."""

    row: Report
    period: ReportPeriod
    lines: Sequence[filing.Line]
    wrong: Sequence[str]


async def blank(
    session: AsyncSession, knowledge: Knowledge, reporting: Reporting, staff: Staff, period_id: int, unit: str
) -> bytes:
    """The sheet of one commune with all that is known. Raises Refused for another's commune."""
    period, row = await filing.of_unit(session, staff, period_id, unit)
    found = await filing.lines(session, reporting, period, row, unit)
    say, answers = knowledge.words.say, row.answers if row else {}
    lines = [
        report_form.Line(
            each.figure.key, each.figure.group, each.figure.name, each.figure.unit, each.before, each.value
        )
        for each in found
    ]
    lines += [
        report_form.Line(each.key, say("report_form.questions"), each.name, value=answers.get(each.key, ""))
        for each in reporting.questions
    ]
    title = (f"{period.title} – {knowledge.province.unit(unit).name}", say("report_form.due", {"day": _day(period)}))
    key, name, counted, before, now = (f"report_form.{each}" for each in ("key", "name", "unit", "before", "now"))
    heads = (say(key), say(name), say(counted), say(before), say(now))
    words = report_form.Words(say("report_form.sheet"), say("report_form.hint"), heads)
    return await asyncio.to_thread(report_form.write, title, report_form.mark(period.id, unit), lines, words)


def _day(period: ReportPeriod) -> str:
    return f"{period.due_on:%d/%m/%Y}"


async def take(session: AsyncSession, reporting: Reporting, staff: Staff, filled: Filled, at: datetime) -> Taken:
    """Keeps what a filled sheet says as the commune's draft. Raises Refused where it cannot be written."""
    if access.units_of(staff) is None:
        raise Refused("report_form.commune")
    figures, wrong = filing.read_figures(reporting, filled.said)
    answers = {question.key: filled.said.get(question.key, "") for question in reporting.questions}
    row = await filing.save(session, staff, filled.period, filled.unit, figures, answers, at)
    period = await periods.one(session, row.period_id)
    lines = await filing.lines(session, reporting, period, row, row.unit)
    names = {figure.key: figure.name for figure in reporting.figures}
    return Taken(row, period, lines, [names[key] for key in wrong])


async def officer_of(session: AsyncSession, chat_id: int) -> Staff | None:
    """The active officer who has joined this chat."""
    query = select(Staff).join(StaffChat, StaffChat.staff_id == Staff.id).where(StaffChat.chat_id == chat_id)
    found: Staff | None = await session.scalar(query.where(Staff.active))
    return found


async def arrived(db: Database, knowledge: Knowledge, chat_id: int, content: bytes, at: datetime) -> bool:
    """Reads a spreadsheet that an officer sends to the chat, and answers. False: no officer's, or no spreadsheet."""
    async with db.reading() as session:
        if await officer_of(session, chat_id) is None:
            return False
    try:
        filled = await asyncio.to_thread(report_form.read, content)
    except Refused as refused:
        if not refused.key.startswith("report_form."):
            return False
        filled = None
    async with db.writing() as session:
        staff, chat = await officer_of(session, chat_id), await session.get_one(Chat, chat_id)
        if staff is None:
            return False
        say = await _answer(session, knowledge, load_reporting(knowledge.province.key), staff, filled, at)
        await staff_telling.tell(session, knowledge, chat, [say], at, f"report:{chat_id}")
    return True


async def _answer(
    session: AsyncSession, knowledge: Knowledge, reporting: Reporting, staff: Staff, filled: Filled | None, at: datetime
) -> Say:
    if filled is None:
        return Say("report_form.not_ours")
    try:
        taken = await take(session, reporting, staff, filled, at)
    except Refused as refused:
        return Say(refused.key, refused.params)
    return _read(knowledge, taken)


def _read(knowledge: Knowledge, taken: Taken) -> Say:
    """What was read, what differs much from the last period, and the button that sends it."""
    say = knowledge.words.say
    missing = [line.figure.name for line in taken.lines if line.figure.key not in taken.row.figures]
    jumps = [line for line in taken.lines if line.jumps]
    told = [
        say("report_form.jump_line", {"name": line.figure.name, "before": line.before, "now": line.value})
        for line in jumps
    ]
    rest = [
        say("report_form.wrong", {"names": "; ".join(taken.wrong)}) if taken.wrong else "",
        say("report_form.missing", {"names": "; ".join(missing)}) if missing else "",
        say("report_form.jumps", {"lines": "\n".join(told)}) if told else "",
    ]
    params = {
        "title": taken.period.title,
        "unit": in_sentence(knowledge.province.unit(taken.row.unit)),
        "count": len(taken.row.figures),
        "rest": "".join(f"\n{text}" for text in rest if text),
    }
    if missing:
        return Say("report_form.read_partly", params)
    label = say("report_form.send_sure" if jumps else "report_form.send")
    return Say("report_form.read", params, (Choice(f"do:report.send:{taken.row.id}:{_stamp(taken.row)}", label),))


def _stamp(row: Report) -> int:
    return int(row.changed_at.timestamp() * 1000)


async def _send(session: AsyncSession, errand: Errand, wanted: SendReport) -> Says:
    """Sends the draft as it was shown; whoever taps has seen the jumps."""
    staff, row = await officer_of(session, errand.chat_id), await session.get(Report, wanted.report)
    if staff is None or row is None or not access.may(staff, row.unit):
        return [Say("report_form.unknown")]
    if row.state not in filing.WRITABLE:
        return [Say("report.sent_already")]
    if _stamp(row) != wanted.seen:
        return [Say("report_form.changed")]
    reporting = load_reporting(errand.knowledge.province.key)
    period = await periods.one(session, row.period_id)
    jumps = {line.figure.key for line in await filing.lines(session, reporting, period, row, row.unit) if line.jumps}
    try:
        await filing.send(session, staff, reporting, row, jumps, errand.at)
    except Refused as refused:
        return [Say(refused.key, refused.params)]
    return [
        Say("report_form.sent", {"title": period.title, "unit": in_sentence(errand.knowledge.province.unit(row.unit))})
    ]


CARRIERS: Mapping[type[Effect], Carrier] = {SendReport: _send}
