"""What the province writes down about a dossier: sent back, recognised, proposed to the ministry, not passed."""

from dataclasses import dataclass, field
from datetime import date

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from admin import forms, pages
from admin.pages import Problem
from admin.panel import officer, panel
from admin.views.dossier_acts import taken_before
from admin.views.idea import number
from ocop_core.clock import local_day
from ocop_core.errors import Refused
from ocop_core.rulebook.dossier_steps import open_to
from ocop_core.services import access, people
from ocop_core.services.dossiers import deciding, listing, records
from ocop_core.services.dossiers.deciding import Decision
from ocop_core.text import parse_date

FIELDS = {
    "send_back": ("words",),
    "recognise": ("score", "stars", "decision_no", "decided_on", "number"),
    "to_ministry": ("score",),
    "fail": ("score", "words"),
}
_LEAVES = {"recognise": ("recognise", "recognise_five")}
_FIELD_OF = {
    "dossier.score_too_low": "stars",
    "dossier.score_out_of_range": "score",
    "dossier.score_not_five": "score",
    "dossier.decision_no_needed": "decision_no",
    "dossier.decided_later": "decided_on",
    "dossier.decided_earlier": "decided_on",
    "dossier.comment_needed": "words",
    "dossier.comment_too_long": "words",
}
_LONGEST_NUMBER = 60


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form, as text and as read."""

    text: dict[str, str]
    version: int
    score100: int | None = None
    stars: int = 0
    decided_on: date | None = None
    missing: list[Problem] = field(default_factory=list)


async def show(request: web.Request) -> web.Response:
    """The form; where the step is not open to this officer, the dossier is shown instead."""
    return await _page(request, Typed(dict.fromkeys(FIELDS[request.match_info["act"]], ""), 0))


async def submit(request: web.Request) -> web.Response:
    """Writes it down once. On any problem what was typed stays."""
    here, name = panel(request), request.match_info["act"]
    typed = await _typed(request, name)
    if typed.missing:
        return await _page(request, typed, tuple(typed.missing))
    try:
        async with here.db.writing() as session:
            await _write(session, request, name, typed)
    except Refused as refused:
        if refused.key == "access.none":
            raise
        if not await taken_before(request, _LEAVES.get(name, (name,)), typed.version):
            return await _page(request, typed, (Problem.of(_FIELD_OF.get(refused.key, FIELDS[name][0]), refused),))
    return pages.see(request, f"/admin/dossiers/{number(request)}", f"dossier_{name}")


async def _write(session: AsyncSession, request: web.Request, name: str, typed: Typed) -> None:
    here, staff, dossier_id = panel(request), officer(request), number(request)
    knowledge, at, version = here.knowledge, here.now(), typed.version
    if name == "send_back":
        words = typed.text["words"]
        await deciding.send_back(session, knowledge, staff, dossier_id, words, at, version)
    elif name == "fail":
        words = typed.text["words"]
        await deciding.fail(session, knowledge, staff, dossier_id, words, at, typed.score100, version)
    elif name == "to_ministry":
        score = typed.score100 or 0
        await deciding.to_ministry(session, knowledge, staff, dossier_id, score, at, version)
    else:
        await deciding.recognise(session, knowledge, staff, dossier_id, _decision(typed), at, version)


def _decision(typed: Typed) -> Decision:
    assert typed.score100 is not None and typed.decided_on is not None
    return Decision(
        score100=typed.score100,
        stars=typed.stars,
        decision_no=typed.text["decision_no"].strip()[:_LONGEST_NUMBER],
        decided_on=typed.decided_on,
        number=typed.text["number"].strip()[:_LONGEST_NUMBER] or None,
    )


async def _typed(request: web.Request, name: str) -> Typed:
    text = {each: (await forms.field(request, each)).strip() for each in FIELDS[name]}
    today = local_day(panel(request).now())
    score100 = deciding.read_score(text.get("score", ""))
    stars = await forms.whole(request, "stars")
    decided_on = day_of(text.get("decided_on", ""), today)
    needs_score = name != "fail" or text.get("score")
    wanted = {
        "score": "score" not in text or score100 is not None or not needs_score,
        "stars": "stars" not in text or stars in (3, 4, 5),
        "decision_no": "decision_no" not in text or text["decision_no"],
        "decided_on": "decided_on" not in text or decided_on is not None,
    }
    missing = [Problem(each, f"admin_dossier.decide.no_{each}", {}) for each, there in wanted.items() if not there]
    version = await forms.whole(request, "version")
    return Typed(text, version, score100, stars, decided_on, missing)


def day_of(text: str, today: date) -> date | None:
    """A day as a browser's calendar gives it (2026-11-20) or as people write it (20/11/2026)."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return parse_date(text, today) if text else None


async def _page(request: web.Request, typed: Typed, problems: tuple[Problem, ...] = ()) -> web.Response:
    here, staff, name = panel(request), officer(request), request.match_info["act"]
    async with here.db.reading() as session:
        row = await access.dossier(session, staff, number(request))
        product = await listing.product(session, row)
        owner = await people.producer(session, row.person_id)
        view = await records.view(session, row)
    steps = open_to(row.state, staff.role)
    if not {name, f"{name}_five"}.intersection(steps):
        if problems:
            raise Refused(problems[0].key, **problems[0].params)
        return pages.see(request, f"/admin/dossiers/{row.id}")
    you = pages.whom(here.knowledge.words, owner.call, owner.name)
    stars = [star for star, step in ((3, "recognise"), (4, "recognise"), (5, "recognise_five")) if step in steps]
    only_five = name == "to_ministry"
    return pages.render(
        request,
        "dossier_decide.html",
        422 if problems else 200,
        name=name,
        fields=FIELDS[name],
        dossier=row,
        product=product,
        scored=view.scored,
        stars=stars,
        bands=[b for b in view.edition.law.bands if b.certificate and (not only_five or b.star == deciding.FIVE)],
        only_five=only_five,
        typed=typed.text,
        today=local_day(here.now()),
        limit=deciding.LONGEST_REASON,
        most=_LONGEST_NUMBER,
        you=you,
        you_first=you[:1].upper() + you[1:],
        problems=problems,
    )
