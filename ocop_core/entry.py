"""What every entry point does: read settings, open the database, run to the end, report."""

import asyncio
import json
import os
import sys
from collections.abc import Coroutine
from typing import Any

import click

from ocop_core.db.base import Database
from ocop_core.settings import ROOT, Settings, from_env, read_dotenv


def settings() -> Settings:
    """The settings of this process, from the environment over `.env`."""
    return from_env({**read_dotenv(ROOT / ".env"), **os.environ})


def run(work: Coroutine[Any, Any, None]) -> None:
    """Runs a command's work to its end."""
    try:
        asyncio.run(work)
    except KeyboardInterrupt:
        sys.exit(130)


def report(facts: dict[str, Any], *, as_json: bool, words: str) -> None:
    """One line of a report: JSON for programs, words for people."""
    click.echo(json.dumps(facts, ensure_ascii=False, default=str) if as_json else words)


async def opened(config: Settings) -> Database:
    """The database at the present schema."""
    from ocop_core.db import migrating

    db = Database(config.database_url)
    await migrating.upgrade(db)
    return db
