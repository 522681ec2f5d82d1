"""One receipt for photos that come one after the other: it waits a moment in its row, and takes up what follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from ocop_core.conversation.runs import FILES
from ocop_core.conversation.said import Body
from ocop_core.conversation.state import State
from ocop_core.db.base import RANG
from ocop_core.db.ledger import GATHERED, gathers
from ocop_core.db.models import Outbox
from ocop_core.services import outbox, render

# So long after the last photo it is said, and no photo waits longer than that for a sign.
QUIET, LONGEST = timedelta(seconds=4), timedelta(seconds=20)
# Here nobody sends many at once, and each is answered on its line.
AT_ONCE = ("console", outbox.ASSIST)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A receipt that has not gone out yet: its row, and since when somebody waits for it."""

    id: int
    since: datetime


async def waiting(session: AsyncSession, chat_id: int, before: State) -> Waiting | None:
    """The receipt that one more photo may join: the newest message of the chat, not yet due, held against the relay."""
    if before.heard not in FILES:
        return None
    newest = select(Outbox.id).where(Outbox.chat_id == chat_id).order_by(Outbox.id.desc()).limit(1).scalar_subquery()
    query = select(Outbox.id, Outbox.created_at).where(Outbox.id == newest, gathers(Outbox))
    row = (await session.execute(query.with_for_update(skip_locked=True))).one_or_none()
    return Waiting(row.id, row.created_at) if row else None


async def gather(
    session: AsyncSession, found: Waiting | None, chat_id: int, channel: str, bodies: Sequence[Body], at: datetime
) -> None:
    """Owes a receipt that waits for more of its kind; one that waits already says it all instead."""
    if len(bodies) != 1 or channel in AT_ONCE:
        await outbox.owe(session, chat_id, channel, bodies, at)
        return
    session.info[RANG] = True
    body = render.dump(bodies[0])
    if found:
        due = min(at + QUIET, found.since + LONGEST)
        await session.execute(update(Outbox).where(Outbox.id == found.id).values(body=body, not_before=due))
        return
    values: dict[str, Any] = {"chat_id": chat_id, "channel": channel, "lane": outbox.REPLY, "kind": "reply"}
    values |= {"state": "queued", "ref": GATHERED, "attempts": 0, "body": body, "created_at": at}
    await session.execute(insert(Outbox).values(**values, not_before=at + QUIET))


async def release(session: AsyncSession, chat_id: int, before: State) -> None:
    """Something else is answered: what waited goes out before it."""
    if before.heard in FILES:
        waiting = update(Outbox).where(Outbox.chat_id == chat_id, gathers(Outbox))
        await session.execute(waiting.values(not_before=None))


def still(chat: InstrumentedAttribute[int | None], at: datetime) -> ColumnElement[bool]:
    """A condition: more photos may be on their way in this chat, so that nothing is said of them yet.

    Only until the receipt is due: nothing waits for a messenger that cannot be reached.
    """
    return exists().where(Outbox.chat_id == chat, gathers(Outbox), Outbox.not_before > at)
