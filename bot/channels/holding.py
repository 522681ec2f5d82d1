"""Remembers which stored files lie at a messenger already: brought there once, then sent by their name there."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from sqlalchemy import select

from ocop_core.db.base import Database
from ocop_core.db.models import File
from ocop_core.db.models_channels import Upload


class Holding:
    """What one messenger holds, as rows: a kill forgets nothing. `lasts` is for how long the messenger keeps it."""

    def __init__(self, db: Database, clock: Callable[[], datetime], channel: str, lasts: timedelta) -> None:
        self._db, self._clock, self._channel, self._lasts = db, clock, channel, lasts
        self._alone: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def known(self, file_id: int) -> str:
        """The name of a file there; empty where it has still to be brought."""
        async with self._db.reading() as session:
            found = await session.get(Upload, (self._channel, file_id))
        return found.token if found is not None and found.until > self._clock() else ""

    @asynccontextmanager
    async def bringing(self, file_ids: Sequence[int]) -> AsyncIterator[dict[int, str]]:
        """The names there. While one brings a file, whoever wants the same waits and finds it brought."""
        names = {number: await self.known(number) for number in file_ids}
        async with AsyncExitStack() as stack:
            # In one order for all, or two would wait for each other.
            for number in sorted(number for number, name in names.items() if not name):
                lock = self._alone.setdefault(number, asyncio.Lock())
                await lock.acquire()
                names[number] = await self.known(number)
                if names[number]:
                    # Brought meanwhile: those who waited go on side by side.
                    lock.release()
                else:
                    stack.callback(lock.release)
            yield names

    async def remember(self, file_id: int, name: str) -> None:
        """It lies there now. What is made anew each time it is opened is not remembered."""
        async with self._db.writing() as session:
            if await session.scalar(select(File.state).where(File.id == file_id)) == "kept":
                until = self._clock() + self._lasts
                await session.merge(Upload(channel=self._channel, file_id=file_id, token=name, until=until))
