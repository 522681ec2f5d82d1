"""What is owed: queued → sending → sent | failed | unsure | cancelled, and never lost on the way."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.said import Body
from ocop_core.db import ledger
from ocop_core.db.base import RANG
from ocop_core.db.ledger import QUEUED
from ocop_core.db.models import Chat, Outbox
from ocop_core.db.models_announcements import Announcement, Recipient
from ocop_core.rulebook.quiet_hours import is_quiet
from ocop_core.services import render

REPLY, NOTICE, BULK = 0, 1, 2
# What is owed here is read on a page of the panel, so that it has arrived as soon as it is written.
ASSIST = "assist"
LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 8
Fate = Literal["sent", "retry", "wait", "unsure", "gone", "refused", "config", "later", "soon"]
RESTS = "later: "


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a claimed message. `external_id` from the messenger; `after` seconds to wait."""

    id: int
    fate: Fate
    external_id: str | None = None
    reason: str | None = None
    after: float | None = None


async def owe(
    session: AsyncSession,
    chat_id: int,
    channel: str,
    bodies: Sequence[Body],
    at: datetime,
    *,
    lane: int = REPLY,
    kind: str = "reply",
    ref: str | None = None,
) -> None:
    """Adds messages to what is owed, in order; the relay is woken by the commit."""
    if not bodies:
        return
    session.info[RANG] = True
    common = {
        "chat_id": chat_id,
        "channel": channel,
        "lane": lane,
        "kind": kind,
        "state": "sent" if channel == ASSIST else "queued",
        "ref": ref,
    }
    await ledger.owe(session, [{**common, "attempts": 0, "body": render.dump(b), "created_at": at} for b in bodies])


async def claim(
    session: AsyncSession,
    channel: str,
    at: datetime,
    *,
    lanes: tuple[int, int],
    limit: int,
    only: str | None = None,
) -> Sequence[Any]:
    """Takes up to `limit` due messages of lanes from–to and marks them as being sent.

    Within a chat the order holds: nothing is taken behind a message in flight or one that waits for a retry.
    Who cannot be reached is not tried: the message fails at once. At night and at Tết what nobody has asked for stays,
    however it was held up until then. Rows: id, chat_id, address, body, reachable.
    `only` limits to one address.
    """
    rows = await ledger.due(session, channel, at, lanes, limit, only, quiet=is_quiet(at))
    await ledger.mark_sending(session, [r.id for r in rows if r.reachable], at + LEASE)
    await ledger.mark_failed(session, [r.id for r in rows if not r.reachable], "chat unreachable", at)
    return [row for row in rows if row.reachable]


async def anything_due(session: AsyncSession, channel: str, at: datetime, only: str | None = None) -> bool:
    """Whether a message is due: a look that takes no lock."""
    query = select(Outbox.id).where(
        Outbox.channel == channel, Outbox.state == QUEUED, (Outbox.not_before.is_(None)) | (Outbox.not_before <= at)
    )
    if is_quiet(at):
        urgent = exists().where(Announcement.id == Outbox.announcement_id, Announcement.grounds != "")
        query = query.where(or_(Outbox.kind.not_in(ledger.UNASKED), urgent))
    if only is not None:
        query = query.join(Chat, Chat.id == Outbox.chat_id).where(Chat.address == only)
    return await session.scalar(query.limit(1)) is not None


async def settle(session: AsyncSession, results: Sequence[Settled], at: datetime) -> None:
    """Writes down what became of claimed messages."""
    await ledger.mark_sent(session, [(r.id, r.external_id) for r in results if r.fate == "sent"], at)
    for result in results:
        if result.fate != "sent":
            await _unsent(session, result, at)


async def _unsent(session: AsyncSession, result: Settled, at: datetime) -> None:
    row = await session.get(Outbox, result.id)
    if row is None or row.state != "sending":
        return
    row.reason, row.lease_until = result.reason, None
    if result.fate in ("wait", "config"):
        # The whole channel pauses; the message is as if it had never been tried.
        row.state, row.not_before = "queued", None
        return
    if result.fate == "soon":
        row.state, row.not_before = "queued", at + timedelta(seconds=result.after or 1.0)
        return
    if result.fate == "later":
        row.state, row.not_before = "queued", at + timedelta(seconds=result.after or 3600.0)
        row.reason = f"{RESTS}{result.reason}"
        return
    row.attempts += 1
    if result.fate == "retry" and row.attempts < MOST_ATTEMPTS:
        row.state = "queued"
        row.not_before = at + timedelta(seconds=min(600.0, 2.0**row.attempts))
    elif result.fate == "unsure":
        doubt(row, at)
    else:
        row.state, row.settled_at = "failed", at
    if result.fate == "gone":
        await session.execute(update(Chat).where(Chat.id == row.chat_id).values(reachable=False))
        await give_up(session, row.chat_id, at)


