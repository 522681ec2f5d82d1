"""What stands before every page: security headers, the session, the form token."""

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from aiohttp import web

from admin import forms, pages, tokens
from admin.panel import SIGNED_IN, SignedIn, panel
from ocop_core.db.models import Staff
from ocop_core.services.staff import session_keys

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
COOKIE = "ocop_staff"
LARGEST = 64 * 1024
# Forms that carry a file; every other form is small.
UPLOADS = frozenset(
    {"imports", "notice_new", "notice_whom", "notice_text", "event_new", "event_edit", "event_materials"}
)
PLAIN, WITH_FILE = "application/x-www-form-urlencoded", "multipart/form-data"
OPEN = ("/admin/sign-in", "/admin/link/", "/admin/static/")
TYPED = ("words", "reason", "note", "question", "also", "answer", "source")
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' blob:; media-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


@web.middleware
async def headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Headers for every answer; a handler may set its own, e.g. for files."""
    response = await handler(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


@web.middleware
async def session(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Finds out who asks. Without a session there is the sign-in page only; typed text is given back."""
    secret = request.cookies.get(COOKIE)
    staff = await _who(request, secret) if secret else None
    if secret and staff:
        request[SIGNED_IN] = SignedIn(staff, secret)
    elif not request.path.startswith(OPEN):
        return await _sign_in_first(request)
    return await handler(request)


async def _who(request: web.Request, secret: str) -> Staff | None:
    """The officer of a session. A page that keeps itself fresh does not keep the session open."""
    here = panel(request)
    if not pages.is_live(request):
        return await session_keys.visit(here.db, secret, here.now())
    async with here.db.reading() as session:
        return await session_keys.who(session, secret, here.now())


async def _sign_in_first(request: web.Request) -> web.Response:
    if request.method == "POST":
        await _read(request)
        return pages.render(request, "ended.html", 401, typed=await typed(request), reopen=reopen(request))
    back = request.path_qs if request.method == "GET" else ""
    return pages.see(request, f"/admin/sign-in?next={quote(back)}" if back else "/admin/sign-in")


@web.middleware
async def form_token(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A form counts only if it comes from our own page in this browser."""
    if request.method in ("GET", "HEAD"):
        return await handler(request)
    await _read(request)
    foreign = request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none")
    given = await forms.field(request, tokens.FIELD)
    if foreign or not tokens.fits(request, given):
        text = [] if foreign else await typed(request)
        return pages.render(request, "stale.html", 403, typed=text, reopen=reopen(request))
    return await handler(request)


async def _read(request: web.Request) -> None:
    """Reads the form. Raises HTTPException for what no form of ours sends."""
    uploads = request.match_info.route.name in UPLOADS
    largest = panel(request).settings.file_limit if uploads else LARGEST
    if request.content_length is None or request.content_length > largest:
        raise web.HTTPRequestEntityTooLarge(largest, request.content_length or 0)
    if request.content_type not in ((PLAIN, WITH_FILE) if uploads else (PLAIN,)):
        raise web.HTTPUnsupportedMediaType
    try:
        await request.post()
    except (LookupError, ValueError) as error:
        raise web.HTTPBadRequest from error


async def typed(request: web.Request) -> list[str]:
    """What somebody wrote in a form that could not be taken: shown, so that it is not lost."""
    texts = [await forms.field(request, name) for name in TYPED]
    return [text for text in texts if text]


def reopen(request: web.Request) -> str:
    """The page that shows the posted form, so that one can begin again."""
    resource = request.match_info.route.resource
    shows = resource is not None and any(route.method == "GET" for route in resource)
    return request.path if shows else "/admin/"


def give_session(request: web.Request, response: web.StreamResponse, secret: str) -> None:
    """Signs this browser in."""
    response.set_cookie(
        COOKIE,
        secret,
        path="/admin",
        httponly=True,
        samesite="Lax",
        secure=panel(request).settings.secure,
        max_age=int(session_keys.LONGEST.total_seconds()),
    )


def take_session(response: web.StreamResponse) -> None:
    """Signs this browser out."""
    response.del_cookie(COOKIE, path="/admin")
