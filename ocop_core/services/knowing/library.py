"""The library that the engine asks for in the middle of a step, kept by each process at the version of the rows."""

import logging
from datetime import datetime
from functools import cache
from weakref import WeakKeyDictionary

from sqlalchemy.engine import Engine
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.base import Database
from ocop_core.db.faults import passing
from ocop_core.knowledge.entries import load_entries
from ocop_core.knowledge.library import Library, shipped
from ocop_core.services.asker import Asker
from ocop_core.services.knowing import entry_rows

log = logging.getLogger(__name__)
# One for each database: two of them have versions of their own.
_SHELVES: WeakKeyDictionary[Engine, entry_rows.Shelf] = WeakKeyDictionary()


async def look(session: AsyncSession, asker: Asker, about: str) -> Library:
    """What the chat knows now; what comes with the program where nothing was ever brought into the rows."""
    found = await _shelf(session).fresh(session)
    return found if found.version else _without_rows()


@cache
def _without_rows() -> Library:
    return shipped()


async def at_start(db: Database, at: datetime) -> bool:
    """Brings and warms the answers when the program starts. False where the database cannot be written just now.

    A disk that is full at the start must not keep everything else from going on as soon as there is room.
    """
    try:
        async with db.writing() as session:
            await bring(session, at)
            await warm(session)
    except Exception as error:
        if not passing(error):
            raise
        log.warning("the answers that come with the program come with its next start: %s", error)
        return False
    return True


async def bring(session: AsyncSession, at: datetime) -> int:
    """Brings the rows to what comes with the program, at its start; returns how many changed."""
    return await entry_rows.sync_shipped(session, load_entries(), at)


async def warm(session: AsyncSession) -> None:
    """Reads the library before the first question comes, which would otherwise hold up the chats behind it."""
    await _shelf(session).fresh(session)


def shelf(db: Database) -> entry_rows.Shelf:
    """The shelf from which this process's chats are answered; the panel shows what they know from it too."""
    return _of(db.writer.sync_engine)


def _shelf(session: AsyncSession) -> entry_rows.Shelf:
    return _of(session.get_bind().engine)


def _of(engine: Engine) -> entry_rows.Shelf:
    return _SHELVES.setdefault(engine, entry_rows.Shelf())
