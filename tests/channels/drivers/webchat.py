"""Somebody with the web chat open."""

import itertools
from typing import Any

from bot.channels.base import Means
from bot.channels.webchat import WebChat
from bot.webchat import messages
from ocop_core.services import history
from tests.channels.drivers.base import PHOTO, Shown


class WebChatDriver:
    """A page that reads its history."""

    address = "f" * 40

    def __init__(self) -> None:
        self.channel = WebChat()
        self._numbers = itertools.count(1)

    async def open(self, means: Means) -> None:
        self.db = means.db

    async def close(self) -> None:
        pass

    def _payload(self, kind: str, **more: Any) -> dict[str, Any]:
        return {"address": self.address, "id": f"browser-{next(self._numbers):04}", "kind": kind, **more}

    async def said(self, text: str) -> dict[str, Any]:
        return self._payload("text", text=text)

    async def tapped(self, label: str) -> dict[str, Any]:
        buttons = [b for m in (await self._messages())[-1:] for b in (*m["choices"], *m["exits"])]
        found = next(b for b in buttons if label in b["label"])
        return self._payload("button", text=found["label"], data=found["data"])

    async def started(self, payload: str) -> dict[str, Any]:
        return self._payload("start", text="Bắt đầu", data=payload)

    async def photo(self, file_id: int, content: bytes = PHOTO) -> dict[str, Any]:
        return self._payload("photo", file_id=file_id)

    async def _messages(self) -> list[dict[str, Any]]:
        async with self.db.reading() as session:
            chat = await history.chat_at(session, "webchat", self.address)
            assert chat is not None
            found = await messages.shown(session, chat.id, secret="")
        return [m for m in found if m["from"] == "bot"]

    async def shown(self) -> Shown:
        return [(m["text"], [c["label"] for c in m["choices"]]) for m in await self._messages()]
