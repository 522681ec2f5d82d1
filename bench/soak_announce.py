"""python -m bench.soak_announce: an announcement under kills and storms: nobody lost, nobody twice."""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from sqlalchemy import select

from bench.report import say
from bench.soak_house import ROOT, TOKEN, House
from bench.soak_kill import FarTelegram
from bot.fakes.telegram_ledger import FaultKind
from ocop_core.db.base import Database
from ocop_core.db.models import Staff
from ocop_core.db.models_announcements import Announcement
from ocop_core.services.announcements import acts, knowing, later

FIRST_CHAT = 1000
TEXT = "Thứ Hai có lớp tập huấn OCOP ở Châu Đốc, mình nhớ mang giấy tờ sản phẩm nha."
GOES_ON = 10.0
PATIENCE = 60.0
STORM: tuple[FaultKind, ...] = ("429", "500", "html", "hang", "cut")


@dataclass(slots=True)
class Soak:
    """What came of it. `unsure` are those whose message was in flight at a kill; `problems` must be empty."""

    seed: int
    people: int
    kills: int
    seconds: float = 0.0
    delivered: int = 0
    unsure: int = 0
    in_flight: int = 0
    slowest_start: float = 0.0
    halted: int = 0
    problems: list[str] = field(default_factory=list)


class Torment:
    """Starts the program, kills it, starts it again, until everybody has been told."""

    def __init__(self, folder: Path, server: FarTelegram, database: str, random: Random, *, storm: bool) -> None:
        self.server, self.random, self.storm = server, random, storm
        self.house = House(folder, server.base, database=database)
        self.second = House(folder, server.base, database=self.house.database, command="worker")
        self.slowest = 0.0

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
        """One life of the program: now and then with a second worker by mistake, or with faults of the messenger."""
        begun, calls = time.monotonic(), self.server.ledger.calls["sendMessage"]
        self.house.launch()
        twin = self.random.random() < 0.15
        if twin:
            self.second.launch()
        if self.storm and self.random.random() < 0.3:
            self.server.fail(self.random.choice(STORM), times=self.random.randint(1, 3), seconds=1.0)
        if self.random.random() < 0.1:
            await asyncio.sleep(self.random.uniform(0.05, 1.5))
        else:
            with suppress(TimeoutError):
                await self._calls(calls + 1)
            self.slowest = max(self.slowest, time.monotonic() - begun)
            with suppress(TimeoutError):
                await self._calls(calls + self.random.randint(1, 20), 5.0)
            await asyncio.sleep(self.random.uniform(0, 0.05))
        self.house.kill()
        if twin:
            self.second.kill()

    async def _calls(self, count: int, seconds: float = PATIENCE) -> None:
        """Returns when the messenger has been asked so often, or everybody has been told."""
        async with asyncio.timeout(seconds):
            while self.server.ledger.calls["sendMessage"] < count:
                await asyncio.sleep(0.005)


async def soak(folder: Path, *, people: int, kills: int, seed: int, database: str = "", storm: bool = False) -> Soak:
    """Announces to `people` through `kills` kills, and examines who got it how often."""
    random, since = Random(seed), time.monotonic()
    found = Soak(seed, people, kills)
    server = FarTelegram(token=TOKEN, random=random)
    await server.start()
    torment = Torment(folder, server, database, random, storm=storm)
    try:
        await asyncio.to_thread(torment.command, "demo", "--people", str(people), "--seed-only")
        told = await asyncio.to_thread(torment.command, "announce", "--all", "--text", TEXT, "--yes", "--json")
        number = int(json.loads(told)["announcement"])
        for done in range(kills):
            if await _left(torment, number) == 0:
                found.kills = done
                break
            await torment.once()
            if done % 20 == 19:
                say(f"  {done + 1} kills, {server.ledger.delivered:,} messages")
        await _finish(torment, number, found)
        await _examine(torment, number, found)
    finally:
        for house in (torment.house, torment.second):
            if house.running:
                house.kill()
        await server.stop()
    found.delivered, found.slowest_start = sum(_seen(server).values()), round(torment.slowest, 2)
    found.in_flight = torment.house.doubtful() + torment.second.doubtful()
    found.seconds = round(time.monotonic() - since, 1)
    if found.slowest_start > GOES_ON:
        found.problems.append(f"once it took {found.slowest_start} s to go on")
    return found


async def _with(torment: Torment, look: Callable[[Database], Awaitable[int]]) -> int:
    db = Database(torment.house.database)
    try:
        return await look(db)
    finally:
        await db.close()


async def _left(torment: Torment, number: int) -> int:
    """How many have still to be told; an announcement that stopped by itself is let go on, as an officer would."""

    async def look(db: Database) -> int:
        async with db.reading() as session:
            row = await session.get_one(Announcement, number)
            tally = await knowing.tally(session, row)
        if row.state == "paused":
            async with db.writing() as session:
                officer = await session.scalar(select(Staff).where(Staff.role == "province"))
                assert officer is not None
                await acts.go_on(session, officer, number, datetime.now(UTC))
        return tally.counts["waiting"] + (row.listed_to != acts.COMPLETE)

    return await _with(torment, look)


async def _finish(torment: Torment, number: int, found: Soak) -> None:
    """Lets it run to its end, undisturbed."""
    await torment.house.start()
    until = time.monotonic() + max(120.0, found.people / 20)
    while await _left(torment, number):
        if time.monotonic() > until:
            found.problems.append("it never came to an end")
            break
        await asyncio.sleep(0.5)
    await asyncio.sleep(2)
    await torment.house.stop()


def _seen(server: FarTelegram) -> Counter[int]:
    """How often each chat got the announcement; other messages, such as reminders, may come as well."""
    return Counter(sent.chat_id for sent in server.sent if sent.text == TEXT)


async def _examine(torment: Torment, number: int, found: Soak) -> None:
    """Everybody once; who was in doubt stands there by name, may have got it or not, and gets it again by choice."""
    seen = _seen(torment.server)
    db = Database(torment.house.database)
    async with db.reading() as session:
        row = await session.get_one(Announcement, number)
        told = await knowing.recipients(session, row, limit=found.people + 1)
        unsure = await knowing.recipients(session, row, "unsure", limit=found.people + 1)
    found.unsure = len(unsure)
    nameless = [each.recipient_id for each in unsure if not each.name]
    fates = {FIRST_CHAT + each.person_id - 1: each.fate for each in told}
    for chat in range(FIRST_CHAT, FIRST_CHAT + found.people):
        times, fate = seen.get(chat, 0), fates.get(chat, "lost")
        if times > 1:
            found.problems.append(f"{chat} got it {times} times")
        if times != 1 and fate not in ("unsure", "failed"):
            found.problems.append(f"{chat} is {fate}, and got it {times} times")
    found.problems += [f"recipient {each} is in doubt without a name" for each in nameless]
    await _again(torment, db, number, found)
    await db.close()


async def _again(torment: Torment, db: Database, number: int, found: Soak) -> None:
    """The officer chooses to send it again to those in doubt; afterwards nobody is without it."""
    async with db.writing() as session:
        officer = await session.scalar(select(Staff).where(Staff.role == "province"))
        assert officer is not None
        states = ("unsure", "failed")
        if found.unsure:
            await later.send_again(session, officer, number, states, datetime.now(UTC))
    await torment.house.start()
    while await _left(torment, number):
        await asyncio.sleep(0.3)
    await asyncio.sleep(1)
    await torment.house.stop()
    seen = _seen(torment.server)
    missed = [chat for chat in range(FIRST_CHAT, FIRST_CHAT + found.people) if not seen.get(chat)]
    found.problems += [f"{chat} never got it" for chat in missed]


def words(found: Soak) -> str:
    """The outcome in a few lines."""
    lines = [
        f"seed {found.seed}: {found.people:,} people, {found.kills} kills in {found.seconds:.0f} s",
        f"delivered {found.delivered:,} · in doubt {found.unsure} of {found.in_flight} in flight at a kill",
        f"went on {found.slowest_start} s after a start at the latest · problems {len(found.problems)}",
    ]
    return "\n".join([*lines, *found.problems[:20]])


def main() -> None:
    """Runs the soak and says what came of it; ends with 1 where anybody was lost or written to twice."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak_announce", description=__doc__)
    parser.add_argument("--people", type=int, default=3000)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--storm", action="store_true", help="429, 5xx, cut and late answers on the way")
    parser.add_argument("--database", default="", help="its address; by default SQLite in a folder of its own")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    asked = parser.parse_args()
    say(f"· {asked.people:,} people, {asked.kills} kills, seed {asked.seed}")
    with tempfile.TemporaryDirectory(prefix="ocop-soak-") as folder:
        work = soak(
            Path(folder),
            people=asked.people,
            kills=asked.kills,
            seed=asked.seed,
            database=asked.database,
            storm=asked.storm,
        )
        found = asyncio.run(work)
    print(json.dumps(asdict(found), ensure_ascii=False) if asked.json else words(found))
    raise SystemExit(1 if found.problems else 0)


if __name__ == "__main__":
    main()
