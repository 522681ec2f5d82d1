"""One talk: all its lines, what the chat knows, and the box for an answer."""

from collections.abc import Sequence

from aiohttp import web

from admin import pages
from admin.pages import Problem
from admin.panel import officer, panel
from admin.views.idea import number
from admin.views.inbox import late_of
from ocop_core.db.models_threads import Canned
from ocop_core.services import access, people
from ocop_core.services.inbox import background, canned, officer_acts, threads


async def show(request: web.Request) -> web.Response:
    """The page of a talk, or only its new lines for a page that is open."""
    if pages.is_live(request):
        return await _news(request)
    return await page(request)


async def _news(request: web.Request) -> web.Response:
    after = request.query.get("after", "")
    here = panel(request)
    async with here.db.reading() as session:
        thread = await access.thread(session, officer(request), number(request))
        behind = int(after) if after.isascii() and after.isdecimal() and len(after) < 16 else 0
        lines = await threads.lines(session, thread, behind)
        owner = await people.producer(session, thread.person_id)
    you = pages.whom(here.knowledge.words, owner.call, owner.name)
    return pages.render(request, "thread_lines.html", lines=lines, you_first=you[:1].upper() + you[1:])


async def page(
    request: web.Request, status: int = 200, words: str = "", problems: tuple[Problem, ...] = ()
) -> web.Response:
    """The whole page; on a problem with the words that were typed."""
    here, staff = panel(request), officer(request)
    async with here.db.reading() as session:
        thread = await access.thread(session, staff, number(request))
        lines = await threads.lines(session, thread)
        known = await background.of(session, staff, thread)
        officers = await people.officers(session, [thread.staff_id])
        able = await officer_acts.colleagues(session, thread)
        answers = await canned.usable(session, staff, thread.unit)
    you = pages.whom(here.knowledge.words, known.person.call, known.person.name)
    return pages.render(
        request,
        "thread.html",
        status,
        thread=thread,
        lines=lines,
        seen=lines[-1].id if lines else 0,
        known=known,
        handled_by=officers.get(thread.staff_id or 0),
        colleagues=[each for each in able if each.id != thread.staff_id],
        canned=answers,
        words=words or _chosen(request, answers),
        limit=officer_acts.LONGEST,
        late=late_of(request, [thread])[thread.id],
        you=you,
        you_first=you[:1].upper() + you[1:],
        days=pages.waiting_days(here.now()),
        place=pages.place_names(request),
        problems=problems,
    )


def _chosen(request: web.Request, answers: Sequence[Canned]) -> str:
    """The canned answer that was chosen without a script."""
    return next((each.text for each in answers if str(each.id) == request.query.get("canned")), "")
