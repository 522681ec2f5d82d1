"""What messages cost: reserved before the call, kept when it went out or perhaps did, counted by month and kind."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local, local_day
from ocop_core.db.models import Outbox
from ocop_core.db.models_channels import Account, Payment
from ocop_core.db.queries import insert_once

# From this share of the budget on somebody is warned.
WARN_PERCENT = 80


async def account(session: AsyncSession, channel: str) -> Account:
    """The row of our account, locked, so that two senders do not spend the same dong."""
    row = await session.get(Account, channel, with_for_update=True)
    if row is None:
        blank = {"access": "", "refresh": "", "seed": "", "problem": "", "verifier": "", "nonce": "", "code": ""}
        await insert_once(session, Account, channel=channel, **blank)
        row = await session.get_one(Account, channel, with_for_update=True)
    return row


async def reserve(
    session: AsyncSession, channel: str, outbox_id: int, chat_id: int, kind: str, way: str, price: int, at: datetime
) -> int:
    """Sets the price of a sending aside; returns the number of the payment."""
    row = Payment(channel=channel, outbox_id=outbox_id, chat_id=chat_id, kind=kind, way=way, price=price, at=at)
    row.day = local_day(at).isoformat()
    session.add(row)
    await session.flush()
    return row.id


async def keep(session: AsyncSession, number: int, external_id: str) -> None:
    """It went out."""
    await session.execute(update(Payment).where(Payment.id == number).values(external_id=external_id))


async def free(session: AsyncSession, number: int) -> None:
    """It surely did not go out."""
    row = await session.get(Payment, number)
    if row is not None:
        await session.delete(row)


async def delivered(session: AsyncSession, channel: str, external_ids: Sequence[str], at: datetime) -> int:
    """The messenger says that these have arrived. How many of them were paid ones."""
    query = update(Payment).where(
        Payment.channel == channel, Payment.external_id.in_(external_ids), Payment.delivered_at.is_(None)
    )
    return int((await session.execute(query.values(delivered_at=at))).rowcount)  # type: ignore[attr-defined]


def month_of(at: datetime) -> str:
    """The Vietnamese month, as the days of payments begin."""
    return f"{local_day(at):%Y-%m}"


def month_begins(at: datetime) -> datetime:
    """The first moment of the Vietnamese month."""
    return local(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


async def spent(session: AsyncSession, channel: str, at: datetime) -> int:
    """Dong spent in the month of `at`."""
    query = select(func.sum(Payment.price)).where(Payment.channel == channel, Payment.day.between(*_month(at)))
    return int(await session.scalar(query) or 0)


async def by_kind(session: AsyncSession, channel: str, at: datetime) -> list[dict[str, Any]]:
    """The month by kind and way: how many, how much, how many arrived."""
    query = (
        select(Payment.kind, Payment.way, func.count(), func.sum(Payment.price), func.count(Payment.delivered_at))
        .where(Payment.channel == channel, Payment.day.between(*_month(at)))
        .group_by(Payment.kind, Payment.way)
        .order_by(Payment.kind, Payment.way)
    )
    names = ("kind", "way", "count", "dong", "delivered")
    return [dict(zip(names, row, strict=True)) for row in (await session.execute(query)).all()]


async def sent_on(session: AsyncSession, channel: str, kind: str, way: str, day: date) -> int:
    """How many of a kind went one way on a Vietnamese day."""
    query = select(func.count()).select_from(Payment)
    query = query.where(Payment.channel == channel, Payment.day == day.isoformat())
    return int(await session.scalar(query.where(Payment.kind == kind, Payment.way == way)) or 0)


def _month(at: datetime) -> tuple[str, str]:
    month = month_of(at)
    return f"{month}-01", f"{month}-31"


async def set_budget(session: AsyncSession, channel: str, dong: int | None) -> None:
    """Dong a month from now on; None for what the settings say. What rested for want of money looks again."""
    row = await account(session, channel)
    row.budget, row.paid_from = dong, None
    resting = update(Outbox).where(Outbox.channel == channel, Outbox.state == "queued", Outbox.reason.like("later: %"))
    await session.execute(resting.values(not_before=None))
