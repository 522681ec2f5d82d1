"""The ledger of owed messages as others look at it: is anything due, how old, how many."""

from datetime import timedelta

from sqlalchemy import select, update

from ocop_core.conversation.said import Body
from ocop_core.db.base import Database
from ocop_core.db.models import Outbox
from ocop_core.services import outbox
from ocop_core.services.outbox import BULK, Settled
from tests.support.claiming import claim, settle
from tests.support.clock import Clock
from tests.support.making import make_chat, owe


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
