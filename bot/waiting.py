"""Waiting for a bell, but not for ever."""

import asyncio
from contextlib import suppress


async def until(bell: asyncio.Event, seconds: float) -> bool:
    """Waits until `bell` rings, at most `seconds`; says whether it rang. Whoever is cancelled meanwhile is cancelled.

    `asyncio.wait_for` of Python 3.11 loses a cancelling that comes in the moment of the ring, and with it Ctrl+C.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await bell.wait()
    return bell.is_set()
