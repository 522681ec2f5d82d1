"""By which way a message goes and what it costs: free after somebody acted, then paid, then a template, then never."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import VIETNAM, local, local_day
from ocop_core.db.hot import Hot
from ocop_core.db.models import Chat, Outbox
from ocop_core.db.models_accounts import PersonPhone
from ocop_core.db.models_channels import Contact, Template
from ocop_core.services.channels import payments

WayName = Literal["free", "paid", "user", "phone"]
# A reminder that is older speaks of a day that has passed; somebody phones instead.
HELD_AT_MOST = timedelta(days=3)
LOOK_AGAIN = timedelta(hours=1)
PROBE = timedelta(minutes=1)
# What waited for the morning does not go out in one second.
SPREAD = 1800


@dataclass(frozen=True, slots=True)
class Tariff:
    """A messenger's prices: `free` since the last act nothing, up to `paid` since then `price` dong a message.

    `budget` is dong a month where the account's row says nothing else.
    """

    channel: str
    free: timedelta
    paid: timedelta
    price: int
    budget: int


@dataclass(frozen=True, slots=True)
class Way:
    """The way that is taken, its price in dong, and the payment that was reserved for it."""

    name: WayName
    price: int = 0
    payment: int | None = None
    template: Template | None = None
    phone: str = ""
    person_id: int = 0


@dataclass(frozen=True, slots=True)
class Hold:
    """Not now: it rests until `until`."""

    why: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Never:
    """No way leads there."""

    why: str


async def choose(
    session: AsyncSession, tariff: Tariff, outbox_id: int, messages: int, at: datetime, *, shut: Collection[str] = ()
) -> Way | Hold | Never:
    """The way of an owed message that is `messages` calls; its price is reserved. `shut`: ways that just failed."""
    owed = await _owed(session, outbox_id)
    if owed is None:
        return Never("nothing owed")
    plan = await _plan(session, tariff, owed, messages, at, shut)
    if not isinstance(plan, Way) or plan.name == "free":
        return plan
    hold = await _money(session, tariff, plan.price, at)
    if hold is not None:
        return hold if at - owed.created_at < HELD_AT_MOST else Never(hold.why)
    number = await payments.reserve(
        session, tariff.channel, outbox_id, owed.chat_id, owed.kind, plan.name, plan.price, at
    )
    return Way(plan.name, plan.price, number, plan.template, plan.phone, owed.person_id)


async def free(session: AsyncSession, tariff: Tariff, outbox_id: int, at: datetime) -> Way | None:
    """The free way if it is open: a look that takes no lock, as almost every answer needs no more."""
    owed = await _owed(session, outbox_id)
    is_open = owed is not None and owed.acted_at is not None and at - owed.acted_at <= tariff.free
    return Way("free", person_id=owed.person_id) if is_open else None


async def _owed(session: AsyncSession, outbox_id: int) -> Any:
    return await _OWED.first(session, {"row": outbox_id})


_OWED = Hot(
    select(Outbox.chat_id, Outbox.kind, Outbox.created_at, Chat.person_id, Contact.acted_at)
    .join(Chat, Chat.id == Outbox.chat_id)
    .outerjoin(Contact, (Contact.channel == Chat.channel) & (Contact.address == Chat.address))
    .where(Outbox.id == bindparam("row"))
)


async def _plan(
    session: AsyncSession, tariff: Tariff, owed: Any, messages: int, at: datetime, shut: Collection[str]
) -> Way | Hold | Never:
    since = at - owed.acted_at if owed.acted_at else tariff.paid + LOOK_AGAIN
    if since <= tariff.free and "free" not in shut:
        return Way("free")
    if since <= tariff.paid and "paid" not in shut:
        return Way("paid", tariff.price * messages)
    return await _by_template(session, tariff.channel, owed, at, shut)


async def _by_template(
    session: AsyncSession, channel: str, owed: Any, at: datetime, shut: Collection[str]
) -> Way | Hold | Never:
    held: Hold | Never = Never("the window is closed and no template fits")
    for template in await of_kind(session, channel, owed.kind):
        phone = await _phone(session, owed.person_id) if template.way == "phone" else ""
        if template.way in shut or (template.way == "phone" and not phone):
            continue
        hold = await _quiet(session, template, owed, at)
        if hold is None:
            return Way("phone" if phone else "user", template.price, template=template, phone=phone)
        held = hold
    return held


async def of_kind(session: AsyncSession, channel: str, kind: str) -> list[Template]:
    """The templates for a kind of message, the cheapest first."""
    query = select(Template).where(Template.channel == channel, Template.kind == kind, Template.active)
    return list((await session.scalars(query.order_by(Template.price, Template.way.desc()))).all())


async def _phone(session: AsyncSession, person_id: int) -> str:
    """A number that is surely the person's own: a template must not tell a stranger."""
    query = select(PersonPhone.phone).where(PersonPhone.person_id == person_id)
    return await session.scalar(query.order_by(PersonPhone.confirmed_at.desc()).limit(1)) or ""


