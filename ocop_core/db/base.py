"""The doors to the database: `reading()` and `writing()`. Nobody else commits."""

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from ocop_core.db import inline
from ocop_core.db.checkpoints import FALLBACK_PAGES, Checkpoints
from ocop_core.db.hot import INLINE

BUSY_SECONDS = 15.0
CACHE_KIB, ROOMY_KIB = 16_000, 64_000
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    f"wal_autocheckpoint={FALLBACK_PAGES}",
    f"cache_size=-{CACHE_KIB}",
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
        self._line: inline.InlineConnection | None = None
        self._unused: AsyncSession | None = None
        if self.sqlite:
            path = Path(url.removeprefix("sqlite:///"))
            path.parent.mkdir(parents=True, exist_ok=True)
            inline.register()
            self._checkpoints = Checkpoints(path)
            self.reader = _sqlite(f"sqlite+aiosqlite:///{path}", "BEGIN", {"timeout": BUSY_SECONDS})
            factory = {"factory": inline.InlineConnection, "timeout": 0.0, "check_same_thread": False}
            self.writer = _sqlite(f"sqlite+inline:///{path}", "BEGIN IMMEDIATE", factory)
        else:
            self.writer = create_async_engine(
                url, pool_size=10, max_overflow=10, pool_pre_ping=True, hide_parameters=True
            )
            # The same connections; what is read in one unit belongs to one moment, as on SQLite.
            self.reader = self.writer.execution_options(isolation_level="REPEATABLE READ")

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
            async with self._one_writer, self._inline_unit() as session:
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
            yield session
            await session.commit()
        except BaseException:
            await session.rollback()
            raise
        finally:
            await session.close()

    @asynccontextmanager
    async def _inline_unit(self) -> AsyncIterator[AsyncSession]:
        """The transaction is begun and ended here and not by SQLAlchemy, which many units never need."""
        line = await self._begin()
        session, self._unused = self._unused or AsyncSession(self.writer, expire_on_commit=False), None
        session.info.clear()
        session.info[INLINE] = line
        try:
            yield session
            if session.in_transaction():
                await session.commit()
                unused = None
            else:
                # Most messages need none, and one costs as much as two statements: the next unit may have it.
                unused = session
            line.commit_unit()
            self._unused = unused
        except BaseException:
            try:
                await session.close()
            finally:
                line.rollback_unit()
            raise
        self._checkpoints.count()

    @asynccontextmanager
    async def roomy(self) -> AsyncIterator[None]:
        """For work that touches most rows: units in it find four times as many pages of SQLite in memory.

        It is a quarter of the time of such work; at the end the memory is given back.
        """
        await self._cache(ROOMY_KIB)
        try:
            yield
        finally:
            await self._cache(CACHE_KIB)

    async def _cache(self, kib: int) -> None:
        if self.sqlite:
            async with self._one_writer:
                line = self._line = self._line or await self._open()
                line.plain.execute(f"PRAGMA cache_size=-{kib}")
                line.plain.execute("PRAGMA shrink_memory")

    async def _begin(self) -> inline.InlineConnection:
        loop = asyncio.get_running_loop()
        until = loop.time() + BUSY_SECONDS
        while True:
            try:
                line = self._line = self._line or await self._open()
                line.begin_unit()
                return line
            except (sqlite3.OperationalError, OperationalError) as error:
                if "locked" not in str(error) or loop.time() > until:
                    raise
                # Another process writes; the loop must go on meanwhile, so we wait and not SQLite.
                await asyncio.sleep(random.uniform(0.001, 0.02))  # noqa: S311 - jitter, no secret

    async def _open(self) -> inline.InlineConnection:
        # May find a locked file as well: the first process of all makes it a write-ahead one.
        async with self.writer.connect() as connection:
            line = (await connection.get_raw_connection()).driver_connection
        assert isinstance(line, inline.InlineConnection)
        return line

    def on_owed(self, bell: Callable[[], None]) -> None:
        """Calls `bell` after each commit that owed messages."""
        self._bells.append(bell)

    def ring(self) -> None:
        """Wakes whoever waits for owed messages."""
        for bell in self._bells:
            bell()

    async def close(self) -> None:
        """Closes all connections."""
        self._line = None
        if self.sqlite:
            await self._checkpoints.stop()
        await self.writer.dispose()
        await self.reader.dispose()


def _sqlite(url: str, begin: str, connect_args: dict[str, Any]) -> AsyncEngine:
    # Errors go to the log, and names and phone numbers must not.
    engine = create_async_engine(url, connect_args=connect_args, hide_parameters=True)

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
        if not getattr(connection.connection.dbapi_connection, "in_unit", False):
            connection.exec_driver_sql(begin)

    return engine
