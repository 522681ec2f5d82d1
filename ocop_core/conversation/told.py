"""Reads what answers an announcement: its buttons by number or in words, as most messengers' people type them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ocop_core import text as reading
from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.meaning import ALWAYS
from ocop_core.conversation.state import State
from ocop_core.conversation.world import Need, World

# The words on the buttons of announcements; whatever else is typed is no answer to one, and nothing is looked up.
READ = "notice.read_button"
LABELS = ("event.way_join", "event.way_decline", "event.way_ask", READ)
# A menu, or nothing, stands: a number is no data that a question waits for.
AT_REST = frozenset(
    {"idle", "topics", "dossier", "dossier_more", "dossiers", "certificate", "papers", "renewals", "scored", "settings"}
)
LONGEST = 40
MOST = 9


@dataclass(frozen=True, slots=True)
class Told:
    """An announcement in this chat: its buttons as (words, value), and whether nothing has been said since."""

    choices: tuple[tuple[str, str], ...]
    last: bool


LAST = "last"
TOLD: Need[Sequence[Told]] = Need("told")
TOLD_LAST: Need[Sequence[Told]] = Need("told", LAST)


def answering(state: State, meant: Meant, world: World) -> Meant:
    """The same, or the button of an announcement that the words or the number stand for.

    A number, a yes or no, and words that the question at hand offers as well, answer an announcement only if
    nothing was said after it; a number only where no question waits for one.
    """
    if meant.inbound.kind != "text" or not 0 < len(meant.text) <= LONGEST:
        return meant
    said = reading.words(meant.text)
    value = _seen(said, world) or _named(said, state, meant, world) or _numbered(state, meant, world)
    if not value:
        return meant
    name, _, arg = value.removeprefix(ALWAYS).partition(":")
    return replace(meant, command=name, arg=arg, choice=None)


def _seen(said: str, world: World) -> str:
    """The button of what stands last by which somebody says to have read it, whatever else is going on."""
    if said not in comparable(world.listed("notice.read_words")):
        return ""
    read = world.label(READ)
    return next((value for each in world.look(TOLD_LAST) for label, value in each.choices if label == read), "")


def _named(said: str, state: State, meant: Meant, world: World) -> str:
    if said not in comparable(tuple(map(world.label, LABELS))):
        return ""
    resting, offered = state.mode in AT_REST, bool(meant.command) or meant.choice is not None
    weighs = reading.parse_yes_no(meant.text) is not None
    if not resting and (weighs or offered):
        return ""
    only_last = weighs or offered or not resting
    found = (
        value
        for each in world.look(TOLD)
        if each.last or not only_last
        for label, value in each.choices
        if reading.words(label) == said
    )
    return next(found, "")


def _numbered(state: State, meant: Meant, world: World) -> str:
    number = reading.parse_choice(meant.text, MOST) if state.mode in AT_REST else None
    if not number:
        return ""
    choices = [value for each in world.look(TOLD_LAST) for _, value in each.choices]
    return choices[number - 1] if number <= len(choices) else ""


@lru_cache(maxsize=32)
def comparable(listed: tuple[str, ...]) -> frozenset[str]:
    """What is listed, as it is compared with what somebody types."""
    return frozenset(map(reading.words, listed))
