"""The register: certificates by where they stand in their time, each with its history, and what is done to it."""

from collections.abc import Mapping
from datetime import date

from aiohttp import web

from admin import forms, pages
from admin.pages import Problem
from admin.panel import officer, panel
from admin.views.certificate_changes import changes
from admin.views.export import wanted_of
from admin.views.idea import number
from ocop_core.clock import local_day
from ocop_core.errors import Refused
from ocop_core.services import people
from ocop_core.services.certificates import officer_acts, register
from ocop_core.services.certificates.correcting import Correction
from ocop_core.services.certificates.officer_acts import GROUNDS, LAPSE_REASONS
from ocop_core.services.dossiers import correcting
from ocop_core.services.dossiers.deciding import read_score, shown_score
from ocop_core.text import tidy

PAGE = 50
LONGEST_DECISION = 60
_FIELDS = {
    "certificate.no_ground": "ground",
    "certificate.no_reason": "reason",
    "certificate.number_taken": "number",
    "certificate.ends_before": "expires",
    "certificate.day": "expires",
    "certificate.five_apart": "stars",
    "certificate.older": "decided",
    "dossier.decision_no_needed": "decision_no",
    "dossier.decided_later": "decided",
    "dossier.score_out_of_range": "score",
    "dossier.score_too_low": "score",
}


async def show(request: web.Request) -> web.Response:
    """The register of the officer's territory, what ends first on top. Unknown filters count as none."""
    here, staff, wanted = panel(request), officer(request), wanted_of(request)
    today, offset = local_day(here.now()), _offset(request)
    async with here.db.reading() as session:
        found = await register.listed(session, staff, wanted, today, limit=PAGE, offset=offset)
        calendar = await register.calendar(session, staff, today, unit=wanted.unit)
    given = {"q": wanted.search, "unit": wanted.unit, "state": wanted.state, "standing": wanted.standing}
    return pages.render(
        request,
        "certificates.html",
        found=found,
        calendar=calendar,
        given={**given, "stars": str(wanted.stars or "")},
        standings=register.STANDINGS,
        states=register.STATES,
        units=() if staff.role == "commune" else here.knowledge.province.units,
        place=pages.place_names(request),
        today=today,
        following=offset + PAGE if offset + PAGE < found.total else None,
        offset=offset,
    )


def _offset(request: web.Request) -> int:
    text = request.query.get("from", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0


async def show_one(request: web.Request) -> web.Response:
    """One certificate."""
    return await _page(request)


async def _page(
    request: web.Request, problems: tuple[Problem, ...] = (), typed: Mapping[str, str] | None = None
) -> web.Response:
    here, staff = panel(request), officer(request)
    today = local_day(here.now())
    async with here.db.reading() as session:
        entry = await register.one(session, staff, number(request), today)
        versions = await register.versions(session, staff, entry.product.id)
        events = await register.events(session, staff, entry.certificate.id)
        officers = await people.officers(session, [event.staff_id for event in events])
    return pages.render(
        request,
        "certificate.html",
        409 if problems else 200,
        entry=entry,
        certificate=entry.certificate,
        product=entry.product,
        versions=versions,
        events=[(event, changes(event.detail, here.knowledge.words)) for event in events],
        officers=officers,
        grounds=GROUNDS,
        reasons=LAPSE_REASONS,
        place=pages.place_names(request),
        today=today,
        shown_score=shown_score,
        most=LONGEST_DECISION,
        typed=typed or {},
        problems=problems,
    )


async def act(request: web.Request) -> web.Response:
    """Revokes, lets lapse, puts back, corrects; the promises follow in the same transaction."""
    wanted = request.match_info["act"]
    names = ("ground", "reason", "words", "number", "issued", "expires", "decision_no", "stars", "score")
    typed = {name: await forms.field(request, name) for name in names}
    try:
        await _do(request, wanted, typed)
    except Refused as refused:
        if refused.key == "access.none":
            raise
        return await _page(request, (Problem.of(_FIELDS.get(refused.key, "words"), refused),), typed)
    return pages.see(request, f"/admin/certificates/{number(request)}", f"certificate_{wanted}")


async def _do(request: web.Request, wanted: str, typed: Mapping[str, str]) -> None:
    here, staff, words = panel(request), officer(request), typed["words"]
    async with here.db.writing() as session:
        target = (session, staff, number(request))
        match wanted:
            case "revoke":
                await officer_acts.revoke(*target, typed["ground"], words, here.now())
            case "lapse":
                await officer_acts.lapse(*target, typed["reason"], words, here.now())
            case "restore":
                await officer_acts.put_back(*target, words, here.now())
            case "number":
                await officer_acts.set_number(*target, typed["number"], here.now())
            case "correct":
                await correcting.correct(session, here.knowledge, *target[1:], _right(typed), words, here.now())
            case "days":
                issued, expires = _day(typed["issued"]), _day(typed["expires"])
                await officer_acts.set_days(*target, issued, expires, words, here.now())


def _right(typed: Mapping[str, str]) -> Correction:
    """What stands in the form. Raises Refused."""
    score100 = read_score(typed["score"])
    if typed["score"].strip() and score100 is None:
        raise Refused("dossier.score_out_of_range")
    if typed["stars"] not in ("3", "4", "5"):
        raise Refused("dossier.star_unknown")
    number = " ".join(tidy(typed["decision_no"]).split())[:LONGEST_DECISION]
    return Correction(decision_no=number, stars=int(typed["stars"]), issued_on=_day(typed["issued"]), score100=score100)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused("certificate.day") from error
