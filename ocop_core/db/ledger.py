"""Named statements of what is owed: what is due, and the marks that a message gets on its way."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    exists,
    insert,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from ocop_core.db.hot import Hot, Values
from ocop_core.db.models import SHARED, Chat, Outbox
from ocop_core.db.models_announcements import Announcement
from ocop_core.db.types import Moment

# Written out, not bound: only then do the partial indexes serve.
QUEUED: ColumnElement[str] = literal_column("'queued'")
SENDING: ColumnElement[str] = literal_column("'sending'")
# The `ref` of a receipt that waits for more of what it acknowledges, and may say something else until it leaves.
GATHERED = "gathered"
_AT = bindparam("at", type_=Moment())
_ONLY = bindparam("only", type_=String())
# What nobody has asked for; a change of what somebody has registered for is no such thing.
UNASKED = ("reminder", "digest", "announcement")
AWAKE = bindparam("quiet", type_=Integer()) == 0
URGENT = Announcement.grounds != literal_column("''")
_ASKED = or_(AWAKE, and_(*(Outbox.kind != literal_column(f"'{kind}'") for kind in UNASKED)), URGENT)
_other = aliased(Outbox)
_flying = exists().where(_other.chat_id == Outbox.chat_id, _other.state == SENDING)
_waiting = exists().where(
    _other.chat_id == Outbox.chat_id, _other.state == QUEUED, _other.id < Outbox.id, _other.not_before > _AT
)
# What stands once for all who get it is read there; nobody is told anything while it is paused or waits.
BODY = case((Outbox.body == literal_column(f"'{SHARED}'"), Announcement.body), else_=Outbox.body).label("body")
MOVING = and_(Announcement.state == SENDING, or_(Announcement.not_before.is_(None), Announcement.not_before <= _AT))
_DUE = Hot(
    select(Outbox.id, Outbox.chat_id, Chat.address, BODY, Chat.reachable)
    .join(Chat, Chat.id == Outbox.chat_id)
    .join(Announcement, Announcement.id == Outbox.announcement_id, isouter=True)
    .where(or_(Outbox.announcement_id.is_(None), MOVING))
    .where(Outbox.channel == bindparam("channel"), Outbox.state == QUEUED)
    .where(Outbox.lane.between(bindparam("first"), bindparam("last")))
    .where((Outbox.not_before.is_(None)) | (Outbox.not_before <= _AT), ~_flying, ~_waiting, _ASKED)
    .where(or_(_ONLY.is_(None), Chat.address == _ONLY))
    .order_by(Outbox.lane, Outbox.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=Outbox)
)
_table = Outbox.__table__
_row = _table.c.id == bindparam("row")
_OWE = Hot(
    insert(_table),  # type: ignore[arg-type]
    columns=("chat_id", "channel", "lane", "kind", "state", "ref", "attempts", "body", "created_at"),
)
_SENDING = Hot(
    update(_table).where(_row).values(state="sending", lease_until=bindparam("until"))  # type: ignore[arg-type]
)
_SENT = Hot(
    update(_table)  # type: ignore[arg-type]
    .where(_row)
    .values(
        state="sent",
        settled_at=_AT,
        external_id=bindparam("outside"),
        lease_until=None,
        attempts=_table.c.attempts + 1,
    )
)
_FAILED = Hot(
    update(_table)  # type: ignore[arg-type]
    .where(_row)
    .values(state="failed", reason=bindparam("why"), settled_at=_AT)
)
_chat_at = select(Chat.id).where(Chat.channel == bindparam("which"), Chat.address == bindparam("who"))
_RELEASE = Hot(
    update(_table)  # type: ignore[arg-type]
    .where(_table.c.chat_id == _chat_at.scalar_subquery(), _table.c.state == QUEUED)
    .where(_table.c.reason.startswith(bindparam("because", type_=String())))
    .values(not_before=None)
)


def gathers(rows: type[Outbox]) -> ColumnElement[bool]:
    """Whether a receipt waits for more of its kind; once it was tried it may have arrived, and stays as it is."""
    waits = and_(rows.state == QUEUED, rows.ref == GATHERED, rows.not_before.is_not(None))
    return and_(waits, rows.attempts == 0, rows.reason.is_(None))


def said() -> Select[Any]:
    """Messages with their words, also where these stand once for many: id, created_at, body.

    What is still being gathered is not said yet, nor what comes after it.
    """
    before = exists().where(_other.chat_id == Outbox.chat_id, _other.id <= Outbox.id, gathers(_other))
    query = select(Outbox.id, Outbox.created_at, BODY).where(~before)
    return query.join(Announcement, Announcement.id == Outbox.announcement_id, isouter=True)


async def owe(session: AsyncSession, rows: Sequence[Values]) -> None:
    """Adds owed messages, in order."""
    await _OWE.run_each(session, rows)


async def due(
    session: AsyncSession,
    channel: str,
    at: datetime,
    lanes: tuple[int, int],
    limit: int,
    only: str | None,
    *,
    quiet: bool = False,
) -> Sequence[Any]:
    """Messages whose turn it is, locked: id, chat_id, address, body, reachable. In `quiet` only what was asked for."""
    first, last = lanes
    values = {"channel": channel, "at": at, "first": first, "last": last, "most": limit, "only": only}
    return await _DUE.all(session, {**values, "quiet": int(quiet)})


async def mark_sending(session: AsyncSession, ids: Sequence[int], until: datetime) -> None:
    """These are on their way; `until` says when to begin to wonder."""
    if ids:
        await _SENDING.run_each(session, [{"row": number, "until": until} for number in ids])


async def mark_sent(session: AsyncSession, sent: Sequence[tuple[int, str | None]], at: datetime) -> None:
    """These have arrived: row and the messenger's own id."""
    if sent:
        await _SENT.run_each(session, [{"row": number, "outside": outside, "at": at} for number, outside in sent])


async def mark_failed(session: AsyncSession, ids: Sequence[int], reason: str, at: datetime) -> None:
    """These will never arrive."""
    if ids:
        await _FAILED.run_each(session, [{"row": number, "why": reason, "at": at} for number in ids])


async def release(session: AsyncSession, channel: str, address: str, because: str) -> int:
    """What rests in a chat for a reason that begins so need not wait any longer; how many."""
    return await _RELEASE.run(session, {"which": channel, "who": address, "because": because})
