"""Canned answers: listed, added, changed, dropped. A commune has its own, the province's are for everybody."""

from aiohttp import web

from admin import forms, pages
from admin.pages import Problem
from admin.panel import officer, panel
from admin.views.idea import number
from ocop_core.errors import Refused
from ocop_core.services import access, people
from ocop_core.services.inbox import canned

LIST = "/admin/inbox/canned"
_FIELDS = {
    "admin.canned.no_title": "title",
    "admin.canned.title_too_long": "title",
    "admin.canned.full": "title",
}


async def show(request: web.Request) -> web.Response:
    """All answers the officer may use."""
    here, staff = panel(request), officer(request)
    async with here.db.reading() as session:
        found = await canned.listed(session, staff)
        officers = await people.officers(session, [each.changed_by for each in found])
    return pages.render(
        request,
        "canned.html",
        canned=found,
        officers=officers,
        mine={each.id for each in found if canned.may_change(staff, each)},
        place=pages.place_names(request),
    )


async def show_new(request: web.Request) -> web.Response:
    """The empty form."""
    return _form(request, "", "")


async def add(request: web.Request) -> web.Response:
    """One more; on any problem what was typed stays."""
    here, (title, text) = panel(request), await _typed(request)
    try:
        async with here.db.writing() as session:
            await canned.add(session, officer(request), title, text, here.now())
    except Refused as refused:
        return _form(request, title, text, refused)
    return pages.see(request, LIST, "canned_saved")


async def show_one(request: web.Request) -> web.Response:
    """The form with the present words."""
    async with panel(request).db.reading() as session:
        row = await access.canned(session, officer(request), number(request))
    return _form(request, row.title, row.text)


async def change(request: web.Request) -> web.Response:
    """Other words; on any problem what was typed stays."""
    here, (title, text) = panel(request), await _typed(request)
    try:
        async with here.db.writing() as session:
            await canned.change(session, officer(request), number(request), title, text, here.now())
    except Refused as refused:
        if refused.key == "access.none":
            raise
        return _form(request, title, text, refused)
    return pages.see(request, LIST, "canned_saved")


async def drop(request: web.Request) -> web.Response:
    """Gone; a second tap is no error."""
    here = panel(request)
    async with here.db.writing() as session:
        await canned.drop(session, officer(request), number(request), here.now())
    return pages.see(request, LIST, "canned_dropped")


async def _typed(request: web.Request) -> tuple[str, str]:
    return await forms.field(request, "title"), await forms.field(request, "words")


def _form(request: web.Request, title: str, text: str, refused: Refused | None = None) -> web.Response:
    problems = (Problem.of(_FIELDS.get(refused.key, "words"), refused),) if refused else ()
    return pages.render(
        request,
        "canned_one.html",
        422 if problems else 200,
        number=number(request) if "id" in request.match_info else 0,
        title=title,
        words=text,
        most=canned.LONGEST_TITLE,
        limit=canned.LONGEST_TEXT,
        problems=problems,
    )
