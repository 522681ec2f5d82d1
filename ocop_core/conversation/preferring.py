"""Changes what somebody prefers. A stop is asked once; whatever is wished after it ends it again."""

from collections.abc import Callable

from ocop_core.conversation.effects import Prefer
from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.in_form import WAYS
from ocop_core.conversation.moves import leave, park, present
from ocop_core.conversation.pose import pose
from ocop_core.conversation.preferences import CALLS, KINDS, wanted
from ocop_core.conversation.said import Choice, Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import World

ON = "settings.on"
ALL = "all"
# Said after a stop these ask for nothing.
_QUIET = {"stop", "thanks"}


def _open(state: State, rest: str, world: World) -> Turn:
    return pose(park(state, world).with_(mode="settings"), world)


def _stop(state: State, rest: str, world: World) -> Turn:
    return pose(present(state).with_(mode="stop"), world)


def _on(state: State, rest: str, world: World) -> Turn:
    return pose(present(state).with_(muted=False), world, Prefer(ALL, "on"), Say("settings.on_again"))


def chosen(state: State, meant: Meant, world: World) -> Turn | None:
    """The answer to one of the questions about preferences; None for anything else."""
    choice = meant.choice or ""
    if state.mode == "stop":
        return _stopped(state, choice, meant, world)
    if state.mode == "call" and choice in CALLS:
        return _called(state, choice, world)
    if state.mode == "settings" and choice == "call":
        return pose(leave(state).with_(mode="call"), world)
    if state.mode == "settings" and choice in KINDS:
        on = not wanted(choice, state, world)
        fresh = state.with_(aside={**state.aside, choice: on}, muted=False)
        return pose(fresh, world, Prefer(choice, "on" if on else "off"), Say("settings.done"))
    return None


def _stopped(state: State, choice: str, meant: Meant, world: World) -> Turn | None:
    again = world.knowledge.wish(meant.text) if meant.text and not choice else None
    if choice == "yes" or (again and again.name == "stop"):
        way_back = (Choice(f"do:{ON}", world.label("settings.on"), 0),)
        return Turn(park(state, world).with_(muted=True), (Prefer(ALL, "off"), Say("settings.stopped", {}, way_back)))
    if choice == "later":
        return WAYS["nav.later"](present(state), world)
    return pose(present(state), world, Say("settings.kept")) if choice == "no" else None


def _called(state: State, call: str, world: World) -> Turn:
    you = world.label(f"idea_more.call.{call}_you")
    turn = pose(leave(state), world, Prefer("call", call), Say("settings.called"))
    called = {"you": you, "You": you[:1].upper() + you[1:]}
    outs = (out.with_(params={**called, **out.params}) if isinstance(out, Say) else out for out in turn.outs)
    return Turn(turn.state, tuple(outs))


def woken(turn: Turn, meant: Meant, world: World) -> Turn:
    """After a stop: who wishes something is written to again, and told so. Thanks and another stop change nothing."""
    wish = world.knowledge.wish(meant.text) if meant.text else None
    asks = bool(meant.command or meant.choice or wish) and not (wish and wish.name in _QUIET)
    if not turn.state.muted or not asks or turn.state.mode == "stop":
        return turn
    return Turn(turn.state.with_(muted=False), turn.outs).led_by(Prefer(ALL, "on"), Say("settings.on_again"))


ACTS: dict[str, Callable[[State, str, World], Turn]] = {"settings.open": _open, "stop": _stop, ON: _on}
