"""The doors to the database: `reading()` and `writing()`. Nobody else commits."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from ocop_core.db import inline

BUSY_SECONDS = 15.0
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "cache_size=-16000",
    "temp_store=MEMORY",
)
RANG = "rang"


class Database:
    """Two doors to one database. After a commit that owed messages, the bell wakes the relay."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.sqlite = url.startswith("sqlite")
        self._one_writer = asyncio.Lock()
        self._bells: list[Callable[[], None]] = []
        if self.sqlite:
            path = Path(url.removeprefix("sqlite:///"))
            path.parent.mkdir(parents=True, exist_ok=True)
            inline.register()
            self.reader = _sqlite(f"sqlite+aiosqlite:///{path}", "BEGIN", {"timeout": BUSY_SECONDS})
            factory = {"factory": inline.InlineConnection, "timeout": 0.0, "check_same_thread": False}
            self.writer = _sqlite(f"sqlite+inline:///{path}", "BEGIN IMMEDIATE", factory)
        else:
            self.reader = self.writer = create_async_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A unit that only reads; it sees one state of the database and is rolled back at the end."""
        async with AsyncSession(self.reader, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """A unit of work: commits at the end, rolls back on any error, then rings for owed messages.

        On SQLite it begins IMMEDIATE, so that what is read stays true until the commit.
        """
        if self.sqlite:
            async with self._one_writer, self._unit() as session:
                yield session
        else:
            async with self._unit() as session:
                yield session
        if session.info.get(RANG):
            self.ring()

    @asynccontextmanager
    async def _unit(self) -> AsyncIterator[AsyncSession]:
        session = AsyncSession(self.writer, expire_on_commit=False)
        try:
            await self._begin(session)
            yield session
            await session.commit()
        except BaseException:
            await session.rollback()
            raise
        finally:
            await session.close()

    async def _begin(self, session: AsyncSession) -> None:
        if not self.sqlite:
            return
        loop = asyncio.get_running_loop()
        until = loop.time() + BUSY_SECONDS
        while True:
            try:
                await session.connection()
                return
            except OperationalError as error:
                await session.rollback()
                if "locked" not in str(error) or loop.time() > until:
                    raise
                # Another process writes; the loop must go on meanwhile, so we wait and not SQLite.
                await asyncio.sleep(random.uniform(0.001, 0.02))  # noqa: S311 - jitter, no secret

    def on_owed(self, bell: Callable[[], None]) -> None:
        """Calls `bell` after each commit that owed messages."""
        self._bells.append(bell)

    def ring(self) -> None:
        """Wakes whoever waits for owed messages."""
        for bell in self._bells:
            bell()

    async def close(self) -> None:
        """Closes all connections."""
        await self.writer.dispose()
        if self.reader is not self.writer:
            await self.reader.dispose()


def _sqlite(url: str, begin: str, connect_args: dict[str, Any]) -> AsyncEngine:
    engine = create_async_engine(url, connect_args=connect_args)

    @event.listens_for(engine.sync_engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        # The driver must not begin transactions by itself, or IMMEDIATE comes too late.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine
