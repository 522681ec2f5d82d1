"""python -m bench.soak_kill: people talk while the program is killed again and again; nothing may be lost."""

import argparse
import asyncio
import json
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from bench.report import percentile, say
from bench.soak_check import Verdict, examine
from bench.soak_house import TOKEN, House
from bench.soak_people import Person
from bot.fakes.telegram_checks import Args
from bot.fakes.telegram_server import TelegramServer
from ocop_core.db.base import Database
from ocop_core.services.knowledge import load_knowledge

FIRST_CHAT = 1000
FAREWELL = 90.0


@dataclass(slots=True)
class Soak:
    """What came of it. `in_flight`: messages whose fate was unknown at the kills, as many may come twice."""

    seed: int
    kills: int
    seconds: float = 0.0
    in_flight: int = 0
    ignored: int = 0
    slowest: float = 0.0
    typical: float = 0.0
    verdict: Verdict = field(default_factory=Verdict)


class FarTelegram(TelegramServer):
    """A local Telegram behind a network: it takes a moment to hear, and another to be heard."""

    def __init__(self, *, token: str, random: Random, most: float = 0.03) -> None:
        super().__init__(token=token)
        self._random, self._most = random, most

    async def answer(self, method: str, args: Args) -> Any:
        await asyncio.sleep(self._random.uniform(0, self._most))
        result = await super().answer(method, args)
        await asyncio.sleep(self._random.uniform(0, self._most))
        return result


async def soak(folder: Path, *, kills: int, people: int, seed: int, database: str = "") -> Soak:
    """Runs `people` conversations through `kills` kills and examines everything that was said and seen."""
    random, since = Random(seed), time.monotonic()
    server = FarTelegram(token=TOKEN, random=random)
    await server.start()
    house = House(folder, server.base, database=database)
    knowledge, stop = load_knowledge(), asyncio.Event()
    crowd = [Person(server, knowledge, FIRST_CHAT + n, Random(f"{seed}:{n}")) for n in range(people)]
    talks = [asyncio.create_task(person.live(stop)) for person in crowd]
    try:
        await _torment(house, server, random, kills)
        stop.set()
        done, _ = await asyncio.wait(talks, timeout=FAREWELL)
        for talk in done:
            talk.result()
        await _quiet(server)
        await house.stop()
        db = Database(house.database)
        verdict = await examine(db, server, crowd)
        await db.close()
    finally:
        for talk in talks:
            talk.cancel()
        if house.running:
            house.kill()
        await server.stop()
    waits = [wait for person in crowd for wait in person.waits]
    return Soak(
        seed,
        kills,
        seconds=round(time.monotonic() - since, 1),
        in_flight=house.doubtful(),
        ignored=sum(person.ignored for person in crowd),
        slowest=round(max(waits), 2),
        typical=round(percentile(waits, 0.5), 3),
        verdict=verdict,
    )


async def _torment(house: House, server: TelegramServer, random: Random, kills: int) -> None:
    """Starts the program and kills it: one time in eight before it is up, else while it answers people."""
    for number in range(kills):
        house.launch()
        if random.random() < 0.125:
            await asyncio.sleep(random.uniform(0.05, 1.0))
        else:
            await _busy(house, server, random.choice(("sendMessage", "getUpdates")), random.randint(1, 30))
            await asyncio.sleep(random.uniform(0, 0.05))
        house.kill()
        if number % 20 == 19:
            say(f"  {number + 1} kills, {server.ledger.delivered:,} messages")
    await house.start()


async def _busy(house: House, server: TelegramServer, method: str, calls: int) -> None:
    """Returns when the program has begun so many calls of a method."""
    count = server.ledger.calls[method] + calls
    async with asyncio.timeout(60):
        while server.ledger.calls[method] < count:
            if not house.running:
                raise RuntimeError(house.told()[-3000:])
            await asyncio.sleep(0.001)


async def _quiet(server: TelegramServer) -> None:
    """Returns when nothing has been delivered for a second."""
    before = -1
    while before != server.ledger.delivered:
        before = server.ledger.delivered
        await asyncio.sleep(1)


def main() -> None:
    """Runs the soak and says what came of it; ends with 1 where anything was lost."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak_kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--people", type=int, default=12)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--database", default="", help="its address; by default SQLite in a folder of its own")
    parser.add_argument("--keep", type=Path, help="an empty folder in which database and log stay")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    asked = parser.parse_args()
    say(f"· {asked.kills} kills, {asked.people} people, seed {asked.seed}")
    with tempfile.TemporaryDirectory(prefix="ocop-soak-") as gone:
        folder = asked.keep or Path(gone)
        work = soak(folder, kills=asked.kills, people=asked.people, seed=asked.seed, database=asked.database)
        found = asyncio.run(work)
    if asked.json:
        print(json.dumps(asdict(found), ensure_ascii=False))
    else:
        print(words(found))
    raise SystemExit(1 if found.verdict.problems else 0)


def words(found: Soak) -> str:
    """The outcome in a few lines."""
    verdict = found.verdict
    lines = [
        f"seed {found.seed}: {found.kills} kills in {found.seconds:.0f} s",
        f"heard {verdict.heard:,} · owed {verdict.owed:,} · delivered {verdict.delivered:,} · ideas {verdict.ideas:,}",
        f"repeated {verdict.repeated} of {found.in_flight} in flight at a kill · lost or wrong {len(verdict.problems)}",
        f"answer after {found.typical:.2f} s, the slowest {found.slowest:.1f} s (restarts included)",
    ]
    return "\n".join([*lines, *verdict.problems[:20]])


if __name__ == "__main__":
    main()
