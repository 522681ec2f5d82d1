"""What settles a dossier or changes what it is: handed in, withdrawn, another set or star, old papers, the facts."""

from ocop_core.conversation.dossiers.acts import Act, at, home, with_one
from ocop_core.conversation.dossiers.effects import AimAt, HandIn, ReusePapers, TakeBack
from ocop_core.conversation.dossiers.leftover import without
from ocop_core.conversation.dossiers.looking import after, to_exceed
from ocop_core.conversation.dossiers.view import DossierView
from ocop_core.conversation.moves import start
from ocop_core.conversation.pose import pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import World
from ocop_core.rulebook.criteria import CERTIFIED_STARS


def _reuse(state: State, view: DossierView, arg: str, world: World) -> Turn:
    if not view.reusable:
        return home(state, view, world)
    act = ReusePapers(view.code)
    return home(state, view, after(world, view, act), act, Say("dossier.reuse_said", {"count": len(view.reusable)}))


def _hand_in(state: State, view: DossierView, arg: str, world: World) -> Turn:
    """The summary before it goes, or what still blocks it."""
    if not view.changeable:
        return home(state, view, world, Say(f"dossier.closed_{view.state}"))
    if blocking := view.blocking(world.today):
        return home(state, view, world, Say("dossier.blocked", {"count": len(blocking)}))
    return pose(at(state, "handing", view), world)


def _send_in(state: State, view: DossierView, arg: str, world: World) -> Turn:
    if not view.changeable or view.blocking(world.today):
        return _hand_in(state, view, "", world)
    # What comes next is said by whoever carries it out, as only they know that it went.
    act = HandIn(view.code)
    now = after(world, view, act)
    return pose(without(state, now).with_(mode="idle", aside={}, dossier=view.code), now, act)


def _withdraw(state: State, view: DossierView, arg: str, world: World) -> Turn:
    if view.settled or view.state == "ministry":
        return home(state, view, world, Say("dossier.cannot_withdraw"))
    return pose(at(state, "withdrawing", view), world)


def _take_back(state: State, view: DossierView, arg: str, world: World) -> Turn:
    if view.settled or view.state == "ministry":
        return home(state, view, world, Say("dossier.cannot_withdraw"))
    act = TakeBack(view.code)
    now = after(world, view, act)
    return home(without(state, now), view, now, act, Say("dossier.taken_back"))


def _more(state: State, view: DossierView, arg: str, world: World) -> Turn:
    return pose(at(state, "dossier_more", view), world)


def _set(state: State, view: DossierView, arg: str, world: World) -> Turn:
    if not view.changeable:
        return home(state, view, world, Say(f"dossier.closed_{view.state}"))
    return pose(at(state, "dossier_set", view, set={"browse": True}), world)


def _star(state: State, view: DossierView, arg: str, world: World) -> Turn:
    if not view.changeable:
        return home(state, view, world, Say(f"dossier.closed_{view.state}"))
    if not arg:
        return pose(at(state, "dossier_more", view, stars=True), world)
    if not arg.isdecimal() or int(arg) not in CERTIFIED_STARS:
        return pose(at(state, "dossier_more", view, stars=True), world, Say("dossier.star_unknown"))
    if int(arg) <= (had := to_exceed(view, world)):
        said = Say("dossier.stars.not_more", {"had": had, "next": had + 1})
        return pose(at(state, "dossier_more", view, stars=True), world, said)
    act = AimAt(view.code, int(arg))
    return home(state, view, after(world, view, act), act, Say("dossier.star_said", {"stars": int(arg)}))


def _facts(state: State, view: DossierView, arg: str, world: World) -> Turn:
    """What a dossier that began with a score does not know yet of its producer."""
    if not view.changeable:
        return home(state, view, world, Say(f"dossier.closed_{view.state}"))
    seed = {"name": view.name, "set": view.set_no, "place": view.unit, "kind": view.kind, "dossier": view.code}
    return start(state.with_(dossier=view.code), "dossier", world, seed, None, Say("dossier.facts_begin"))


ACTS: dict[str, Act] = {
    "dossier.reuse": with_one("dossier.reuse", _reuse),
    "dossier.hand_in": with_one("dossier.hand_in", _hand_in),
    "dossier.send_in": with_one("dossier.send_in", _send_in),
    "dossier.withdraw": with_one("dossier.withdraw", _withdraw),
    "dossier.take_back": with_one("dossier.take_back", _take_back),
    "dossier.more": with_one("dossier.more", _more, settled=True),
    "dossier.set": with_one("dossier.set", _set),
    "dossier.star": with_one("dossier.star", _star),
    "dossier.facts": with_one("dossier.facts", _facts),
}
