"""The officer's own account: password, sessions, signing out."""

from aiohttp import web

from admin import forms, guards, pages
from admin.pages import Problem
from admin.panel import SIGNED_IN, panel
from admin.views.idea import number
from ocop_core.errors import Refused
from ocop_core.services.accounts import linking
from ocop_core.services.staff import passwords, roster, session_keys

# The first that fits counts: most browsers also name those they descend from.
_BROWSERS = (
    ("coc_coc", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def device(agent: str) -> tuple[str, str]:
    """Browser and system behind a User-Agent; empty where unknown."""
    return _named(agent, _BROWSERS), _named(agent, _SYSTEMS)


def _named(agent: str, table: tuple[tuple[str, str], ...]) -> str:
    return next((name for sign, name in table if sign in agent), "")


async def show(request: web.Request) -> web.Response:
    """Password form and open sessions."""
    return await _page(request)


async def _page(
    request: web.Request, status: int = 200, problems: tuple[Problem, ...] = (), code: str = ""
) -> web.Response:
    here, me = panel(request), request[SIGNED_IN]
    async with here.db.reading() as session:
        keys = await session_keys.sessions(session, me.staff, here.now())
        chats = await linking.staff_chats(session, me.staff)
    mine = session_keys.digest(me.secret)
    rows = [(*device(key.agent), key.seen_at or key.created_at, key.secret_hash == mine) for key in keys]
    return pages.render(
        request,
        "account.html",
        status,
        sessions=rows,
        problems=problems,
        least=passwords.SHORTEST,
        chats=chats,
        code=linking.shown(code) if code else "",
        address=f"{here.settings.public_url}/chat?start=noi-{code}" if code else "",
        minutes=linking.LASTS.seconds // 60,
    )


async def offer_chat(request: web.Request) -> web.Response:
    """Makes a code for a chat in which the officer wants to be told, and shows it this once."""
    here = panel(request)
    async with here.db.writing() as session:
        code = await linking.offer_staff(session, request[SIGNED_IN].staff, here.now())
    return await _page(request, code=code)


async def drop_chat(request: web.Request) -> web.Response:
    """The officer is no longer told in one of their chats."""
    here = panel(request)
    async with here.db.writing() as session:
        await linking.drop_staff_chat(session, request[SIGNED_IN].staff, number(request), here.now())
    return pages.see(request, "/admin/account", "chat_dropped")


async def change_password(request: web.Request) -> web.Response:
    """Sets a new password; other sessions end."""
    current, new, again = [await forms.field(request, name) for name in ("current", "new", "again")]
    if new != again:
        return await _page(request, 422, (Problem("again", "admin.password.differ", {}),))
    here, me = panel(request), request[SIGNED_IN]
    try:
        await roster.change_password(here.db, me.staff, me.secret, current, new, here.now())
    except Refused as refused:
        field = "current" if refused.key == "admin.password.wrong" else "new"
        return await _page(request, 422, (Problem.of(field, refused),))
    return pages.see(request, "/admin/account", "password")


async def sign_out_others(request: web.Request) -> web.Response:
    """Ends all sessions but this one."""
    here, me = panel(request), request[SIGNED_IN]
    async with here.db.writing() as session:
        await session_keys.revoke_others(session, me.staff, me.secret, here.now())
    return pages.see(request, "/admin/account", "others_out")


async def sign_out(request: web.Request) -> web.Response:
    """Ends this session."""
    here = panel(request)
    async with here.db.writing() as session:
        await session_keys.sign_out(session, request[SIGNED_IN].secret, here.now())
    response = pages.see(request, "/admin/sign-in", "out")
    guards.take_session(response)
    return response
