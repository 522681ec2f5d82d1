"""A person at one end of a channel, and the whole house at the other."""

import json
from typing import Any, Literal

from sqlalchemy import select

from bot.deps import Deps
from bot.fetcher import fetch_due
from bot.hearing import hear_update
from bot.relay import Relay
from ocop_core.db.models import Chat
from ocop_core.services.files import storing
from ocop_core.text import fold
from tests.channels.drivers import Driver, Shown
from tests.support.clock import Clock

How = Literal["button", "number", "words", "plain words"]
HOWS: tuple[How, ...] = ("button", "number", "words", "plain words")


class Person:
    """Says or taps something, and sees what comes back, through the whole house."""

    def __init__(self, driver: Driver, deps: Deps, clock: Clock) -> None:
        self.driver, self.deps, self.db, self.clock = driver, deps, deps.db, clock
        self._seen = 0
        self.relay = Relay(deps.db, driver.channel, clock, knowledge=deps.knowledge)

    @property
    def channel(self) -> str:
        """The name of the channel."""
        return self.driver.channel.name

    async def hears(self, payload: dict[str, Any], times: int = 1) -> Shown:
        """What comes back to an event of the messenger."""
        for _ in range(times):
            self.clock.go(seconds=1)
            await hear_update(self.deps, self.driver.channel, json.dumps(payload).encode())
        return await self.is_told()

    async def says(self, text: str) -> Shown:
        """What comes back to words."""
        return await self.hears(await self.driver.said(text))

    async def taps(self, label: str) -> Shown:
        """What comes back to a tap on a button of the last message."""
        return await self.hears(await self.driver.tapped(label))

    async def answers(self, how: How, label: str) -> Shown:
        """What comes back to a choice of the last message."""
        return await self.hears(await self.choice(how, label))

    async def choice(self, how: How, label: str) -> dict[str, Any]:
        """A choice of the last message, made in one of the ways in which people make it."""
        match how:
            case "button":
                return await self.driver.tapped(label)
            case "number":
                return await self.driver.said(await self._number(label))
            case "words":
                return await self.driver.said(label)
            case "plain words":
                return await self.driver.said(fold(label))

    async def _number(self, label: str) -> str:
        """The number that stands before the words, or their place where none is shown."""
        labels = (await self.driver.shown())[-1][1]
        place = next(n for n, each in enumerate(labels) if label in each)
        shown = labels[place].partition(". ")[0]
        return shown if shown.isdecimal() else str(place + 1)

    async def shows(self, content: bytes) -> Shown:
        """What comes back to a picture."""
        digest = storing.put(self.deps.settings.files_dir, content)
        async with self.db.writing() as session:
            row = await storing.keep(
                session, (await self.chat()).id, content, "image/jpeg", digest, "a.jpg", self.clock()
            )
        shown = await self.hears(await self.driver.photo(row, content))
        await fetch_due(self.deps, self.driver.channel)
        return shown

    async def is_told(self) -> Shown:
        """What has come since one looked last, asked for or not."""
        await self.relay.drain()
        shown = await self.driver.shown()
        news, self._seen = shown[self._seen :], len(shown)
        return news

    async def agrees(self) -> None:
        """Greets and agrees, so that one may be written to."""
        await self.says("xin chào")
        await self.says("đồng ý")

    async def chat(self) -> Chat:
        """The chat as it is now."""
        async with self.db.reading() as session:
            found = select(Chat).where(Chat.channel == self.channel, Chat.address == self.driver.address)
            return (await session.scalars(found)).one()
