"""A worker that is started, troubled and killed at random moments, as often as it takes."""

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from sqlalchemy import select

from bench.soak_house import ROOT, House
from bench.soak_kill import FarTelegram
from bench.soak_nursery import Born, Nursery
from bench.soak_troubles import TROUBLES, Scene
from ocop_core.db.base import Database
from ocop_core.db.models import Outbox

PATIENCE = 60.0


class Torment:
    """Starts the program, kills it, starts it again, until everybody has been told."""

    def __init__(self, folder: Path, server: FarTelegram, database: str, random: Random, trouble: str) -> None:
        self.server, self.random, self.trouble = server, random, TROUBLES[trouble]
        self.house = House(folder, server.base, database=database)
        self.house.env["TELEGRAM_CHAT_RATE"] = "1"
        self.slowest, self.most = 0.0, 1
        # What the dead left as being sent. Their own log may have lain on the disk that was full.
        self.left: set[int] = set()
        self._nursery: Nursery | None = None

    def prepare(self, people: int, kills: int) -> None:
        """What happens once everything is in the database: each life sends about as many as kills leave for it."""
        nursery = self._nursery = Nursery(self.house.folder, self.house.env, self.house.log)
        self.worker, second = Born(self.house, nursery), Born(self.house, nursery)
        self.scene = Scene(self.random, self.server, second, self.house.database, self.house.folder)
        self.db = Database(self.house.database)
        self.most = max(1, round(people / kills * 1.2))

    async def close(self) -> None:
        """Ends everything."""
        if self._nursery is not None:
            self._nursery.close()
            await self.db.close()
        if self.house.running:
            self.house.kill()

    def command(self, *words: str) -> str:
        """Runs `ocop` to its end; what it said."""
        done = subprocess.run(
            [sys.executable, str(ROOT / "ocop.py"), *words],
            cwd=self.house.folder,
            env={**os.environ, **self.house.env},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    async def once(self) -> None:
        """One life of the worker, in trouble, up to a random moment: some are killed before they have sent anything."""
        begun, calls = time.monotonic(), self.server.ledger.calls["sendMessage"]
        early = self.random.random() < 0.1
        async with self.trouble(self.scene):
            self.worker.launch()
            if early:
                await asyncio.sleep(self.random.uniform(0.01, 0.5))
            else:
                await self._calls(calls + 1, PATIENCE)
                self.slowest = max(self.slowest, time.monotonic() - begun)
                await self._calls(calls + self.random.randint(1, self.most), 3.0)
                await asyncio.sleep(self.random.uniform(0, 0.1) + self.scene.rest)
            self.worker.kill()
        async with self.db.reading() as session:
            self.left.update(await session.scalars(select(Outbox.id).where(Outbox.state == "sending")))

    async def _calls(self, count: int, seconds: float) -> None:
        """Returns when the messenger has been asked so often, or after so long."""
        until = time.monotonic() + seconds
        while self.server.ledger.calls["sendMessage"] < count and time.monotonic() < until:
            await asyncio.sleep(0.002)
