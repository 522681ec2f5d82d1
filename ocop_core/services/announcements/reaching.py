"""By which chat somebody is reached: one that takes messages, on a channel that is switched on."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from ocop_core.db.models import Chat, Person
from ocop_core.db.models_accounts import ChatPerson
from ocop_core.services.accounts import preferences
from ocop_core.services.announcements.audience import Audience

# A conversation on a terminal; nobody sits there to be told anything.
NOBODYS = "console"


def wanted(meant: Audience, channels: Collection[str]) -> frozenset[str]:
    """The channels by which these people are told, of those that are on."""
    return frozenset(channels).intersection(meant.channels or channels) - {NOBODYS}


def can_be_reached(channels: Collection[str]) -> ColumnElement[bool]:
    """Whether any chat of the person on these channels takes messages, and they want announcements."""
    return and_(takes_messages(channels), Person.id.not_in(preferences.unwilling("announcement")))


def takes_messages(channels: Collection[str]) -> ColumnElement[bool]:
    """Whether any chat of the person on these channels takes messages, whatever they want to be told."""
    return _in_a_chat(Chat.reachable, _on(Chat.channel, channels))


def would_take_messages(person: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether any chat takes messages, be its channel on or off."""
    return _in_a_chat(Chat.reachable, Chat.channel != NOBODYS, person=person)


def has_a_chat() -> ColumnElement[bool]:
    """Whether the person has a chat at all, be it one that takes no messages any more."""
    return _in_a_chat(Chat.channel != NOBODYS)


def has_several(channels: Collection[str]) -> ColumnElement[bool]:
    """Whether more than one chat of the person takes messages: they get it once all the same."""
    mine = select(Chat.person_id).where(Chat.reachable, _on(Chat.channel, channels)).group_by(Chat.person_id)
    return Person.id.in_(mine.having(func.count() > 1))


def chat_used_last(person: ColumnElement[int], channels: Collection[str]) -> Select[int]:
    """The chat on these channels that takes messages and was used last."""
    used = aliased(Chat)
    # Those who share a chat are told there too, whoever speaks in it now.
    query = select(used.id).where(or_(used.person_id == person, used.id.in_(_shared(person))))
    query = query.where(used.reachable, _on(used.channel, channels))
    return query.order_by(used.heard_at.desc().nulls_last(), used.id.desc()).limit(1)


def _on(channel: InstrumentedAttribute[str], channels: Collection[str]) -> ColumnElement[bool]:
    # By this detour, as SQLite would else look through everybody's chats on a channel for each person.
    return func.coalesce(channel, "").in_(sorted(channels))


def _in_a_chat(
    *which: ColumnElement[bool] | InstrumentedAttribute[bool], person: ColumnElement[int] = Person.__table__.c.id
) -> ColumnElement[bool]:
    sharing = select(ChatPerson.person_id).join(Chat, Chat.id == ChatPerson.chat_id).where(*which)
    return or_(person.in_(select(Chat.person_id).where(*which)), person.in_(sharing))


def _shared(person: ColumnElement[int]) -> Select[int]:
    """The chats that a person shares with others."""
    return select(ChatPerson.chat_id).where(ChatPerson.person_id == person).correlate_except(ChatPerson)
