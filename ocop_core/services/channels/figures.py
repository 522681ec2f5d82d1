"""How a channel stands: last heard, last sent, what waits and why, windows, money; for the operator's page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.ledger import QUEUED
from ocop_core.db.models import Chat, Inbox, Outbox
from ocop_core.db.models_accounts import StaffChat
from ocop_core.db.models_channels import Account, Contact
from ocop_core.services.channels import payments
from ocop_core.services.outbox import RESTS

# A look at the newest rows only: the page must open while millions lie below.
NEWEST = 50_000
DAY = timedelta(days=1)
UNSIGNED = "wrong signature"


@dataclass(frozen=True, slots=True)
class Standing:
    """`resting` is why messages wait and how many; `failed` of the last day by reason; `unsigned` hooks of the day."""

    heard_at: datetime | None
    sent_at: datetime | None
    people: int
    waiting: int
    resting: tuple[tuple[str, int], ...]
    failed: tuple[tuple[str, int], ...]
    unsigned: int
    sent_this_month: int


@dataclass(frozen=True, slots=True)
class Windows:
    """How many contacts can be written to free, for a price, or no more."""

    free: int = 0
    paid: int = 0
    shut: int = 0


@dataclass(frozen=True, slots=True)
class Money:
    """The month's budget and what became of it, in dong."""

    budget: int
    spent: int
    kinds: tuple[dict[str, Any], ...]

    @property
    def percent(self) -> int:
        """Spent of the budget."""
        return min(100, self.spent * 100 // self.budget) if self.budget else 100

    @property
    def tight(self) -> bool:
        """Whether somebody should look."""
        return self.percent >= payments.WARN_PERCENT


async def standing(session: AsyncSession, channel: str, at: datetime) -> Standing:
    """The figures of one channel."""
    inbox = [Inbox.channel == channel, Inbox.id > await _from(session, Inbox)]
    outbox = [Outbox.channel == channel, Outbox.id > await _from(session, Outbox)]
    sent = [*outbox, Outbox.state == "sent"]
    return Standing(
        heard_at=await _last(session, Inbox.at, *inbox, Inbox.chat_id.is_not(None)),
        sent_at=await _last(session, Outbox.settled_at, *sent),
        people=await _count(session, Chat, Chat.channel == channel, Chat.heard_at.is_not(None)),
        waiting=await _count(session, Outbox, Outbox.channel == channel, Outbox.state == QUEUED),
        resting=await _reasons(
            session, Outbox.channel == channel, Outbox.state == QUEUED, Outbox.reason.like(f"{RESTS}%")
        ),
        failed=await _reasons(session, *outbox, Outbox.state == "failed", Outbox.settled_at > at - DAY),
        unsigned=await _count(session, Inbox, *inbox, Inbox.problem == UNSIGNED, Inbox.at > at - DAY),
        sent_this_month=await _count(session, Outbox, *sent, Outbox.settled_at >= payments.month_begins(at)),
    )


async def _from(session: AsyncSession, model: type[Inbox] | type[Outbox]) -> int:
    return (await session.scalar(select(func.max(model.id))) or 0) - NEWEST


async def _last(session: AsyncSession, moment: Any, *conditions: ColumnElement[bool]) -> datetime | None:
    found: datetime | None = await session.scalar(select(func.max(moment)).where(*conditions))
    return found


async def _count(session: AsyncSession, model: Any, *conditions: ColumnElement[bool]) -> int:
    return await session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


async def _reasons(session: AsyncSession, *conditions: ColumnElement[bool]) -> tuple[tuple[str, int], ...]:
    query = select(Outbox.reason, func.count()).where(*conditions).group_by(Outbox.reason)
    rows = (await session.execute(query.order_by(func.count().desc()).limit(5))).all()
    return tuple(((reason or "").removeprefix(RESTS), count) for reason, count in rows)


async def windows(session: AsyncSession, channel: str, at: datetime, free: timedelta, paid: timedelta) -> Windows:
    """How the contacts of a channel stand now."""
    place = case((Contact.acted_at >= at - free, "free"), (Contact.acted_at >= at - paid, "paid"), else_="shut")
    query = select(place, func.count()).where(Contact.channel == channel, Contact.withdrawn_at.is_(None))
    rows = (await session.execute(query.group_by(place))).all()
    return Windows(**{str(name): int(count) for name, count in rows})


async def money(session: AsyncSession, channel: str, given: int, at: datetime) -> Money:
    """The budget, the account's own or the `given` one, and what was spent of it."""
    account = await session.get(Account, channel)
    budget = account.budget if account is not None and account.budget is not None else given
    kinds = tuple(await payments.by_kind(session, channel, at))
    return Money(budget, sum(int(line["dong"]) for line in kinds), kinds)


async def chat_of_staff(session: AsyncSession, staff_id: int, channel: str) -> Chat | None:
    """The officer's own chat on a channel, if they have joined one."""
    query = select(Chat).join(StaffChat, StaffChat.chat_id == Chat.id)
    query = query.where(StaffChat.staff_id == staff_id, Chat.channel == channel, Chat.reachable)
    found: Chat | None = await session.scalar(query.order_by(StaffChat.since.desc()).limit(1))
    return found
