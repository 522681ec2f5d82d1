"""Mẫu số 03: what the commune judges of a dossier, in four fields; may be kept half-way."""

from collections.abc import Mapping

from aiohttp import web

from admin import forms, pages
from admin.pages import Problem
from admin.panel import officer, panel
from admin.views.idea import number
from ocop_core.errors import Refused
from ocop_core.services import access
from ocop_core.services.dossiers import listing, records, reviewing
from ocop_core.services.dossiers.reviewing import JUDGMENTS


async def show(request: web.Request) -> web.Response:
    """The form with what is written so far."""
    return await _page(request, None)


async def submit(request: web.Request) -> web.Response:
    """Keeps it; on any problem what was typed stays."""
    here = panel(request)
    said = {key: await forms.field(request, key) for key in JUDGMENTS}
    seen = {key: await forms.field(request, f"was_{key}") for key in JUDGMENTS}
    try:
        async with here.db.writing() as session:
            row = await reviewing.judge(session, officer(request), number(request), said, here.now(), seen)
    except Refused as refused:
        if refused.key == "access.none":
            raise
        return await _page(request, said, (Problem.of(_field(refused, said), refused),))
    there = sum(bool(row.judgment.get(key)) for key in JUDGMENTS)
    return pages.see(request, f"/admin/dossiers/{number(request)}", f"dossier_judged_{there}")


def _field(refused: Refused, said: Mapping[str, str]) -> str:
    long = [key for key in JUDGMENTS if len(said[key]) > reviewing.LONGEST_COMMENT]
    return long[0] if long and refused.key == "dossier.comment_too_long" else JUDGMENTS[0]


async def _page(
    request: web.Request, said: Mapping[str, str] | None, problems: tuple[Problem, ...] = ()
) -> web.Response:
    here, staff = panel(request), officer(request)
    async with here.db.reading() as session:
        row = await access.dossier(session, staff, number(request))
        product = await listing.product(session, row)
        view = await records.view(session, row)
    commune = view.edition.law.commune
    kept = {key: row.judgment.get(key, "") for key in JUDGMENTS}
    return pages.render(
        request,
        "dossier_judgment.html",
        422 if problems else 200,
        dossier=row,
        product=product,
        topics=dict(zip(JUDGMENTS, commune.topics if commune else (), strict=False)),
        answers=view.answers,
        kept=kept,
        said=said or kept,
        writable=reviewing.reviewable(row, staff),
        limit=reviewing.LONGEST_COMMENT,
        place=pages.place_names(request),
        problems=problems,
    )
