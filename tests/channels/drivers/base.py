"""What a person can do and see at one end of a channel."""

import re
from typing import Any, Protocol

from bot.channels.base import Channel, Means

Shown = list[tuple[str, list[str]]]
PHOTO = b"\xff\xd8\xff" + bytes(1000)


class Driver(Protocol):
    """One person's end of a channel: what they do becomes a payload, what they see becomes (text, labels)."""

    channel: Channel
    address: str

    async def open(self, means: Means) -> None: ...

    async def close(self) -> None: ...

    async def said(self, text: str) -> dict[str, Any]: ...

    async def tapped(self, label: str) -> dict[str, Any]: ...

    async def started(self, payload: str) -> dict[str, Any]: ...

    async def photo(self, file_id: int, content: bytes = PHOTO) -> dict[str, Any]:
        """A picture: `content` where the messenger carries it, the stored file where it comes by our own page."""

    async def shown(self) -> Shown: ...


class MessengerDriver(Driver, Protocol):
    """A channel with a messenger in between, that can fail, and where people can leave."""

    def fail(self, kind: str) -> None:
        """The next message goes wrong: `500`, `429` for a minute, `cut` off after it arrived, `refused` for good."""

    async def leave(self) -> dict[str, Any] | None:
        """Blocks us or stops following; the event that tells so, where there is one."""

    async def come_back(self) -> dict[str, Any] | None:
        """Undoes it."""


def typed(last: Any, label: str) -> str:
    """What somebody types who sees no button: the number in front of the words, or the words themselves."""
    shown = last.text if last else ""
    found = re.search(rf"^(\d+)\. [^\n]*{re.escape(label)}", shown, re.M)
    assert found or label.lower() in shown.lower(), (label, shown)
    return found.group(1) if found else label
