"""Waiting for a bell: it rings, it does not, or somebody ends the waiting in the same moment."""

import asyncio

import pytest

from bot import waiting


async def test_it_says_whether_the_bell_rang() -> None:
    bell = asyncio.Event()
    assert await waiting.until(bell, 0.001) is False
    bell.set()
    assert await waiting.until(bell, 0.001) is True
    assert await waiting.until(bell, 0) is True


@pytest.mark.parametrize("ring_first", [True, False])
async def test_who_is_cancelled_in_the_moment_of_the_ring_is_cancelled(ring_first: bool) -> None:
    bell = asyncio.Event()
    task = asyncio.create_task(waiting.until(bell, 60))
    await asyncio.sleep(0)
    if ring_first:
        bell.set()
    task.cancel()
    bell.set()
    with pytest.raises(asyncio.CancelledError):
        await task
