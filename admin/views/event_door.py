"""At the door, on a phone: a code is typed or scanned, or somebody is written down who has none."""

from aiohttp import web

from admin import forms, pages
from admin.pages import Problem
from admin.panel import officer, panel
from admin.views.idea import number
from ocop_core.errors import Refused
from ocop_core.services import access
from ocop_core.services.events import arrivals
from ocop_core.services.events.arrivals import Guest

# Of each kind, so that the page stays light on a phone at the door; by code or name everybody is found.
SHOWN = 200


async def show(request: web.Request) -> web.Response:
    """The page; a scanned code stands in the address and has only to be confirmed."""
    return await _page(request, code=request.query.get("code", "")[:20])


async def arrive(request: web.Request) -> web.Response:
    """Somebody shows a code."""
    here, code = panel(request), (await forms.field(request, "code"))[:80]
    try:
        async with here.db.writing() as session:
            guest, new = await arrivals.check_in(session, officer(request), number(request), code, here.now())
    except Refused as refused:
        if refused.key in ("access.none", "event.moved_on"):
            raise
        return await _page(request, code=code, problems=(Problem.of("code", refused),))
    return await _page(request, guest=guest, new=new)


async def walk_in(request: web.Request) -> web.Response:
    """Somebody came who had not said so."""
    here = panel(request)
    name, phone = await forms.field(request, "name"), await forms.field(request, "phone")
    try:
        async with here.db.writing() as session:
            guest = await arrivals.walk_in(session, officer(request), number(request), name, phone, here.now())
    except Refused as refused:
        if refused.key in ("access.none", "event.moved_on"):
            raise
        field = "phone" if refused.key == "event.phone_wrong" else "name"
        return await _page(request, name=name, phone=phone, problems=(Problem.of(field, refused),))
    return await _page(request, guest=guest, new=True)


async def undo(request: web.Request) -> web.Response:
    """That was a slip."""
    here = panel(request)
    async with here.db.writing() as session:
        row = int(request.match_info["row"][:15])
        await arrivals.undo(session, officer(request), number(request), row, here.now())
    return pages.see(request, f"/admin/events/{number(request)}/door", "event_undone")


async def _page(
    request: web.Request,
    *,
    code: str = "",
    name: str = "",
    phone: str = "",
    guest: Guest | None = None,
    new: bool = True,
    problems: tuple[Problem, ...] = (),
) -> web.Response:
    async with panel(request).db.reading() as session:
        row = await access.event(session, officer(request), number(request))
        counts = (await arrivals.tally(session, [row.id]))[row.id]
        came = await arrivals.guests(session, row, states=("came",), limit=SHOWN)
        still = await arrivals.guests(session, row, states=("going",), limit=SHOWN)
    status = 422 if problems else 200
    typed = {"code": code, "name": name, "phone": phone}
    opens = arrivals.opens(row, panel(request).now())
    said = {"opens": opens, "guest": guest, "new": new, "came": came, "still": still, "counts": counts, "typed": typed}
    return pages.render(request, "event_door.html", status, row=row, **said, problems=problems)
