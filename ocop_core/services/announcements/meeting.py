"""Who is meant, before anything is sent: how many, by name, who cannot be reached, for whom a value is missing."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local
from ocop_core.db.models import Chat, Person
from ocop_core.services.accounts import preferences
from ocop_core.services.announcements import audience, daily, reaching, texts
from ocop_core.services.announcements.audience import Audience

PAGE = 1_000
# Of whom alone one may wish to read the names.
ONLY: Mapping[str, Callable[[Collection[str]], ColumnElement[bool]]] = {
    "unreached": lambda channels: ~reaching.can_be_reached(channels),
    "several": reaching.has_several,
}


@dataclass(frozen=True, slots=True)
class Meant:
    """One person who is meant, and by which chat they would be told.

    `why` nothing but a call reaches them: no_chat (never wrote), blocked, off (only on channels that are not on),
    stopped (wants no announcements); else empty. `several` chats of theirs take messages, of which the one used last
    gets it.
    """

    person_id: int
    name: str
    phone: str | None
    unit: str | None
    chat_id: int | None
    channel: str | None
    address: str | None
    why: str
    several: bool

    @property
    def reached(self) -> bool:
        """Whether a message would get there."""
        return not self.why


@dataclass(frozen=True, slots=True)
class Figures:
    """How many are meant, how many of them take messages, why the others do not, and how many could get it twice."""

    people: int
    reached: int
    why: Mapping[str, int]
    several: int


async def count(session: AsyncSession, meant: Audience, at: datetime) -> int:
    """How many people are meant."""
    return await session.scalar(select(func.count()).select_from(Person).where(_people(meant, at))) or 0


async def reached(session: AsyncSession, meant: Audience, channels: Collection[str], at: datetime) -> int:
    """How many of them take messages in some chat on these channels, which are those that are on."""
    return await _count(session, meant, at, reaching.can_be_reached(reaching.wanted(meant, channels)))


async def figures(session: AsyncSession, meant: Audience, channels: Collection[str], at: datetime) -> Figures:
    """The figures that an officer sees while choosing."""
    people, taking = await count(session, meant, at), await reached(session, meant, channels, at)
    wanted, why = reaching.wanted(meant, channels), {}
    if people > taking:
        why = {name: await _count(session, meant, at, condition) for name, condition in _why(wanted)}
    return Figures(people, taking, why, await _count(session, meant, at, reaching.has_several(wanted)))


async def digested(
    session: AsyncSession, meant: Audience, channels: Collection[str], at: datetime, per_day: int
) -> int:
    """How many of them have had enough for today, and get it with the rest the day after."""
    enough = daily.had_enough(Person.__table__.c.id, at, per_day)
    return await _count(session, meant, at, and_(reaching.can_be_reached(reaching.wanted(meant, channels)), enough))


async def _count(session: AsyncSession, meant: Audience, at: datetime, condition: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(Person).where(_people(meant, at), condition)
    return await session.scalar(query) or 0


def _why(channels: Collection[str]) -> tuple[tuple[str, ColumnElement[bool]], ...]:
    """Why nothing but a call reaches somebody: each of those is in exactly one."""
    unwilling = Person.id.in_(preferences.unwilling("announcement"))
    able, would, known = (
        reaching.takes_messages(channels),
        reaching.would_take_messages(Person.__table__.c.id),
        reaching.has_a_chat(),
    )
    return (
        ("stopped", and_(able, unwilling)),
        ("off", and_(~able, would)),
        ("blocked", and_(~would, known)),
        ("no_chat", ~known),
    )


async def lacking(session: AsyncSession, meant: Audience, text: str, at: datetime) -> int:
    """For how many of them a value is missing that the text speaks of."""
    missing = texts.lacking(texts.template_of(text).names)
    if missing is None:
        return 0
    query = select(func.count()).select_from(Person).where(_people(meant, at), missing)
    return await session.scalar(query) or 0


async def page(
    session: AsyncSession,
    meant: Audience,
    channels: Collection[str],
    at: datetime,
    *,
    after: int = 0,
    limit: int = PAGE,
    text: str = "",
    only: str = "",
) -> Sequence[Meant]:
    """The next people by number; with a text only those of whom it misses a value, or one of `ONLY`."""
    query = _named(meant, channels, at).where(Person.id > after).order_by(Person.id).limit(limit)
    missing = texts.lacking(texts.template_of(text).names) if text else None
    if missing is not None:
        query = query.where(missing)
    if only:
        query = query.where(ONLY[only](reaching.wanted(meant, channels)))
    return [Meant(*row) for row in (await session.execute(query)).all()]


async def everybody(
    session: AsyncSession, meant: Audience, channels: Collection[str], at: datetime
) -> AsyncIterator[Meant]:
    """Everybody who is meant, a page at a time, each with the chat that would be used."""
    after = 0
    while True:
        query = _named(meant, channels, at).where(Person.id > after).order_by(Person.id).limit(PAGE)
        rows = (await session.execute(query)).all()
        for row in rows:
            yield Meant(*row)
        if len(rows) < PAGE:
            return
        after = rows[-1].id


def _people(meant: Audience, at: datetime) -> Any:
    return audience.people(meant, local(at).date())


def _named(meant: Audience, channels: Collection[str], at: datetime) -> Select[Any]:
    wanted = reaching.wanted(meant, channels)
    latest = reaching.chat_used_last(Person.__table__.c.id, wanted).correlate(Person).scalar_subquery()
    why = case(*((condition, literal(name)) for name, condition in _why(wanted)), else_="")
    columns: list[Any] = [Person.id, Person.name, Person.phone, Person.unit, Chat.id, Chat.channel, Chat.address]
    columns += [why.cast(String), reaching.has_several(wanted)]
    query: Select[Any] = select(*columns)
    return query.join(Chat, Chat.id == latest, isouter=True).where(_people(meant, at))
