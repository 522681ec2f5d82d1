"""Who will be reminded of what in the next thirty days, and when reminders speak at all."""

from itertools import groupby

from aiohttp import web

from admin import forms, pages
from admin.pages import Problem
from admin.panel import officer, panel
from ocop_core.errors import Refused
from ocop_core.services import access
from ocop_core.services.reminders import preview, stages
from ocop_core.services.reminders.stages import Setting
from ocop_core.text import parse_number


async def show(request: web.Request) -> web.Response:
    """The coming reminders of the officer's territory, day by day."""
    here = panel(request)
    async with here.db.reading() as session:
        found = await preview.coming(session, here.knowledge, officer(request), here.now())
    days = [(day, list(lines)) for day, lines in groupby(found, key=lambda each: each.day)]
    return pages.render(request, "coming.html", days=days, count=len(found), place=pages.place_names(request))


async def show_stages(request: web.Request) -> web.Response:
    """When reminders speak; the province may change it."""
    return await _stages(request)


async def _stages(request: web.Request, problems: tuple[Problem, ...] = ()) -> web.Response:
    here, staff = panel(request), officer(request)
    async with here.db.reading() as session:
        in_force = await stages.plans(session)
        changes = await stages.changes(session, limit=20)
    mine = access.units_of(staff) is None
    status = 409 if problems else 200
    return pages.render(
        request, "stages.html", status, plans=in_force.values(), changes=changes, mine=mine, problems=problems
    )


async def set_stage(request: web.Request) -> web.Response:
    """Another number of days for one stage, or silence."""
    here, match = panel(request), request.match_info
    days = parse_number(await forms.field(request, "days"))
    try:
        if days is None or days != int(days):
            raise Refused("stages.days")
        setting = Setting(int(days), await forms.field(request, "is_on") == "yes")
        async with here.db.writing() as session:
            await stages.change(session, officer(request), match["plan"], match["stage"], setting, here.now())
    except Refused as refused:
        if refused.key == "access.none":
            raise
        return await _stages(request, (Problem.of(f"{match['plan']}-{match['stage']}", refused),))
    return pages.see(request, f"/admin/stages#{match['plan']}", "saved")
