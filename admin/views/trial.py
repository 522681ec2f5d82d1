"""Tries a text as a producer would write it: what the chat says, how sure it is, and which words decided."""

from aiohttp import web

from admin import pages
from admin.panel import officer, panel
from ocop_core.conversation.answers import wish_key
from ocop_core.knowledge.ranking import FLOOR, SURE
from ocop_core.services.knowing import editing, trying, unanswered
from ocop_core.services.knowing.trying import Trial
from ocop_core.understanding import sure

LONGEST = 1000


async def show(request: web.Request) -> web.Response:
    """The box, and below it what comes of the text."""
    here, staff = panel(request), officer(request)
    text = request.query.get("q", "").strip().replace("\0", "")[:LONGEST]
    async with here.db.reading() as session:
        library = await here.shelf.fresh(session)
        waiting = await unanswered.how_many(session, staff)
        found = await trying.tried(session, here.knowledge, library, text, here.now()) if text else None
    return pages.render(
        request,
        "trial.html",
        tab="trial",
        waiting=waiting,
        text=text,
        limit=LONGEST,
        found=found,
        hits=[(hit, library.entries[hit.entry_id], hundredths(hit.score)) for hit in found.hits] if found else [],
        verdict=verdict(found) if found else "",
        wish=wish_of(request, found) if found else "",
        points=hundredths,
        sure=hundredths(SURE),
        floor=hundredths(FLOOR),
        may_change=editing.may_change(staff),
    )


def hundredths(score: float) -> int:
    """A score as officers read it, 0 to 100."""
    return round(100 * score)


def verdict(found: Trial) -> str:
    """How near the library comes: worked out from its tables, surely, perhaps, not at all."""
    if found.worked:
        return "worked"
    if not found.hits:
        return "none"
    return "sure" if found.hits[0].score >= SURE else "unsure"


def wish_of(request: web.Request, found: Trial) -> str:
    """What the text is surely taken for, besides a question; empty where that has no name."""
    words, key = panel(request).knowledge.words, wish_key(found.meaning.intent)
    return words.say(key) if sure(found.meaning) and words.has(key) else ""
