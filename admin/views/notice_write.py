"""The first step of an announcement: whom it is for."""

import asyncio
from dataclasses import replace
from typing import Any

from aiohttp import web
from multidict import MultiMapping
from sqlalchemy.ext.asyncio import AsyncSession

from admin import forms, pages
from admin.pages import Problem
from admin.panel import officer, panel
from admin.views.idea import number
from ocop_core.db.models_announcements import Announcement
from ocop_core.errors import Refused
from ocop_core.rulebook.dossier_steps import STATES
from ocop_core.rulebook.editions import edition
from ocop_core.rulebook.working_days import IN_FORCE
from ocop_core.services import access, ideas
from ocop_core.services.announcements import audience, drafting, invited, meeting, phone_lists
from ocop_core.services.announcements.audience import Audience
from ocop_core.services.events import listing

STARS = (3, 4, 5)
ENDS = (60, 120, 180, 365)
CHANNELS = ("zalo_oa", "zalo_bot", "telegram", "webchat")


async def show_new(request: web.Request) -> web.Response:
    """Whom it is for; what a link has chosen already, else everybody."""
    return await _whom(request, read_choice(request.query), 0, 0)


async def begin(request: web.Request) -> web.Response:
    """A draft for these people."""
    here, staff = panel(request), officer(request)
    meant, pasted = await _chosen(request), await forms.field(request, "phones")
    try:
        given = await _numbers(request, pasted)
        async with here.db.writing() as session:
            meant = await _with_list(session, request, meant, given)
            row = await drafting.begin(session, staff, meant, here.now())
    except Refused as refused:
        return await _whom(request, meant, 0, 0, pasted, (Problem.of("phones", refused),))
    return pages.see(request, f"/admin/notices/{row.id}/text")


async def _numbers(request: web.Request, pasted: str) -> tuple[tuple[str, phone_lists.Found], ...]:
    """The lists that were pasted or chosen as a file, each with a name. Raises Refused for what is no list."""
    name = await forms.field(request, "list_name")
    found = [(name, phone_lists.read(pasted))] if pasted.strip() else []
    field = (await request.post()).get("list_file")
    if isinstance(field, web.FileField) and field.filename:
        content = await asyncio.to_thread(field.file.read)
        found.append((name or field.filename, await asyncio.to_thread(phone_lists.read_file, content)))
    return tuple(found)


async def _with_list(
    session: AsyncSession, request: web.Request, meant: Audience, given: tuple[tuple[str, phone_lists.Found], ...]
) -> Audience:
    """The choice, narrowed to the numbers that were given; they are kept as lists."""
    for name, found in given:
        kept = await phone_lists.keep(session, officer(request), found, panel(request).now(), name)
        meant = replace(meant, lists=(*meant.lists, kept.id), everyone=False)
    return meant


async def show_whom(request: web.Request) -> web.Response:
    """Whom a draft is for, to be changed."""
    async with panel(request).db.reading() as session:
        row = await draft_of(request, session)
    return await _whom(request, audience.load(row.audience), row.id, row.version)


async def aim(request: web.Request) -> web.Response:
    """Other people for a draft."""
    here, staff = panel(request), officer(request)
    meant, pasted = await _chosen(request), await forms.field(request, "phones")
    seen = whole(await forms.field(request, "seen"))
    try:
        given = await _numbers(request, pasted)
        async with here.db.writing() as session:
            meant = await _with_list(session, request, meant, given)
            row = await drafting.aim(session, staff, number(request), seen, meant, here.now())
    except Refused as refused:
        if refused.key == "access.none":
            raise
        return await _whom(request, meant, number(request), seen, pasted, (Problem.of("phones", refused),))
    return pages.see(request, f"/admin/notices/{row.id}/{'check' if row.text else 'text'}")


async def count(request: web.Request) -> web.Response:
    """How many people the choice means, for a form that is open."""
    here, staff = panel(request), officer(request)
    async with here.db.reading() as session:
        meant = await audience.within(session, staff, read_choice(request.query))
        people = await meeting.count(session, meant, here.now())
        reached = await meeting.reached(session, meant, here.now())
    return pages.render(request, "notice_count.html", people=people, reached=reached)


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
        lists = await drafting.lists(session, staff)
        events = await listing.lately(session, staff, here.now(), meant.event)
        narrowed = await audience.within(session, staff, meant)
        people = await meeting.count(session, narrowed, here.now())
        reached = await meeting.reached(session, narrowed, here.now())
    return pages.render(
        request,
        "notice_whom.html",
        422 if problems else 200,
        draft=draft,
        seen=seen,
        meant=meant,
        people=people,
        reached=reached,
        **choices(request),
        channels=CHANNELS,
        lists=lists,
        events=events,
        answers=invited.ANSWERS,
        pasted=pasted,
        problems=problems,
    )


def choices(request: web.Request) -> dict[str, Any]:
    """What one may choose people by, for the page that offers it."""
    knowledge = panel(request).knowledge
    return {
        "units": () if officer(request).role == "commune" else knowledge.province.units,
        "sets": knowledge.sets.all,
        "states": ideas.STATES,
        # A draft is the producer's own affair, and has no words here.
        "ways": [state for state in STATES if knowledge.words.has(f"admin_dossier.state.{state}")],
        "papers": edition(IN_FORCE).papers,
        "stars": STARS,
        "ends": ENDS,
    }


async def _chosen(request: web.Request) -> Audience:
    return read_choice(await request.post())


def read_choice(given: MultiMapping[Any], until: str = "ends") -> Audience:
    """What was ticked; without anything everybody is meant. What no form of ours sends counts as nothing.

    `until` is the name of the field that says how soon certificates run out.
    """

    def told(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(str(value) for value in given.getall(name, ()) if value))

    def numbers(name: str) -> tuple[int, ...]:
        return tuple(whole(value) for value in told(name) if whole(value))

    ends, silent, event = numbers(until), numbers("silent_of"), numbers("event")
    chosen = Audience(
        units=told("unit"),
        sets=numbers("set"),
        stars=numbers("star"),
        ideas=told("idea"),
        dossiers=told("dossier"),
        lacks=next(iter(told("lacks")), "")[:40],
        ends=ends[0] if ends else None,
        channels=told("channel"),
        lists=numbers("list"),
        silent_of=silent[0] if silent else None,
        event=event[0] if event else None,
        answers=tuple(each for each in told("answer") if event and each in invited.ANSWERS),
    )
    return chosen if chosen.named else replace(chosen, everyone=True)


async def draft_of(request: web.Request, session: AsyncSession) -> Announcement:
    """The draft that is being written. Raises Refused where it is none any more."""
    row = await access.announcement(session, officer(request), number(request))
    if row.state != "draft":
        raise Refused("notice.moved_on")
    return row


def whole(text: str) -> int:
    """A number that was posted; 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0
