"""Takes in what a messenger brings: heard at once, or kept on disk in its order while we are slower than it is."""

import asyncio
import base64
import logging
import os
from pathlib import Path

from bot import waiting
from bot.channels.base import Channel
from bot.deps import Deps
from bot.hearing import hear_update

log = logging.getLogger(__name__)
# Zalo gives us two seconds and then calls it a failure; the rest is for the way.
IN_TIME = 1.5
# More than so many at once would only wait for each other, and the last one too long.
AT_ONCE = 24
LOOK = 2.0
KEPT = ".kept"


class Spool:
    """One channel's intake. Nothing overtakes: while something waits on disk, everything waits there."""

    def __init__(self, deps: Deps, channel: Channel) -> None:
        self._deps, self._channel = deps, channel
        self._folder = deps.settings.files_dir / "waiting" / channel.name
        self._number = max((int(path.stem) for path in self._files()), default=0)
        self._hearing: set[asyncio.Future[None]] = set()
        self._batch: list[tuple[bytes, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None
        self._waiting = self._number > 0
        self._news = asyncio.Event()

    async def take_in(self, raw: bytes, seconds: float) -> None:
        """Safe when it returns: heard, or on disk."""
        if self._waiting or len(self._hearing) >= AT_ONCE:
            await self._keep(raw)
            return
        hearing = asyncio.ensure_future(hear_update(self._deps, self._channel, raw))
        self._hearing.add(hearing)
        hearing.add_done_callback(self._heard)
        done, _ = await asyncio.wait({hearing}, timeout=seconds)
        if done and hearing.exception() is None:
            return
        log.warning("an event of %s waits on disk: the database does not answer", self._channel.name)
        # The slow one goes on meanwhile; whichever is first is heard, the other is a repeat.
        await self._keep(raw)

    def _heard(self, done: asyncio.Future[None]) -> None:
        self._hearing.discard(done)
        if not done.cancelled() and (error := done.exception()) is not None:
            log.info("an event was not heard at once: %s", type(error).__name__)

    async def _keep(self, raw: bytes) -> None:
        self._waiting = True
        kept = asyncio.get_running_loop().create_future()
        self._batch.append((raw, kept))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        await kept

    async def _write(self) -> None:
        """Writes whatever has come meanwhile as one file: one wait for the disk serves all of them."""
        while batch := self._batch:
            self._batch = []
            self._number += 1
            path = self._folder / f"{self._number:012}{KEPT}"
            try:
                await asyncio.to_thread(_put, path, [raw for raw, _ in batch])
            except OSError as error:
                for _, kept in batch:
                    kept.set_exception(error)
                continue
            for _, kept in batch:
                if not kept.done():
                    kept.set_result(None)
        self._news.set()

    async def drain(self) -> int:
        """Hears what waits on disk, oldest first; how many. Raises what passes, and the rest waits on."""
        count = 0
        while self._hearing:
            await asyncio.wait(self._hearing)
        for path in self._files():
            for raw in await asyncio.to_thread(_get, path):
                await hear_update(self._deps, self._channel, raw)
                count += 1
            path.unlink(missing_ok=True)
        writing = self._batch or (self._writer is not None and not self._writer.done())
        self._waiting = bool(writing or self._files())
        return count

    async def run(self) -> None:
        """Goes on until the process stops."""
        while not self._deps.stopping.is_set():
            try:
                busy = await self.drain() > 0
            except Exception as error:
                log.warning("what waits on disk for %s has to wait on: %s", self._channel.name, type(error).__name__)
                busy = False
            if not busy:
                await waiting.until(self._news, LOOK)
                self._news.clear()

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob(f"*{KEPT}")) if self._folder.is_dir() else []


def spool(deps: Deps, channel: Channel) -> Spool:
    """The one intake of a channel in this process."""
    found = deps.spools.get(channel.name)
    if not isinstance(found, Spool):
        found = deps.spools[channel.name] = Spool(deps, channel)
    return found


async def take_in(deps: Deps, channel: Channel, raw: bytes, seconds: float = IN_TIME) -> None:
    """Hears an update, or keeps it on disk if that does not succeed in time. Either way it is safe afterwards."""
    await spool(deps, channel).take_in(raw, seconds)


async def drain_all(deps: Deps, channel: Channel) -> None:
    """Hears what waits on disk until the process stops."""
    await spool(deps, channel).run()


async def drain(deps: Deps, channel: Channel) -> int:
    """Hears what waits on disk now; how many there were."""
    return await spool(deps, channel).drain()


def _put(path: Path, raws: list[bytes]) -> None:
    """Complete or absent, never half; the names sort as they came."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Another process that was started by mistake must not write over it.
    while path.exists():
        path = path.with_name(f"{int(path.stem) + 1:012}{KEPT}")
    part = path.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as stream:
        stream.write(b"\n".join(map(base64.b64encode, raws)))
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)


def _get(path: Path) -> list[bytes]:
    try:
        return [base64.b64decode(line) for line in path.read_bytes().split(b"\n")]
    except FileNotFoundError:
        return []
