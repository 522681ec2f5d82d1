"""What a person said, in words that know no messenger."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Kind = Literal[
    "text",
    "button",
    "start",
    "photo",
    "document",
    "voice",
    "video",
    "location",
    "contact",
    "sticker",
    "edited",
    "link",
    "unsupported",
    "blocked",
    "unblocked",
]


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file the messenger holds (`ref`) or that is already stored (`file_id`); size in bytes if known."""

    ref: str = ""
    name: str = ""
    mime: str = ""
    size: int | None = None
    file_id: int | None = None


@dataclass(frozen=True, slots=True)
class Inbound:
    """One thing said. `data` is the payload of a button or of a deep link; `phone` only if vouched for."""

    kind: Kind
    text: str = ""
    data: str = ""
    files: tuple[FileRef, ...] = ()
    phone: str | None = None
    place: tuple[float, float] | None = None
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """An inbound with its envelope: which channel, whose chat, which message, when it was said."""

    channel: str
    address: str
    message_id: str
    inbound: Inbound
    at: datetime | None = None
    name: str = ""
    ack: str = field(default="", compare=False)
