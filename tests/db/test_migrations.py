"""Migrations lead to the models, can be repeated, and do not trip over each other."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import inspect
from sqlalchemy.ext.asyncio import AsyncConnection

from ocop_core.db import migrating
from ocop_core.db.base import Database
from tests.support import databases

UPGRADE = """
import asyncio, sys
from ocop_core.db import migrating
from ocop_core.db.base import Database

async def work():
    db = Database(sys.argv[1])
    await migrating.upgrade(db)
    await db.close()

asyncio.run(work())
"""


async def test_the_migrated_tables_are_those_of_the_models(db: Database) -> None:
    assert await migrating.differences(db) == []


async def test_the_migrated_database_is_at_the_programs_revision(db: Database) -> None:
    assert await migrating.current(db) == migrating.head()


async def test_migrating_again_changes_nothing(db: Database) -> None:
    await migrating.upgrade(db)
    assert await migrating.differences(db) == []


async def test_down_to_nothing_and_up_again_is_the_same(db: Database) -> None:
    async with db.writing() as session:
        connection: AsyncConnection = await session.connection()

        def down(sync: object) -> None:
            config = migrating._config()
            config.attributes["connection"] = sync
            command.downgrade(config, "base")

        await connection.run_sync(down)
    async with db.reading() as session:
        tables = await (await session.connection()).run_sync(lambda c: inspect(c).get_table_names())
    assert tables == ["alembic_version"]
    await migrating.upgrade(db)
    assert await migrating.differences(db) == []


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without a single table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    cluster = request.getfixturevalue("cluster")
    name = databases.fresh_name()
    databases.apart(databases.on_server(cluster, f"CREATE DATABASE {name}"))
    return str(cluster.database(name))


def test_two_processes_that_start_together_both_find_the_tables(empty: str) -> None:
    command_line = [sys.executable, "-W", "error", "-c", UPGRADE, empty]
    started = [subprocess.Popen(command_line, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    problems = [process.communicate(timeout=60)[1] for process in started]
    assert [process.returncode for process in started] == [0, 0], "\n".join(problems)
