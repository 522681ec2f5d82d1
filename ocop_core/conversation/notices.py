"""The notice board in the chat: the last announcements for the person, to be read again and to be ticked as read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from ocop_core.conversation.effects import Effect
from ocop_core.conversation.moves import leave, present
from ocop_core.conversation.pose import pose
from ocop_core.conversation.pushed import pushed
from ocop_core.conversation.said import Choice, Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import Need, World
from ocop_core.text import shorten, show_date

SHOWN = 48


@dataclass(frozen=True, slots=True)
class Notice:
    """An announcement that the person got, with its `files`; `text` is empty once it was taken back."""

    id: int
    day: date
    text: str
    is_read: bool
    files: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadNotice(Effect):
    """The person says that they have read an announcement."""

    number: str


BOARD: Need[Sequence[Notice]] = Need("notices")


def listed(state: State, rest: str, world: World) -> Turn:
    """The last announcements, each with a button."""
    notices = world.look(BOARD)
    if not notices:
        return pose(present(state), world, Say("notice.none"))
    choices = tuple(Choice(f"do:notice.again:{each.id}", _label(each, world)) for each in notices)
    return _shown(state, Say("notice.list", {}, choices), world)


def again(state: State, rest: str, world: World) -> Turn:
    """One of them once more."""
    found = next((each for each in world.look(BOARD) if str(each.id) == rest), None)
    if found is None:
        return pose(present(state), world, Say("notice.read_unknown"))
    read = () if found.is_read else (Choice(f"do:notice.read:{found.id}", world.label("notice.read_button")),)
    back = Choice("do:notice.list", world.label("notice.others"))
    text = found.text or world.label("notice.withdrawn")
    params = {"day": show_date(found.day), "text": text}
    return _shown(state, Say("notice.again", params, (*read, back), files=found.files), world)


def _shown(state: State, say: Say, world: World) -> Turn:
    """With numbers where no question stands; in the middle of a form the question follows, and keeps them."""
    if state.mode != "idle":
        _, tapped = pushed(state, say)
        return pose(present(state), world, tapped)
    after, numbered = pushed(leave(state), say)
    return Turn(after, (numbered,))


def _label(notice: Notice, world: World) -> str:
    text = " ".join((notice.text or world.label("notice.withdrawn")).split())
    return world.label("notice.item", day=f"{notice.day:%d/%m}", text=shorten(text, SHOWN))


def read(state: State, rest: str, world: World) -> Turn:
    """They have read it; without a number the last one is meant."""
    number = rest or next((str(each.id) for each in world.look(BOARD)), "")
    if state.mode != "idle":
        return pose(present(state), world, ReadNotice(number))
    return Turn(leave(state), (ReadNotice(number),))


ACTS: dict[str, Callable[[State, str, World], Turn]] = {
    "notice.list": listed,
    "notice.again": again,
    "notice.read": read,
}
EFFECTS: tuple[type[Effect], ...] = (ReadNotice,)
