"""Certificates in the chat: until when mine is valid, what that means today, and what can be done about it."""

from collections.abc import Callable

from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.forms.reading import longest
from ocop_core.conversation.misses import missed
from ocop_core.conversation.moves import leave, park, resume
from ocop_core.conversation.pose import pose
from ocop_core.conversation.promises.certificate_posing import REASONS, one
from ocop_core.conversation.promises.effects import React
from ocop_core.conversation.promises.facts import CERTIFICATES, Held
from ocop_core.conversation.promises.reminding import CERTIFICATE
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import World
from ocop_core.text import words

MODE = "certificate"
LONGEST_WORDS = 500


def check(state: State, rest: str, world: World) -> Turn:
    """Until when it is valid: the one that is named, the only one, or a list to choose from."""
    held = world.look(CERTIFICATES)
    named = _named(rest, held)
    if state.form:
        told = tuple(one(each, world, ()) for each in (named or held)[:3]) or (Say("certificate.none_short"),)
        return pose(resume(state), world, *told, Say("nav.go_on"))
    aside = {"view": "one", "id": named[0].id} if len(named) == 1 else {"view": "list"}
    return pose(leave(state).with_(mode=MODE, aside=aside), world)


def _named(rest: str, held: tuple[Held, ...]) -> tuple[Held, ...]:
    """Whose product or number is spoken of; all of them where nothing is."""
    said = f" {words(rest)} "
    by_number = tuple(each for each in held if each.number and f" {words(each.number)} " in said)
    return by_number or tuple(each for each in held if f" {words(each.name)} " in said)


def see(state: State, rest: str, world: World) -> Turn:
    """One certificate; a reminder about several leads here."""
    if rest.isdecimal() and any(each.id == int(rest) for each in world.look(CERTIFICATES)):
        return pose(park(state, world).with_(mode=MODE, aside={"view": "one", "id": int(rest)}), world)
    return check(state, "", world)


def why(state: State, rest: str, world: World) -> Turn:
    """Not any more: why, so that the province can help."""
    return pose(park(state, world).with_(mode=MODE, aside={"view": "why", "id": int(rest)}), world)


def heard(state: State, meant: Meant, world: World, otherwise: Callable[[State, Meant, World], Turn]) -> Turn:
    """A certificate of the list, a reason in a tap or in words; all else as outside of it."""
    choice, view = meant.choice or "", state.aside.get("view")
    if choice == "more":
        return pose(state.with_(aside={**state.aside, "page": state.aside.get("page", 0) + 1}), world)
    if choice.startswith("c") and choice[1:].isdecimal():
        return pose(state.with_(aside={"view": "one", "id": int(choice[1:])}), world)
    if meant.command == "nav.back":
        back = {"view": "why", "id": state.aside.get("id")} if view == "words" else None
        return pose(state.with_(aside=back) if back else leave(state), world)
    if view in {"why", "words"} and not meant.command:
        return _reason(state, meant, world, otherwise)
    if view == "list" and meant.text and (named := _named(meant.text, world.look(CERTIFICATES))):
        return pose(state.with_(aside={"view": "one", "id": named[0].id}), world)
    return otherwise(leave(state), meant, world)


def _reason(state: State, meant: Meant, world: World, otherwise: Callable[[State, Meant, World], Turn]) -> Turn:
    said = " ".join(meant.text.split())[:LONGEST_WORDS]
    if state.aside["view"] == "words" and said:
        return _stopped(state, "other", said, world)
    reason = meant.choice or _in_words(said, world)
    if reason == "other":
        return pose(state.with_(aside={**state.aside, "view": "words"}), world)
    if reason:
        return _stopped(state, reason, said if not meant.choice else "", world)
    wish = world.knowledge.wish(meant.text) if meant.text else None
    if wish and wish.whole:
        return otherwise(leave(state), meant, world)
    return missed(state, world, Say("certificate.why_retry"))


def _in_words(said: str, world: World) -> str:
    found = {r: longest(said, world.listed(f"certificate.why_{r}_words")) for r in REASONS if r != "other"}
    best = max(found, key=lambda reason: found[reason])
    return best if found[best] else ""


def _stopped(state: State, reason: str, said: str, world: World) -> Turn:
    return pose(leave(state), world, React(CERTIFICATE, int(state.aside["id"]), "stopped", reason, said))
