"""Renders templates, with the words, the marks for dates, and what every page shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from admin import assets, flash, tokens
from admin.menu import menu
from admin.panel import Asset, officer, panel, signed_in
from ocop_core.clock import local_day, show_moment
from ocop_core.errors import Refused
from ocop_core.i18n import Words
from ocop_core.services.ideas import Line
from ocop_core.sniff import is_picture
from ocop_core.text import show_phone

FOLDER = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a form: the field it is about and a message key with its parameters."""

    field: str
    key: str
    params: Mapping[str, object]

    @classmethod
    def of(cls, field: str, error: Refused) -> "Problem":
        """A refusal as a problem of one field."""
        return cls(field, error.key, error.params)


def environment(words: Words, static: Mapping[str, Asset]) -> Environment:
    """Templates with escaping on and unknown names refused; made once."""
    pages = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )

    def t(key: str, **params: object) -> str:
        return words.say(key, params)

    pages.globals.update(t=t, asset=partial(assets.url, static))
    pages.tests.update(picture=is_picture)
    pages.filters.update(day=_day, moment=show_moment, phone=show_phone, query=_query, qr=_qr, grouped=_grouped)
    return pages


def _day(value: date | datetime) -> str:
    day = local_day(value) if isinstance(value, datetime) else value
    return f"{day:%d/%m/%Y}"


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _query(params: Mapping[str, object]) -> str:
    return urlencode({name: value for name, value in params.items() if value})


def _qr(text: str) -> Markup:
    """A QR code as a drawing inside the page, as a picture of its own would need an address of its own."""
    import segno

    return Markup(segno.make(text, error="m").svg_inline(border=2, dark="#14533a", omitsize=True))  # noqa: S704 - our own drawing


def render(request: web.Request, template: str, /, status: int = 200, **context: Any) -> web.Response:
    """A page. `problems` and `title` may be given; who is signed in and the form token are always there."""
    session = signed_in(request)
    common = {
        "staff": session.staff if session else None,
        "scope": scope(request) if session else "",
        "token": tokens.token(request),
        "done": flash.said(request),
        "province": _province(request),
        "path": request.path,
        "menu": menu(session.staff, request.path) if session else None,
        "problems": (),
    }
    text = panel(request).pages.get_template(template).render({**common, **context})
    response = web.Response(text=text, content_type="text/html", status=status)
    tokens.give_seed(request, response)
    flash.forget(request, response)
    return response


def scope(request: web.Request) -> str:
    """The name of the territory the officer answers for."""
    staff = officer(request)
    return panel(request).knowledge.province.unit(staff.unit).name if staff.unit else _province(request)


def _province(request: web.Request) -> str:
    knowledge = panel(request).knowledge
    return knowledge.words.say("admin.common.province", {"name": knowledge.province.name})


def see(request: web.Request, path: str, done: str | None = None) -> web.Response:
    """Sends the browser on after a form; the next page says what was done."""
    response = web.Response(status=303, headers={"Location": path})
    if done:
        flash.leave(request, response, done)
    return response


def is_live(request: web.Request) -> bool:
    """Whether an open page asks by itself for what is new."""
    return request.method == "GET" and request.query.get("live") == "1"


def waiting_days(now: datetime) -> Callable[[datetime], int]:
    """A function that says how many calendar days ago a moment was."""
    return lambda moment: (local_day(now) - local_day(moment)).days


def place_names(request: web.Request) -> Callable[[str], str]:
    """A function that names a commune by its code."""
    province = panel(request).knowledge.province
    return lambda code: province.unit(code).name


def whom(words: Words, call: str, name: str) -> str:
    """How a producer is spoken of: "cô Bảy" where form of address and name are known, else what there is."""
    if call and name:
        given = name.rsplit(maxsplit=1)[-1]
        return words.say("admin.common.you_named", {"call": words.say(f"idea_more.call.{call}_you"), "name": given})
    return name or words.say("admin.common.you")


def act_named(words: Words) -> Callable[[Line], str]:
    """A function that says what a line of an idea's history is about."""

    def said(line: Line) -> str:
        key = f"admin.history.{line.act}"
        return words.say(key if words.has(key) else "admin.history.other", {"note": line.note})

    return said
