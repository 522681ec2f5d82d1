"""Reports as the office sees them: periods, who has reported, files, targets; the province opens, moves and chases."""

from datetime import date

from aiohttp import web

from admin import downloads, forms, pages
from admin.pages import Problem
from admin.panel import officer, panel
from admin.views.idea import number
from ocop_core.clock import local_day
from ocop_core.errors import Refused
from ocop_core.rulebook.reports import Reporting, load_reporting
from ocop_core.services import access
from ocop_core.services.reports import chasing, files, periods, summing
from ocop_core.services.reports.summing import Summary
from ocop_core.text import parse_date, parse_number

_EMPTY = {"title": "", "begins": "", "ends": "", "due": ""}
_FIELDS = {
    "report.ends_before": "ends",
    "report.due_past": "due",
    "report.due_before_end": "due",
    "report.day": "begins",
}


def reporting(request: web.Request) -> Reporting:
    """The province's rules for reports."""
    return load_reporting(panel(request).settings.province)


def is_province(request: web.Request) -> bool:
    """Whether the officer answers for all communes."""
    return access.units_of(officer(request)) is None


async def show(request: web.Request) -> web.Response:
    """All periods with what has come in; a commune goes from here to its own form."""
    return await _list(request, _EMPTY)


async def _list(request: web.Request, given: dict[str, str], problems: tuple[Problem, ...] = ()) -> web.Response:
    here, staff = panel(request), officer(request)
    async with here.db.reading() as session:
        found = await periods.listed(session, len(here.knowledge.province.units))
        own = await summing.own_states(session, staff, [each.period.id for each in found])
    return pages.render(
        request,
        "reports.html",
        422 if problems else 200,
        found=found,
        own=own,
        province_wide=is_province(request),
        today=local_day(here.now()),
        given=given,
        problems=problems,
    )


async def add(request: web.Request) -> web.Response:
    """A report for a special occasion."""
    here, today = panel(request), local_day(panel(request).now())
    given = {name: await forms.field(request, name) for name in _EMPTY}
    try:
        begins, ends, due = (_day(given[name], today) for name in ("begins", "ends", "due"))
        async with here.db.writing() as session:
            row = await periods.add(session, officer(request), given["title"], begins, ends, due, here.now())
    except Refused as refused:
        return await _list(request, given, (Problem.of(_FIELDS.get(refused.key, "title"), refused),))
    return pages.see(request, f"/admin/reports/{row.id}", "saved")


def _day(text: str, today: date) -> date:
    """A day as a date field sends it or as somebody typed it. Raises Refused."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        read = parse_date(text, today)
    if read is None:
        raise Refused("report.day")
    return read


async def show_one(request: web.Request) -> web.Response:
    """One period: to the province all communes, to a commune its own form."""
    if not is_province(request):
        return pages.see(request, f"/admin/reports/{number(request)}/{officer(request).unit}")
    return await _page(request)


async def _summary(request: web.Request) -> Summary:
    here = panel(request)
    async with here.db.reading() as session:
        period = await periods.one(session, number(request))
        return await summing.summary(session, here.knowledge.province, reporting(request), period)


async def _page(request: web.Request, problems: tuple[Problem, ...] = ()) -> web.Response:
    summary = await _summary(request)
    return pages.render(
        request,
        "report_period.html",
        409 if problems else 200,
        summary=summary,
        period=summary.period,
        figures=reporting(request).figures,
        today=local_day(panel(request).now()),
        problems=problems,
    )


async def download(request: web.Request) -> web.Response:
    """The summary as a spreadsheet or as the Word report."""
    here = panel(request)
    if not is_province(request):
        raise Refused("access.none")
    summary = await _summary(request)
    if request.match_info["kind"] == files.SHEET:
        body = await files.sheet(here.knowledge, reporting(request), summary)
    else:
        today, own = local_day(here.now()), here.settings.templates_dir
        body = await files.document(here.knowledge, reporting(request), summary, today, own)
    return downloads.response(body, f"{summary.period.title}.{request.match_info['kind']}")


async def act(request: web.Request) -> web.Response:
    """Reminds the missing, moves the last day, closes or opens a period."""
    here, staff, wanted = panel(request), officer(request), request.match_info["act"]
    try:
        async with here.db.writing() as session:
            if wanted == "chase":
                await chasing.chase_now(session, here.knowledge, staff, number(request), here.now())
            elif wanted == "move":
                due = _day(await forms.field(request, "due"), local_day(here.now()))
                await periods.move(session, staff, number(request), due, here.now())
            else:
                state = {"close": periods.CLOSED, "open": periods.OPEN}[wanted]
                await periods.set_state(session, staff, number(request), state, here.now())
    except Refused as refused:
        if refused.key == "access.none":
            raise
        return await _page(request, (Problem.of("due", refused),))
    return pages.see(request, f"/admin/reports/{number(request)}", f"report_{wanted}")


async def set_target(request: web.Request) -> web.Response:
    """The province sets a target of the year."""
    here, low = panel(request), parse_number(await forms.field(request, "low"))
    high = parse_number(text) if (text := await forms.field(request, "high")).strip() else None
    try:
        if low is None or low != int(low) or (high is not None and high != int(high)):
            raise Refused("report.number")
        async with here.db.writing() as session:
            period = await periods.one(session, number(request))
            key, ends = request.match_info["key"], None if high is None else int(high)
            rules = reporting(request)
            await summing.set_target(session, officer(request), rules, period.year, key, int(low), ends, here.now())
    except Refused as refused:
        if refused.key == "access.none":
            raise
        return await _page(request, (Problem.of(f"low-{request.match_info['key']}", refused),))
    return pages.see(request, f"/admin/reports/{number(request)}#goals", "saved")
