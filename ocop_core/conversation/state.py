"""Where a conversation is: one small frozen value, stored as JSON in the chat's row."""

from datetime import datetime
from typing import Any, Literal

import msgspec

from ocop_core.conversation.frozen import Frozen

Mode = Literal[
    "idle",
    "consent",
    "ask",
    "review",
    "pick",
    "resume",
    "cancel",
    "choose",
    "erase",
    "handover",
    "reply",
    "more",
    "product",
    "topics",
    "person",
    "link",
    "who",
    "which",
    "settings",
    "call",
    "stop",
    "certificate",
    "papers",
    "dossiers",
    "dossier",
    "dossier_more",
    "dossier_set",
    "sending",
    "paper",
    "paper_date",
    "sort",
    "needs",
    "handing",
    "withdrawing",
    "scoring",
    "scored",
    "renewals",
    "dossier_from",
    "event_products",
    "event_drop",
    "event_asked",
    "event_who",
]
Answers = dict[str, Any]


class Draft(Frozen, frozen=True):
    """A form put aside: its answers, the field it stands at, and when it was last touched."""

    form: str
    field: str | None
    answers: Answers
    at: datetime
    aside: dict[str, Any] = {}
    editing: bool = False


class State(Frozen, frozen=True):
    """One conversation.

    `turn` numbers the questions, so that a button can say to which one it belongs; `offer` holds the
    choices of the last question as (number, value, label); `aside` is a field's own scratch paper; `held` is a
    text that waits for a decision; `wish` is what the person wanted before something else had to be asked;
    `question` is the code of the idea about which an officer asked; `latest` the code last handed in here;
    `loose` are photos that came before there was anything to keep them with; `heard` the kind of the last inbound;
    `more` and `again` how many photos have come since the person was last told, and how many of them were there before;
    `dossier` the code of the dossier that was spoken of last;
    `shared`: several persons speak in this chat;
    `thread` stands while there is a talk with officers: its number, or "live" for the latest;
    `muted` while nothing unasked is wanted.
    """

    turn: int = 0
    mode: Mode = "idle"
    form: str | None = None
    field: str | None = None
    answers: Answers = {}
    aside: dict[str, Any] = {}
    editing: bool = False
    offer: tuple[tuple[int, str, str], ...] = ()
    misses: int = 0
    at: datetime | None = None
    drafts: tuple[Draft, ...] = ()
    held: str = ""
    wish: str = ""
    tapped: str = ""
    question: str = ""
    latest: str = ""
    loose: tuple[int, ...] = ()
    heard: str = ""
    thread: str = ""
    shared: bool = False
    muted: bool = False
    dossier: str = ""
    more: int = 0
    again: int = 0


_decoder = msgspec.json.Decoder(State)
_encoder = msgspec.json.Encoder()
NEW = State()


def load(text: str) -> State:
    """The state in a row; an empty row is a new conversation. Raises msgspec.DecodeError for anything else."""
    return _decoder.decode(text) if text else NEW


def dump(state: State) -> str:
    """The state as JSON text."""
    return _encoder.encode(state).decode()
