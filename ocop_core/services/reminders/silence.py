"""Silence: who does not answer a last call is phoned by the commune, and what lies there for a week by the province."""

from datetime import datetime, time, timedelta

from sqlalchemy import and_, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import VIETNAM, local_day
from ocop_core.db.models import Chat, Outbox
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


# All that is said at one moment in one chat is one message.
_failed = exists().where(
    Outbox.chat_id == Reminder.chat_id,
    Outbox.kind == "reminder",
    Outbox.created_at == Reminder.at,
    Outbox.state == "failed",
)


async def _lost(session: AsyncSession, kind: Kind, at: datetime) -> list[int]:
    """Whom a message of late has not reached, or who has no chat any more that would."""
    other = exists().where(Chat.person_id == Reminder.person_id, Chat.reachable).correlate(Reminder)
    query = (
        select(Reminder.subject)
        .join(Promise, _same)
        .join(Chat, Chat.id == Reminder.chat_id)
        .where(Reminder.kind == kind.name, Reminder.state == SENT, Reminder.at > at - LOST, Reminder.at <= at)
        .where(Promise.state == OPEN, ~_listed, or_(_failed, and_(~Chat.reachable, ~other)))
    )
    return list((await session.scalars(query.distinct().order_by(Reminder.subject))).all())


async def too_late(session: AsyncSession, at: datetime) -> None:
    """A "hôm nay là ngày cuối" that the messenger has held back until the day was over is not said any more."""
    midnight = datetime.combine(local_day(at), time(), tzinfo=VIETNAM)
    held = (Outbox.kind == "reminder", Outbox.state == "queued", Outbox.created_at < midnight)
    late = update(Outbox).where(*held, Outbox.ref.like("certificate:%:last_day"))
    await session.execute(late.values(state="failed", reason="day passed", settled_at=at))


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
