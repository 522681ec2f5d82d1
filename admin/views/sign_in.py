"""Signing in with a login and password, or with a one-time link."""

import re

from aiohttp import web

from admin import forms, guards, pages
from admin.pages import Problem
from admin.panel import panel, signed_in
from ocop_core.errors import Refused
from ocop_core.services.staff import roster

_INSIDE = re.compile(r"/admin/(?!sign-in|link/|.*\.\.)[\w/?&=%.+-]*", re.ASCII)


def destination(wanted: str) -> str:
    """Where to go after signing in: a page of the panel, never another site."""
    return wanted if _INSIDE.fullmatch(wanted) else "/admin/"


async def show(request: web.Request) -> web.Response:
    """The form; who is signed in already goes on."""
    wanted = destination(request.query.get("next", ""))
    if signed_in(request):
        return pages.see(request, wanted)
    return pages.render(request, "sign_in.html", login="", wanted=wanted)


async def submit(request: web.Request) -> web.Response:
    """Signs in, or says why not with the login kept."""
    login, password = await forms.field(request, "login"), await forms.field(request, "password")
    wanted = destination(await forms.field(request, "next"))
    here = panel(request)
    try:
        secret = await roster.sign_in(here.db, login, password, forms.agent(request), here.now())
    except Refused as refused:
        problems = (Problem.of("login", refused),)
        return pages.render(request, "sign_in.html", 422, login=login, wanted=wanted, problems=problems)
    response = pages.see(request, wanted)
    guards.give_session(request, response, secret)
    return response


async def show_link(request: web.Request) -> web.Response:
    """Whom the link signs in, with a button: a messenger's preview must not use it up."""
    here = panel(request)
    async with here.db.reading() as session:
        owner = await roster.link_owner(session, request.match_info["secret"], here.now())
    return pages.render(request, "link.html", owner=owner)


async def use_link(request: web.Request) -> web.Response:
    """Uses the link up. Who has no password yet is led to set one."""
    here = panel(request)
    secret = request.match_info["secret"]
    async with here.db.reading() as session:
        owner = await roster.link_owner(session, secret, here.now())
    key = await roster.redeem_link(here.db, secret, forms.agent(request), here.now())
    new = owner.password_hash is None
    response = pages.see(request, "/admin/account" if new else "/admin/", "first" if new else None)
    guards.give_session(request, response, key)
    return response
