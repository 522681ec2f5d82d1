"""One training or fair: what it is, who comes, and what can be done with it."""

from collections.abc import Mapping

from aiohttp import web
from sqlalchemy import select

from admin import forms, pages, uploads
from admin.pages import Problem
from admin.paging import last_page, page_of
from admin.panel import officer, panel
from admin.views.idea import number
from ocop_core.clock import local_day
from ocop_core.conversation.events.saying import RATINGS, span_said
from ocop_core.db.models_events import Event, EventHistory
from ocop_core.errors import Refused
from ocop_core.services import access, deep_links, people
from ocop_core.services.announcements import acts as announcing
from ocop_core.services.announcements import audience
from ocop_core.services.events import arrivals, inviting, planning
from ocop_core.services.events.planning import Materials
from ocop_core.services.files import shared

DONE = {"open": "event_opened", "close": "event_closed", "cancel": "event_cancelled"}
HISTORY, PAGE = 30, 100


async def show(request: web.Request) -> web.Response:
    """The page of an event."""
    return await page(request)


async def act(request: web.Request) -> web.Response:
    """Opens, closes, calls off, or begins the announcement that invites."""
    here, staff, name = panel(request), officer(request), request.match_info["act"]
    reason = await forms.field(request, "reason")
    try:
        async with here.db.writing() as session:
            if name == "invite":
                row = await access.event(session, staff, number(request))
                text = inviting.words(here.knowledge, row)
                meant = audience.load(row.audience)
                made = await announcing.draft(
                    session, staff, text, meant, here.now(), event_id=row.id, file=row.picture
                )
                return pages.see(request, f"/admin/notices/{made.id}/text")
            if name == "cancel":
                await planning.call_off(session, staff, number(request), reason, here.now())
            else:
                work = planning.open_up if name == "open" else planning.close
                await work(session, staff, number(request), here.now())
    except Refused as refused:
        if refused.key == "access.none":
            raise
        return await page(request, (Problem.of("reason" if name == "cancel" else "next", refused),))
    return pages.see(request, f"/admin/events/{number(request)}", DONE[name])


async def give(request: web.Request) -> web.Response:
    """Keeps the materials; of what is over they go to those who came."""
    here, words = panel(request), await forms.field(request, "materials")
    try:
        ready = await uploads.given(request)
        async with here.db.writing() as session:
            row = await access.event(session, officer(request), number(request))
            handout = row.handout if await forms.field(request, "without") != "1" else None
            handout = await shared.keep(session, ready, here.now()) if ready else handout
            await planning.give(session, officer(request), row.id, Materials(words, handout), here.now())
    except Refused as refused:
        if refused.key == "access.none":
            raise
        field = "file" if refused.key.startswith("file.") else "materials"
        return await page(request, (Problem.of(field, refused),), typed=words)
    return pages.see(request, f"/admin/events/{number(request)}", "event_given")


async def decide(request: web.Request) -> web.Response:
    """Grants or refuses a stand at a fair."""
    here, grant = panel(request), request.match_info["act"] == "approve"
    reason = None if grant else await forms.field(request, "reason")
    try:
        async with here.db.writing() as session:
            row = int(request.match_info["row"][:15])
            await arrivals.decide(session, officer(request), number(request), row, reason, here.now())
    except Refused as refused:
        if refused.key == "access.none":
            raise
        return await page(request, (Problem.of(f"reason-{request.match_info['row']}", refused),))
    return pages.see(request, home(request), "event_approved" if grant else "event_refused")


async def page(
    request: web.Request,
    problems: tuple[Problem, ...] = (),
    typed: str | None = None,
    caller: Mapping[str, str] | None = None,
) -> web.Response:
    """The page, with what was typed where it could not be taken: `typed` materials, or the `caller`."""
    here = panel(request)
    async with here.db.reading() as session:
        row = await access.event(session, officer(request), number(request))
        counts = dict.fromkeys(arrivals.ORDER, 0) | (await arrivals.tally(session, [row.id]))[row.id]
        last = last_page(sum(counts.values()), PAGE)
        shown = min(page_of(request), last)
        guests = await arrivals.guests(session, row, limit=PAGE, offset=(shown - 1) * PAGE)
        ratings = await arrivals.ratings(session, row)
        steps = select(EventHistory).where(EventHistory.event_id == row.id).order_by(EventHistory.id.desc())
        history = (await session.scalars(steps.limit(HISTORY))).all()
        officers = await people.officers(session, [step.staff_id for step in history])
    words = here.knowledge.words
    return pages.render(
        request,
        "event.html",
        422 if problems else 200,
        row=row,
        guests=guests,
        counts=counts,
        page=shown,
        last=last,
        ratings={name: ratings.get(name, 0) for name in RATINGS},
        history=history,
        officers=officers,
        when=span_said(words, row.starts_at, row.ends_at),
        here_today=row.state in ("open", "closed", "over") and local_day(here.now()) >= local_day(row.starts_at),
        begun=row.starts_at <= here.now(),
        place=pages.place_names(request),
        materials=row.materials if typed is None else typed,
        caller=caller or {"name": "", "phone": ""},
        before=row.state in ("open", "closed") and row.starts_at > here.now(),
        problems=problems,
    )


def home(request: web.Request) -> str:
    """Where one was in the list of people."""
    where = f"/admin/events/{number(request)}"
    return f"{where}?page={page_of(request)}#people" if page_of(request) > 1 else where


def link(request: web.Request, row: Event) -> str:
    """Where somebody who scans the poster talks about this very event."""
    return deep_links.web(panel(request).settings, f"event-{row.id}")