async def _quiet(session: AsyncSession, template: Template, owed: Any, at: datetime) -> Hold | None:
    hour = local(at).hour
    if not template.from_hour <= hour < template.to_hour:
        return Hold("quiet hours", morning(at, template.from_hour, owed.chat_id))
    if template.per_day:
        sent = await payments.sent_on(session, template.channel, template.kind, template.way, local_day(at))
        if sent >= template.per_day:
            return Hold("quota of the day", morning(midnight(at), template.from_hour, owed.chat_id))
    return None


def morning(at: datetime, hour: int, number: int) -> datetime:
    """The next moment at which `hour` begins in Vietnam, spread over half an hour by `number`."""
    day = local_day(at)
    first = datetime.combine(day, time(hour), VIETNAM)
    if first <= at:
        first += timedelta(days=1)
    return first + timedelta(seconds=number * 7 % SPREAD)


def midnight(at: datetime) -> datetime:
    """The moment at which the next Vietnamese day begins."""
    return datetime.combine(local_day(at) + timedelta(days=1), time(0), VIETNAM)


async def _money(session: AsyncSession, tariff: Tariff, price: int, at: datetime) -> Hold | None:
    account = await payments.account(session, tariff.channel)
    if account.paid_from is not None and account.paid_from > at:
        return Hold("wallet", account.paid_from)
    budget = account.budget if account.budget is not None else tariff.budget
    if await payments.spent(session, tariff.channel, at) + price > budget:
        return Hold("budget of the month", at + LOOK_AGAIN)
    if account.paid_from is not None:
        # One tries whether the wallet is full again; the others wait for what becomes of it.
        account.paid_from = at + PROBE
    return None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What telling some chats would cost: how many each way, and dong in all."""

    free: int = 0
    paid: int = 0
    template: int = 0
    never: int = 0
    dong: int = 0


async def foresee(
    session: AsyncSession, tariff: Tariff, chat_ids: Collection[int], kind: str, at: datetime, messages: int = 1
) -> Foreseen:
    """The price of a message to some chats of this channel before it is owed; of other channels nothing is said."""
    query = (
        select(Contact.acted_at)
        .select_from(Chat)
        .outerjoin(Contact, (Contact.channel == Chat.channel) & (Contact.address == Chat.address))
        .where(Chat.channel == tariff.channel, Chat.id.in_(chat_ids), Chat.reachable)
    )
    templates = await of_kind(session, tariff.channel, kind)
    count = {"free": 0, "paid": 0, "template": 0, "never": 0}
    for acted in (await session.scalars(query)).all():
        since = at - acted if acted else tariff.paid + LOOK_AGAIN
        late = "template" if templates else "never"
        count["free" if since <= tariff.free else "paid" if since <= tariff.paid else late] += 1
    cheapest = templates[0].price if templates else 0
    return Foreseen(**count, dong=count["paid"] * tariff.price * messages + count["template"] * cheapest)
