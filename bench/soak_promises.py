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
    """One scheduler: looks, writes down how far it came, looks again. Whoever kills it finds the mark."""
    db, knowledge = Database(url), load_knowledge()
    done = int(mark.read_text() or 0) if mark.exists() else 0
    for number, moment in enumerate(moments(days)):
        if number < done:
            continue
        if moment.hour == FIRST.hour:
            await planning.check(db, moment)
        await speaking.speak(db, knowledge, moment, f"{os.uname().nodename}:{os.getpid()}:promises")
        mark.write_text(str(number + 1))
    await db.close()


def soak(folder: Path, *, certificates: int, days: int, kills: int, seed: int) -> dict[str, object]:
    """Runs it and says what was found; `faults` must be empty."""
    url = asyncio.run(_prepare(folder, certificates, days))
    chance, killed, start = random.Random(seed), 0, time.perf_counter()
    running = {n: _start(url, folder / f"mark{n}", days) for n in (1, 2)}
    while running:
        time.sleep(chance.uniform(0.3, 1.2))
        for n, process in list(running.items()):
            if process.poll() is not None and process.returncode == 0:
                del running[n]
            elif process.poll() is not None:
                running[n] = _start(url, folder / f"mark{n}", days)
            elif killed < kills and chance.random() < 0.4:
                process.send_signal(signal.SIGKILL)
                process.wait()
                killed += 1
                running[n] = _start(url, folder / f"mark{n}", days)
    found = asyncio.run(_judge(url, days))
    return {**found, "kills": killed, "seconds": round(time.perf_counter() - start)}


def _start(url: str, mark: Path, days: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bench.soak_promises", "--walk", url, "--mark", str(mark), "--days", str(days)]
    return subprocess.Popen(command, cwd=Path(__file__).resolve().parents[1])


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
