"""Somebody on Telegram."""

from typing import Any, cast

from bot.channels.base import Means
from bot.channels.telegram import Telegram
from bot.fakes.telegram_ledger import FaultKind
from bot.fakes.telegram_server import TelegramServer
from tests.channels.drivers.base import PHOTO, Shown


class TelegramDriver:
    """A private chat at a local Bot API server, by polling."""

    address = "70001"

    def __init__(self) -> None:
        self.server = TelegramServer()
        self._offset: int | None = None

    async def open(self, means: Means) -> None:
        await self.server.start()
        self.channel = Telegram("100:ocop", self.server.base, labels={"send_phone": "Gửi số của tôi"})
        await self.channel.start()

    async def close(self) -> None:
        await self.channel.stop()
        await self.server.stop()

    async def _update(self) -> dict[str, Any]:
        (update,) = await self.channel.poll(self._offset, 1)
        self._offset = update["update_id"] + 1
        return update

    async def said(self, text: str) -> dict[str, Any]:
        await self.server.say(int(self.address), text)
        return await self._update()

    async def tapped(self, label: str) -> dict[str, Any]:
        await self.server.press(int(self.address), label)
        return await self._update()

    async def started(self, payload: str) -> dict[str, Any]:
        await self.server.begin(int(self.address), payload)
        return await self._update()

    async def photo(self, file_id: int, content: bytes = PHOTO) -> dict[str, Any]:
        await self.server.photo(int(self.address), content)
        return await self._update()

    async def shown(self) -> Shown:
        return [(sent.text, [label for label, _ in sent.buttons]) for sent in self.server.sent]

    def fail(self, kind: str) -> None:
        if kind == "refused":
            self.server.faults.unknown.add(int(self.address))
        else:
            self.server.fail(cast(FaultKind, kind), seconds=60)

    async def leave(self) -> dict[str, Any]:
        await self.server.block(int(self.address))
        return await self._update()

    async def come_back(self) -> dict[str, Any]:
        await self.server.unblock(int(self.address))
        return await self._update()
