"""Scores a product by the criteria of its set: one question each, built from the rulebook; then what it comes to."""

from ocop_core.conversation.dossiers.acts import Act, at, home, with_one
from ocop_core.conversation.dossiers.changing import changed
from ocop_core.conversation.dossiers.effects import GivePoints
from ocop_core.conversation.dossiers.looking import after, every, parted
from ocop_core.conversation.dossiers.view import DossierView
from ocop_core.conversation.moves import start
from ocop_core.conversation.pose import pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Out, Turn
from ocop_core.conversation.world import World
from ocop_core.rulebook.criteria import Criterion


def criteria_of(view: DossierView) -> tuple[Criterion, ...]:
    """The criteria of its set, in the order of the form."""
    return view.edition.criteria[view.set_no].all


def ask(state: State, view: DossierView, criterion: str, world: World, *leads: Out | None, **aside: object) -> Turn:
    """The question of one criterion."""
    return pose(at(state, "scoring", view, criterion=criterion, **aside), world, *leads)


def onward(state: State, view: DossierView, code: str, world: World, *leads: Out | None) -> Turn:
    """The next criterion behind `code` that has no points yet; without one the result."""
    codes = [each.code for each in criteria_of(view)]
    behind = codes[codes.index(code) + 1 :] if code in codes else codes
    following = next((each for each in behind if each not in view.scores), None)
    return ask(state, view, following, world, *leads) if following else result(state, view, "", world, *leads)


def result(state: State, view: DossierView, arg: str, world: World, *leads: Out | None) -> Turn:
    """What the points come to."""
    return pose(at(state, "scored", view), world, *leads)


def _begin(state: State, view: DossierView, arg: str, world: World) -> Turn:
    """Where one stopped; a dossier that is out of the producer's hands only shows its result."""
    if not view.changeable or not view.scored.unanswered:
        return result(state, view, "", world)
    fresh = len(view.scored.unanswered) == len(criteria_of(view))
    lead = Say("score.begin" if fresh else "score.go_on", {"name": view.name, "count": len(criteria_of(view))})
    return onward(state, view, "", world, lead)


def _self(state: State, rest: str, world: World) -> Turn:
    """A product that has no dossier yet begins one by being scored: three questions, and nobody else sees it."""
    if not parted(rest)[0] and not every(world):
        return start(state, "dossier", world, {"trial": True}, None, Say("score.which"))
    return _WITH_SELF(state, rest, world)


_WITH_SELF = with_one("score.self", _begin)


def _points(state: State, view: DossierView, arg: str, world: World) -> Turn:
    code, _, points = arg.partition(":")
    return give(state, view, code, int(points) if points.isdecimal() and len(points) < 3 else -1, world)


def give(state: State, view: DossierView, code: str, points: int, world: World) -> Turn:
    """Points for a criterion, kept at once; then the next question."""
    criterion = view.edition.criteria[view.set_no].by_code.get(code)
    if criterion is None or not view.changeable:
        return home(state, view, world, None if view.changeable else Say(f"dossier.closed_{view.state}"))
    if points not in criterion.ladder:
        return ask(state, view, code, world, Say("score.not_on_ladder"))
    again = code in view.scores and not view.scored.unanswered
    act = GivePoints(view.code, code, points)
    now, later = after(world, view, act), changed(view, act)
    said = Say("score.noted", {"criterion": criterion.name, "points": points, "max": criterion.max})
    return result(state, later, "", now, act, said) if again else onward(state, later, code, now, act)


def _at(state: State, view: DossierView, arg: str, world: World) -> Turn:
    code, _, detail = arg.partition(":")
    if code not in view.edition.criteria[view.set_no].by_code or not view.changeable:
        return result(state, view, "", world)
    kind, number = detail[:1], detail[1:]
    aside: dict[str, object] = {"case": int(number)} if kind == "c" and number.isdecimal() else {}
    return ask(state, view, code, world, **aside)


def _pick(state: State, view: DossierView, arg: str, world: World) -> Turn:
    page = int(arg) if arg.isdecimal() and len(arg) < 4 else 0
    return pose(at(state, "scored", view, pick=True, page=page), world)


def _skip(state: State, view: DossierView, arg: str, world: World) -> Turn:
    return onward(state, view, arg, world)


def back(state: State, view: DossierView, world: World) -> Turn:
    """The criterion before; from the first one to the dossier."""
    codes = [each.code for each in criteria_of(view)]
    here = str(state.aside.get("criterion", ""))
    place = codes.index(here) if here in codes else 0
    return ask(state, view, codes[place - 1], world) if place else home(state, view, world)


ACTS: dict[str, Act] = {
    "score.self": _self,
    "score.points": with_one("score.points", _points),
    "score.at": with_one("score.at", _at),
    "score.pick": with_one("score.pick", _pick),
    "score.skip": with_one("score.skip", _skip),
    "score.result": with_one("score.result", result, settled=True),
}
