"""Writes down who gets an announcement: a frozen list, in pieces, that a killed process takes up again."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Update,
    and_,
    case,
    exists,
    false,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from ocop_core.clock import local
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, Outbox, Person
from ocop_core.db.models_accounts import ChatPerson
from ocop_core.db.models_announcements import Announcement, Recipient
from ocop_core.services import render
from ocop_core.services.accounts import preferences
from ocop_core.services.announcements import audience, daily, reaching, texts
from ocop_core.services.announcements.acts import COMPLETE

# Of one transaction: few enough that a reply waits no longer than the blink of an eye.
AT_ONCE = 2_000
# By the name of each channel that is on: how long it lets a message be changed or taken back, None not at all.
Channels = Mapping[str, timedelta | None]


async def enlist(
    db: Database, knowledge: Knowledge, number: int, channels: Channels, at: datetime, *, per_day: int
) -> None:
    """Completes the list and lets the sending begin. Several may do it at once: each piece is written once."""
    while True:
        async with db.writing() as session:
            row = await session.get_one(Announcement, number, with_for_update=True)
            if row.state != "listing":
                return
            if not await _piece(session, row, channels, at, per_day):
                _begin(knowledge, row, at)
        db.ring()


def _begin(knowledge: Knowledge, row: Announcement, at: datetime) -> None:
    row.listed_to, row.state = COMPLETE, "sending"
    if row.kind == "notice" and not texts.template_of(row.text).names:
        row.body = render.dump(texts.body(knowledge, row, {}))


async def _piece(session: AsyncSession, row: Announcement, channels: Channels, at: datetime, per_day: int) -> bool:
    """The next people on the list; False where there are none left."""
    following = _next_people(row, at)
    last = await session.scalar(select(func.max(following.subquery().c.id)))
    if last is None:
        return False
    lines = (
        _recalled(row, following, channels, at)
        if row.kind != "notice"
        else _told(row, following, channels, at, per_day)
    )
    names = ["announcement_id", "person_id", "chat_id", "channel", "skip"]
    await session.execute(insert(Recipient).from_select(names, lines))
    if row.kind == "notice" and not texts.template_of(row.text).names:
        await session.execute(_twice(row))
    row.listed_to = last
    return True


def _next_people(row: Announcement, at: datetime) -> Select[Any]:
    if row.kind == "notice":
        meant = audience.people(audience.load(row.audience), local(at).date())
        query = select(Person.id.label("id")).where(meant, Person.id > row.listed_to)
    else:
        query = select(Recipient.person_id.label("id")).where(
            Recipient.announcement_id == row.about_id, Recipient.person_id > row.listed_to
        )
        query = query.join(Outbox, Outbox.id == Recipient.outbox_id).where(Outbox.state.in_(("sent", "unsure")))
    return query.order_by("id").limit(AT_ONCE)


def _twice(row: Announcement) -> Update:
    """Several who share a phone get what is the same for all once."""
    first = aliased(Recipient)
    before = (
        exists()
        .where(first.announcement_id == row.id, first.person_id == ChatPerson.person_id)
        .where(ChatPerson.chat_id == Recipient.chat_id, first.id < Recipient.id, first.chat_id == Recipient.chat_id)
        .correlate(Recipient)
    )
    shared = Recipient.chat_id.in_(select(ChatPerson.chat_id))
    mine = (Recipient.announcement_id == row.id, Recipient.person_id > row.listed_to, Recipient.skip.is_(None))
    twice = update(Recipient).where(*mine, shared, before).values(skip="shared")
    return twice.execution_options(synchronize_session=False)


def _told(row: Announcement, following: Select[Any], channels: Channels, at: datetime, per_day: int) -> Select[Any]:
    people = following.subquery()
    used = reaching.chat_used_last(people.c.id, reaching.wanted(audience.load(row.audience), channels))
    latest = used.correlate(people).scalar_subquery()
    unwilling = people.c.id.in_(preferences.unwilling("announcement"))
    nowhere, silenced = Chat.id.is_(None), reaching.would_take_messages(people.c.id)
    unreached = ((and_(nowhere, silenced), "off"), (nowhere, "blocked"))
    skip = case((unwilling, "stopped"), *unreached, *_too_many(row, people.c.id, at, per_day), else_=null())
    lines = select(literal(row.id), people.c.id, Chat.id, Chat.channel, skip.cast(String))
    return lines.select_from(people).join(Chat, Chat.id == latest, isouter=True)


def _too_many(
    row: Announcement, person: ColumnElement[int], at: datetime, per_day: int
) -> list[tuple[ColumnElement[bool], str]]:
    """Who has had enough for one day, unless it is urgent."""
    return [] if row.grounds else [(daily.had_enough(person, at, per_day), "digest")]


def _recalled(row: Announcement, following: Select[Any], channels: Channels, at: datetime) -> Select[Any]:
    """Those whose messenger can still change the message; the others are told by name."""
    people = following.subquery()
    first = aliased(Recipient)
    able = [
        and_(Outbox.channel == name, Outbox.settled_at > at - window)
        for name, window in channels.items()
        if window is not None
    ]
    fits = and_(Outbox.state == "sent", Outbox.external_id.is_not(None), or_(*able) if able else false())
    lines = select(
        literal(row.id), people.c.id, first.chat_id, first.channel, case((fits, null()), else_="late").cast(String)
    )
    return (
        lines.select_from(people)
        .join(first, and_(first.person_id == people.c.id, first.announcement_id == row.about_id))
        .join(Outbox, Outbox.id == first.outbox_id)
    )
