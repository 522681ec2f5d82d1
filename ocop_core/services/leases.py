"""Who alone does something now. A lease of a dead process on this machine is taken over at once."""

import os
import socket
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Lease
from ocop_core.db.queries import beat_lease, insert_once, renew_lease, take_due

HELD = timedelta(seconds=10)
# Two copies never write at the moment they asked for the time: who waited for the other has the earlier one.
APART = timedelta(minutes=1)


def holder_of(part: str) -> str:
    """The name of this process: machine, process id, and which part of it."""
    return f"{socket.gethostname()}:{os.getpid()}:{part}"


def _dead(holder: str) -> bool:
    host, pid, _ = holder.rsplit(":", 2)
    if host != socket.gethostname() or not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


async def take(session: AsyncSession, name: str, holder: str, at: datetime) -> tuple[Lease, bool] | None:
    """Takes or renews a lease for ten seconds: the row, and whether it is newly ours. None: somebody else has it."""
    if await insert_once(session, Lease, name=name, holder=holder, until=at + HELD):
        row = await session.get_one(Lease, name)
        return row, True
    row = await session.get_one(Lease, name, with_for_update=True)
    ours = row.holder == holder
    # Nobody holds it for longer than HELD: a much later end was written by a clock that ran ahead.
    if not ours and at < row.until <= at + HELD + APART and not _dead(row.holder):
        return None
    row.holder, row.until = holder, at + HELD
    return row, not ours


async def renew(session: AsyncSession, name: str, holder: str, at: datetime) -> bool:
    """Renews a lease that is surely ours and not paused, with one statement; False: ask `take`."""
    return await renew_lease(session, name, holder, at, at + HELD)


async def give_up(session: AsyncSession, name: str, holder: str, at: datetime) -> None:
    """Lets go of a lease at a clean stop."""
    row = await session.get(Lease, name, with_for_update=True)
    if row is not None and row.holder == holder:
        row.until = at


async def beat(session: AsyncSession, name: str, holder: str, at: datetime) -> None:
    """A sign of life under a name: `until` is the moment of the last one."""
    if not await beat_lease(session, name, holder, at):
        await insert_once(session, Lease, name=name, holder=holder, until=at)


async def last_beat(session: AsyncSession, name: str) -> datetime | None:
    """The moment of the last sign of life."""
    row = await session.get(Lease, name)
    return row.until if row else None


async def due(session: AsyncSession, duties: Mapping[str, datetime], at: datetime) -> set[str]:
    """Which duties are to be done: never done, or their next time has come.

    Each comes with the time that would follow: one far behind it was written by a clock that ran ahead.
    """
    rows = (await session.scalars(select(Lease).where(Lease.name.in_(duties)))).all()
    return set(duties) - {row.name for row in rows if not _has_come(row, at, duties[row.name])}


def _has_come(row: Lease, at: datetime, following: datetime) -> bool:
    return row.not_before is None or row.not_before <= at or row.not_before > following + APART


async def take_duty(session: AsyncSession, name: str, holder: str, at: datetime, following: datetime) -> bool:
    """Takes a due duty and writes its next time; False if another process was faster."""
    if await take_due(session, name, holder, at, following, following + APART):
        return True
    return await insert_once(session, Lease, name=name, holder=holder, until=at, not_before=following)
