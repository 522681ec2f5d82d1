"""Which papers are needed: of the dossier at hand, or of any product that is named."""

import re
from typing import Any

from ocop_core.conversation.dossiers.acts import ACTS as STANDING
from ocop_core.conversation.dossiers.acts import Act, at, home
from ocop_core.conversation.dossiers.looking import every, one, parted, seeds
from ocop_core.conversation.moves import park, present
from ocop_core.conversation.pose import pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Out, Turn
from ocop_core.conversation.world import World
from ocop_core.rulebook.criteria import CERTIFIED_STARS
from ocop_core.rulebook.editions import edition_at

_ANY = re.compile(r"(\d{1,2})-(\d)(?::(\d{1,2})-([01]))?")
_PAGE = re.compile(r"(\d{1,2})-([01])")


def of_set(state: State, set_no: int, stars: int, world: World, *leads: Out, **aside: Any) -> Turn:
    """The papers of a set for a star."""
    shown = {"set_no": set_no, "stars": stars, **aside}
    return pose(state.with_(mode="needs", aside=shown, misses=0), world, *leads)


def _requirements(state: State, rest: str, world: World) -> Turn:
    code, words = parted(rest)
    fresh = park(state, world)
    if code:
        view = one(code, world)
        return (
            pose(at(fresh, "needs", view), world)
            if view
            else pose(fresh, world, Say("dossier.unknown", {"code": code}))
        )
    likely = world.knowledge.sets.likely(words[:200], 1) if words else ()
    if likely:
        return of_set(fresh, likely[0].no, CERTIFIED_STARS[0], world)
    mine = [view for view in every(world) if view.changeable]
    if len(mine) == 1:
        return home(fresh, mine[0], world)
    if mine:
        return pose(fresh.with_(mode="dossiers", aside={"act": "dossier.status"}, misses=0), world)
    told = [seed.answers["set"] for seed in seeds(world) if seed.answers.get("set")]
    if len(told) == 1:
        return of_set(fresh, told[0], CERTIFIED_STARS[0], world)
    return pose(fresh.with_(mode="dossier_set", aside={"set": {"browse": True}}, misses=0), world)


def _needs(state: State, rest: str, world: World) -> Turn:
    """A page of the list: `<set>-<star>:<page>-<all>` of any set, `HS-…:<page>-<all>` of a dossier."""
    fresh, (code, arg) = park(state, world), parted(rest)
    if found := _ANY.fullmatch(rest):
        set_no, stars = int(found[1]), int(found[2])
        law = edition_at(world.today)
        if law is None or set_no not in law.criteria or stars not in CERTIFIED_STARS:
            return _requirements(state, "", world)
        return of_set(fresh, set_no, stars, world, page=int(found[3] or 0), all=found[4] == "1")
    view, paged = one(code, world), _PAGE.fullmatch(arg)
    if view is None:
        return _requirements(state, "", world)
    aside = {"page": int(paged[1]), "all": paged[2] == "1"} if paged else {}
    return pose(at(fresh, "needs", view, **aside), world)


def _missing(state: State, rest: str, world: World) -> Turn:
    """What one's own dossier still lacks; who has none is told what a product needs, or goes on with the form."""
    if every(world):
        return _STATUS(state, parted(rest)[0], world)
    if state.form:
        key = "dossier.missing_soon" if state.form == "dossier" else "dossier.missing_none"
        return pose(present(state).with_(misses=0), world, Say(key))
    return _requirements(state, rest, world)


_STATUS = STANDING["dossier.status"]
ACTS: dict[str, Act] = {
    "dossier.requirements": _requirements,
    "dossier.missing": _missing,
    "dossier.needs": _needs,
}
