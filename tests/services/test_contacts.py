"""Who acts at a messenger: the moment is noted, what rested goes out, and who has left is not brought back."""

from datetime import timedelta

from ocop_core.conversation.said import Body
from ocop_core.db.base import Database
from ocop_core.services import outbox
from ocop_core.services.accounts import contacts
from tests.support.clock import Clock
from tests.support.making import make_chat

CHANNEL, WINDOW = "zalo_oa", timedelta(hours=48)


async def acts(db: Database, address: str, clock: Clock) -> bool | None:
    async with db.writing() as session:
        return await contacts.seen(session, CHANNEL, address, clock(), WINDOW)


async def due(db: Database, clock: Clock) -> int:
    async with db.writing() as session:
        return len(await outbox.claim(session, CHANNEL, clock(), lanes=(0, 9), limit=10))


async def rests(db: Database, address: str, clock: Clock) -> None:
    """A message that waits for a day, as the window is shut."""
    chat = await make_chat(db, clock(), address=address, channel=CHANNEL)
    async with db.writing() as session:
        await outbox.owe(session, chat.id, CHANNEL, [Body("k", "chờ")], clock())
    async with db.writing() as session:
        (row,) = await outbox.claim(session, CHANNEL, clock(), lanes=(0, 9), limit=10)
        await outbox.settle(session, [outbox.Settled(row.id, "later", after=300_000.0, reason="window")], clock())


async def test_what_rested_is_due_when_somebody_acts_for_the_first_time(db: Database, clock: Clock) -> None:
    await rests(db, "z1", clock)
    await rests(db, "z2", clock)
    assert await acts(db, "z1", clock) is True
    assert await due(db, clock) == 1


async def test_what_rested_is_due_when_somebody_comes_back_after_days_and_not_before(
    db: Database, clock: Clock
) -> None:
    assert await acts(db, "z1", clock) is True
    await rests(db, "z1", clock)
    clock.go(hours=1)
    assert await acts(db, "z1", clock) is True
    assert await due(db, clock) == 0
    clock.go(hours=49)
    assert await acts(db, "z1", clock) is True
    assert await due(db, clock) == 1


async def test_an_earlier_moment_does_not_move_the_later_one_back(db: Database, clock: Clock) -> None:
    late = clock()
    assert await acts(db, "z1", clock) is True
    async with db.writing() as session:
        assert await contacts.seen(session, CHANNEL, "z1", late - timedelta(hours=3), WINDOW) is True
    async with db.writing() as session:
        assert (await contacts.noted(session, CHANNEL, "z1")).acted_at == late


async def test_who_has_left_is_looked_at_the_long_way(db: Database, clock: Clock) -> None:
    assert await acts(db, "z1", clock) is True
    async with db.writing() as session:
        await contacts.withdraw(session, await contacts.noted(session, CHANNEL, "z1"), clock())
    clock.go(hours=1)
    assert await acts(db, "z1", clock) is None
