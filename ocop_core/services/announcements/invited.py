"""The people of an event, by how they answered: the condition on a person."""

from collections.abc import Callable, Collection, Mapping

from sqlalchemy import ColumnElement, Select, and_, or_, select

from ocop_core.db.models import Person
from ocop_core.db.models_announcements import Announcement, Recipient
from ocop_core.db.models_events import Event, Registration


def people_of(event: int, answers: Collection[str]) -> ColumnElement[bool]:
    """Whoever answered in one of these ways; without any, whoever signed up or came."""
    chosen = [answer for answer in ANSWERS if answer in answers] or CONCERNED
    return or_(*(_WAYS[answer](event) for answer in chosen))


def _listed(event: int, *states: str) -> Select[int | None]:
    """Who stands in the list of an event; who came without an account cannot be written to."""
    query = select(Registration.person_id).where(Registration.event_id == event, Registration.person_id.is_not(None))
    return query.where(Registration.state.in_(states)) if states else query


def _in(*states: str) -> Callable[[int], ColumnElement[bool]]:
    return lambda event: Person.id.in_(_listed(event, *states))


def _absent(event: int) -> ColumnElement[bool]:
    """Those who said that they come, and had not come when it was over."""
    over = select(Event.id).where(Event.id == event, Event.state == "over").exists()
    return and_(over, Person.id.in_(_listed(event, "going")))


def _silent(event: int) -> ColumnElement[bool]:
    """Those who were invited and stand nowhere in its list."""
    asked = select(Recipient.person_id).join(Announcement, Announcement.id == Recipient.announcement_id)
    asked = asked.where(Announcement.event_id == event, Announcement.kind == "notice", Recipient.skip.is_(None))
    return and_(Person.id.in_(asked), Person.id.not_in(_listed(event)))


_WAYS: Mapping[str, Callable[[int], ColumnElement[bool]]] = {
    "going": _in("going"),
    "waiting": _in("waiting", "offered"),
    "came": _in("came"),
    "absent": _absent,
    "declined": _in("declined", "cancelled"),
    "silent": _silent,
}
ANSWERS = tuple(_WAYS)
# Nobody who said no, and nobody who said nothing.
CONCERNED = ("going", "waiting", "came")
