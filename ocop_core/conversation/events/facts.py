"""What the engine looks up about trainings and fairs: those that the person who speaks may come to or has joined."""

from dataclasses import dataclass
from datetime import date, datetime

from ocop_core.conversation.effects import Effect
from ocop_core.conversation.world import Need


@dataclass(frozen=True, slots=True)
class EventView:
    """An event as one person sees it.

    `left` is how many places are free, None where there is no limit. `mine` is how they stand to it: empty, going,
    waiting (`line` is the place in it), unplaced (it began without them), offered (until `until`), declined, cancelled
    or came; `code` is shown at the door.
    `makes` are their own products, for a fair; `picture` is the number of its file, if it has one. `may`: they are
    among those it is meant for; `named`, `phoned`: the list of those who come can say who they are and be phoned by.
    """

    id: int
    kind: str
    title: str
    text: str
    place: str
    map_url: str
    starts_at: datetime
    ends_at: datetime
    closes_on: date
    left: int | None
    papers: str
    state: str
    mine: str = ""
    line: int = 0
    until: datetime | None = None
    code: str = ""
    approval: str = ""
    products: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()
    picture: tuple[int, ...] = ()
    may: bool = True
    named: bool = True
    phoned: bool = True


EVENTS: Need[tuple[EventView, ...]] = Need("events")
MINE: Need[tuple[EventView, ...]] = Need("my_events")


def event_need(number: str) -> Need[EventView | None]:
    """The fact of one event; None where there is none to be seen."""
    return Need("event", number)


@dataclass(frozen=True, slots=True)
class JoinEvent(Effect):
    """The person wants to come, or takes the place that was offered; to a fair with products."""

    event: int
    products: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TellWho(Effect):
    """Who it is that comes, for the list."""

    event: int
    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class DeclineEvent(Effect):
    """The person does not come, or not any more."""

    event: int


@dataclass(frozen=True, slots=True)
class RateEvent(Effect):
    """An answer to one of the questions afterwards."""

    event: int
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class SendTicket(Effect):
    """The person wants the code as a picture, and the entry for a calendar."""

    event: int


EFFECTS: tuple[type[Effect], ...] = (JoinEvent, TellWho, DeclineEvent, RateEvent, SendTicket)
