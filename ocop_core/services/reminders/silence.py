"""Silence: who does not answer a last call is phoned by the commune, and what lies there for a week by the province."""

from datetime import datetime, timedelta

from sqlalchemy import and_, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Chat
from ocop_core.db.models_promises import Call, Promise, Reaction, Reminder
from ocop_core.i18n import Words
from ocop_core.services import calls
from ocop_core.services.reminders.due import SENT, Line
from ocop_core.services.reminders.kinds import KINDS, Kind
from ocop_core.services.reminders.planned import OPEN

PATIENCE, LOST = timedelta(days=7), timedelta(days=4)
# Longer ago than any last call can matter.
LONG_AGO = timedelta(days=120)


async def listen(session: AsyncSession, words: Words, at: datetime) -> list[Line]:
    """Puts on the lists whom nothing has reached or moved; a line for each."""
    lines: list[Line] = []
    for kind in KINDS.values():
        if kind.silent is not None:
            lines += await _ask(session, words, kind, await _silent(session, kind, at), "silent", at)
            lines += await _ask(session, words, kind, await _lost(session, kind, at), "no_chat", at)
    handed = await calls.hand_on(session, at)
    lines += [{"act": "escalated", "kind": row.kind, "subject": row.subject, "version": row.version} for row in handed]
    return lines


_same = and_(Promise.kind == Reminder.kind, Promise.subject == Reminder.subject, Promise.version == Reminder.version)
_listed = exists().where(Call.kind == Reminder.kind, Call.subject == Reminder.subject, Call.version == Reminder.version)
_answered = exists().where(
    Reaction.kind == Reminder.kind,
    Reaction.subject == Reminder.subject,
    Reaction.version == Reminder.version,
    Reaction.at >= Reminder.at,
)


async def _silent(session: AsyncSession, kind: Kind, at: datetime) -> list[int]:
    """Who was told the last call a week ago and has not answered since."""
    query = (
        select(Reminder.subject)
        .join(Promise, _same)
        .where(Reminder.kind == kind.name, Reminder.stage == kind.silent, Reminder.state == SENT)
        .where(Reminder.at <= at - PATIENCE, Reminder.at > at - LONG_AGO)
        .where(Promise.state == OPEN, ~_answered, ~_listed)
    )
    return list((await session.scalars(query.order_by(Reminder.id))).all())


async def _lost(session: AsyncSession, kind: Kind, at: datetime) -> list[int]:
    """Who was told lately in a chat that has turned out not to reach them."""
    query = (
        select(Reminder.subject)
        .join(Promise, _same)
        .join(Chat, Chat.id == Reminder.chat_id)
        .where(Reminder.kind == kind.name, Reminder.state == SENT, Reminder.at > at - LOST, Reminder.at <= at)
        .where(Promise.state == OPEN, ~Chat.reachable, ~_listed)
    )
    other = exists().where(Chat.person_id == Reminder.person_id, Chat.reachable)
    rows = await session.scalars(query.where(~other.correlate(Reminder)).distinct().order_by(Reminder.subject))
    return list(rows.all())


async def _ask(
    session: AsyncSession, words: Words, kind: Kind, subjects: list[int], why: str, at: datetime
) -> list[Line]:
    lines: list[Line] = []
    known = await kind.known(session, words, subjects) if subjects else {}
    for subject in subjects:
        facts = known.get(subject)
        if facts is None or not facts.about.unit:
            continue
        if await calls.ask(session, facts.about, why, kind.silent or "", at):
            of = {"kind": kind.name, "subject": subject, "version": facts.about.version}
            lines.append({"act": "call", **of, "why": why})
    return lines