def doubt(row: Outbox, at: datetime, most: int = 2) -> None:
    """Perhaps delivered: a reply is sent once more, an announcement waits for an officer's choice.

    `most` is how often a reply may be tried in all.
    """
    if row.lane != BULK and row.attempts < most:
        row.state = "queued"
        row.not_before = at
    else:
        row.state, row.settled_at = "unsure", at


async def release(session: AsyncSession, channel: str, address: str) -> None:
    """What rests in a chat is due at once: somebody has written, and what stood in the way is gone."""
    if await ledger.release(session, channel, address, RESTS):
        session.info[RANG] = True


async def give_up(session: AsyncSession, chat_id: int, at: datetime) -> None:
    """What waits for a chat that cannot be reached has failed."""
    await session.execute(
        update(Outbox)
        .where(Outbox.chat_id == chat_id, Outbox.state == "queued")
        .values(state="failed", reason="chat unreachable", settled_at=at)
    )


async def recover(
    session: AsyncSession,
    channel: str,
    at: datetime,
    only: str | None = None,
    *,
    carried: Collection[int] = (),
) -> int:
    """What was in flight when its sender died is in doubt. Returns how many.

    `carried` are on their way by the caller's own hand. A reply goes out again after each death, up to eight:
    two power cuts in a row must not end in silence.
    """
    query = select(Outbox).where(Outbox.channel == channel, Outbox.state == "sending").order_by(Outbox.id)
    if only is not None:
        query = query.join(Chat, Chat.id == Outbox.chat_id).where(Chat.address == only)
    rows = (await session.scalars(query)).all()
    rows = [row for row in rows if row.id not in carried]
    for row in rows:
        row.attempts += 1
        row.lease_until = None
        row.reason = "sender died"
        doubt(row, at, most=MOST_ATTEMPTS)
    return len(rows)


async def figures(session: AsyncSession) -> list[dict[str, Any]]:
    """The ledger by channel, kind and state, with the oldest moment of each."""
    query = (
        select(Outbox.channel, Outbox.kind, Outbox.state, func.count(), func.min(Outbox.created_at))
        .group_by(Outbox.channel, Outbox.kind, Outbox.state)
        .order_by(Outbox.channel, Outbox.kind, Outbox.state)
    )
    rows = [tuple(row) for row in (await session.execute(query)).all()]
    lines = {(c, k, s): (n, o) for c, k, s, n, o in [*rows, *await _on_lists(session)]}
    return [{"channel": c, "kind": k, "state": s, "count": n, "oldest": o} for (c, k, s), (n, o) in lines.items()]


async def _on_lists(session: AsyncSession) -> list[tuple[Any, ...]]:
    """Who is on the list of an announcement under way and has still to be told: owed like all the rest."""
    still = (Recipient.outbox_id.is_(None), Recipient.skip.is_(None))
    query = (
        select(Recipient.channel, func.count(), func.min(Announcement.started_at))
        .join(Announcement, Announcement.id == Recipient.announcement_id)
        .where(Announcement.state.in_(("listing", "sending", "paused")), *still)
        .group_by(Recipient.channel)
    )
    rows = (await session.execute(query)).all()
    return [(channel, "announcement", "listed", count, since) for channel, count, since in rows]


async def oldest_waiting(session: AsyncSession, at: datetime) -> float:
    """Seconds since the oldest message that is due was owed; 0 where nothing waits."""
    query = select(func.min(Outbox.created_at)).where(
        Outbox.state == QUEUED,
        (Outbox.not_before.is_(None)) | (Outbox.not_before <= at),
        Outbox.channel != "console",
    )
    oldest = await session.scalar(query)
    return (at - oldest).total_seconds() if oldest else 0.0
