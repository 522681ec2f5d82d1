"""Brings a database to the present schema, and tells whether it is there."""

import asyncio
import os
import sys
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import OperationalError, ProgrammingError

from ocop_core.db.base import Database
from ocop_core.errors import OcopError

FOLDER = Path(__file__).parent / "migrations"


def _config() -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


async def upgrade(db: Database) -> None:
    """Applies all migrations that are missing. Safe to repeat; two at once wait for each other."""
    if await is_current(db):
        return
    from alembic import command

    config = _config()

    def run(connection: Any) -> None:
        if connection.dialect.name == "postgresql":
            # One at a time: a key of our own, held to the end of the transaction.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(726127)")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

    async with db.writing() as session:
        await (await session.connection()).run_sync(run)


async def is_current(db: Database) -> bool:
    """Whether the database is at this program's schema; a look that costs next to nothing."""
    return await _noted(db) == _newest()


async def upgrade_apart(db: Database) -> Awaitable[None]:
    """The same as `upgrade`, in a process of its own, for who goes on running.

    It has begun when this returns; what is returned is awaited for its end, and raises OcopError.
    """
    if await is_current(db):
        return asyncio.sleep(0)
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "ocop_core.db", env={**os.environ, "DATABASE_URL": db.url}, stderr=asyncio.subprocess.PIPE
    )

    async def ended() -> None:
        _, said = await child.communicate()
        if child.returncode:
            raise OcopError(said.decode("utf-8", "replace").strip()[-500:])

    return ended()


def _newest() -> str:
    """The last revision by the names of the files: Alembic is a tenth of our memory, and mostly not needed."""
    return max(path.name for path in FOLDER.glob("versions/[0-9]*.py")).partition("_")[0]


async def _noted(db: Database) -> str | None:
    async with db.reading() as session:
        try:
            return str(await session.scalar(text("SELECT version_num FROM alembic_version")))
        except (OperationalError, ProgrammingError):
            return None


def head() -> str:
    """The revision of this program."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config()).get_current_head() or ""


async def current(db: Database) -> str | None:
    """The revision of the database; None where it is empty."""
    from alembic.migration import MigrationContext

    async with db.writer.connect() as connection:
        return await connection.run_sync(lambda c: MigrationContext.configure(c).get_current_revision())


async def differences(db: Database) -> list[Any]:
    """What the database's tables lack or have too much, compared with the models."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from ocop_core.db.tables import METADATA

    def compare(connection: Any) -> list[Any]:
        return list(compare_metadata(MigrationContext.configure(connection), METADATA))

    async with db.writer.connect() as connection:
        return await connection.run_sync(compare)
