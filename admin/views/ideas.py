"""The list of ideas: search, filters, a page at a time."""

from aiohttp import web

from admin import pages
from admin.panel import officer, panel
from ocop_core.services import ideas, people

PAGE = 25


async def show(request: web.Request) -> web.Response:
    """Ideas of the officer's territory. Unknown filters count as none."""
    here, staff = panel(request), officer(request)
    wanted = _wanted(request)
    async with here.db.reading() as session:
        found = await ideas.listed(
            session,
            staff,
            search=wanted["q"],
            state=wanted["state"] or None,
            unit=wanted["unit"] or None,
            set_no=int(wanted["set"]) if wanted["set"] else None,
            before_id=_number(request, "before"),
            limit=PAGE + 1,
        )
        owners = await people.producers(session, [each.person_id for each in found])
    return pages.render(
        request,
        "ideas.html",
        ideas=found[:PAGE],
        owners=owners,
        more=found[PAGE - 1].id if len(found) > PAGE else None,
        first=_number(request, "before") is None,
        wanted=wanted,
        states=ideas.STATES,
        units=() if staff.role == "commune" else here.knowledge.province.units,
        sets=here.knowledge.sets.all,
        place=pages.place_names(request),
        days=pages.waiting_days(here.now()),
    )


def _wanted(request: web.Request) -> dict[str, str]:
    query, knowledge = request.query, panel(request).knowledge
    state, unit, number = query.get("state", ""), query.get("unit", ""), _number(request, "set")
    return {
        "q": " ".join(query.get("q", "").split())[:100],
        "state": state if state in ideas.STATES else "",
        "unit": unit if unit in {each.code for each in knowledge.province.units} else "",
        "set": str(number) if number in {each.no for each in knowledge.sets.all} else "",
    }


def _number(request: web.Request, name: str) -> int | None:
    text = request.query.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None
