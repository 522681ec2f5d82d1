"""What every channel is: read, write, send, fetch and its limits."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol, runtime_checkable

from ocop_core.conversation.heard import FileRef, Heard
from ocop_core.conversation.said import Body
from ocop_core.db.base import Database
from ocop_core.settings import Settings

Json = Mapping[str, Any]
Labels = Mapping[str, str]
StoredFile = Callable[[int], Awaitable[tuple[str, str, bytes]]]
Verdict = Literal["answer", "overhear", "drop"]


@dataclass(frozen=True, slots=True)
class Means:
    """What a channel may be made of.

    `labels` are the words of its own buttons; `files` gives name, type and bytes of a stored file by its id.
    """

    settings: Settings
    labels: Labels
    files: StoredFile
    db: Database
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Limits:
    """What the messenger allows. Text in characters, labels in characters, data in bytes.

    `rate` is messages a second over all chats, `chat_rate` within one chat after the first `chat_burst`; None where
    there is none.
    `recall` is how long a message can be changed or taken back, None where it cannot. So many characters stand under
    one file in the same message, `caption`; 0 where words and files are messages of their own.
    """

    text: int
    buttons: int
    label: int
    data: int
    file_bytes: int
    rate: float | None = None
    chat_rate: float | None = None
    chat_burst: int = 3
    recall: timedelta | None = None
    caption: int = 0


@dataclass(frozen=True, slots=True)
class Parcel:
    """An owed message on its way: outbox row, recipient's address on the channel, and what to show."""

    id: int
    chat_id: int
    address: str
    body: Body


@dataclass(frozen=True, slots=True)
class Call:
    """One request to a messenger: method name and its arguments."""

    method: str
    args: dict[str, Any]


class Channel(Protocol):
    """One messenger. `read` and `write` are pure; `send` and `fetch` talk to the network."""

    name: str
    limits: Limits

    def read(self, payload: Json) -> Heard | None:
        """The payload in our words; None where there is nothing to answer. Never raises on bad shapes."""

    def write(self, parcel: Parcel) -> tuple[Call, ...]:
        """The requests that show a parcel, split to the channel's limits."""

    async def send(self, parcel: Parcel) -> str:
        """Deliver; returns the messenger's message id. Raises SendError."""

    async def fetch(self, ref: FileRef) -> bytes:
        """The bytes of a file that a person sent. Raises SendError."""

    async def start(self) -> None:
        """Open connections."""

    async def stop(self) -> None:
        """Close them."""


@runtime_checkable
class Acknowledging(Protocol):
    """A messenger that shows a waiting sign on a tapped button until it is told to stop."""

    async def acknowledge(self, ack_id: str, text: str = "") -> None:
        """Ends the waiting sign."""


@runtime_checkable
class Asked(Channel, Protocol):
    """A messenger that must be told where to bring messages, and is asked for them where we have no address."""

    async def setup(self, commands: Sequence[tuple[str, str]], webhook_url: str | None) -> None:
        """Tells the messenger our menu of commands and our address; without one, that we shall ask."""

    async def poll(self, offset: int | None, timeout: int = 25) -> list[dict[str, Any]]:
        """What has come; what stands before `offset`, where the messenger counts, is forgotten there."""


@runtime_checkable
class Attentive(Protocol):
    """A messenger whose events say more than what a person says: receipts, staff who answer, people who leave."""

    async def attend(self, payload: Json) -> Verdict:
        """Notes what an event means for the account; whether what is said is answered, only kept, or dropped."""


@runtime_checkable
class Tended(Protocol):
    """A messenger at which our account needs something now and then."""

    name: str

    async def tend(self) -> None:
        """Does what is due. Raises SendError."""
