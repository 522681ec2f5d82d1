"""What an announcement costs at Zalo before it is sent: how many free, how many paid, how many not at all."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local
from ocop_core.db.models import Chat, Person
from ocop_core.services.announcements import audience, reaching
from ocop_core.services.announcements.audience import Audience
from ocop_core.services.announcements.previewing import IN_ONE
from ocop_core.services.channels import ways
from ocop_core.services.channels.ways import Foreseen, Tariff
from ocop_core.services.channels.windows import FREE, PAID, PRICE
from ocop_core.text.splitting import split

NAME, KIND = "zalo_oa", "announcement"
# No statement takes any number of values.
AT_ONCE = 5_000


async def foreseen(
    session: AsyncSession,
    meant: Audience,
    channels: Collection[str],
    text: str,
    file: Mapping[str, Any] | None,
    at: datetime,
    budget: int,
) -> Foreseen:
    """How those are reached whose chat is on the Official Account, and what they cost in dong."""
    wanted = reaching.wanted(meant, channels)
    used = reaching.chat_used_last(Person.__table__.c.id, wanted).correlate(Person).scalar_subquery()
    query = select(Chat.id).select_from(Person).join(Chat, Chat.id == used)
    query = query.where(audience.people(meant, local(at).date()), Chat.channel == NAME)
    chats = (await session.scalars(query)).all()
    tariff, count = Tariff(NAME, FREE, PAID, PRICE, budget), messages(text, file)
    found = Foreseen()
    for start in range(0, len(chats), AT_ONCE):
        part = await ways.foresee(session, tariff, chats[start : start + AT_ONCE], KIND, at, count)
        found = _together(found, part)
    return found


def _together(one: Foreseen, other: Foreseen) -> Foreseen:
    return Foreseen(
        one.free + other.free,
        one.paid + other.paid,
        one.template + other.template,
        one.never + other.never,
        one.dong + other.dong,
    )


def messages(text: str, file: Mapping[str, Any] | None) -> int:
    """How many messages it is there: its parts, and its picture, which is a message of its own."""
    return sum(bool(part.strip()) for part in split(text, IN_ONE[NAME])) + (1 if file else 0)
