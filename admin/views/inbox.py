"""The inbox: who waits for an officer, who has an answer, what is closed."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from aiohttp import web

from admin import pages
from admin.panel import officer, panel
from ocop_core.db.models_threads import Thread
from ocop_core.services import people
from ocop_core.services.inbox import threads
from ocop_core.services.inbox.threads import Cursor

PAGE = 25
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


async def show(request: web.Request) -> web.Response:
    """A tab of the inbox, or only its rows for a page that keeps itself fresh."""
    here, staff = panel(request), officer(request)
    wanted = request.query.get("state", "")
    state = wanted if wanted in threads.STATES else "open"
    after = _cursor(request.query.get("after", ""))
    async with here.db.reading() as session:
        found = await threads.listed(session, staff, state=state, after=after, limit=PAGE + 1)
        owners = await people.producers(session, [each.person_id for each in found])
        officers = await people.officers(session, [each.staff_id for each in found])
        last = await threads.last_words(session, [each.id for each in found])
        count, _ = await threads.waiting(session, staff)
    shown = found[:PAGE]
    return pages.render(
        request,
        "inbox_rows.html" if pages.is_live(request) else "inbox.html",
        threads=shown,
        state=state,
        states=threads.STATES,
        waiting=count,
        first=after is None,
        more=_after(shown) if len(found) > PAGE else "",
        late=late_of(request, shown),
        owners=owners,
        officers=officers,
        last=last,
        place=pages.place_names(request),
        days=pages.waiting_days(here.now()),
    )


def late_of(request: web.Request, found: Sequence[Thread]) -> Mapping[int, bool]:
    """Which talks have waited for more than a working day."""
    here = panel(request)
    hours, now = here.knowledge.province.hours, here.now()
    return {each.id: each.waiting_since is not None and now >= hours.late_after(each.waiting_since) for each in found}


def _after(shown: Sequence[Thread]) -> str:
    """Where the next page begins, as it stands in the address."""
    last = shown[-1]
    return f"{((last.waiting_since or last.last_at) - _EPOCH) // _MICROSECOND}-{last.id}"


def _cursor(text: str) -> Cursor | None:
    moment, _, number = text.partition("-")
    if not all(part.isascii() and part.isdecimal() and len(part) < 17 for part in (moment, number)):
        return None
    return _EPOCH + int(moment) * _MICROSECOND, int(number)


async def moved(request: web.Request) -> web.Response:
    """Old addresses of the inbox, and those that only take forms, lead to it or to its talk."""
    number = request.match_info.get("id")
    return web.Response(status=302, headers={"Location": f"/admin/inbox/{number}" if number else "/admin/inbox"})
