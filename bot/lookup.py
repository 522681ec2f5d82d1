"""The public page of a code: where it stands, and no person."""

import re

from aiohttp import web
from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from bot.brake import Brake
from bot.deps import DEPS, Deps
from bot.pages import page
from ocop_core.conversation.said import Say
from ocop_core.services import ideas
from ocop_core.services.dossiers import lookup

SHORTEST = 5
_brake = web.AppKey("lookup_brake", Brake)


async def ask(request: web.Request) -> web.StreamResponse:
    """`/p?code=…` from the form goes on to the page of that code."""
    code = re.sub(r"[^A-Z0-9]", "", request.query.get("code", "").upper())[:12]
    kind = "HS" if code.startswith("HS") and len(code) > SHORTEST else "YT"
    code = code.removeprefix(kind)
    raise web.HTTPSeeOther(f"/p/{kind}-{code}" if code else "/")


async def show(request: web.Request) -> web.Response:
    """The state of one code."""
    deps = request.app[DEPS]
    if not request.app[_brake].allow(request.remote or ""):
        raise web.HTTPTooManyRequests
    async with deps.db.reading() as session:
        said = await _stands(session, deps, request.match_info["code"])
    found = said.key not in ("idea.unknown", "dossier.no_such_code")
    words = deps.knowledge.words
    you = words.say("nav.you")
    text = words.say(said.key, {"you": you, "You": you[:1].upper() + you[1:], **said.params})
    drawn = _qr(f"{deps.settings.public_url or request.url.origin()}/p/{said.params['code']}") if found else ""
    return page(request, "webchat/templates/lookup.html", 200 if found else 404, text=text, found=found, qr=drawn)


async def _stands(session: AsyncSession, deps: Deps, code: str) -> Say:
    """What anybody may know of the code of an idea or a dossier."""
    if code.upper().startswith("HS"):
        return await lookup.look_up(session, deps.knowledge, code, None, deps.clock())
    return await ideas.look_up(session, deps.knowledge, code, None)


def _qr(address: str) -> Markup:
    """The way to this page for another phone."""
    import segno

    return Markup(segno.make(address, error="m").svg_inline(border=2, dark="#14533a", omitsize=True))  # noqa: S704 - our own drawing


def add(app: web.Application) -> None:
    """Adds the routes. Guessing codes is slowed down."""
    app[_brake] = Brake(burst=20, per_second=0.5)
    app.router.add_get("/p", ask)
    app.router.add_get(r"/p/{code:[A-Za-z0-9-]{3,16}}", show)
