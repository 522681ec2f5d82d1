"""The summary of a period as files: the office's spreadsheet, and the Word report of the province."""

import asyncio
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ocop_core.conversation.world import Knowledge
from ocop_core.office import provincial, report_sheet, word
from ocop_core.office.provincial import GoalLine, ProvinceReport, Told, UnitLine
from ocop_core.office.report_sheet import Column, Line, Words
from ocop_core.rulebook.reports import Reporting
from ocop_core.services.reports.periods import DONE
from ocop_core.services.reports.summing import Goal, Row, Summary

SHEET, DOCUMENT = "xlsx", "docx"


async def sheet(knowledge: Knowledge, reporting: Reporting, summary: Summary) -> bytes:
    """The spreadsheet. Made in a thread."""
    say, period = knowledge.words.say, summary.period
    columns = [Column(figure.group, figure.name, figure.unit) for figure in reporting.figures]
    lines = [
        Line(row.name, say(f"report_file.{row.state}"), tuple(row.figures.get(f.key) for f in reporting.figures))
        for row in summary.rows
    ]
    title = (
        period.title.upper(),
        say("report_file.span", {"begins": _day(period.begins_on), "ends": _day(period.ends_on)}),
        say("report_file.done", {"done": summary.done, "of": len(summary.rows)}),
    )
    words = Words(*(say(f"report_file.{name}") for name in ("sheet", "number", "unit", "state", "total")))
    return await asyncio.to_thread(report_sheet.write, title, columns, lines, words)


async def document(
    knowledge: Knowledge, reporting: Reporting, summary: Summary, today: date, own: Path | None
) -> bytes:
    """The Word report by the office's own template, or ours. Made in a thread."""
    filled = await asyncio.to_thread(word.fill, form(knowledge, reporting, summary, today), own)
    return filled.content


def form(knowledge: Knowledge, reporting: Reporting, summary: Summary, today: date) -> ProvinceReport:
    """What stands in the Word report."""
    province, period = knowledge.province, summary.period
    office = province.office("reports")
    totals = {key: _number(total) for key, total in summary.totals.items()}
    return ProvinceReport(
        office=office.name,
        office_certain=office.certain,
        province=province.name,
        seat=province.seat,
        title=period.title,
        begins_on=period.begins_on,
        ends_on=period.ends_on,
        issued_on=today,
        done=summary.done,
        units=len(summary.rows),
        totals=totals,
        goals=tuple(_goal(knowledge, goal) for goal in summary.goals),
        lines=tuple(_unit(row) for row in summary.rows),
        missing=tuple(row.name for row in summary.missing),
        told=tuple(
            told for question in reporting.questions if (told := _told(question.key, question.name, summary.rows))
        ),
    )


def _goal(knowledge: Knowledge, goal: Goal) -> GoalLine:
    say = knowledge.words.say
    percent = "%" if goal.target.share_of else ""
    wanted = f"{goal.low}{percent}" if goal.high is None else f"{goal.low} - {goal.high}{percent}"
    met = say("report_file.met" if goal.met else "report_file.unmet")
    name = (
        goal.target.name
        if goal.own
        else say("report_file.borrowed", {"name": goal.target.name, "year": goal.target.year})
    )
    return GoalLine(name=name, wanted=wanted, reached=f"{_number(goal.reached)}{percent}", met=met)


def _unit(row: Row) -> UnitLine:
    figures = [row.figures.get(key) for key in provincial.COLUMNS]
    return UnitLine(name=row.name, figures=tuple("" if each is None else _number(each) for each in figures))


def _told(key: str, question: str, rows: Sequence[Row]) -> Told | None:
    said = [
        (row.name, str(row.report.answers.get(key, "")).strip()) for row in rows if row.report and row.state in DONE
    ]
    answers = tuple(f"- {name}: {text}" for name, text in said if text)
    return Told(question=question, answers=answers) if answers else None


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
