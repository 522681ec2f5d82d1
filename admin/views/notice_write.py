"""The first step of an announcement: whom it is for."""

import asyncio
from dataclasses import replace

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from admin import forms, pages
from admin.pages import Problem
from admin.panel import officer, panel
from admin.views import notice_meant
from admin.views.idea import number
from admin.views.notice_choice import choices, read_choice, whole
from ocop_core.db.models_announcements import Announcement
from ocop_core.errors import Refused
from ocop_core.services import access
from ocop_core.services.announcements import audience, drafting, invited, kept, meeting, phone_lists
from ocop_core.services.announcements.audience import Audience
from ocop_core.services.events import listing

CHANNELS = ("zalo_oa", "zalo_bot", "telegram", "webchat")


async def show_new(request: web.Request) -> web.Response:
    """Whom it is for; what a link has chosen already, else everybody."""
    return await _whom(request, await _kept(request) or read_choice(request, request.query), 0, 0)


async def begin(request: web.Request) -> web.Response:
    """A draft for these people."""
    here, staff = panel(request), officer(request)
    meant, pasted = await _chosen(request), await forms.field(request, "phones")
    try:
        # Kept first: whatever is refused then, the numbers are not lost.
        meant, pasted = await _with_lists(request, meant, pasted), ""
        async with here.db.writing() as session:
            row = await drafting.begin(session, staff, meant, here.now())
            await kept.keep(session, staff, await forms.field(request, "keep"), meant, here.now())
    except Refused as refused:
        return await _whom(request, meant, 0, 0, pasted, (Problem.of("phones", refused),))
    return pages.see(request, f"/admin/notices/{row.id}/text")


async def _numbers(request: web.Request, pasted: str) -> tuple[tuple[str, phone_lists.Found], ...]:
    """The lists that were pasted or chosen as a file, each with a name. Raises Refused for what is no list."""
    name = await forms.field(request, "list_name")
    found = [(name, await asyncio.to_thread(phone_lists.read, pasted))] if pasted.strip() else []
    field = (await request.post()).get("list_file")
    if isinstance(field, web.FileField) and field.filename:
        content = await asyncio.to_thread(field.file.read)
        found.append((name or field.filename, await asyncio.to_thread(phone_lists.read_file, content)))
    return tuple(found)


async def _with_lists(request: web.Request, meant: Audience, pasted: str) -> Audience:
    """The choice, narrowed to the numbers that were given; they are kept as lists. Raises Refused."""
    here, staff = panel(request), officer(request)
    given = await _numbers(request, pasted)
    # All or none: where one is refused both come again.
    for _, found in given:
        phone_lists.check(found)
    for name, found in given:
        added = await phone_lists.keep(here.db, staff, found, here.now(), name)
        meant = replace(meant, lists=(*meant.lists, added), everyone=False)
    return meant


async def show_whom(request: web.Request) -> web.Response:
    """Whom a draft is for, to be changed."""
    async with panel(request).db.reading() as session:
        row = await draft_of(request, session)
    return await _whom(request, await _kept(request) or audience.load(row.audience), row.id, row.version)


async def _kept(request: web.Request) -> Audience | None:
    """The choice that is kept under a name and asked for; None where none is."""
    wanted = whole(request.query.get("kept", ""))
    if not wanted:
        return None
    async with panel(request).db.reading() as session:
        return audience.load((await access.kept_audience(session, officer(request), wanted)).audience)


async def drop_kept(request: web.Request) -> web.Response:
    """Forgets a choice that was kept under a name."""
    async with panel(request).db.writing() as session:
        await kept.drop(session, officer(request), number(request))
    return pages.see(request, "/admin/notices/new", "notice_kept_dropped")


async def aim(request: web.Request) -> web.Response:
    """Other people for a draft."""
    here, staff = panel(request), officer(request)
    meant, pasted = await _chosen(request), await forms.field(request, "phones")
    seen = whole(await forms.field(request, "seen"))
    try:
        # Kept first: whatever is refused then, the numbers are not lost.
        meant, pasted = await _with_lists(request, meant, pasted), ""
        async with here.db.writing() as session:
            row = await drafting.aim(session, staff, number(request), seen, meant, here.now())
            await kept.keep(session, staff, await forms.field(request, "keep"), meant, here.now())
    except Refused as refused:
        if refused.key == "access.none":
            raise
        return await _whom(request, meant, number(request), seen, pasted, (Problem.of("phones", refused),))
    return pages.see(request, f"/admin/notices/{row.id}/{'check' if row.text else 'text'}")


async def count(request: web.Request) -> web.Response:
    """How many people the choice means, for a form that is open."""
    here, staff = panel(request), officer(request)
    async with here.db.reading() as session:
        meant = await audience.within(session, staff, read_choice(request, request.query))
        figures = await meeting.figures(session, meant, here.settings.channels, here.now())
    return pages.render(request, "notice_count.html", figures=figures)


async def _whom(
    request: web.Request,
    meant: Audience,
    draft: int,
    seen: int,
    pasted: str = "",
    problems: tuple[Problem, ...] = (),
) -> web.Response:
    here, staff = panel(request), officer(request)
    async with here.db.reading() as session:
        lists = await phone_lists.listed(session, staff)
        groups = [
            (row, await notice_meant.lines(request, session, audience.load(row.audience)))
            for row in await kept.listed(session, staff)
        ]
        events = await listing.lately(session, staff, here.now(), meant.event)
        narrowed = await audience.within(session, staff, meant)
        figures = await meeting.figures(session, narrowed, here.settings.channels, here.now())
    return pages.render(
        request,
        "notice_whom.html",
        422 if problems else 200,
        draft=draft,
        seen=seen,
        meant=meant,
        figures=figures,
        **choices(request),
        channels=CHANNELS,
        lists=lists,
        groups=groups,
        events=events,
        answers=invited.ANSWERS,
        pasted=pasted,
        problems=problems,
    )


async def _chosen(request: web.Request) -> Audience:
    return read_choice(request, await request.post())


async def draft_of(request: web.Request, session: AsyncSession) -> Announcement:
    """The draft that is being written. Raises Refused where it is none any more."""
    row = await access.announcement(session, officer(request), number(request))
    if row.state != "draft":
        raise Refused("notice.moved_on")
    return row
