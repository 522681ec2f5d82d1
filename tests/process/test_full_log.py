"""A log that nothing can be written to any more, as on a full disk, does not end the program."""

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import aiohttp
import pytest

from bench.soak_house import ROOT, House
from tests.support import databases

FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
async def test_it_starts_answers_and_ends_as_ever(sqlite_template: Path, tmp_path: Path) -> None:
    house = House(tmp_path, database=databases.sqlite_copy(sqlite_template, tmp_path))
    with FULL.open("wb") as full:
        program = subprocess.Popen(
            [sys.executable, str(ROOT / "ocop.py"), "run"],
            env={**os.environ, **house.env},
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=full,
        )
    try:
        until = time.monotonic() + 60
        while program.poll() is None and time.monotonic() < until and not await _answers(f"{house.base}/readyz"):
            await asyncio.sleep(0.05)
        assert await _answers(f"{house.base}/chat")
        program.terminate()
        await asyncio.to_thread(program.wait, 20)
    finally:
        program.kill()
        program.wait()


async def _answers(address: str) -> bool:
    try:
        async with aiohttp.ClientSession() as session, session.get(address) as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False
