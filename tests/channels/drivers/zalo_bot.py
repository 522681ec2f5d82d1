"""Somebody who writes to the Zalo Bot, which is polled."""

import re
from dataclasses import replace
from typing import Any

from bot.channels.base import Means
from bot.channels.zalo_bot import ZaloBot
from bot.fakes.zalo_bot_server import ZaloBotServer
from ocop_core.settings import from_env
from tests.channels.drivers.base import PHOTO, Shown, typed


class ZaloBotDriver:
    """Somebody who writes to a local bot, which is polled."""

    address = "6ede9afa66b88fe6d6a9"

    async def open(self, means: Means) -> None:
        self.server = ZaloBotServer(clock=means.clock)
        await self.server.start()
        config = from_env({"DATABASE_URL": means.db.url, **self.server.env()})
        self.channel = ZaloBot(replace(means, settings=config))
        await self.channel.start()

    async def close(self) -> None:
        await self.channel.stop()
        await self.server.stop()

    async def _event(self) -> dict[str, Any]:
        (event,) = await self.channel.poll(None, 1)
        return event

    async def said(self, text: str) -> dict[str, Any]:
        await self.server.say(self.address, text)
        return await self._event()

    async def tapped(self, label: str) -> dict[str, Any]:
        return await self.said(typed(self.server.book.last_to(self.address), label))

    async def started(self, payload: str) -> dict[str, Any]:
        return await self.said("đăng ký sản phẩm" if payload == "idea" else payload)

    async def photo(self, file_id: int, content: bytes = PHOTO) -> dict[str, Any]:
        await self.server.photo(self.address, content)
        return await self._event()

    async def shown(self) -> Shown:
        return [(sent.text, choices_in(sent.text)) for sent in self.server.sent]

    def fail(self, kind: str) -> None:
        self.server.fail({"refused": "400"}.get(kind, kind))

    async def leave(self) -> None:
        await self.server.block(self.address)

    async def come_back(self) -> None:
        await self.server.unblock(self.address)


def choices_in(text: str) -> list[str]:
    """The choices of a message, which are a paragraph of their own."""
    blocks = [block.splitlines() for block in text.split("\n\n")]
    lists = [lines for lines in blocks if all(re.match(r"\d+\. |• ", line) for line in lines)]
    return [line.removeprefix("• ") for line in lists[-1]] if lists else []
