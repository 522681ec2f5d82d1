"""People who ask for a person: whom to phone, or to answer in the chat."""

from aiohttp import web

from admin import forms, pages
from admin.pages import Problem
from admin.panel import officer, panel
from admin.views.idea import number
from ocop_core.errors import Refused
from ocop_core.services import access, people, requests

PAGE = 25
LONGEST = 1500


async def show(request: web.Request) -> web.Response:
    """Open calls, the longest waiting first; or settled ones, the latest first."""
    here = panel(request)
    state = "settled" if request.query.get("state") == "settled" else "open"
    before = request.query.get("before", "")
    before_id = int(before) if before.isascii() and before.isdecimal() and len(before) < 16 else None
    async with here.db.reading() as session:
        found = await requests.listed(session, officer(request), state=state, before_id=before_id, limit=PAGE + 1)
        owners = await people.producers(session, [each.person_id for each in found])
        officers = await people.officers(session, [each.staff_id for each in found])
    return pages.render(
        request,
        "requests.html",
        requests=found[:PAGE],
        more=found[PAGE - 1].id if len(found) > PAGE else None,
        state=state,
        owners=owners,
        officers=officers,
        place=pages.place_names(request),
        days=pages.waiting_days(here.now()),
    )


async def called(request: web.Request) -> web.Response:
    """The officer has phoned. A second tap is no error."""
    try:
        await _settle(request, "")
    except Refused as refused:
        if refused.key != "officer.already_settled":
            raise
    return pages.see(request, "/admin/requests", "called")


async def show_answer(request: web.Request) -> web.Response:
    """The form for an answer in the chat."""
    return await _page(request, "")


async def answer(request: web.Request) -> web.Response:
    """Sends the answer once. On any problem the typed words stay."""
    words = (await forms.field(request, "answer")).strip()
    try:
        if len(words) < 2:
            raise Refused("admin.answer.empty")
        if len(words) > LONGEST:
            raise Refused("idea.words_too_long", limit=LONGEST)
        await _settle(request, words)
    except Refused as refused:
        if refused.key == "access.none":
            raise
        if refused.key == "officer.already_settled" and await _is_answered(request, words):
            return pages.see(request, "/admin/requests", "answered")
        return await _page(request, words, (Problem.of("answer", refused),))
    return pages.see(request, "/admin/requests", "answered")


async def _settle(request: web.Request, words: str) -> None:
    here = panel(request)
    async with here.db.writing() as session:
        await requests.settle(session, here.knowledge, officer(request), number(request), words, here.now())


async def _is_answered(request: web.Request, words: str) -> bool:
    staff = officer(request)
    async with panel(request).db.reading() as session:
        row = await access.request(session, staff, number(request))
    return row.staff_id == staff.id and row.answer == words


async def _page(request: web.Request, words: str, problems: tuple[Problem, ...] = ()) -> web.Response:
    here = panel(request)
    async with here.db.reading() as session:
        row = await access.request(session, officer(request), number(request))
        owner = await people.producer(session, row.person_id)
    if row.state != "open" and not problems:
        return pages.see(request, "/admin/requests")
    return pages.render(
        request,
        "answer.html",
        422 if problems else 200,
        row=row,
        owner=owner.name,
        you=pages.whom(here.knowledge.words, owner.call, owner.name),
        words=words,
        place=pages.place_names(request),
        days=pages.waiting_days(here.now()),
        limit=LONGEST,
        problems=problems,
    )
