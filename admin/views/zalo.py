"""The Official Account for the operator: tokens, windows, money, and the first authorisation."""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from urllib.parse import urlencode

from aiohttp import web

from admin import forms, pages
from admin.pages import Problem
from admin.panel import operator, panel
from admin.views.channels import LIST
from ocop_core.db.models_channels import Account
from ocop_core.errors import Refused
from ocop_core.i18n import Words
from ocop_core.services import audit
from ocop_core.services.channels import figures, payments, templates, tokens
from ocop_core.services.channels.windows import FREE, PAID

CHANNEL = "zalo_oa"
HERE = f"{LIST}/zalo-oa"
DEAREST = 1_000_000_000


async def show(request: web.Request) -> web.Response:
    """Everything about the account."""
    return await _page(request)


async def _page(request: web.Request, status: int = 200, problems: tuple[Problem, ...] = ()) -> web.Response:
    me, here = operator(request), panel(request)
    config, now = here.settings.zalo_oa, here.now()
    if not config.on:
        return pages.render(request, "zalo_off.html")
    async with here.db.reading() as session:
        account = await session.get(Account, CHANNEL)
        values = {
            "found": await figures.standing(session, CHANNEL, now),
            "windows": await figures.windows(session, CHANNEL, now, FREE, PAID),
            "money": await figures.money(session, CHANNEL, config.budget, now),
            "alarm": await tokens.alarm(session, CHANNEL, now, here.settings.seal),
            "templates": await templates.listed(session, CHANNEL),
            "own": await figures.chat_of_staff(session, me.id, CHANNEL),
        }
    age = (now - account.issued_at).total_seconds() / 3600 if account and account.issued_at else None
    verifier, nonce = tokens.begun(account, here.settings.seal)
    return pages.render(
        request,
        "zalo.html",
        status,
        account=account,
        age=age,
        challenge=challenge(verifier) if verifier else "",
        consent=_consent(request, verifier, nonce) if verifier else "",
        callback=_callback(request),
        hook=f"{here.settings.public_url}/hooks/zalo-oa",
        problems=problems,
        now=now,
        why=reason_words(here.knowledge.words),
        **values,
    )


async def set_budget(request: web.Request) -> web.Response:
    """Another budget from now on."""
    me, here = operator(request), panel(request)
    typed = (await forms.field(request, "budget")).replace(".", "").replace(" ", "").strip()
    if not (typed.isascii() and typed.isdecimal() and int(typed) <= DEAREST):
        return await _page(request, 422, (Problem("budget", "admin_channel.budget_wrong", {}),))
    async with here.db.writing() as session:
        await payments.set_budget(session, CHANNEL, int(typed))
        await audit.note(session, me.id, "budget.set", f"channel:{CHANNEL}", here.now(), dong=int(typed))
    return pages.see(request, HERE, "budget_saved")


async def begin(request: web.Request) -> web.Response:
    """A new authorisation: what proves later that it was ours is made and kept."""
    me, here = operator(request), panel(request)
    async with here.db.writing() as session:
        proof = secrets.token_urlsafe(48), secrets.token_urlsafe(16)
        await tokens.begin(session, CHANNEL, *proof, here.settings.seal)
        await audit.note(session, me.id, "channel.authorise", f"channel:{CHANNEL}", here.now())
    return pages.see(request, f"{HERE}#authorise")


async def back(request: web.Request) -> web.Response:
    """Zalo sent the operator back: shown first, because a link of somebody else could lead here as well."""
    operator(request)
    code, account = request.query.get("code", ""), request.query.get("oa_id", "")
    trusted = await _is_ours(request, request.query.get("state", ""))
    if not code or trusted is False:
        return await _page(request, 400, (Problem("authorise", "admin_channel.code_foreign", {}),))
    return pages.render(request, "zalo_back.html", code=code[:600], oa_id=account[:40])


async def finish(request: web.Request) -> web.Response:
    """The operator confirms; whoever sends messages changes the code for tokens within seconds."""
    me, here = operator(request), panel(request)
    code = await forms.field(request, "code")
    async with here.db.writing() as session:
        account = await session.get(Account, CHANNEL)
        if not code or not tokens.begun(account, here.settings.seal)[0]:
            raise Refused("admin_channel.code_foreign")
        await tokens.hand_over(session, CHANNEL, code[:600], here.now(), here.settings.seal)
        await audit.note(session, me.id, "channel.authorised", f"channel:{CHANNEL}", here.now())
    return pages.see(request, HERE, "channel_authorised")


async def _is_ours(request: web.Request, state: str) -> bool | None:
    """Whether a state is the one we gave; None where there is none, as in links of Zalo's console."""
    if not state:
        return None
    here = panel(request)
    async with here.db.reading() as session:
        _, nonce = tokens.begun(await session.get(Account, CHANNEL), here.settings.seal)
    return bool(nonce) and hmac.compare_digest(state.encode(), nonce.encode())


_REASONS = {
    "wallet": "wallet",
    "quiet hours": "night",
    "quota of the day": "quota",
    "budget of the month": "budget",
    "the window is closed and no template fits": "window",
    "chat unreachable": "unreachable",
}


def reason_words(words: Words) -> Callable[[str], str]:
    """A function that says why a message has not arrived, in words; Zalo's own codes stay what one can look up."""

    def said(reason: str) -> str:
        code = re.match(r"(?:\w+: )?(-\d+)\b", reason)
        name = _REASONS.get(reason, "wallet" if code and code.group(1) in ("-320", "-321") else "")
        if name:
            return words.say(f"admin_channel.reason.{name}")
        return words.say("admin_channel.reason.code", {"code": code.group(1) if code else reason[:60]})

    return said


def challenge(verifier: str) -> str:
    """What goes to Zalo in place of the verifier (PKCE, S256)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _callback(request: web.Request) -> str:
    return f"{panel(request).settings.public_url}{HERE}/callback"


def _consent(request: web.Request, verifier: str, nonce: str) -> str:
    config = panel(request).settings.zalo_oa
    asked = {"app_id": config.app_id, "redirect_uri": _callback(request), "state": nonce}
    return f"{config.oauth_base}/v4/oa/permission?{urlencode({**asked, 'code_challenge': challenge(verifier)})}"
