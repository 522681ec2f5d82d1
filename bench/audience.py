"""The audience of an announcement: counted, written to the ledger, and the memory that a million takes."""

import asyncio
import sqlite3
import subprocess
import sys
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from bench import seed
from bench.report import Figure, megabytes, middle
from ocop_core.clock import utc_now
from ocop_core.db.base import Database
from ocop_core.services import outbox
from ocop_core.services.announcements import acts, listing, meeting, sending
from ocop_core.services.announcements.audience import Audience
from ocop_core.services.knowledge import load_knowledge

if TYPE_CHECKING:
    from bench.__main__ import Plan

TEXT = "Dạ, từ ngày mai có lớp tập huấn OCOP tại Châu Đốc, mình bấm Tham gia để em ghi tên nha." * 2
CHANNELS = {"telegram": timedelta(hours=48), "webchat": None}
FIRST = 1000
EVERYBODY = Audience(everyone=True)


async def database(plan: "Plan", people: int) -> Database:
    """A new one with so many people, each with a chat on Telegram."""
    db = await seed.new_database(plan.folder, "announce")
    micros = round(utc_now().timestamp() * 1_000_000)
    with sqlite3.connect(db.url.removeprefix("sqlite:///")) as connection:
        connection.executemany(
            "INSERT INTO person (id, name, call, phone, unit, consented_at, created_at)"
            " VALUES (?, ?, 'co', ?, ?, ?, ?)",
            ((i, f"Người {i}", f"09{i:08}", f"{30500 + i % 100}", micros, micros) for i in range(1, people + 1)),
        )
        connection.executemany(
            "INSERT INTO chat (channel, address, person_id, state, reachable, created_at)"
            " VALUES ('telegram', ?, ?, '', 1, ?)",
            ((str(FIRST + i), i, micros) for i in range(1, people + 1)),
        )
    connection.close()
    return db


async def begin(db: Database) -> int:
    """An announcement to everybody whose list is to be written next; its number."""
    async with db.writing() as session:
        row = await acts.draft(session, None, TEXT, EVERYBODY, utc_now())
        await acts.send(session, None, row, acts.Order(grounds="bench", again=True, hold=timedelta()), utc_now())
        row.state, row.started_at, row.not_before = "listing", utc_now(), None
        return row.id


async def counted_and_listed(plan: "Plan", people: int) -> list[Figure]:
    """How long one waits for the number, and for the list."""
    db, knowledge = await database(plan, people), load_knowledge()
    counts = []
    for _ in range(5):
        async with db.reading() as session:
            since = time.perf_counter()
            count = await meeting.count(session, EVERYBODY, utc_now())
            await meeting.reached(session, EVERYBODY, CHANNELS, utc_now())
            counts.append((time.perf_counter() - since) * 1000)
        assert count == people
    number, since = await begin(db), time.perf_counter()
    await listing.enlist(db, knowledge, number, CHANNELS, utc_now(), per_day=2)
    listed = time.perf_counter() - since
    await db.close()
    return [
        Figure(f"audience of {people:,} counted", "ms", middle(counts), min(counts), target=100, want="at most",
               note="meant, and of these who can be reached"),
        Figure(f"{people:,} written to the ledger", "s", listed, target=3, want="at most",
               note="in pieces, so that no reply waits longer than for one"),
    ]  # fmt: skip


async def memory(plan: "Plan", people: int) -> Figure:
    """The most that listing and sending to so many takes, in a process of its own."""
    db = await database(plan, people)
    await db.close()
    code = f"from bench.audience import remember; remember({db.url!r})"
    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    peak = float(done.stdout.split()[-1])
    note = "listed, counted, and the first 20,000 sent to a channel that takes them at once"
    return Figure(f"memory at {people:,} recipients", "MB", peak, target=120, want="at most", note=note)


def remember(url: str) -> None:
    """Lists everybody and lets 20,000 leave; prints the most memory that took, in MB."""

    async def work() -> None:
        db, knowledge = Database(url), load_knowledge()
        number = await begin(db)
        await listing.enlist(db, knowledge, number, CHANNELS, utc_now(), per_day=2)
        for _ in range(625):
            async with db.writing() as session:
                rows = await sending.take(session, knowledge, "telegram", utc_now(), 32)
                await outbox.settle(session, [outbox.Settled(row.id, "sent", "1") for row in rows], utc_now())
        await db.close()

    asyncio.run(work())
    print(megabytes("self", "VmHWM"))
