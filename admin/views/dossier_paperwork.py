"""The page on which an office writes numbers, dates and signer of a dossier's forms."""

from collections.abc import Mapping

from aiohttp import web

from admin import forms, pages
from admin.pages import Problem
from admin.panel import officer, panel
from admin.views.dossier_decide import day_of
from admin.views.idea import number
from ocop_core.clock import local_day
from ocop_core.errors import Refused
from ocop_core.services import access
from ocop_core.services.dossiers import form_files, gathering, listing, paperwork
from ocop_core.services.dossiers.paperwork import DAYS, FIELDS, LONGEST, TEXTS

_FIELD_OF = {"admin_paperwork.product_no_wrong": "product_no", "admin_paperwork.day_future": DAYS[0]}


async def show(request: web.Request) -> web.Response:
    """The form with what is written so far."""
    return await _page(request, None)


async def submit(request: web.Request) -> web.Response:
    """Keeps it; on any problem what was typed stays."""
    here = panel(request)
    typed = {name: (await forms.field(request, name)).strip() for name in FIELDS}
    version, today = await forms.whole(request, "version"), local_day(here.now())
    days = {name: day_of(typed[name], today) for name in DAYS}
    wrong = [Problem(name, "admin_paperwork.day_wrong", {}) for name in DAYS if typed[name] and days[name] is None]
    if wrong:
        return await _page(request, typed, tuple(wrong))
    texts = {name: typed[name] for name in TEXTS}
    try:
        async with here.db.writing() as session:
            await paperwork.write(session, officer(request), number(request), texts, days, here.now(), version)
    except Refused as refused:
        if refused.key == "access.none":
            raise
        late = next((name for name in DAYS if (day := days[name]) and day > today), DAYS[0])
        field = late if refused.key == "admin_paperwork.day_future" else _FIELD_OF.get(refused.key, FIELDS[0])
        return await _page(request, typed, (Problem.of(field, refused),))
    return pages.see(request, f"/admin/dossiers/{number(request)}", "dossier_paperwork")


async def _page(
    request: web.Request, typed: Mapping[str, str] | None, problems: tuple[Problem, ...] = ()
) -> web.Response:
    here = panel(request)
    async with here.db.reading() as session:
        row = await access.dossier(session, officer(request), number(request))
        product = await listing.product(session, row)
        known = await gathering.gather(session, here.knowledge, row, local_day(here.now()))
    return pages.render(
        request,
        "dossier_paperwork.html",
        422 if problems else 200,
        dossier=row,
        product=product,
        typed=typed or paperwork.kept(row),
        series=form_files.series(known),
        code=form_files.product_code(known, "001"),
        today=local_day(here.now()),
        most=LONGEST,
        problems=problems,
    )
