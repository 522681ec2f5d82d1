"""One sentence on the next page: what has just been done. The cookie carries a key, never words."""

from aiohttp import web

from admin.panel import panel

COOKIE = "ocop_done"
SECONDS = 60


def leave(request: web.Request, response: web.StreamResponse, done: str) -> None:
    """The next page says `admin.done.<done>`."""
    secure = panel(request).settings.secure
    response.set_cookie(COOKIE, done, path="/admin", httponly=True, samesite="Lax", secure=secure, max_age=SECONDS)


def said(request: web.Request) -> str | None:
    """The sentence left by the page before; anything but a known key is nothing."""
    done = request.cookies.get(COOKIE)
    words = panel(request).knowledge.words
    return words.say(f"admin.done.{done}") if done and words.has(f"admin.done.{done}") else None


def forget(request: web.Request, response: web.StreamResponse) -> None:
    """The sentence is said once."""
    if COOKIE in request.cookies:
        response.del_cookie(COOKIE, path="/admin")
