"""Pages of the bot's web part: templates, static files with a version, headers."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.deps import DEPS

FOLDER = Path(__file__).parent
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; media-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}


@lru_cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined)


def page(request: web.Request, template: str, status: int = 200, **values: Any) -> web.Response:
    """A rendered page. `t(key, **params)` gives words."""
    words = request.app[DEPS].knowledge.words
    text = _templates().get_template(template).render(t=lambda key, **params: words.say(key, params), **values)
    return web.Response(text=text, content_type="text/html", status=status, headers={"Cache-Control": "no-store"})


@web.middleware
async def headers(request: web.Request, handler: Any) -> web.StreamResponse:
    """Security headers on every answer of the bot's part that has none of its own."""
    try:
        response: web.StreamResponse = await handler(request)
    except web.HTTPException as answer:
        _guard(request, answer)
        raise
    _guard(request, response)
    return response


def _guard(request: web.Request, response: web.StreamResponse) -> None:
    if not response.prepared and not request.path.startswith("/admin"):
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
