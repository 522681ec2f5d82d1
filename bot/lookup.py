"""The public page of a code: where it stands, and no person."""

import re

from aiohttp import web

from bot.brake import Brake
from bot.deps import DEPS
from bot.pages import page
from ocop_core.services import ideas

_brake = web.AppKey("lookup_brake", Brake)


async def ask(request: web.Request) -> web.StreamResponse:
    """`/p?code=…` from the form goes on to the page of that code."""
    code = re.sub(r"[^A-Z0-9]", "", request.query.get("code", "").upper())[:12]
    code = code.removeprefix("YT")
    raise web.HTTPSeeOther(f"/p/YT-{code}" if code else "/")


async def show(request: web.Request) -> web.Response:
    """The state of one code."""
    deps = request.app[DEPS]
    if not request.app[_brake].allow(request.remote or ""):
        raise web.HTTPTooManyRequests
    async with deps.db.reading() as session:
        said = await ideas.look_up(session, deps.knowledge, request.match_info["code"], None)
    found = said.key != "idea.unknown"
    words = deps.knowledge.words
    you = words.say("nav.you")
    text = words.say(said.key, {"you": you, "You": you[:1].upper() + you[1:], **said.params})
    return page(request, "webchat/templates/lookup.html", 200 if found else 404, text=text, found=found)


def add(app: web.Application) -> None:
    """Adds the routes. Guessing codes is slowed down."""
    app[_brake] = Brake(burst=20, per_second=0.5)
    app.router.add_get("/p", ask)
    app.router.add_get(r"/p/{code:[A-Za-z0-9-]{3,16}}", show)
