"""Brings a database to the present schema, and tells whether it is there."""

from pathlib import Path
from typing import Any

from ocop_core.db.base import Database

FOLDER = Path(__file__).parent / "migrations"


def _config() -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


async def upgrade(db: Database) -> None:
    """Applies all migrations that are missing. Safe to repeat; two at once wait for each other."""
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
