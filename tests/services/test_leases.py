"""Who alone does something now."""

import asyncio
import os
import socket
import subprocess
import sys
from datetime import timedelta

import pytest

from ocop_core.db.base import Database
from ocop_core.services import leases
from tests.support.clock import Clock

HERE = f"{socket.gethostname()}:{os.getpid()}:relay"
ELSEWHERE = "another-machine:1:relay"


async def take(db: Database, clock: Clock, holder: str, name: str = "relay:x") -> bool | None:
    """None: somebody else has it. Otherwise whether it is newly ours."""
    async with db.writing() as session:
        taken = await leases.take(session, name, holder, clock())
        return taken[1] if taken else None


def dead_holder() -> str:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return f"{socket.gethostname()}:{process.pid}:relay"


async def test_the_first_one_has_it_and_renews_it_the_second_one_waits(db: Database, clock: Clock) -> None:
    assert await take(db, clock, HERE) is True
    assert await take(db, clock, ELSEWHERE) is None
    clock.go(seconds=8)
    assert await take(db, clock, HERE) is False
    clock.go(seconds=8)
    assert await take(db, clock, ELSEWHERE) is None


async def test_a_lease_that_was_not_renewed_goes_to_the_next_one(db: Database, clock: Clock) -> None:
    await take(db, clock, ELSEWHERE)
    clock.now += leases.HELD - timedelta(microseconds=1)
    assert await take(db, clock, HERE) is None
    clock.go(seconds=1)
    assert await take(db, clock, HERE) is True
    assert await take(db, clock, ELSEWHERE) is None


async def test_a_dead_process_of_this_machine_is_followed_at_once(db: Database, clock: Clock) -> None:
    assert await take(db, clock, dead_holder()) is True
    assert await take(db, clock, HERE) is True


@pytest.mark.parametrize("holder", [ELSEWHERE, f"{socket.gethostname()}:1:relay", f"{socket.gethostname()}:x:relay"])
async def test_nobody_is_called_dead_who_may_be_alive(db: Database, clock: Clock, holder: str) -> None:
    await take(db, clock, holder)
    assert await take(db, clock, HERE) is None


async def test_who_looked_at_the_clock_first_and_came_second_takes_nothing_over(db: Database, clock: Clock) -> None:
    asked = clock()
    clock.go(seconds=0.5)
    assert await take(db, clock, ELSEWHERE) is True
    later, clock.now = clock(), asked
    assert await take(db, clock, HERE) is None
    clock.now = later + leases.HELD + leases.APART + timedelta(hours=1)
    assert await take(db, clock, ELSEWHERE) is False
    clock.now = later
    assert await take(db, clock, HERE) is True, "held from an hour that has not come"


async def test_a_duty_is_not_done_again_by_who_looked_at_the_clock_first(db: Database, clock: Clock) -> None:
    async def take_duty(n: int) -> bool:
        async with db.writing() as session:
            return await leases.take_duty(session, "job:x", f"m:{n}:clock", clock(), clock() + timedelta(minutes=5))

    asked = clock()
    clock.go(seconds=0.5)
    assert await take_duty(1)
    clock.now = asked
    async with db.reading() as session:
        assert not await leases.due(session, {"job:x": clock() + timedelta(minutes=5)}, clock())
    assert not await take_duty(2)


async def test_of_many_who_want_it_at_once_one_gets_it(db: Database, clock: Clock) -> None:
    async def want(n: int) -> bool | None:
        return await take(db, clock, f"another-machine:{n}:relay")

    taken = await asyncio.gather(*(want(n) for n in range(12)))
    assert sorted(taken, key=str) == [None] * 11 + [True]


async def test_what_is_given_up_is_free_at_once_and_only_its_holder_gives_it_up(db: Database, clock: Clock) -> None:
    await take(db, clock, ELSEWHERE)
    async with db.writing() as session:
        await leases.give_up(session, "relay:x", HERE, clock())
    assert await take(db, clock, HERE) is None
    async with db.writing() as session:
        await leases.give_up(session, "relay:x", ELSEWHERE, clock())
        await leases.give_up(session, "unknown", ELSEWHERE, clock())
    assert await take(db, clock, HERE) is True


async def test_leases_of_different_names_have_nothing_to_do_with_each_other(db: Database, clock: Clock) -> None:
    await take(db, clock, ELSEWHERE)
    assert await take(db, clock, HERE, "relay:y") is True


async def test_a_duty_is_done_once_by_whoever_is_first(db: Database, clock: Clock) -> None:
    async def take_duty(n: int) -> bool:
        async with db.writing() as session:
            return await leases.take_duty(session, "job:x", f"m:{n}:clock", clock(), clock() + timedelta(hours=20))

    async def due() -> bool:
        async with db.reading() as session:
            return bool(await leases.due(session, {"job:x": clock() + timedelta(hours=20)}, clock()))

    for _ in range(2):
        assert await due()
        assert sorted(await asyncio.gather(*(take_duty(n) for n in range(8)))) == [False] * 7 + [True]
        assert not await due()
        clock.go(hours=19, minutes=59)
        assert not await due()
        clock.go(minutes=1)


async def test_the_last_sign_of_life_is_remembered(db: Database, clock: Clock) -> None:
    async def last() -> object:
        async with db.reading() as session:
            return await leases.last_beat(session, "clock")

    assert await last() is None
    for _ in range(2):
        async with db.writing() as session:
            await leases.beat(session, "clock", HERE, clock.go(seconds=15))
        assert await last() == clock()


def test_a_holder_is_this_process() -> None:
    assert leases.holder_of("relay") == HERE
