"""The clockwork: APScheduler only says "look now"; what is due stands in rows."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot import announcer
from ocop_core.clock import local
from ocop_core.db.base import Database
from ocop_core.services import digest, housekeeping, leases
from ocop_core.services.dossiers import deadlines
from ocop_core.services.events import duties as events
from ocop_core.services.inbox import officer_acts
from ocop_core.services.reminders import duties
from ocop_core.services.reports import chasing, periods
from ocop_core.settings import Settings

log = logging.getLogger(__name__)
EVERY = 15
PULSE = "clock"
SILENT = timedelta(minutes=5)
AHEAD = timedelta(hours=1)
Work = Callable[[Database, Settings, datetime], Awaitable[dict[str, Any] | list[dict[str, Any]]]]


@dataclass(frozen=True, slots=True)
class Job:
    """A periodic duty, which says what it did in one line or in several.

    Due `every` so often; `hour`: only from that hour of the Vietnamese day on.
    """

    name: str
    every: timedelta
    work: Work
    hour: int | None = None


JOBS = (
    Job("retention", timedelta(hours=20), housekeeping.retention, hour=2),
    # Often enough that what somebody sent who then leaves is gone well within the day that the law leaves.
    Job("files", timedelta(hours=6), housekeeping.sweep_files),
    Job("talks", timedelta(hours=20), officer_acts.lapse, hour=8),
    Job("dossiers", timedelta(hours=20), deadlines.warn, hour=6),
    Job("left", timedelta(hours=1), housekeeping.left),
    Job("notice_digest", timedelta(hours=20), announcer.digest, hour=7),
    Job("announcements", timedelta(seconds=10), announcer.tick),
    Job("events", timedelta(seconds=30), events.look),
    Job("keys", timedelta(hours=1), housekeeping.expired_keys),
    Job("periods", timedelta(hours=20), periods.make_due, hour=5),
    Job("reports", timedelta(hours=1), chasing.remind, hour=7),
    Job("digest", timedelta(hours=1), digest.send, hour=7),
    Job("promises", timedelta(hours=20), duties.check, hour=1),
    Job("calls", timedelta(hours=20), duties.listen, hour=9),
    Job("reminders", timedelta(minutes=1), duties.speak),
)


async def tick(db: Database, settings: Settings, at: datetime) -> list[dict[str, Any]]:
    """Does what is due at `at` and says what it did. Two at once do no harm: each duty is taken once."""
    holder = leases.holder_of("clock")
    beat, due = await _look(db, at)
    done: list[dict[str, Any]] = await _come_back(db, beat, at)
    for job in due:
        if not await _take(db, job, holder, at):
            continue
        try:
            found = await job.work(db, settings, at)
            lines = found if isinstance(found, list) else [found]
            done += [{"job": job.name, "at": at.isoformat(), **line} for line in lines]
        except Exception as error:
            log.exception("job %s", job.name)
            done.append({"job": job.name, "at": at.isoformat(), "problem": type(error).__name__})
    async with db.writing() as session:
        await leases.beat(session, PULSE, holder, at)
    return done


async def _look(db: Database, at: datetime) -> tuple[datetime | None, list[Job]]:
    """The clock's last sign of life, and the duties whose hour and time have come: one look at all of them."""
    awake = [job for job in JOBS if job.hour is None or local(at).hour >= job.hour]
    async with db.reading() as session:
        beat = await leases.last_beat(session, PULSE)
        due = await leases.due(session, {f"job:{job.name}": at + job.every for job in awake}, at)
    return beat, [job for job in awake if f"job:{job.name}" in due]


async def _come_back(db: Database, beat: datetime | None, at: datetime) -> list[dict[str, Any]]:
    """Where the clock had run ahead and is right again, promises may wait for days that are far off."""
    if beat is None or beat - at <= AHEAD:
        return []
    log.warning("the clock was at %s and is at %s", beat, at)
    return [{"job": "clock", "at": at.isoformat(), "act": "come_back", **await duties.afresh(db, at)}]


async def _take(db: Database, job: Job, holder: str, at: datetime) -> bool:
    """Whether this duty is now ours; its next time is written before it is done."""
    async with db.writing() as session:
        return await leases.take_duty(session, f"job:{job.name}", holder, at, at + job.every)


def in_short(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """For the log: acts of one kind as one line with their number; each act stands in its row of the database.

    What is held back is left out, as it is so every minute of the night.
    """
    acts: dict[tuple[str, str | None], list[dict[str, Any]]] = defaultdict(list)
    for line in lines:
        if line.get("act") != "held":
            acts[line["job"], line.get("act")].append(line)
    return [
        same[0] if len(same) == 1 else {"job": job, "act": act, "number": len(same)}
        for (job, act), same in acts.items()
    ]


def schedule(db: Database, settings: Settings, clock: Callable[[], datetime]) -> Any:
    """A started APScheduler that ticks every 15 seconds; late ticks are one tick."""
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    async def look() -> None:
        # At a stop it is cancelled, which APScheduler would log as an error.
        with suppress(asyncio.CancelledError):
            for told in in_short(await tick(db, settings, clock())):
                log.info("tick: %s", told)

    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(look, "interval", seconds=EVERY, coalesce=True, misfire_grace_time=None, max_instances=1)
    scheduler.add_job(look)
    scheduler.start()
    return scheduler
