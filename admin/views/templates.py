"""Approved messages of the Official Account: added, changed, dropped by the operator."""

from dataclasses import asdict

from aiohttp import web

from admin import forms, pages
from admin.panel import operator, panel
from admin.views.channels import problems_of
from admin.views.idea import number
from admin.views.zalo import CHANNEL, HERE
from ocop_core.errors import Refused
from ocop_core.services.channels import templates
from ocop_core.services.channels.templates import Filled

_FIELDS = {
    "admin_channel.template.no_kind": "kind",
    "admin_channel.template.twice": "kind",
    "admin_channel.template.no_field": "fields",
    "admin_channel.template.no_fields": "fields",
    "admin_channel.template.no_price": "price",
    "admin_channel.template.no_quota": "per_day",
    "admin_channel.template.no_hours": "from_hour",
}
_EMPTY = Filled("", "reminder", "user", "noi_dung = text", "120", "", "7", "20")


async def show_new(request: web.Request) -> web.Response:
    """The empty form."""
    return _form(request, _EMPTY)


async def show_one(request: web.Request) -> web.Response:
    """The form with the present values."""
    operator(request)
    async with panel(request).db.reading() as session:
        row = await templates.one(session, CHANNEL, number(request))
    shown = {name: str(getattr(row, name)) for name in ("outside_id", "kind", "way", "price", "from_hour", "to_hour")}
    fields = templates.written(row.fields)
    return _form(request, Filled(**shown, fields=fields, per_day=str(row.per_day or "")))


async def save(request: web.Request) -> web.Response:
    """Added or changed; on any problem what was typed stays."""
    me, here = operator(request), panel(request)
    given = Filled(**{name: await forms.field(request, name) for name in asdict(_EMPTY)})
    existing = number(request) if "id" in request.match_info else None
    try:
        async with here.db.writing() as session:
            await templates.save(session, me, CHANNEL, existing, given, here.now())
    except Refused as refused:
        if refused.key == "access.none":
            raise
        return _form(request, given, refused)
    return pages.see(request, HERE, "template_saved")


async def drop(request: web.Request) -> web.Response:
    """Gone; a second tap is no error."""
    me, here = operator(request), panel(request)
    async with here.db.writing() as session:
        await templates.drop(session, me, CHANNEL, number(request), here.now())
    return pages.see(request, HERE, "template_dropped")


def _form(request: web.Request, given: Filled, refused: Refused | None = None) -> web.Response:
    operator(request)
    problems = problems_of(refused, _FIELDS) if refused else ()
    return pages.render(
        request,
        "template_one.html",
        422 if problems else 200,
        number=number(request) if "id" in request.match_info else 0,
        given=given,
        kinds=templates.KINDS,
        ways=templates.WAYS,
        sources=templates.SOURCES,
        problems=problems,
    )
