"""Officers and their one-time links; for operators only."""

from aiohttp import web

from admin import forms, pages
from admin.pages import Problem
from admin.panel import operator, panel
from admin.views.idea import number
from ocop_core.errors import Refused
from ocop_core.services.access import ROLES
from ocop_core.services.staff import roster

MINUTES = 60


async def show(request: web.Request) -> web.Response:
    """All officers."""
    operator(request)
    async with panel(request).db.reading() as session:
        everyone = await roster.everyone(session)
    return pages.render(request, "staff.html", everyone=everyone, place=pages.place_names(request))


async def show_new(request: web.Request) -> web.Response:
    """The form for a new officer."""
    return _form(request, {"login": "", "name": "", "role": "commune", "unit": ""})


async def add(request: web.Request) -> web.Response:
    """Adds an officer and goes on to their page, where a link can be made."""
    me, here = operator(request), panel(request)
    given = {name: await forms.field(request, name) for name in ("login", "name", "role", "unit")}
    known = {unit.code for unit in here.knowledge.province.units}
    unit = given["unit"] if given["unit"] in known else None
    try:
        async with here.db.writing() as session:
            new = await roster.add(session, given["login"], given["name"], given["role"], unit, here.now(), by=me.id)
    except Refused as refused:
        return _form(request, given, (Problem.of(_FIELDS.get(refused.key, "login"), refused),))
    return pages.see(request, f"/admin/staff/{new.id}", "added")


_FIELDS = {"admin.staff.no_name": "name", "admin.staff.no_role": "role", "admin.staff.no_unit": "unit"}


def _form(request: web.Request, given: dict[str, str], problems: tuple[Problem, ...] = ()) -> web.Response:
    operator(request)
    units = panel(request).knowledge.province.units
    status = 422 if problems else 200
    return pages.render(request, "staff_new.html", status, given=given, roles=ROLES, units=units, problems=problems)


async def show_one(request: web.Request) -> web.Response:
    """One officer."""
    return await _page(request)


async def _page(
    request: web.Request, status: int = 200, link: str = "", problems: tuple[Problem, ...] = ()
) -> web.Response:
    operator(request)
    here = panel(request)
    async with here.db.reading() as session:
        row = await roster.by_id(session, number(request))
    address = f"{here.settings.public_url}/admin/link/{link}" if link else ""
    return pages.render(
        request,
        "staff_one.html",
        status,
        row=row,
        link=address,
        minutes=MINUTES,
        place=pages.place_names(request),
        now=here.now(),
        problems=problems,
    )


async def make_link(request: web.Request) -> web.Response:
    """Makes a one-time link and shows it this once."""
    me, here = operator(request), panel(request)
    async with here.db.writing() as session:
        secret = await roster.issue_link(session, number(request), here.now(), MINUTES, by=me.id)
    return await _page(request, link=secret)


async def reset(request: web.Request) -> web.Response:
    """Voids the password and all sessions, and shows a one-time link."""
    me, here = operator(request), panel(request)
    async with here.db.writing() as session:
        secret = await roster.reset(session, number(request), here.now(), MINUTES, by=me.id)
    return await _page(request, link=secret)


async def close(request: web.Request) -> web.Response:
    """Closes an account at once."""
    me, here = operator(request), panel(request)
    try:
        async with here.db.writing() as session:
            await roster.close(session, number(request), here.now(), by=me.id)
    except Refused as refused:
        if refused.key == "access.none":
            raise
        return await _page(request, 409, problems=(Problem.of("close", refused),))
    return pages.see(request, f"/admin/staff/{number(request)}", "closed")


async def reopen(request: web.Request) -> web.Response:
    """Opens a closed account again."""
    me, here = operator(request), panel(request)
    async with here.db.writing() as session:
        await roster.reopen(session, number(request), here.now(), by=me.id)
    return pages.see(request, f"/admin/staff/{number(request)}", "reopened")
