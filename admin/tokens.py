"""Form tokens: a form counts only if this panel rendered it for this browser."""

import hmac
import secrets

from aiohttp import web

from admin.panel import panel, signed_in

COOKIE = "ocop_form"
FIELD = "token"
FRESH = web.RequestKey("fresh_seed", str)


def token(request: web.Request) -> str:
    """The token for forms on this page: an HMAC of the session, before sign-in of a cookie's random value."""
    session = signed_in(request)
    return _sign(request, f"session:{session.secret}" if session else f"browser:{_seed(request)}")


def _seed(request: web.Request) -> str:
    known = request.cookies.get(COOKIE, "") or request.get(FRESH)
    if known:
        return known
    request[FRESH] = secrets.token_urlsafe(32)
    return request[FRESH]


def _sign(request: web.Request, text: str) -> str:
    key = panel(request).settings.secret_key.encode()
    return hmac.new(key, f"form:{text}".encode("utf-8", "replace"), "sha256").hexdigest()


def fits(request: web.Request, given: str) -> bool:
    """Whether a posted token is the one this browser was given. Compared in constant time."""
    if signed_in(request) is None and not request.cookies.get(COOKIE):
        return False
    return hmac.compare_digest(token(request).encode(), given.encode("utf-8", "replace"))


def give_seed(request: web.Request, response: web.StreamResponse) -> None:
    """Sets the cookie if this page showed a form to a browser that had none."""
    fresh = request.get(FRESH)
    if fresh:
        secure = panel(request).settings.secure
        response.set_cookie(COOKIE, fresh, path="/admin", httponly=True, samesite="Strict", secure=secure)
