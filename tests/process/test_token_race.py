"""Two processes that want a new token in the same moment use the refresh token, which serves once, only once."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.fakes.zalo_oa_server import ZaloOaServer

ROOT = Path(__file__).parents[2]
ROUNDS = 5


@pytest.fixture
async def server() -> AsyncIterator[ZaloOaServer]:
    made = ZaloOaServer()
    await made.start()
    yield made
    await made.stop()


async def asker(server: ZaloOaServer, database: str) -> Process:
    env = {**os.environ, **server.env(), "DATABASE_URL": database, "SECRET_KEY": "k" * 32}
    command = (sys.executable, "-m", "tests.process.asker")
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=env, stdin=PIPE, stdout=PIPE)
    assert await line_of(process) == "ready"
    return process


async def line_of(process: Process) -> str:
    assert process.stdout is not None
    return (await asyncio.wait_for(process.stdout.readline(), 60)).decode().strip()


async def test_a_refresh_token_is_spent_once_however_many_ask(server: ZaloOaServer, database: str) -> None:
    both = [await asker(server, database) for _ in range(2)]
    refused = ""
    for number in range(1, ROUNDS + 1):
        for process in both:
            assert process.stdin is not None
            process.stdin.write(f"{refused}\n".encode())
        got = [await line_of(process) for process in both]
        assert set(got) == {server.oauth.access} and server.oauth.refreshed == number
        assert server.book.calls["/v4/oa/access_token"] == number
        server.oauth.revoke()
        refused = got[0]
    for process in both:
        assert process.stdin is not None
        process.stdin.close()
        assert await asyncio.wait_for(process.wait(), 60) == 0
