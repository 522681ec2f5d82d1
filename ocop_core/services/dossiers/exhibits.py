"""The papers and points of a dossier as its forms and its archive list them, each paper under its number."""

from dataclasses import dataclass
from datetime import date

from ocop_core.conversation.dossiers.view import FORMED, DossierView, Sheet
from ocop_core.i18n import Words
from ocop_core.office.forms import Evidence, Held, Scored, ScoredGroup, ScoredPart
from ocop_core.rulebook.checklist import State
from ocop_core.rulebook.criteria import Criterion
from ocop_core.rulebook.papers import Paper

THERE = ("have", "expiring")
# Which papers stand behind a box of Mẫu số 02, Phần I.7.
DECLARED = (
    "declaration",
    "health_product_registration",
    "cosmetic_notification",
    "oil_notification",
    "textile_conformity",
)
CONDITIONS = ("gmp", "sector_conditions", "alcohol_licence", "production_licence", "tourism_conditions")
# One paper of the list stands for several rights; which of them it is, only the paper says.
OTHER_RIGHT = "design_patent"


@dataclass(frozen=True, slots=True)
class Listed:
    """One paper of a dossier: its place in the list from 1, how it stands, and what was sent for it."""

    place: int
    paper: Paper
    state: State
    until: date | None
    sheet: Sheet | None
    criteria: tuple[str, ...]
    required: bool = False

    @property
    def number(self) -> str:
        """Its number with two digits, as it stands in forms and on folders."""
        return f"{self.place:02}"

    @property
    def there(self) -> bool:
        """Whether it is in the dossier and serves."""
        return self.state in THERE


def listed(view: DossierView, today: date) -> tuple[Listed, ...]:
    """Every paper that is needed, in the order of the checklist, then those that nobody asked for."""
    found = [
        Listed(place, need.paper, each.standing.state, each.standing.until, each.sheet, need.criteria, need.required)
        for place, each in enumerate(view.standings(today), start=1)
        for need in (each.need,)
    ]
    beside = [sheet for sheet in view.beside() if sheet.pages]
    found += [
        Listed(place, view.paper(sheet.paper), "have", sheet.expires_on, sheet, ())
        for place, sheet in enumerate(beside, start=len(found) + 1)
    ]
    return tuple(found)


def evidence(each: Listed, words: Words) -> Evidence:
    """A paper as a line of a list."""
    sheet = each.sheet
    return Evidence(
        number=each.number,
        name=each.paper.name,
        state=words.say(f"office.paper.{_state(each)}"),
        issued_on=sheet.issued_on if sheet else None,
        valid_until=each.until,
        validity=words.say("office.no_end") if each.paper.validity.kind == "none" else "",
        pages=sheet.pages if sheet else 0,
        criteria=each.criteria,
        sent=each.state != "missing",
    )


def _state(each: Listed) -> str:
    if each.state == "missing" and not each.required:
        return "optional"
    if each.state == "have" and each.sheet is not None and each.sheet.state == "accepted":
        return "accepted"
    return each.state


def held(papers: tuple[Listed, ...]) -> Held:
    """The boxes that the papers tick."""
    there = {each.paper.id: each for each in papers if each.there and each.paper.id not in FORMED}
    return Held(
        registration="registration" in there,
        declared=not there.keys().isdisjoint(DECLARED),
        food_safety="food_safety" in there,
        conditions=not there.keys().isdisjoint(CONDITIONS),
        trademark="trademark" in there,
        sign_use="sign_use" in there,
        other_right=there[OTHER_RIGHT].paper.name if OTHER_RIGHT in there else "",
    )


def parts(view: DossierView, notes: dict[str, str], papers: tuple[Listed, ...]) -> tuple[ScoredPart, ...]:
    """All criteria in the order of the law; `notes` are the producer's words by criterion code."""
    result, blank = view.scored, not view.scores
    made = []
    for part in view.edition.criteria[view.set_no].parts:
        groups = tuple(
            ScoredGroup(
                code=group.code,
                name=group.name,
                most=group.max,
                points=None if blank else result.by_group[group.code],
                criteria=tuple(_scored(each, view, notes, papers) for each in group.criteria),
            )
            for group in part.groups
        )
        points = None if blank else result.by_part[part.code]
        made.append(ScoredPart(code=part.code, name=part.name, most=part.max, points=points, groups=groups))
    return tuple(made)


def _scored(each: Criterion, view: DossierView, notes: dict[str, str], papers: tuple[Listed, ...]) -> Scored:
    points = view.scores.get(each.code)
    told = (meaning(each, points), notes.get(each.code, ""))
    return Scored(
        code=each.code,
        name=each.name,
        most=each.max,
        points=points,
        description="\n".join(line for line in told if line),
        evidence=tuple(paper.number for paper in papers if paper.there and each.code in paper.criteria),
    )


def meaning(criterion: Criterion, points: int | None) -> str:
    """What that level of the criterion means in words; empty where it is not told, or may be one of two cases."""
    if points not in criterion.ladder or len(criterion.meanings) != 1:
        return ""
    rungs = criterion.meanings[0].rungs
    return rungs[criterion.ladder.index(points)] if len(rungs) == len(criterion.ladder) else ""
