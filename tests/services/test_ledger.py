"""The ledger of owed messages as others look at it: is anything due, how old, how many."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from ocop_core.conversation.said import Body
from ocop_core.db.base import Database
from ocop_core.db.models import Outbox
from ocop_core.services import outbox, render
from ocop_core.services.outbox import BULK, NOTICE, REPLY, Settled
from tests.support.clock import Clock
from tests.support.making import make_chat, owe

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


async def test_the_look_before_the_lock_sees_what_is_due(db: Database, clock: Clock) -> None:
    async def due(only: str | None = None) -> bool:
        async with db.reading() as session:
            return await outbox.anything_due(session, "console", clock(), only)

    assert not await due()
    (number,) = await owe(db, await make_chat(db, clock()), "một", at=clock())
    assert await due() and await due("u1") and not await due("u2")
    await claim(db, clock)
    assert not await due()
    await settle(db, clock, Settled(number, "retry"))
    assert not await due()
    clock.go(seconds=2)
    assert await due()


async def test_the_ledger_in_figures(db: Database, clock: Clock) -> None:
    chat = await make_chat(db, clock())
    await owe(db, chat, "một", "hai", at=clock())
    async with db.writing() as session:
        await outbox.owe(session, chat.id, "console", [Body("k", "ba")], clock.go(hours=1), lane=BULK, kind="bulk")
        await session.execute(update(Outbox).where(Outbox.kind == "bulk").values(state="unsure"))
    async with db.reading() as session:
        figures = {(f["kind"], f["state"]): (f["count"], f["oldest"]) for f in await outbox.figures(session)}
    assert figures == {
        ("bulk", "unsure"): (1, clock()),
        ("reply", "queued"): (2, clock() - timedelta(hours=1)),
    }


async def test_the_age_of_the_queue_counts_only_what_is_due(db: Database, clock: Clock) -> None:
    async def age() -> float:
        async with db.reading() as session:
            return await outbox.oldest_waiting(session, clock())

    assert await age() == 0
    (number,) = await owe(db, await make_chat(db, clock(), channel="telegram"), "một", at=clock())
    clock.go(seconds=90)
    assert await age() == 90
    async with db.writing() as session:
        await session.execute(update(Outbox).values(not_before=clock() + timedelta(minutes=1)))
    assert await age() == 0
    async with db.reading() as session:
        assert await session.scalar(select(Outbox.id)) == number
