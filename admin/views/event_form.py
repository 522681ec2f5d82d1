"""Writes an event and changes it; what was typed is never lost."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from aiohttp import web

from admin import forms, pages, uploads
from admin.pages import Problem
from admin.panel import officer, panel
from admin.views import notice_choice
from admin.views.idea import number
from ocop_core.clock import VIETNAM, local
from ocop_core.db.models_events import Event
from ocop_core.errors import Refused
from ocop_core.services import access
from ocop_core.services.announcements import audience
from ocop_core.services.announcements.audience import Audience
from ocop_core.services.events import planning
from ocop_core.services.events.planning import Plan
from ocop_core.services.files import shared
from ocop_core.services.files.shared import Ready
from ocop_core.sniff import is_picture

TEXTS = ("kind", "title", "place", "starts", "ends", "closes", "capacity", "text", "map_url", "papers", "materials")
_FIELDS = {
    "event.no_title": "title",
    "event.no_place": "place",
    "event.past": "starts",
    "event.no_start": "starts",
    "event.no_end": "ends",
    "event.ends_first": "ends",
    "event.no_closing": "closes",
    "event.closes_late": "closes",
    "event.closes_past": "closes",
    "event.capacity": "capacity",
    "event.too_small": "capacity",
    "event.map": "map_url",
    "event.picture_kind": "file",
}


async def show_new(request: web.Request) -> web.Response:
    """An empty form; the kind may be in the address."""
    kind = request.query.get("kind", "class")
    typed = {**dict.fromkeys(TEXTS, ""), "kind": kind if kind in planning.KINDS else "other"}
    return _form(request, typed, Audience(everyone=True))


async def add(request: web.Request) -> web.Response:
    """Keeps a draft."""
    here, typed, meant = panel(request), await _typed(request), await _meant(request)
    try:
        ready = await _picture(request)
        async with here.db.writing() as session:
            plan = replace(
                _plan(typed, meant), picture=await shared.keep(session, ready, here.now()) if ready else None
            )
            row = await planning.create(session, officer(request), plan, here.now())
    except Refused as refused:
        if refused.key == "access.none":
            raise
        return _form(request, typed, meant, problems=_problems(refused))
    return pages.see(request, f"/admin/events/{row.id}", "event_made")


async def show_edit(request: web.Request) -> web.Response:
    """The form with what it is now."""
    async with panel(request).db.reading() as session:
        row = await access.event(session, officer(request), number(request))
    if row.state not in planning.CHANGEABLE:
        return pages.see(request, f"/admin/events/{row.id}")
    return _form(request, _of(row), audience.load(row.audience), row.id, row.version, row.picture)


async def change(request: web.Request) -> web.Response:
    """Keeps it; exactly those who are registered will be told what is different."""
    here, typed, meant = panel(request), await _typed(request), await _meant(request)
    seen = await forms.field(request, "seen")
    version = int(seen) if seen.isdecimal() and len(seen) < 10 else 0
    async with here.db.reading() as session:
        picture = (await access.event(session, officer(request), number(request))).picture
    try:
        ready = await _picture(request)
        async with here.db.writing() as session:
            if ready or await forms.field(request, "without") == "1":
                picture = await shared.keep(session, ready, here.now()) if ready else None
            plan = replace(_plan(typed, meant), picture=picture)
            await planning.change(session, officer(request), number(request), plan, version, here.now())
    except Refused as refused:
        if refused.key in ("access.none", "event.moved_on"):
            raise
        return _form(request, typed, meant, number(request), version, picture, _problems(refused))
    return pages.see(request, f"/admin/events/{number(request)}", "event_saved")


def _problems(refused: Refused) -> tuple[Problem, ...]:
    return (Problem.of(_FIELDS.get(refused.key, "file" if refused.key.startswith("file.") else "title"), refused),)


async def _picture(request: web.Request) -> Ready | None:
    """The picture that was chosen; here nothing else will do. Raises Refused."""
    ready = await uploads.given(request)
    if ready is not None and not is_picture(ready.mime):
        raise Refused("event.picture_kind")
    return ready


async def _typed(request: web.Request) -> dict[str, str]:
    return {name: (await forms.field(request, name)).strip() for name in TEXTS}


async def _meant(request: web.Request) -> Audience:
    # "ends" is here when the event ends.
    return notice_choice.read_choice(request, await request.post(), "runs_out")


def _plan(typed: Mapping[str, str], meant: Audience) -> Plan:
    capacity = typed["capacity"].replace(".", "")
    if capacity and not (capacity.isascii() and capacity.isdecimal() and len(capacity) < 8):
        raise Refused("event.capacity", most=planning.MOST_PLACES)
    return Plan(
        kind=typed["kind"],
        title=typed["title"],
        place=typed["place"],
        starts_at=_moment(typed["starts"], "event.no_start"),
        ends_at=_moment(typed["ends"], "event.no_end"),
        closes_on=_day(typed["closes"]),
        capacity=int(capacity) if capacity else None,
        text=typed["text"],
        map_url=typed["map_url"],
        papers=typed["papers"],
        materials=typed["materials"],
        meant=meant,
    )


def _moment(text: str, key: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)
    except ValueError as error:
        raise Refused(key) from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused("event.no_closing") from error


def _of(row: Event) -> dict[str, str]:
    return {
        "kind": row.kind,
        "title": row.title,
        "place": row.place,
        "starts": f"{local(row.starts_at):%Y-%m-%dT%H:%M}",
        "ends": f"{local(row.ends_at):%Y-%m-%dT%H:%M}",
        "closes": row.closes_on.isoformat(),
        "capacity": str(row.capacity or ""),
        "text": row.text,
        "map_url": row.map_url,
        "papers": row.papers,
        "materials": row.materials,
    }


def _form(
    request: web.Request,
    typed: Mapping[str, str],
    meant: Audience,
    event: int = 0,
    seen: int = 0,
    picture: Mapping[str, Any] | None = None,
    problems: tuple[Problem, ...] = (),
) -> web.Response:
    return pages.render(
        request,
        "event_form.html",
        422 if problems else 200,
        typed=typed,
        meant=meant,
        event=event,
        seen=seen,
        kinds=planning.KINDS,
        picture=picture,
        **notice_choice.choices(request),
        problems=problems,
    )
