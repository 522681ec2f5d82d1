"""What every channel is: read, write, send, fetch and its limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ocop_core.conversation.heard import FileRef, Heard
from ocop_core.conversation.said import Body

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Limits:
    """What the messenger allows. Text in characters, labels in characters, data in bytes.

    `rate` is messages a second over all chats, `chat_rate` within one chat; None where there is none.
    """

    text: int
    buttons: int
    label: int
    data: int
    file_bytes: int
    rate: float | None = None
    chat_rate: float | None = None


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
