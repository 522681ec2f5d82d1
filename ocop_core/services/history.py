"""A chat as its person sees it: what they said and what was said to them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db import ledger
from ocop_core.db.models import Chat, File, Inbox, Outbox

SHOWN = ("queued", "sending", "sent", "unsure")


async def chat_at(session: AsyncSession, channel: str, address: str) -> Chat | None:
    """The chat at an address, if anybody wrote from there."""
    found: Chat | None = await session.scalar(select(Chat).where(Chat.channel == channel, Chat.address == address))
    return found


async def heard(session: AsyncSession, chat_id: int, after: int = 0, limit: int = 100) -> Sequence[Inbox]:
    """Messages of the person, oldest first: the next ones behind row `after`, or without it the last ones."""
    query = select(Inbox).where(Inbox.chat_id == chat_id, Inbox.id > after, Inbox.body.is_not(None)).limit(limit)
    if after:
        return (await session.scalars(query.order_by(Inbox.id))).all()
    return list(reversed((await session.scalars(query.order_by(Inbox.id.desc()))).all()))


async def said(session: AsyncSession, chat_id: int, after: int = 0, limit: int = 100) -> Sequence[Any]:
    """Messages to the person, oldest first: the next behind row `after`, or without it the last. See `ledger.said`."""
    shown = (Outbox.chat_id == chat_id, Outbox.id > after, Outbox.state.in_(SHOWN), Outbox.body != "")
    query = ledger.said().where(*shown).limit(limit)
    if after:
        return list((await session.execute(query.order_by(Outbox.id))).all())
    return list(reversed((await session.execute(query.order_by(Outbox.id.desc()))).all()))


async def files_of(session: AsyncSession, ids: Sequence[int]) -> dict[int, Any]:
    """The files with these ids that can be opened."""
    if not ids:
        return {}
    rows = await session.scalars(select(File).where(File.id.in_(ids), File.state.in_(("kept", "made"))))
    return {row.id: row for row in rows}
