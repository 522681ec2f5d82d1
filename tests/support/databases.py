"""A fresh, migrated database for each test: copied from a template, so that it costs milliseconds."""

import asyncio
import itertools
import os
import shutil
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import asyncpg

from ocop_core.db import migrating
from ocop_core.db.base import Database
from tests.support.postgres import Cluster

_numbers = itertools.count(1)


def apart(work: Coroutine[Any, Any, None]) -> None:
    """Runs work to its end in a loop of its own, whether or not a loop is running here."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


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


async def on_server(cluster: Cluster, statement: str) -> None:
    """Runs one statement on the server, outside any transaction."""
    connection = await asyncpg.connect(cluster.url.replace("+asyncpg", ""))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
