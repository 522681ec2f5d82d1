"""One person's screen over the local Telegram, and the files that a person sent, once they were fetched."""

import asyncio
from collections.abc import Awaitable

from sqlalchemy import select

from bot.fakes.telegram_ledger import Sent
from bot.fakes.telegram_server import TelegramServer
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import File


class Phone:
    """One person's screen: what is done on it, and what appears."""

    def __init__(self, server: TelegramServer, knowledge: Knowledge, chat_id: int) -> None:
        self.server, self.words, self.chat_id = server, knowledge.words, chat_id
        self.seen = 0

    async def does(self, act: Awaitable[int], count: int = 1) -> Sent:
        """Does something and returns the last of the `count` messages that follow."""
        await act
        return await self.shows(count)

    async def shows(self, count: int = 1) -> Sent:
        self.seen += count
        async with asyncio.timeout(10):
            while len(self.screen) < self.seen:
                await asyncio.sleep(0.01)
        return self.screen[self.seen - 1]

    @property
    def screen(self) -> list[Sent]:
        return [sent for sent in self.server.sent if sent.chat_id == self.chat_id]

    async def press(self, key: str, count: int = 1) -> Sent:
        """Presses the button with these words."""
        return await self.does(self.server.press(self.chat_id, self.words.say(key)), count)

    async def say(self, text: str, count: int = 1) -> Sent:
        return await self.does(self.server.say(self.chat_id, text), count)

    async def nothing_more(self, seconds: float = 0.7) -> None:
        """Everything that was shown was waited for."""
        await asyncio.sleep(seconds)
        assert [sent.text for sent in self.screen[self.seen :]] == []


async def fetched(db: Database) -> list[File]:
    async with asyncio.timeout(10):
        while True:
            async with db.reading() as session:
                files = list((await session.scalars(select(File).order_by(File.id))).all())
            if files and all(file.state == "kept" for file in files):
                return files
            await asyncio.sleep(0.05)
