"""Puts the panel below /admin of an application."""

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from admin import assets, guards, pages
from admin.failures import failures
from admin.panel import PANEL, Panel
from admin.routes import ROUTES
from ocop_core.clock import utc_now
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.services.knowing import library
from ocop_core.settings import Settings


def add_admin(
    app: web.Application,
    db: Database,
    knowledge: Knowledge,
    settings: Settings,
    now: Callable[[], datetime] = utc_now,
) -> None:
    """Adds the panel as a sub-application. `now` is its clock."""
    static = assets.load()
    environment = pages.environment(knowledge.words, static)
    inner = web.Application(middlewares=[guards.headers, failures, guards.session, guards.form_token])
    inner[PANEL] = Panel(db, knowledge, settings, environment, static, now, library.shelf(db))
    inner.add_routes(ROUTES)
    app.router.add_get("/admin", _to_home)
    app.add_subapp("/admin", inner)


async def _to_home(request: web.Request) -> web.Response:
    return web.Response(status=308, headers={"Location": "/admin/"})
