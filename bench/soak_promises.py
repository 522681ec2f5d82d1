"""python -m bench.soak_promises [--days N] [--kills N]: two schedulers on one database, killed with SIGKILL at random.

Both walk through the same days, take up where they were killed, and nothing may be said twice, left out or half done.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from bench.promises import seeded
from bench.seed import new_database
from ocop_core.clock import local_day
from ocop_core.db.base import Database
from ocop_core.db.models import Outbox
from ocop_core.db.models_products import Certificate
from ocop_core.db.models_promises import Reminder
from ocop_core.rulebook.promises import shipped_plans, slots
from ocop_core.services.knowledge import load_knowledge
from ocop_core.services.reminders import planning, speaking

FIRST = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
HOURS = (0, 4, 9)


def moments(days: int) -> list[datetime]:
    """The moments at which each scheduler looks: 8:00, 12:00 and 17:00 of every day in Vietnam."""
    return [FIRST + timedelta(days=day, hours=hour) for day in range(days) for hour in HOURS]


async def walk(url: str, mark: Path, days: int) -> None:
    """One scheduler: each line on its standard input lets it look once more; it writes down how far it came."""
    db, knowledge = Database(url), load_knowledge()
    done = _done(mark)
    for number, moment in enumerate(moments(days)):
        if number < done:
            continue
        await asyncio.to_thread(sys.stdin.readline)
        if moment.hour == FIRST.hour:
            await planning.check(db, moment)
        await speaking.speak(db, knowledge, moment, f"{os.uname().nodename}:{os.getpid()}:promises")
        mark.write_text(str(number + 1))
    await db.close()


def soak(folder: Path, *, certificates: int, days: int, kills: int, seed: int) -> dict[str, object]:
    """Runs it and says what was found; `faults` must be empty."""
    url = asyncio.run(_prepare(folder, certificates, days))
    chance, start = random.Random(seed), time.perf_counter()
    deaths: tuple[list[int], list[int]] = ([], [])
    for number in chance.sample(range(2 * len(HOURS) * days), kills):
        deaths[number % 2].append(number // 2)
    with ThreadPoolExecutor(2) as both:
        led = [
            both.submit(_lead, url, folder / f"mark{n}", days, sorted(mine), random.Random(f"{seed}:{n}"))
            for n, mine in enumerate(deaths)
        ]
        killed = sum(one.result() for one in led)
    found = asyncio.run(_judge(url, days))
    return {**found, "kills": killed, "seconds": round(time.perf_counter() - start)}


def _lead(url: str, mark: Path, days: int, deaths: list[int], chance: random.Random) -> int:
    """Leads one scheduler through the days and kills it in the middle of each moment of `deaths`: how often it did."""
    for death in deaths:
        with _start(url, mark, days) as process:
            _let(process, death + 1 - _done(mark))
            while _done(mark) < death and process.poll() is None:
                time.sleep(0.002)
            time.sleep(chance.uniform(0, 0.05))
            process.send_signal(signal.SIGKILL)
        if process.returncode != -signal.SIGKILL:
            raise RuntimeError(f"a scheduler ended by itself: {process.returncode}")
    with _start(url, mark, days) as process:
        _let(process, len(HOURS) * days - _done(mark))
    if process.returncode != 0:
        raise RuntimeError(f"a scheduler failed: {process.returncode}")
    return len(deaths)


def _done(mark: Path) -> int:
    return int(mark.read_text() or 0) if mark.exists() else 0


def _let(process: subprocess.Popen[bytes], moments_more: int) -> None:
    assert process.stdin is not None
    process.stdin.write(b"\n" * moments_more)
    process.stdin.flush()


def _start(url: str, mark: Path, days: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bench.soak_promises", "--walk", url, "--mark", str(mark), "--days", str(days)]
    return subprocess.Popen(command, cwd=Path(__file__).resolve().parents[1], stdin=subprocess.PIPE)


async def _prepare(folder: Path, certificates: int, days: int) -> str:
    db = await new_database(folder, "soak")
    ends = [local_day(FIRST) + timedelta(days=119 + n * (days + 60) // certificates) for n in range(certificates)]
    seeded(db, ends, FIRST)
    await planning.check(db, FIRST)
    await db.close()
    return db.url


async def _judge(url: str, days: int) -> dict[str, object]:
    db = Database(url)
    async with db.reading() as session:
        told = (await session.scalars(select(Reminder))).all()
        owed = (await session.scalars(select(Outbox).where(Outbox.kind == "reminder"))).all()
        holds = (await session.scalars(select(Certificate))).all()
    await db.close()
    sent = [row for row in told if row.state == "sent"]
    messages = {(row.person_id, local_day(row.at)) for row in sent}
    faults = [f"twice: {key}" for key, n in Counter((r.subject, r.version, r.stage) for r in told).items() if n > 1]
    if len(messages) != len(owed):
        faults.append(f"{len(owed)} messages owed for {len(messages)} that were written down")
    faults += _left_out(holds, {(row.subject, row.stage) for row in told}, local_day(moments(days)[-1]))
    return {"sent": len(sent), "messages": len(owed), "faults": faults}


def _left_out(holds: Sequence[Certificate], told: set[tuple[int, str]], last: date) -> list[str]:
    plan, first = shipped_plans()["certificate"], local_day(FIRST)
    return [
        f"left out: {row.id} {slot.stage}"
        for row in holds
        for slot in slots(plan, row.expires_on)
        if first <= slot.day <= last and (row.id, slot.stage) not in told
    ]


def main() -> None:
    """The soak, or (with --walk) one of its schedulers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--walk", default="")
    parser.add_argument("--mark", type=Path, default=Path())
    parser.add_argument("--days", type=int, default=200)
    parser.add_argument("--certificates", type=int, default=60)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if asked.walk:
        asyncio.run(walk(asked.walk, asked.mark, asked.days))
        return
    with tempfile.TemporaryDirectory() as folder:
        found = soak(Path(folder), certificates=asked.certificates, days=asked.days, kills=asked.kills, seed=asked.seed)
    print(json.dumps(found))
    sys.exit(bool(found["faults"]))


if __name__ == "__main__":
    main()
