"""The web chat as a channel: what is sent is in the history already; open pages are told at once."""

import asyncio
from collections import defaultdict
from datetime import timedelta
from typing import Any

from msgspec import to_builtins

from bot.channels.base import Call, Json, Limits, Parcel
from ocop_core.conversation.heard import FileRef, Heard, Inbound
from ocop_core.conversation.said import Body
from ocop_core.errors import SendError

NAME = "webchat"
# The screen is ours: what stands on it can be put right for as long as anybody would want to.
LIMITS = Limits(
    text=20_000, buttons=100, label=200, data=200, file_bytes=20 * 1024 * 1024, recall=timedelta(days=3_650)
)
_KINDS = ("text", "button", "start", "location", "photo", "document", "voice")


def message(body: Body, outbox_id: int, at: str) -> dict[str, Any]:
    """An owed message as the page shows it; `replaces` names the message that gets these words, or loses its own."""
    shown = to_builtins(body)
    # The page draws the progress; the words before the question would say it twice.
    shown["text"] = body.text.replace(f"({body.step}/{body.of}) ", "", 1)
    return {
        "id": f"o{outbox_id}",
        "from": "bot",
        **{k: shown[k] for k in ("text", "choices", "exits", "step", "of", "want")},
        "files": [],
        "at": at,
        "ref": None,
        "replaces": f"o{body.replaces}" if body.replaces else None,
        "changed": _changed(body),
    }


def _changed(body: Body) -> str:
    if body.replaces is None:
        return ""
    return "edited" if body.text else "recalled"


class WebChat:
    """Pages listen by chat id; a page that was away reads the history."""

    name = NAME
    limits = LIMITS

    def __init__(self) -> None:
        self._listeners: dict[int, set[asyncio.Event]] = defaultdict(set)

    def read(self, payload: Json) -> Heard | None:
        """`{"address","id","kind","text","data","lat","lon","file_id"}`; None where the kind is unknown."""
        kind, address, key = payload.get("kind"), payload.get("address"), payload.get("id")
        if kind not in _KINDS or not isinstance(address, str) or not isinstance(key, str) or not 8 <= len(key) <= 80:
            return None
        file_id = payload.get("file_id")
        files = (FileRef(file_id=file_id),) if isinstance(file_id, int) else ()
        text, data = payload.get("text"), payload.get("data")
        inbound = Inbound(
            kind,
            text if isinstance(text, str) else "",
            data[:200] if isinstance(data, str) else "",
            files,
            place=_place(payload),
        )
        return Heard(NAME, address, f"{address[:16]}:{key}", inbound)

    def write(self, parcel: Parcel) -> tuple[Call, ...]:
        """One push."""
        return (Call("push", {"chat_id": parcel.chat_id, "body": parcel.body}),)

    async def send(self, parcel: Parcel) -> str:
        """Wakes the open pages of this chat; the history holds the message for all others."""
        for call in self.write(parcel):
            self.wake(call.args["chat_id"])
        return str(parcel.id)

    def wake(self, chat_id: int) -> None:
        """Something is new in this chat."""
        for event in self._listeners.get(chat_id, ()):
            event.set()

    def listen(self, chat_id: int, event: asyncio.Event) -> None:
        """`event` is set whenever something is new."""
        self._listeners[chat_id].add(event)

    def leave(self, chat_id: int, event: asyncio.Event) -> None:
        """Ends listening."""
        self._listeners[chat_id].discard(event)
        if not self._listeners[chat_id]:
            del self._listeners[chat_id]

    async def fetch(self, ref: FileRef) -> bytes:
        """Files are uploaded with their bytes; there is nothing to fetch."""
        raise SendError("refused", "web chat files are stored at once")

    async def start(self) -> None:
        """Nothing to open."""

    async def stop(self) -> None:
        """Nothing to close."""


def _place(payload: Json) -> tuple[float, float] | None:
    lat, lon = payload.get("lat"), payload.get("lon")
    if isinstance(lat, int | float) and isinstance(lon, int | float) and abs(lat) <= 90 and abs(lon) <= 180:
        return float(lat), float(lon)
    return None
