"""What a messenger tells of somebody's account: when they last acted, who of the office answers them, who has left."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.hot import Hot
from ocop_core.db.models import Chat
from ocop_core.db.models_channels import Contact, Payment
from ocop_core.db.queries import insert_once, unless_there
from ocop_core.db.types import Moment
from ocop_core.services import outbox, privacy

# What was on its way before somebody left still comes in for about two hours, and must not bring them back.
REMEMBERED = timedelta(hours=20)


_table = Contact.__table__
_CONTACT = Hot(
    select(Contact.acted_at, Contact.muted_until, Contact.withdrawn_at).where(
        Contact.channel == bindparam("channel"), Contact.address == bindparam("address")
    )
)
_moment = bindparam("moment", type_=Moment())
_ACTED = Hot(
    update(_table)  # type: ignore[arg-type]
    .where(_table.c.channel == bindparam("which"), _table.c.address == bindparam("who"))
    .where(_table.c.withdrawn_at.is_(None), _table.c.acted_at.is_(None) | (_table.c.acted_at < _moment))
    .values(acted_at=_moment)
)
_NEW = Hot(unless_there(Contact), columns=("channel", "address", "acted_at"))


async def noted(session: AsyncSession, channel: str, address: str) -> Contact:
    """The row of somebody's account, locked; a new one where there was none."""
    row = await session.get(Contact, (channel, address), with_for_update=True)
    if row is None:
        await insert_once(session, Contact, channel=channel, address=address)
        row = await session.get_one(Contact, (channel, address), with_for_update=True)
    return row


async def seen(session: AsyncSession, channel: str, address: str, acted: datetime, window: timedelta) -> bool | None:
    """The short way of `act`, without objects and locks: True if the bot may answer, False while somebody of the
    office does; None for who has left, and where two events of one person come at once: they take the long way."""
    row = await _CONTACT.first(session, {"channel": channel, "address": address})
    if row is None:
        fresh = await _NEW.run(session, {"channel": channel, "address": address, "acted_at": acted})
    elif row.withdrawn_at is None and (row.acted_at is None or row.acted_at < acted):
        fresh = await _ACTED.run(session, {"which": channel, "who": address, "moment": acted})
    else:
        fresh = row.withdrawn_at is None
    if not fresh:
        return None
    if row is None or row.acted_at is None or acted - row.acted_at > window:
        await outbox.release(session, channel, address)
    return row is None or row.muted_until is None or acted >= row.muted_until


async def act(session: AsyncSession, row: Contact, acted: datetime, window: timedelta) -> None:
    """Somebody did what opens the window. Events come in any order, so only a later one moves it."""
    before = row.acted_at
    if before is not None and before >= acted:
        return
    row.acted_at = acted
    if before is None or acted - before > window:
        await outbox.release(session, row.channel, row.address)


def mute(row: Contact, until: datetime) -> None:
    """Somebody of the office answers by hand: the bot keeps silent for a while."""
    row.muted_until = max(until, row.muted_until or until)


async def withdraw(session: AsyncSession, row: Contact, at: datetime) -> bool:
    """Erases whoever stood behind this account, at once, and forgets the account's address. False: nobody did."""
    row.withdrawn_at, row.acted_at, row.muted_until = at, None, None
    chat = await session.scalar(select(Chat).where(Chat.channel == row.channel, Chat.address == row.address))
    if chat is None:
        return False
    await privacy.erase(session, chat.person_id, at)
    await session.execute(update(Chat).where(Chat.id == chat.id).values(address=f"gone:{chat.id}", reachable=False))
    await session.execute(update(Payment).where(Payment.chat_id == chat.id).values(external_id=None))
    return True


async def everybody(session: AsyncSession) -> list[tuple[str, str, datetime | None]]:
    """Every chat with its last act: channel, address, moment."""
    query = select(Chat.channel, Chat.address, Contact.acted_at).outerjoin(
        Contact, (Contact.channel == Chat.channel) & (Contact.address == Chat.address)
    )
    return [(row.channel, row.address, row.acted_at) for row in (await session.execute(query)).all()]


async def forget(session: AsyncSession, at: datetime) -> int:
    """Deletes what was remembered of those who left, well within the day that the law leaves. How many."""
    gone = await session.execute(delete(Contact).where(Contact.withdrawn_at < at - REMEMBERED))
    return int(gone.rowcount)  # type: ignore[attr-defined]
