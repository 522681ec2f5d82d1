"""Questions the chat could not answer: the most asked first; each becomes an entry, joins one, or is left aside."""

from dataclasses import replace

from aiohttp import web

from admin import forms, pages
from admin.pages import Problem
from admin.paging import last_page, page_of
from admin.panel import officer, panel
from admin.views import knowledge_form
from admin.views.idea import number
from admin.views.knowledge_form import EMPTY, Form
from ocop_core.errors import Refused
from ocop_core.knowledge.entries import SURE
from ocop_core.services.knowing import editing, entry_lists, unanswered
from ocop_core.services.knowing.editing import Fields

LIST = "/admin/knowledge/unanswered"
PAGE = 30
STATES = (unanswered.OPEN, unanswered.ANSWERED, unanswered.DISMISSED)


async def listing(request: web.Request) -> web.Response:
    """A tab of the list."""
    here, staff, page = panel(request), officer(request), page_of(request)
    wanted = request.query.get("state", "")
    state = wanted if wanted in STATES else unanswered.OPEN
    async with here.db.reading() as session:
        waiting = await unanswered.how_many(session, staff)
        total = waiting if state == unanswered.OPEN else await unanswered.how_many(session, staff, state=state)
        rows = await unanswered.listed(session, staff, state=state, limit=PAGE, offset=(page - 1) * PAGE)
        entries = await entry_lists.named(session, [row.entry_id for row in rows if row.entry_id])
    return pages.render(
        request,
        "unanswered.html",
        tab="unanswered",
        waiting=waiting,
        rows=rows,
        entries=entries,
        state=state,
        states=STATES,
        page=page,
        last=last_page(total, PAGE),
        may_change=editing.may_change(staff),
        place=pages.place_names(request),
    )


async def show(request: web.Request) -> web.Response:
    """One question, and the entries that may be meant: found by the question itself, or by other words."""
    return await _page(request)


async def show_form(request: web.Request) -> web.Response:
    """The form of a new entry, filled with the question. One that is settled is shown instead."""
    knowledge_form.may_change(request)
    async with panel(request).db.reading() as session:
        row = await unanswered.one(session, officer(request), number(request))
    if row.state != unanswered.OPEN:
        return pages.see(request, f"{LIST}/{row.id}")
    fields = Fields(unanswered.wording(row), "", "", SURE)
    return await knowledge_form.page(request, replace(EMPTY, fields=fields, asked=row))


async def answer(request: web.Request) -> web.Response:
    """Makes an entry of it; on any problem what was typed stays."""
    here, form = panel(request), await _typed(request)
    if await knowledge_form.looks_for(request):
        return await knowledge_form.page(request, form)
    try:
        async with here.db.writing() as session:
            entry = await unanswered.answer(session, officer(request), number(request), form.fields, here.now())
    except Refused as refused:
        if refused.key == "knowledge.unanswered_none":
            raise Refused("access.none") from refused
        return await knowledge_form.page(request, form, knowledge_form.of_fields(form.fields, refused, here.now()))
    return pages.see(request, f"/admin/knowledge/{entry.id}", "unanswered_answered")


async def _typed(request: web.Request) -> Form:
    form = await knowledge_form.typed(request)
    async with panel(request).db.reading() as session:
        return replace(form, asked=await unanswered.one(session, officer(request), number(request)))


async def join(request: web.Request) -> web.Response:
    """Makes it a further wording of an entry."""
    here, entry_id = panel(request), await forms.field(request, "entry")
    try:
        async with here.db.writing() as session:
            await unanswered.join(session, officer(request), number(request), entry_id, here.now())
    except Refused as refused:
        return await _refused(request, refused)
    return pages.see(request, f"/admin/knowledge/{entry_id}", "unanswered_joined")


async def dismiss(request: web.Request) -> web.Response:
    """Nobody needs to answer it."""
    here = panel(request)
    try:
        async with here.db.writing() as session:
            await unanswered.dismiss(session, officer(request), number(request), here.now())
    except Refused as refused:
        return await _refused(request, refused)
    return pages.see(request, LIST, "unanswered_dismissed")


async def _refused(request: web.Request, refused: Refused) -> web.Response:
    if refused.key == "knowledge.unanswered_none":
        raise Refused("access.none") from refused
    return await _page(request, 409, (Problem.of("found", refused),))


async def _page(request: web.Request, status: int = 200, problems: tuple[Problem, ...] = ()) -> web.Response:
    here, staff = panel(request), officer(request)
    find = " ".join(request.query.get("q", "").split())[:100]
    async with here.db.reading() as session:
        row = await unanswered.one(session, staff, number(request))
        library = await here.shelf.fresh(session)
        found = await entry_lists.like(session, staff, library, find or row.sample)
        entries = await entry_lists.named(session, [row.entry_id] if row.entry_id else [])
    return pages.render(
        request,
        "unanswered_one.html",
        status,
        row=row,
        find=find,
        found=found,
        entries=entries,
        may_change=editing.may_change(staff),
        place=pages.place_names(request),
        problems=problems,
    )
