"""An officer accepts or returns one paper, or takes that back. Each counts once."""

from aiohttp import web

from admin import forms, pages
from admin.pages import Problem
from admin.panel import officer, panel
from admin.views import dossier
from admin.views.idea import number
from ocop_core.errors import Refused
from ocop_core.services.dossiers import reviewing

STATES = ("given", "accepted", "returned")


async def decide(request: web.Request) -> web.Response:
    """Decides about one paper; on any problem the typed comment stays."""
    act, paper = request.match_info["act"], _paper(request)
    words = await forms.field(request, "words")
    seen = await forms.field(request, "seen")
    try:
        await _decide(request, act, paper, words, seen if seen in STATES else None)
    except Refused as refused:
        if refused.key == "access.none":
            raise
        problem = Problem.of(f"words-{paper}" if act == "return" else f"paper-{paper}", refused)
        return await dossier.page(request, 422, (problem,), {paper: words})
    return pages.see(request, f"/admin/dossiers/{number(request)}#paper-{paper}", f"paper_{act}")


async def _decide(request: web.Request, act: str, paper: int, words: str, seen: str | None) -> None:
    here, staff, dossier_id = panel(request), officer(request), number(request)
    async with here.db.writing() as session:
        if act == "accept":
            await reviewing.accept_paper(session, staff, dossier_id, paper, here.now(), seen)
        elif act == "return":
            await reviewing.return_paper(session, staff, dossier_id, paper, words, here.now(), seen)
        else:
            await reviewing.undo_paper(session, staff, dossier_id, paper, here.now(), seen)


def _paper(request: web.Request) -> int:
    text = request.match_info["paper"]
    if len(text) > 15:
        raise Refused("access.none")
    return int(text)
