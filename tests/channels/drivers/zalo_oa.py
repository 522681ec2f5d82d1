"""Somebody who follows the Official Account."""

from dataclasses import replace
from typing import Any

from bot.channels.base import Means
from bot.channels.zalo_oa import ZaloOa
from bot.fakes.zalo_oa_server import ZaloOaServer
from ocop_core.settings import from_env
from tests.channels.drivers.base import PHOTO, Shown, typed


class ZaloOaDriver:
    """A follower of a local Official Account."""

    address = "2512523625412515"

    async def open(self, means: Means) -> None:
        self.server = ZaloOaServer(clock=means.clock)
        await self.server.start()
        config = from_env({"DATABASE_URL": means.db.url, **self.server.env()})
        self.channel = ZaloOa(replace(means, settings=config))
        await self.channel.start()

    async def close(self) -> None:
        await self.channel.stop()
        await self.server.stop()

    async def said(self, text: str) -> dict[str, Any]:
        return await self.server.say(self.address, text)

    async def tapped(self, label: str) -> dict[str, Any]:
        try:
            return await self.server.press(self.address, label)
        except LookupError:
            return await self.said(typed(self.server.book.last_to(self.address), label))

    async def started(self, payload: str) -> dict[str, Any]:
        return await self.server.begin(self.address, "đăng ký sản phẩm" if payload == "idea" else payload)

    async def photo(self, file_id: int, content: bytes = PHOTO) -> dict[str, Any]:
        return await self.server.photo(self.address, content)

    async def shown(self) -> Shown:
        return [(sent.text, [title for title, _ in sent.buttons]) for sent in self.server.sent if sent.text]

    def fail(self, kind: str) -> None:
        self.server.fail({"refused": "-244"}.get(kind, kind), prefix="message/cs", seconds=60)

    async def leave(self) -> dict[str, Any]:
        return await self.server.block(self.address)

    async def come_back(self) -> dict[str, Any]:
        return await self.server.follow(self.address)
