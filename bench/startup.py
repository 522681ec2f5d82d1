"""Starting: `ocop run` from cold to the first answer, and the memory it then holds."""

import asyncio
import os
import shutil
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp

from bench.local_telegram import telegram
from bench.relay import TOKEN
from bench.report import Figure, megabytes, middle, say

if TYPE_CHECKING:
    from bench.__main__ import Plan

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 3
PATIENCE = 60.0
SETTLED = 3.0
SECONDS, MEGABYTES = 3.0, 90.0
# What a bot of the usual build imports before its first line of its own runs.
PEER = "import telegram.ext, sqlalchemy.ext.asyncio, aiohttp.web; print('up', flush=True); input()"


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds until /healthz and /readyz said 200, and megabytes three seconds later."""

    alive: float
    ready: float
    memory: float


async def measure(plan: "Plan") -> list[Figure]:
    """Without a messenger and with Telegram, each on an empty database and on the one it left."""
    rounds = 1 if plan.quick else ROUNDS
    peers = [await _peer() for _ in range(rounds)]
    figures: list[Figure] = []
    async with telegram() as base:
        for name, env in (("no messenger", {}), ("telegram", {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_BASE": base})):
            say(f"  {name}")
            cold: list[Start] = []
            warm: list[Start] = []
            for _ in range(rounds):
                shutil.rmtree(plan.folder / "startup", ignore_errors=True)
                cold.append(await _start(plan.folder / "startup", env))
                warm.append(await _start(plan.folder / "startup", env))
            figures += _figures(name, cold, warm, peers)
    return figures


def _figures(name: str, cold: list[Start], warm: list[Start], peers: list[tuple[float, float]]) -> list[Figure]:
    peer = "a process that only imports telegram.ext, sqlalchemy and aiohttp"
    seconds, memory = middle([s for s, _ in peers]), middle([m for _, m in peers])
    return [
        _seconds(f"start, {name}, new database", cold, peer, seconds),
        _seconds(f"start, {name}, known database", warm, peer, seconds),
        Figure(
            f"memory, {name}, new database",
            "MB",
            middle([s.memory for s in cold]),
            min(s.memory for s in cold),
            memory,
            peer,
            MEGABYTES,
            "at most",
            f"VmRSS after {SETTLED:.0f} s",
        ),
        Figure(
            f"memory, {name}, known database",
            "MB",
            middle([s.memory for s in warm]),
            min(s.memory for s in warm),
            memory,
            peer,
            MEGABYTES,
            "at most",
            f"VmRSS after {SETTLED:.0f} s",
        ),
    ]


def _seconds(name: str, starts: list[Start], peer: str, seconds: float) -> Figure:
    ready = middle([s.ready for s in starts])
    return Figure(
        name,
        "s",
        middle([s.alive for s in starts]),
        min(s.alive for s in starts),
        seconds,
        peer,
        SECONDS,
        "at most",
        f"first 200 of /healthz; /readyz at {ready:.2f} s",
    )


async def _start(folder: Path, env: dict[str, str]) -> Start:
    folder.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    quiet = {"PUBLIC_URL": "", "TELEGRAM_TOKEN": "", "TELEGRAM_WEBHOOK_SECRET": "", "HOST": ""}
    mine = {"PORT": str(port), "DATABASE_URL": f"sqlite:///{folder / 'ocop.db'}", "FILES_DIR": str(folder / "files")}
    begun = time.perf_counter()
    told = folder / "told.txt"
    async with _process([str(ROOT / "ocop.py"), "run"], {**os.environ, **quiet, **mine, **env}, told) as process:
        async with aiohttp.ClientSession() as session:
            alive = await _first_200(session, f"http://127.0.0.1:{port}/healthz", process, told) - begun
            ready = await _first_200(session, f"http://127.0.0.1:{port}/readyz", process, told) - begun
        await asyncio.sleep(SETTLED)
        return Start(alive, ready, megabytes(process.pid))


async def _peer() -> tuple[float, float]:
    begun = time.perf_counter()
    async with _process(["-c", PEER], dict(os.environ), None) as process:
        assert process.stdout is not None
        await process.stdout.readline()
        return time.perf_counter() - begun, megabytes(process.pid)


async def _first_200(
    session: aiohttp.ClientSession, url: str, process: asyncio.subprocess.Process, told: Path
) -> float:
    until = time.perf_counter() + PATIENCE
    while process.returncode is None and time.perf_counter() < until:
        try:
            async with session.get(url) as answer:
                if answer.status == 200:
                    return time.perf_counter()
        except aiohttp.ClientConnectionError:
            pass
        await asyncio.sleep(0.01)
    raise RuntimeError(f"{url} never answered 200 ({process.returncode}): {told.read_text('utf-8')[-2000:]}")


@asynccontextmanager
async def _process(
    arguments: list[str], env: dict[str, str], told: Path | None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A Python process that ends with the block. What it says goes into a file, or to us."""
    with (told or Path(os.devnull)).open("wb") as file:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            env=env,
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=file if told else asyncio.subprocess.PIPE,
            stderr=file,
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
