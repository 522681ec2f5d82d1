"""The bot's web part: landing page, web chat, hooks, look-up by code, health."""

from aiohttp import web

from bot import attached, health, hooks, lookup
from bot.deps import DEPS, Deps
from bot.pages import FOLDER, headers, page
from bot.webchat import views


async def landing(request: web.Request) -> web.Response:
    """What this is, and the way in."""
    return page(request, "webchat/templates/landing.html")


async def _static(request: web.Request, response: web.StreamResponse) -> None:
    # Phones ask each time whether a file has changed; the answer is a few bytes.
    if request.path.startswith("/chat/static/"):
        response.headers["Cache-Control"] = "no-cache"


def build(deps: Deps) -> web.Application:
    """The application without the panel."""
    app = web.Application(middlewares=[headers], client_max_size=deps.settings.file_limit + 1024 * 1024)
    app[DEPS] = deps
    app.router.add_get("/", landing)
    app.router.add_static("/chat/static/", FOLDER / "webchat" / "static")
    app.router.add_post("/hooks/telegram", hooks.telegram)
    app.router.add_post("/hooks/zalo-oa", hooks.zalo_oa)
    app.router.add_post("/hooks/zalo-bot", hooks.zalo_bot)
    app.on_response_prepare.append(_static)
    views.add(app)
    lookup.add(app)
    attached.add(app)
    health.add(app)
    return app
