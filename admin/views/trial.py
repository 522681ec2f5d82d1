"""Tries a question as a producer would ask it: what the chat answers, how sure it is, and which words decided."""

from aiohttp import web

from admin import pages
from admin.panel import officer, panel
from admin.views.knowledge import as_said
from ocop_core.knowledge.ranking import FLOOR, SURE, Hit
from ocop_core.services import knowing_acts, unanswered

LONGEST = 1000


async def show(request: web.Request) -> web.Response:
    """The box, and below it what comes of the question."""
    here, staff = panel(request), officer(request)
    text = request.query.get("q", "").strip()[:LONGEST]
    async with here.db.reading() as session:
        library = await here.shelf.fresh(session)
        waiting = await unanswered.how_many(session, staff)
    hits = library.index.find(text, 5) if text else ()
    best = library.entries[hits[0].entry_id] if hits else None
    return pages.render(
        request,
        "trial.html",
        tab="trial",
        waiting=waiting,
        text=text,
        limit=LONGEST,
        hits=[(hit, library.entries[hit.entry_id], hundredths(hit)) for hit in hits],
        verdict=verdict(hits),
        said=as_said(here, best) if best else "",
        following=library.following(best.id) if best else (),
        sure=round(100 * SURE),
        floor=round(100 * FLOOR),
        may_change=knowing_acts.may_change(staff),
    )


def hundredths(hit: Hit) -> int:
    """The score as officers read it, 0 to 100."""
    return round(100 * hit.score)


def verdict(hits: tuple[Hit, ...]) -> str:
    """What the chat does with it: answers, answers with doubt, or does not know."""
    if not hits:
        return "none"
    return "sure" if hits[0].score >= SURE else "unsure"
