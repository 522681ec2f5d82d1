"""A Telegram on this machine for benchmarks, in a process of its own, so that it has a core of its own."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp


@asynccontextmanager
async def telegram(*more: str) -> AsyncIterator[str]:
    """Starts it and gives its address; `more` are its options."""
    command = (sys.executable, "-m", "bot.fakes.telegram_server", "--count-only", "--port", "0", *more)
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        line = (await process.stdout.readline()).decode()
        found = re.search(r"TELEGRAM_API_BASE=(\S+)", line)
        if found is None:
            raise RuntimeError(f"the local Telegram did not start: {line!r}")
        yield found[1]
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def state(base: str) -> dict[str, Any]:
    """What it has counted."""
    async with aiohttp.ClientSession() as session, session.get(f"{base}/_/state") as answer:
        found: dict[str, Any] = await answer.json()
        return found
