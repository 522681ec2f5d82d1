"""Owed messages taken and settled, as the relay would."""

from collections.abc import Sequence
from typing import Any

from ocop_core.db.base import Database
from ocop_core.services import outbox, render
from ocop_core.services.outbox import BULK, NOTICE, REPLY, Settled
from tests.support.clock import Clock

REPLIES, BULKS = (REPLY, NOTICE), (BULK, 9)


async def claim(
    db: Database, clock: Clock, *, lanes: tuple[int, int] = REPLIES, limit: int = 10, only: str | None = None
) -> list[str]:
    """The texts that are taken now, in the order in which they are taken."""
    return [render.load(row.body).text for row in await claimed(db, clock, lanes=lanes, limit=limit, only=only)]


async def claimed(
    db: Database, clock: Clock, *, lanes: tuple[int, int] = REPLIES, limit: int = 10, only: str | None = None
) -> Sequence[Any]:
    async with db.writing() as session:
        return await outbox.claim(session, "console", clock(), lanes=lanes, limit=limit, only=only)


async def settle(db: Database, clock: Clock, *results: Settled) -> None:
    async with db.writing() as session:
        await outbox.settle(session, results, clock())
