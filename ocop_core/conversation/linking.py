"""Joins a chat to an account, or to an officer, by a one-time code: asked once before anything moves."""

from collections.abc import Callable

from ocop_core.conversation.effects import JoinChat, OfferLink
from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.link_code import USE, link_need
from ocop_core.conversation.moves import present
from ocop_core.conversation.pose import pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Out, Turn
from ocop_core.conversation.world import World

JOINS = ("account", "officer")


def offer(state: State, rest: str, world: World) -> Turn:
    """A fresh code for another chat of the same person."""
    return pose(present(state), world, OfferLink())


def heard(state: State, meant: Meant, world: World) -> Turn | None:
    """A code, or the answer to its question. It goes before everything: an officer's chat needs no consent."""
    if meant.command == USE:
        return use(state, meant.arg, world)
    if state.mode == "link" and meant.choice in ("yes", "no"):
        return decided(state, meant.choice, world)
    return None


def use(state: State, code: str, world: World) -> Turn:
    """A code was typed or scanned."""
    view = world.look(link_need(code))
    if view.kind in JOINS:
        return pose(present(state).with_(mode="link", held=code), world)
    return _back(state, world, Say(f"link.{view.kind}"))


def decided(state: State, choice: str, world: World) -> Turn:
    """Yes joins, no leaves all as it is."""
    return _back(state, world, JoinChat(state.held) if choice == "yes" else Say("link.kept"))


def _back(state: State, world: World, out: Out) -> Turn:
    """Where one was. Before consent there is no menu: an officer's chat never needs it."""
    return pose(present(state), world, out) if world.consented else Turn(present(state), (out,))


ACTS: dict[str, Callable[[State, str, World], Turn]] = {"link.offer": offer, USE: use}
