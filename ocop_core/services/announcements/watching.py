"""Moves announcements on: their hour has come, the list is complete, too much goes wrong, everybody has been told."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Outbox
from ocop_core.db.models_announcements import Announcement, Recipient
from ocop_core.rulebook.quiet_hours import is_quiet, speaks_next
from ocop_core.services.announcements import acts, fates, listing, officers
from ocop_core.services.announcements.listing import Channels

# Of so many messages that went out, so many may go wrong before it stops by itself.
LOOKED_AT, TOO_MANY = 30, 0.3
# These say nothing about the channel: the person is gone, or our own process was.
HARMLESS = ("blocked", "gone", "died")


async def move_on(
    db: Database, knowledge: Knowledge, channels: Channels, at: datetime, *, per_day: int
) -> dict[str, Any]:
    """Does what is due for every announcement under way; what was done to how many."""
    async with db.reading() as session:
        busy = Announcement.state.in_(("held", "listing", "sending"))
        due = or_(Announcement.not_before.is_(None), Announcement.not_before <= at)
        rows = (await session.scalars(select(Announcement).where(busy, due).order_by(Announcement.id))).all()
        figures = {row.id: await _figures(session, row.id) for row in rows if row.state == "sending"}
    done: dict[str, Any] = {}
    for row in rows:
        if act := await _move(db, row, figures.get(row.id), at):
            done[act] = done.get(act, 0) + 1
        if act == "halted":
            await officers.tell_stopped(db, knowledge, row, at)
        if row.state == "listing" or act == "begun":
            await listing.enlist(db, knowledge, row.id, channels, at, per_day=per_day)
    return done


async def _move(db: Database, seen: Announcement, figures: "Figures | None", at: datetime) -> str | None:
    """One step of one announcement, if there is one to take."""
    rests = is_quiet(at) and not seen.grounds
    if figures is not None and not rests and not figures.done and not figures.judged_by(seen.watched):
        return None
    if seen.state == "listing" and not rests:
        return None
    async with db.writing() as session:
        row = await session.get_one(Announcement, seen.id, with_for_update=True)
        if row.state != seen.state:
            return None
        if figures is not None and figures.done:
            return await _end(session, row, at)
        if rests:
            row.not_before = speaks_next(at)
            return "resting"
        if figures is None:
            row.state, row.started_at, row.not_before = "listing", at, None
            return "begun"
        return await _judge(session, row, figures, at)


async def _end(session: AsyncSession, row: Announcement, at: datetime) -> str:
    row.state, row.ended_at = "done", at
    await acts.note(session, row, None, "done", at)
    return "done"


async def _judge(session: AsyncSession, row: Announcement, figures: "Figures", at: datetime) -> str | None:
    before = row.watched or {"sent": figures.sent, "bad": figures.bad}
    sent, bad = figures.sent - before["sent"], figures.bad - before["bad"]
    row.watched = {"sent": figures.sent, "bad": figures.bad}
    if bad <= (sent + bad) * TOO_MANY:
        return None
    row.state, row.trouble = "paused", "errors"
    await acts.note(session, row, None, "halted", at, bad=bad, of=sent + bad)
    return "halted"


class Figures:
    """How many messages of an announcement arrived and went wrong, and whether nothing is left to do."""

    def __init__(self, states: dict[str, int], bad: int, waiting: bool) -> None:
        self.sent, self.bad = states.get("sent", 0), bad
        self.done = not waiting and not states.get("queued") and not states.get("sending")

    def judged_by(self, watched: dict[str, int] | None) -> bool:
        """Whether enough has gone out since the last look to be judged; the very first look only takes note."""
        before = (watched or {}).get("sent", 0) + (watched or {}).get("bad", 0)
        return watched is None or self.sent + self.bad - before >= LOOKED_AT


async def _figures(session: AsyncSession, number: int) -> Figures:
    ours = Outbox.announcement_id == number
    states = select(Outbox.state, func.count()).where(ours).group_by(Outbox.state)
    counted = {state: count for state, count in (await session.execute(states)).all()}
    bad = 0
    if counted.get("failed") or counted.get("unsure"):
        wrong = select(Outbox.reason, func.count()).where(ours, Outbox.state.in_(("failed", "unsure")))
        found = (await session.execute(wrong.group_by(Outbox.reason))).all()
        bad = sum(count for reason, count in found if fates.why(reason) not in HARMLESS)
    waits = select(Recipient.id).where(Recipient.announcement_id == number)
    waits = waits.where(Recipient.outbox_id.is_(None), Recipient.skip.is_(None)).limit(1)
    return Figures(counted, bad, await session.scalar(waits) is not None)
