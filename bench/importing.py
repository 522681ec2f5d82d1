"""How fast 5,000 and 50,000 rows of an office list are read, planned and written, on SQLite."""

import asyncio
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from bench.report import Figure
from ocop_core.db import migrating
from ocop_core.db.base import Database
from ocop_core.office.importing import read_file
from ocop_core.services.imports import batches
from ocop_core.services.knowledge import load_knowledge
from tests.office.making import Sheet
from tests.office.messy import HEAD

if TYPE_CHECKING:
    from bench.__main__ import Plan

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
DECISIONS = 90
PLACES = (("Núi Sập", "Thoại Sơn"), ("Long Thạnh", "Tân Châu"), ("Xã Núi Cấm", ""), ("Văn Giáo", "Tịnh Biên"))


def listed(rows: int) -> bytes:
    """A list with days as text and as dates, phones as numbers, old places."""
    sheet = Sheet().page("DS").row(1, *HEAD)
    for number in range(rows):
        # Offices decide some thirty times a year, about many products at once.
        day = date(2024, 1, 1) + timedelta(days=number % DECISIONS * 7)
        cells = (f"Sản phẩm số {number}", f"Hộ kinh doanh số {number // 3}", *PLACES[number % len(PLACES)])
        issued = day if number % 2 else f"ngày {day.day} tháng {day.month} năm {day.year}"
        sheet.row(number + 2, number + 1, *cells, 912000000 + number, "★★★", f"QĐ {number % DECISIONS}/QĐ-UBND", issued)
    return sheet.done()


async def measure(plan: "Plan") -> list[Figure]:
    """Seconds for each part of an import, and the longest time for which the loop stood still meanwhile."""
    found: list[Figure] = []
    for rows, target in ((1_000, 1.0),) if plan.quick else ((5_000, 3.0), (50_000, None)):
        parts = await _measured(rows, plan.folder)
        name = f"import of {rows:,} rows"
        found += [
            Figure(f"{name}, read, planned and written", "s", round(sum(parts[:3]), 2), target=target, want="at most"),
            Figure(f"{name}: read", "s", round(parts[0], 2)),
            Figure(f"{name}: planned and kept", "s", round(parts[1], 2)),
            Figure(f"{name}: written with promises", "s", round(parts[2], 2)),
            Figure(f"{name}: longest stall of the loop", "ms", round(parts[3] * 1000)),
        ]
    return found


async def _measured(rows: int, folder: Path) -> tuple[float, float, float, float]:
    knowledge, content = load_knowledge(), listed(rows)
    with tempfile.TemporaryDirectory(dir=folder) as apart:
        db = Database(f"sqlite:///{Path(apart) / 'x.db'}")
        await migrating.upgrade(db)
        stalls: list[float] = []
        watcher = asyncio.create_task(_watch(stalls))
        moments = [time.perf_counter()]
        read = await asyncio.to_thread(read_file, content, knowledge.province, knowledge.sets)
        moments.append(time.perf_counter())
        async with db.writing() as session:
            batch = await batches.keep(session, None, "ds.xlsx", content, read, AT)
        moments.append(time.perf_counter())
        async with db.writing() as session:
            batch = await batches.apply(session, None, batch.id, AT)
        moments.append(time.perf_counter())
        watcher.cancel()
        await db.close()
    assert batch.counts == {"applied": rows}, batch.counts
    reading, keeping, writing = (later - earlier for earlier, later in pairwise(moments))
    return reading, keeping, writing, max(stalls, default=0.0)


async def _watch(stalls: list[float]) -> None:
    while True:
        before = time.perf_counter()
        await asyncio.sleep(0.005)
        stalls.append(time.perf_counter() - before - 0.005)
