"""Làm hộ: whom one helps, and the conversation that is held for them."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from admin import forms, pages
from admin.pages import Problem
from admin.panel import officer, panel
from admin.views.idea import number
from ocop_core.conversation.heard import Heard, Inbound
from ocop_core.conversation.said import Button
from ocop_core.db.models import Chat, File
from ocop_core.errors import Refused
from ocop_core.services import access, history, people, render, talk
from ocop_core.services.accounts import assisting, linking

SHOWN = 60
_FIELDS = {"assist.no_phone": "phone", "assist.no_unit": "unit", "assist.no_consent": "agreed"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of either side."""

    at: datetime
    by_bot: bool
    text: str
    files: tuple[File, ...] = ()


async def show(request: web.Request) -> web.Response:
    """Whom one helps, and the form to help somebody new."""
    return await _list(request, {"name": "", "phone": "", "unit": officer(request).unit or ""})


async def _list(request: web.Request, given: dict[str, str], problems: tuple[Problem, ...] = ()) -> web.Response:
    here, staff = panel(request), officer(request)
    async with here.db.reading() as session:
        helped = await assisting.listed(session, staff)
    units = [unit for unit in here.knowledge.province.units if access.may(staff, unit.code)]
    status = 422 if problems else 200
    return pages.render(
        request, "assist.html", status, helped=helped, given=given, units=units, problems=problems, longest=80
    )


async def begin(request: web.Request) -> web.Response:
    """Opens an account for somebody who has agreed, and goes on to the conversation."""
    here = panel(request)
    given = {name: await forms.field(request, name) for name in ("name", "phone", "unit")}
    try:
        if await forms.field(request, "agreed") != "yes":
            raise Refused("assist.no_consent")
        async with here.db.writing() as session:
            chat = await assisting.begin(session, here.knowledge, officer(request), **given, at=here.now())
    except Refused as refused:
        return await _list(request, given, (Problem.of(_FIELDS.get(refused.key, "name"), refused),))
    return pages.see(request, f"/admin/assist/{chat.id}")


async def show_one(request: web.Request) -> web.Response:
    """The conversation with somebody who is helped."""
    return await _page(request)


async def _page(request: web.Request, problems: tuple[Problem, ...] = (), code: str = "") -> web.Response:
    here = panel(request)
    async with here.db.reading() as session:
        chat = await access.assisted(session, officer(request), number(request))
        lines, buttons = await _lines(session, chat)
        owner = await people.producer(session, chat.person_id)
        helped_by = (await assisting.helpers(session, [chat.id]))[chat.id]
    return pages.render(
        request,
        "assist_one.html",
        422 if problems else 200,
        chat=chat,
        owner=owner,
        helped_by=helped_by,
        lines=lines,
        buttons=buttons,
        key=secrets.token_urlsafe(12),
        code=linking.shown(code) if code else "",
        minutes=linking.LASTS.seconds // 60,
        problems=problems,
    )


async def _lines(session: AsyncSession, chat: Chat) -> tuple[list[Line], tuple[Button, ...]]:
    """The last lines of both sides, oldest first, and the buttons under the last one of the assistant."""
    heard = await history.heard(session, chat.id, limit=SHOWN)
    said = await history.said(session, chat.id, limit=SHOWN)
    ids = [number for row in heard for number in (row.body or {}).get("files", ())]
    files = await history.files_of(session, ids)
    lines = [
        Line(row.at, False, str(body.get("text", "")), tuple(files[n] for n in body.get("files", ()) if n in files))
        for row in heard
        if (body := row.body or {}).get("text") or body.get("files")
    ]
    bodies = [(row.created_at, render.load(row.body)) for row in said]
    lines += [Line(at, True, body.text) for at, body in bodies]
    lines.sort(key=lambda line: (line.at, line.by_bot))
    last = bodies[-1][1] if bodies else None
    return lines, (*last.choices, *last.exits) if last else ()


async def back(request: web.Request) -> web.Response:
    """Addresses that only take forms lead to the conversation."""
    return web.Response(status=302, headers={"Location": f"/admin/assist/{number(request)}"})


async def say(request: web.Request) -> web.Response:
    """Words or a tapped button, on behalf of the producer. The same form counts once."""
    here = panel(request)
    async with here.db.reading() as session:
        chat = await access.assisted(session, officer(request), number(request))
    words, data = (await forms.field(request, "words")).strip(), await forms.field(request, "data")
    key = await forms.field(request, "key")
    if not (words or data) or not key:
        return await _page(request, (Problem("words", "assist.empty", {}),))
    inbound = Inbound("button", data=data[:200]) if data else Inbound("text", words)
    await talk.receive(here.db, here.knowledge, Heard(chat.channel, chat.address, key[:80], inbound), here.now())
    return pages.see(request, f"/admin/assist/{chat.id}#end")


async def offer_code(request: web.Request) -> web.Response:
    """A code by which the producer takes over on their own phone, shown this once."""
    here = panel(request)
    async with here.db.writing() as session:
        chat = await access.assisted(session, officer(request), number(request))
        code = await linking.offer(session, chat.person_id, here.now())
    return await _page(request, code=code)
