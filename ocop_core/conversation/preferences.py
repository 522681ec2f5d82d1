"""What somebody prefers: how to be addressed, which unasked messages to get; and the questions about it."""

from collections.abc import Callable
from dataclasses import dataclass

from ocop_core.conversation.forms.field import yes_no
from ocop_core.conversation.meaning import ALWAYS
from ocop_core.conversation.said import Choice, Say
from ocop_core.conversation.state import State
from ocop_core.conversation.world import Need, World

CALLS = ("co", "chu", "anh", "chi")
KINDS = ("reminders", "announcements")


@dataclass(frozen=True, slots=True)
class Preferences:
    """Which unasked messages somebody wants."""

    reminders: bool = True
    announcements: bool = True


PREFERENCES: Need[Preferences] = Need("preferences")


def wanted(kind: str, state: State, world: World) -> bool:
    """Whether a kind of messages is wanted: as just chosen, else as stored."""
    stored = world.look(PREFERENCES)
    return bool(state.aside.get(kind, getattr(stored, kind)))


def _settings(state: State, world: World) -> Say:
    on = {kind: wanted(kind, state, world) for kind in KINDS}
    params = {kind: world.label("settings.is_on" if on[kind] else "settings.is_off") for kind in KINDS}
    turns = tuple(Choice(kind, world.label(f"settings.{kind}_{'off' if on[kind] else 'on'}")) for kind in KINDS)
    more = (Choice(f"{ALWAYS}data.mine", world.label("menu.data_mine")), _menu(world))
    return Say("settings.ask", params, (Choice("call", world.label("settings.call")), *turns, *more))


def _call(state: State, world: World) -> Say:
    return Say("settings.call_ask", {}, tuple(Choice(call, world.label(f"idea_more.call.{call}")) for call in CALLS))


def _stop(state: State, world: World) -> Say:
    if state.form:
        names = (("later", "nav.later"), ("yes", "settings.stop_yes"), ("no", "nav.continue"))
        return Say("settings.stop_in_form", {}, tuple(Choice(value, world.label(key)) for value, key in names))
    return Say("settings.stop_ask", {}, yes_no(world, "settings.stop_yes", "settings.stop_no"))


def _menu(world: World) -> Choice:
    return Choice(f"{ALWAYS}nav.menu", world.label("nav.menu_label"))


POSES: dict[str, Callable[[State, World], Say]] = {"settings": _settings, "call": _call, "stop": _stop}
