"""Promises about 100,000 certificates with eight stages each: planned, planned anew, looked at, spoken."""

import sqlite3
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

from sqlalchemy import func, select

from bench.__main__ import Plan
from bench.report import Figure, middle, percentile, say
from bench.seed import new_database
from bot import clockwork
from ocop_core.db.base import Database
from ocop_core.db.models_promises import Promise, StageRule
from ocop_core.rulebook.promises import slots
from ocop_core.services.knowledge import load_knowledge
from ocop_core.services.reminders import planning, speaking, stages
from ocop_core.settings import from_env

# A Wednesday morning in Vietnam, with nothing due for a moment.
NOW = datetime(2026, 10, 7, 3, 0, tzinfo=UTC)
DAYS = 1096
HOLDER = "bench:1:promises"
ROUNDS = 3


async def measure(plan: Plan) -> list[Figure]:
    """All figures about promises."""
    count = 10_000 if plan.quick else 100_000
    db = await new_database(plan.folder, "promises")
    _certificates(db, count)
    async with db.writing() as session:
        session.add(StageRule(plan="certificate", stage="ahead", days=210, is_on=True, changed_at=NOW))
    async with db.reading() as session:
        eight = len(slots((await stages.plans(session))["certificate"], date(2027, 5, 22)))
    say(f"  {count:,} certificates, {eight} stages each, {DAYS} last days")
    figures = [
        await _planned(db, count, eight, plan.quick),
        await _replanned(db, count, eight, plan.quick),
        await _checked(db, count),
        *await _ticks(db, plan),
        *await _spoken(db),
    ]
    await db.close()
    return figures


def _certificates(db: Database, count: int) -> None:
    """Certificates whose last days lie evenly over three years."""
    random = Random(5)
    seeded(db, [date(2027, 5, 10) + timedelta(days=random.randrange(DAYS)) for _ in range(count)], NOW)


def seeded(db: Database, ends: Sequence[date], at: datetime) -> None:
    """A certificate for each of these last days, each of a producer with a chat of their own."""
    count, micros = len(ends), round(at.timestamp() * 1_000_000)
    line = sqlite3.connect(db.url.removeprefix("sqlite:///"))
    with line:
        numbers = range(1, count + 1)
        line.executemany(
            "INSERT INTO person (id, name, call, consented_at, created_at) VALUES (?,'','',?,?)",
            ((n, micros, micros) for n in numbers),
        )
        line.executemany(
            "INSERT INTO chat (id, channel, address, person_id, state, reachable, heard_at, created_at)"
            " VALUES (?,'telegram',?,?,'',1,?,?)",
            ((n, str(n), n, micros, micros) for n in numbers),
        )
        line.executemany(
            "INSERT INTO product (id, person_id, name, producer, producer_kind, unit, phone, address, search,"
            " created_at, changed_at) VALUES (?,?,?,'','','30538',NULL,'','',?,?)",
            ((n, n, f"Mắm {n}", micros, micros) for n in numbers),
        )
        line.executemany(
            "INSERT INTO certificate (id, product_id, version, decision_no, stars, level, edition, issued_on,"
            " expires_on, state, reason, source, dated, created_at, changed_at)"
            " VALUES (?,?,1,'1/QĐ',3,'province','QD26',?,?,'current','','bench',1,?,?)",
            (
                (n, n, str(day.replace(year=day.year - 3, day=1)), str(day), micros, micros)
                for n, day in zip(numbers, ends, strict=True)
            ),
        )
    line.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    line.close()


async def _timed(work: Callable[[], Awaitable[object]]) -> float:
    start = time.perf_counter()
    await work()
    return time.perf_counter() - start


async def _taken(work: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    """Seconds on the wall, and of the processor: on a busy machine only the second says much."""
    start = time.process_time()
    return await _timed(work), time.process_time() - start


async def _planned(db: Database, count: int, eight: int, quick: bool) -> Figure:
    taken: list[tuple[float, float]] = []
    for _ in range(ROUNDS):
        _run(db, "DELETE FROM promise")
        taken.append(await _taken(lambda: planning.check(db, NOW)))
    async with db.reading() as session:
        planned = await session.scalar(select(func.count()).select_from(Promise).where(Promise.state == "open"))
    assert planned == count, planned
    return _limit(f"{count:,} × {eight} stages planned", "s", taken, None if quick else 2.0)


async def _replanned(db: Database, count: int, eight: int, quick: bool) -> Figure:
    taken: list[tuple[float, float]] = []
    for _ in range(ROUNDS):
        _run(db, "UPDATE certificate SET expires_on = date(expires_on, '+1 day'), dated = dated + 1")
        taken.append(await _taken(lambda: planning.check(db, NOW)))
    return _limit(f"{count:,} × {eight} stages planned anew", "s", taken, None if quick else 2.0)


async def _checked(db: Database, count: int) -> Figure:
    taken = [await _timed(lambda: planning.check(db, NOW)) for _ in range(ROUNDS)]
    return Figure(f"nightly check of {count:,}, nothing to mend", "s", middle(taken), min(taken))


async def _ticks(db: Database, plan: Plan) -> list[Figure]:
    settings = from_env({"DATABASE_URL": db.url, "FILES_DIR": str(plan.folder / "promises" / "files")})
    await clockwork.tick(db, settings, NOW)
    ticks = [
        1000 * await _timed(lambda n=n: clockwork.tick(db, settings, NOW + timedelta(seconds=61 * n)))  # type: ignore[misc]
        for n in range(1, 50)
    ]
    looks = [1000 * await _timed(lambda: speaking.speak(db, load_knowledge(), NOW, HOLDER)) for _ in range(50)]
    return [
        Figure("a tick with nothing due", "ms", middle(ticks), min(ticks), target=20.0, want="at most",
               note=f"99 of 100 below {percentile(ticks, 0.99):.1f} ms"),
        Figure("a look for what is due", "ms", middle(looks), min(looks)),
    ]  # fmt: skip


async def _spoken(db: Database) -> list[Figure]:
    """Days on which ever more is due, at the hour of sending."""
    figures: list[Figure] = []
    moment = datetime(2026, 10, 14, 3, 0, tzinfo=UTC)
    for days in (1, 10):
        moment += timedelta(days=days)
        start = time.perf_counter()
        lines = await speaking.speak(db, load_knowledge(), moment, HOLDER)
        taken = time.perf_counter() - start
        sent = sum(line["act"] == "sent" for line in lines)
        figures.append(
            Figure(f"{sent} reminders spoken", "ms each", 1000 * taken / max(1, sent), note=f"{taken:.2f} s")
        )
    return figures


def _run(db: Database, statement: str) -> None:
    line = sqlite3.connect(db.url.removeprefix("sqlite:///"))
    with line:
        line.execute(statement)
    line.close()


def _limit(name: str, unit: str, taken: list[tuple[float, float]], target: float | None) -> Figure:
    wall, processor = zip(*taken, strict=True)
    note = f"{min(processor):.2f} s of processor time"
    return Figure(name, unit, middle(wall), min(wall), target=target, want="at most", note=note)
