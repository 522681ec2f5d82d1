"""Whom an announcement is for: a description that is kept as data, and the people it means."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Chat, Idea, Person, Staff
from ocop_core.db.models_announcements import PhoneListed, Recipient
from ocop_core.db.models_dossiers import Dossier, DossierPaper
from ocop_core.db.models_products import Certificate, Product
from ocop_core.errors import Refused
from ocop_core.rulebook.dossier_steps import OPEN
from ocop_core.services import access
from ocop_core.services.announcements import fates, invited

# These say nothing of whom is meant as long as nothing else does.
_NARROWING = ("but", "answers")


@dataclass(frozen=True, slots=True)
class Audience:
    """All that is named has to hold; within one of them any value will do. Without anything nobody is meant.

    `everyone` says that all are meant. `lacks` is a kind of paper that an open dossier
    does not hold, `ends` are certificates that run out within so many days; `silent_of` are
    those who got that announcement and have not said that they read it; `unreached_of` those who did not get it.
    `event` are the people of an event, by their `answers` where any is named. `but` leaves people out by number.
    """

    everyone: bool = False
    units: tuple[str, ...] = ()
    sets: tuple[int, ...] = ()
    stars: tuple[int, ...] = ()
    ideas: tuple[str, ...] = ()
    dossiers: tuple[str, ...] = ()
    lacks: str = ""
    ends: int | None = None
    channels: tuple[str, ...] = ()
    lists: tuple[int, ...] = ()
    silent_of: int | None = None
    unreached_of: int | None = None
    event: int | None = None
    answers: tuple[str, ...] = ()
    but: tuple[int, ...] = ()

    @property
    def named(self) -> bool:
        """Whether it says whom it means."""
        return self.everyone or any(value for name, value in asdict(self).items() if name not in _NARROWING)


def load(data: Any) -> Audience:
    """The description again, as it was kept."""
    return msgspec.convert(data, Audience)


def dump(audience: Audience) -> dict[str, Any]:
    """The description as it is kept: only what says something."""
    return {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(audience).items() if v}


async def within(session: AsyncSession, staff: Staff | None, audience: Audience) -> Audience:
    """The same for somebody who answers for a commune: only its people. Raises Refused for what is others'."""
    if staff is None:
        return audience
    for number in audience.lists:
        row = await access.phone_list(session, staff, number)
        if not row.facts:
            raise Refused("notice.list_cut", name=row.name)
    for number in filter(None, (audience.silent_of, audience.unreached_of)):
        await access.announcement(session, staff, number)
    if audience.event is not None:
        await access.event(session, staff, audience.event)
    units = access.units_of(staff)
    if units is None:
        return audience
    if audience.units and set(audience.units) - set(units):
        raise Refused("access.none")
    return replace(audience, units=units)


def people(audience: Audience, today: date) -> ColumnElement[bool]:
    """The condition on a person. Who has not agreed to anything is never meant."""
    if not audience.named:
        return Person.id < 0
    parts = [build(audience, today) for build in _PARTS]
    wanted = [part for part in parts if part is not None]
    return and_(Person.consented_at.is_not(None), *(wanted or [true()]))


def _units(audience: Audience, today: date) -> ColumnElement[bool] | None:
    if not audience.units:
        return None
    product = exists().where(Product.person_id == Person.id, Product.unit.in_(audience.units))
    return or_(Person.unit.in_(audience.units), product)


def _sets(audience: Audience, today: date) -> ColumnElement[bool] | None:
    if not audience.sets:
        return None
    idea = exists().where(Idea.person_id == Person.id, Idea.set_no.in_(audience.sets), Idea.state != "withdrawn")
    return or_(idea, exists().where(Product.person_id == Person.id, Product.set_no.in_(audience.sets)))


def _ideas(audience: Audience, today: date) -> ColumnElement[bool] | None:
    if not audience.ideas:
        return None
    return exists().where(Idea.person_id == Person.id, Idea.state.in_(audience.ideas))


def _dossiers(audience: Audience, today: date) -> ColumnElement[bool] | None:
    if not audience.dossiers:
        return None
    return exists().where(Dossier.person_id == Person.id, Dossier.state.in_(audience.dossiers))


def _lacks(audience: Audience, today: date) -> ColumnElement[bool] | None:
    """An open dossier without a valid version of a paper. Whether the paper is asked for there is not looked at."""
    if not audience.lacks:
        return None
    held = exists().where(DossierPaper.dossier_id == Dossier.id, DossierPaper.paper == audience.lacks)
    held = held.where(DossierPaper.state.in_(("given", "accepted")))
    return exists().where(Dossier.person_id == Person.id, Dossier.state.in_(OPEN), ~held)


def _certificate(audience: Audience, today: date) -> ColumnElement[bool] | None:
    """Stars and the end belong to one and the same certificate."""
    if not audience.stars and audience.ends is None:
        return None
    fits = [Certificate.state == "current"]
    if audience.stars:
        fits.append(Certificate.stars.in_(audience.stars))
    if audience.ends is not None:
        fits.append(Certificate.expires_on.between(today, today + timedelta(days=audience.ends)))
    theirs = select(Certificate.id).join(Product, Product.id == Certificate.product_id)
    return theirs.where(Product.person_id == Person.id, *fits).correlate(Person).exists()


def _channels(audience: Audience, today: date) -> ColumnElement[bool] | None:
    if not audience.channels:
        return None
    has = exists().where(Chat.person_id == Person.id, Chat.reachable, Chat.channel.in_(audience.channels))
    # Whoever asks may look at a chat of the person as well, and that is not meant here.
    return has.correlate(Person)


def _lists(audience: Audience, today: date) -> ColumnElement[bool] | None:
    if not audience.lists:
        return None
    return exists().where(PhoneListed.list_id.in_(audience.lists), PhoneListed.phone == Person.phone)


def _silent(audience: Audience, today: date) -> ColumnElement[bool] | None:
    if audience.silent_of is None:
        return None
    got = exists().where(fates.is_sent(), Recipient.read_at.is_(None))
    return got.where(Recipient.announcement_id == audience.silent_of, Recipient.person_id == Person.id)


def _unreached(audience: Audience, today: date) -> ColumnElement[bool] | None:
    if audience.unreached_of is None:
        return None
    theirs = exists().where(Recipient.announcement_id == audience.unreached_of, Recipient.person_id == Person.id)
    return theirs.where(~fates.is_sent())


def _event(audience: Audience, today: date) -> ColumnElement[bool] | None:
    return None if audience.event is None else invited.people_of(audience.event, audience.answers)


def _others(audience: Audience, today: date) -> ColumnElement[bool] | None:
    return Person.id.not_in(audience.but) if audience.but else None


_PARTS: tuple[Callable[[Audience, date], ColumnElement[bool] | None], ...] = (
    _units,
    _sets,
    _ideas,
    _dossiers,
    _lacks,
    _certificate,
    _channels,
    _lists,
    _silent,
    _unreached,
    _event,
    _others,
)
