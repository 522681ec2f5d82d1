"""Keeps on disk what a messenger brought while the database could not take it, so that it is told 200 in time."""

import asyncio
import hashlib
import logging
import os
from contextlib import suppress
from pathlib import Path

from bot.channels.base import Channel
from bot.deps import Deps
from bot.hearing import hear_update

log = logging.getLogger(__name__)
# Zalo gives us two seconds and then calls it a failure; the rest is for the way.
IN_TIME = 1.5
LOOK = 2.0
HEARD = ".json"


async def take_in(deps: Deps, channel: Channel, raw: bytes, seconds: float = IN_TIME) -> None:
    """Hears an update, or keeps it on disk if that does not succeed in time. Either way it is safe afterwards."""
    if _waiting(_folder(deps, channel)):
        # Nobody overtakes what waits already.
        await asyncio.to_thread(_put, _folder(deps, channel), raw)
        return
    hearing = asyncio.ensure_future(hear_update(deps, channel, raw))
    done, _ = await asyncio.wait({hearing}, timeout=seconds)
    if done and hearing.exception() is None:
        return
    log.warning("an update of %s waits on disk: the database does not answer", channel.name)
    # The slow one goes on meanwhile; whichever is first is heard, the other is a repeat.
    hearing.add_done_callback(_quietly)
    await asyncio.to_thread(_put, _folder(deps, channel), raw)


def _quietly(done: asyncio.Future[None]) -> None:
    if not done.cancelled() and (error := done.exception()) is not None:
        log.info("an update on disk was not heard at once: %s", type(error).__name__)


async def drain_all(deps: Deps, channel: Channel) -> None:
    """Hears what waits on disk, oldest first, until the process stops."""
    while not deps.stopping.is_set():
        try:
            await drain(deps, channel)
        except Exception as error:
            log.warning("what waits on disk for %s has to wait on: %s", channel.name, type(error).__name__)
        with suppress(TimeoutError):
            await asyncio.wait_for(deps.stopping.wait(), LOOK)


async def drain(deps: Deps, channel: Channel) -> int:
    """Hears what waits on disk; how many there were. Raises what passes, and the rest waits on."""
    paths = _waiting(_folder(deps, channel))
    for path in paths:
        await hear_update(deps, channel, await asyncio.to_thread(path.read_bytes))
        path.unlink(missing_ok=True)
    return len(paths)


def _folder(deps: Deps, channel: Channel) -> Path:
    return deps.settings.files_dir / "waiting" / channel.name


def _waiting(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{HEARD}")) if folder.is_dir() else []


def _put(folder: Path, raw: bytes) -> None:
    """Complete or absent, never half; the names sort as they came."""
    folder.mkdir(parents=True, exist_ok=True)
    newest = max((int(path.name.split("-")[0]) for path in folder.glob("*-*")), default=0)
    target = folder / f"{newest + 1:012}-{hashlib.sha256(raw).hexdigest()[:16]}{HEARD}"
    part = target.with_suffix(".part")
    with part.open("wb") as stream:
        stream.write(raw)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(target)
