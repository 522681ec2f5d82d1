"""One commune's report: the form with what is known, sending it, and what the province says to it."""

from collections.abc import Collection, Mapping

from aiohttp import web

from admin import downloads, forms, pages
from admin.pages import Problem
from admin.panel import officer, panel
from admin.views.idea import number
from admin.views.reports import is_province, reporting
from ocop_core.clock import local_day
from ocop_core.db.models_reports import Report
from ocop_core.errors import Refused
from ocop_core.services.reports import by_file, filing, periods


async def show(request: web.Request) -> web.Response:
    """The form, or the report as it was sent."""
    return await _page(request)


async def _page(
    request: web.Request,
    problems: tuple[Problem, ...] = (),
    typed: Mapping[str, str] | None = None,
    confirmed: Collection[str] = (),
) -> web.Response:
    here, unit = panel(request), request.match_info["unit"]
    async with here.db.reading() as session:
        period, row = await filing.of_unit(session, officer(request), number(request), unit)
        lines = await filing.lines(session, reporting(request), period, row, unit)
        steps = await filing.history(session, row) if row else ()
    state = row.state if row else filing.DRAFT
    return pages.render(
        request,
        "report.html",
        422 if problems else 200,
        period=period,
        report=row,
        state=state,
        lines=lines,
        questions=reporting(request).questions,
        steps=steps,
        unit=unit,
        place=pages.place_names(request),
        writable=state in filing.WRITABLE and period.state == periods.OPEN and not is_province(request),
        province_wide=is_province(request),
        typed=typed or {},
        confirmed=confirmed,
        today=local_day(here.now()),
        problems=problems,
    )


async def blank(request: web.Request) -> web.Response:
    """The sheet to be filled in, with all that is known."""
    here, unit, staff = panel(request), request.match_info["unit"], officer(request)
    async with here.db.reading() as session:
        made = await by_file.blank(session, here.knowledge, reporting(request), staff, number(request), unit)
    return downloads.response(made, f"bao-cao-{number(request)}-{unit}.xlsx")


async def submit(request: web.Request) -> web.Response:
    """Keeps what was written, and sends it if that button was tapped. What is wrong is said at its field."""
    here, unit, rules = panel(request), request.match_info["unit"], reporting(request)
    keys = [*(figure.key for figure in rules.figures), *(question.key for question in rules.questions)]
    typed = {key: await forms.field(request, key) for key in keys}
    confirmed = await forms.ticked(request, "confirmed")
    figures, wrong = filing.read_figures(rules, typed)
    if wrong:
        return await _page(request, tuple(Problem(key, "report.number", {}) for key in wrong), typed, confirmed)
    answers = {question.key: typed[question.key] for question in rules.questions}
    sends = await forms.field(request, "act") == "send"
    try:
        async with here.db.writing() as session:
            row = await filing.save(session, officer(request), number(request), unit, figures, answers, here.now())
        if sends:
            async with here.db.writing() as session:
                row = await session.get_one(Report, row.id)
                await filing.send(session, officer(request), rules, row, confirmed, here.now())
    except Refused as refused:
        if refused.key == "access.none":
            raise
        return await _page(request, (Problem.of("figures", refused),), typed, confirmed)
    return pages.see(request, f"/admin/reports/{number(request)}/{unit}", "report_sent" if sends else "saved")


async def decide(request: web.Request) -> web.Response:
    """The province accepts a report or returns it with a comment."""
    here, unit = panel(request), request.match_info["unit"]
    words, wanted = await forms.field(request, "words"), request.match_info["act"]
    try:
        async with here.db.writing() as session:
            _, row = await filing.of_unit(session, officer(request), number(request), unit)
            if row is None:
                raise Refused("report.not_sent")
            if wanted == "accept":
                await filing.accept(session, officer(request), row.id, here.now())
            else:
                await filing.give_back(session, officer(request), row.id, words, here.now())
    except Refused as refused:
        if refused.key == "access.none":
            raise
        return await _page(request, (Problem.of("words", refused),), {"words": words})
    return pages.see(request, f"/admin/reports/{number(request)}", f"report_{wanted}")
