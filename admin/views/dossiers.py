"""The list of dossiers: what the office owes on top, the most urgent first; search, filters, a page at a time."""

from datetime import date

from aiohttp import web

from admin import pages
from admin.paging import page_of
from admin.panel import officer, panel
from ocop_core.clock import local_day
from ocop_core.rulebook.dossier_steps import STATES
from ocop_core.services import people
from ocop_core.services.dossiers import deadlines, listing

PAGE = 25
IN_HAND, ALL = "in_hand", "all"
SHOWN = tuple(state for state in STATES if state != "draft")
# Farther off, the day itself says enough; counting hundreds of working days says nothing.
COUNTED_DAYS = 45


async def show(request: web.Request) -> web.Response:
    """Dossiers of the officer's territory. Unknown filters count as none."""
    here, staff, page = panel(request), officer(request), page_of(request)
    wanted = _wanted(request)
    states = {IN_HAND: listing.in_hand(staff), ALL: ()}.get(wanted["state"], (wanted["state"],))
    async with here.db.reading() as session:
        found = await listing.listed(
            session,
            staff,
            search=wanted["q"],
            states=states,
            unit=wanted["unit"] or None,
            set_no=int(wanted["set"]) if wanted["set"] else None,
            limit=PAGE + 1,
            offset=(page - 1) * PAGE,
        )
        owners = await people.producers(session, [each.dossier.person_id for each in found])
        waiting, _ = await listing.owed(session, staff)
    today = local_day(here.now())
    return pages.render(
        request,
        "dossiers.html",
        rows=found[:PAGE],
        owners=owners,
        page=page,
        more=len(found) > PAGE,
        wanted=wanted,
        waiting=waiting,
        states=(IN_HAND, *SHOWN, ALL),
        units=() if staff.role == "commune" else here.knowledge.province.units,
        sets=here.knowledge.sets.all,
        place=pages.place_names(request),
        left=lambda row: days_left(row.due_on, today),
    )


def days_left(due_on: date | None, today: date) -> int | None:
    """How many working days are left of a step, as far as that can be felt; negative when the day is past."""
    if due_on is None or (due_on - today).days > COUNTED_DAYS:
        return None
    return deadlines.left(due_on, today)


def _wanted(request: web.Request) -> dict[str, str]:
    query, knowledge = request.query, panel(request).knowledge
    search = " ".join(query.get("q", "").split())[:100]
    state, unit, number = query.get("state", ""), query.get("unit", ""), query.get("set", "")
    # Who searches looks everywhere, unless a state was chosen.
    fallback = ALL if search else IN_HAND
    return {
        "q": search,
        "state": state if state in (IN_HAND, ALL, *SHOWN) else fallback,
        "unit": unit if unit in {each.code for each in knowledge.province.units} else "",
        "set": number if number in {str(each.no) for each in knowledge.sets.all} else "",
    }
