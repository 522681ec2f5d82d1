"""What goes wrong during the life of a worker: a second one, a messenger in trouble, a full disk, a locked database."""

import asyncio
import os
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.soak_house import House
from bot.fakes.telegram_ledger import FaultKind
from bot.fakes.telegram_server import TelegramServer

# Longer than the program waits for an answer.
LATE, OVER = 30.0, 22.0
DISK = "48m"
# An error of the messenger, a cut, a page in the place of an answer: nobody can know whether it was delivered.
DOUBTFUL: tuple[FaultKind, ...] = ("500", "html", "cut")


@dataclass(slots=True)
class Scene:
    """Where trouble is made: `made` so often, with `doubts` faults that leave doubt. `rest` makes this life longer."""

    random: Random
    server: TelegramServer
    second: House
    database: str
    folder: Path
    rest: float = 0.0
    doubts: int = 0
    made: int = 0
    ballast: list[Path] = field(default_factory=list)


Trouble = Callable[[Scene], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def nothing(scene: Scene) -> AsyncIterator[None]:
    """Only the kills."""
    yield


@asynccontextmanager
async def twin(scene: Scene) -> AsyncIterator[None]:
    """A second worker on the same database, started by mistake."""
    scene.second.launch()
    scene.made += 1
    try:
        yield
    finally:
        scene.second.kill()


@asynccontextmanager
async def flood(scene: Scene) -> AsyncIterator[None]:
    """The messenger refuses with 429 and a wait."""
    scene.made += 1
    scene.server.fail("429", times=scene.random.randint(1, 3), prefix="sendMessage", seconds=1.0)
    yield
    scene.server.faults.coming.clear()


@asynccontextmanager
async def errors(scene: Scene) -> AsyncIterator[None]:
    """The messenger answers 500, a page of its proxy, or cuts the line."""
    times = scene.random.randint(1, 3)
    scene.server.fail(scene.random.choice(DOUBTFUL), times=times, prefix="sendMessage")
    yield
    left = len(scene.server.faults.coming)
    scene.server.faults.coming.clear()
    scene.made, scene.doubts = scene.made + times - left, scene.doubts + times - left


@asynccontextmanager
async def late(scene: Scene) -> AsyncIterator[None]:
    """An answer comes when nobody waits for it any more; every fortieth life is long enough to see that."""
    scene.server.fail("hang", prefix="sendMessage", seconds=LATE)
    scene.rest = OVER if scene.random.random() < 1 / 40 else 0.0
    yield
    dealt = 1 - len(scene.server.faults.coming)
    scene.server.faults.coming.clear()
    scene.made += dealt
    # Where the kill comes first it is one of those in flight.
    scene.doubts += dealt if scene.rest else 0
    scene.rest = 0.0


@asynccontextmanager
async def full(scene: Scene) -> AsyncIterator[None]:
    """The disk is full for a while, from before the start or from the middle of the sending."""
    filling = asyncio.create_task(_fill(scene))
    try:
        yield
    finally:
        filling.cancel()
        await asyncio.gather(filling, return_exceptions=True)
        for path in scene.ballast:
            path.unlink(missing_ok=True)
        scene.ballast.clear()


async def _fill(scene: Scene) -> None:
    await asyncio.sleep(scene.random.uniform(0, 0.8))
    path = scene.folder / "ballast"
    scene.ballast.append(path)
    try:
        with path.open("wb", buffering=0) as out:
            while True:
                out.write(bytes(64 * 1024))
    except OSError:
        scene.made += 1
    await asyncio.sleep(scene.random.uniform(0.2, 1.0))
    path.unlink()


@asynccontextmanager
async def locked(scene: Scene) -> AsyncIterator[None]:
    """Somebody else holds the database, from before the start or from the middle of the sending."""
    holding = asyncio.create_task(_hold(scene))
    yield
    await holding


async def _hold(scene: Scene) -> None:
    await asyncio.sleep(scene.random.uniform(0, 0.8))
    other = sqlite3.connect(scene.database.removeprefix("sqlite:///"), isolation_level=None, timeout=0)
    try:
        while True:
            try:
                other.execute("BEGIN IMMEDIATE")
                break
            except sqlite3.OperationalError:
                await asyncio.sleep(0.002)
        scene.made += 1
        await asyncio.sleep(scene.random.uniform(0.2, 1.5))
        other.execute("ROLLBACK")
    finally:
        other.close()


TROUBLES: dict[str, Trouble] = {
    "nothing": nothing,
    "twin": twin,
    "429": flood,
    "5xx": errors,
    "late": late,
    "disk": full,
    "locked": locked,
}


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A disk of its own for the database, so that it can be filled. Raises PermissionError where none can be had."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, check=False, capture_output=True).returncode:
        raise PermissionError("a small disk can only be had by root: run it as root, or in a container that may mount")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
