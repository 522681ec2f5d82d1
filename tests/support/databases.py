"""A fresh, migrated database for each test: copied from a template, so that it costs milliseconds."""

import asyncio
import itertools
import os
import shutil
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import asyncpg

from ocop_core.db import migrating
from ocop_core.db.base import Database
from tests.support.postgres import Cluster

T = TypeVar("T")
_numbers = itertools.count(1)


def apart(work: Coroutine[Any, Any, T]) -> T:
    """Runs work to its end in a loop of its own, whether or not a loop is running here."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def migrate(url: str) -> None:
    """Brings an empty database to the present schema."""
    db = Database(url)
    await migrating.upgrade(db)
    await db.close()


def sqlite_copy(template: Path, folder: Path) -> str:
    """A copy of the migrated file; its address."""
    target = folder / "ocop.db"
    shutil.copyfile(template, target)
    return f"sqlite:///{target}"


def fresh_name() -> str:
    """A name no other test or worker uses."""
    return f"ocop_test_{os.getpid()}_{next(_numbers)}"


async def on_server(cluster: Cluster, statement: str, database: str = "") -> Any:
    """Runs one statement outside any transaction; the first value of its first row."""
    url = cluster.database(database) if database else cluster.url
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


# Everything by which one would notice that a test has changed the schema.
SHAPE = """
SELECT md5(string_agg(what, ',' ORDER BY what)) FROM (
  SELECT indexdef AS what FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL
  SELECT format('%s %s %s %s', table_name, column_name, data_type, is_nullable)
  FROM information_schema.columns WHERE table_schema = 'public'
) AS parts
"""
# Deleting from nearly empty tables takes a tenth of what a new database takes.
EMPTY = """
DO $$ DECLARE one record; BEGIN
  PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
  SET LOCAL session_replication_role = replica;
  FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE format('DELETE FROM %I', one.tablename);
  END LOOP;
  PERFORM setval(oid, 1, false) FROM pg_class WHERE relkind = 'S';
END $$
"""


class Shelf:
    """Migrated, empty databases of one server: lent to a test, emptied, and lent again."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster, self.template = cluster, fresh_name()
        self._ready: list[str] = []
        self._shape: Any = None

    async def open(self) -> None:
        """Makes the template."""
        await on_server(self.cluster, f"CREATE DATABASE {self.template}")
        await migrate(self.cluster.database(self.template))
        self._shape = await on_server(self.cluster, SHAPE, self.template)

    async def lend(self) -> str:
        """The name of an empty database at the present schema."""
        if self._ready:
            return self._ready.pop()
        name = fresh_name()
        await on_server(self.cluster, f"CREATE DATABASE {name} TEMPLATE {self.template}")
        return name

    async def take_back(self, name: str) -> None:
        """Empties a database for the next test; one whose tables were changed is thrown away."""
        await on_server(self.cluster, EMPTY, name)
        if await on_server(self.cluster, SHAPE, name) == self._shape:
            self._ready.append(name)
        else:
            await self._drop(name)

    async def close(self) -> None:
        """Throws all of them away."""
        for name in (*self._ready, self.template):
            await self._drop(name)

    async def _drop(self, name: str) -> None:
        await on_server(self.cluster, f"DROP DATABASE {name} WITH (FORCE)")
