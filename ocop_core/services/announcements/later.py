"""What officers do once it is out: once more to whom it did not reach, chase the silent, put right, take back."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Chat, Outbox, Person, Staff
from ocop_core.db.models_announcements import Announcement, Recipient
from ocop_core.errors import Refused
from ocop_core.services import access
from ocop_core.services.announcements import acts, reaching, texts
from ocop_core.services.announcements.audience import Audience

AGAIN = ("failed", "unsure", "cancelled")
LONGEST_CORRECTION, UNDER_A_PICTURE = 2_000, 1_000
OUT = ("sending", "paused", "stopped", "done")


async def send_again(
    session: AsyncSession,
    staff: Staff,
    number: int,
    states: Sequence[str],
    channels: Collection[str],
    at: datetime,
    *,
    only: int | None = None,
) -> int:
    """Once more to whom it did not reach, because an officer wants it so; how many. `only` is one recipient's number.

    It goes by the `channels` that are on.
    What was in doubt may then come twice. Raises Refused where there is nobody.
    """
    row = await access.announcement_to_change(session, staff, number)
    if row.state not in OUT or row.kind != "notice":
        raise Refused("notice.moved_on")
    wanted = [state for state in states if state in AGAIN]
    query = select(Recipient.id, Outbox.id).join(Outbox, Outbox.id == Recipient.outbox_id)
    query = query.where(Recipient.announcement_id == row.id, Outbox.state.in_(wanted))
    if only is not None:
        query = query.where(Recipient.id == only)
    found = (await session.execute(query)).all()
    if not found:
        raise Refused("notice.nobody_left")
    await _owe_again(session, [recipient for recipient, _ in found], [message for _, message in found], channels)
    row.state, row.ended_at, row.trouble, row.watched = "sending", None, "", None
    row.version, row.changed_at = row.version + 1, at
    await acts.note(session, row, staff, "again", at, count=len(found), states=list(wanted))
    return len(found)


async def _owe_again(
    session: AsyncSession, recipients: Sequence[int], messages: Sequence[int], channels: Collection[str]
) -> None:
    """The old messages stay as they ended, but no longer count; each gets a new one, in the chat used last."""
    await session.execute(
        update(Outbox).where(Outbox.id.in_(messages)).values(announcement_id=None, ref="announcement:again")
    )
    used = reaching.chat_used_last(Recipient.__table__.c.person_id, channels)
    chat = func.coalesce(used.correlate(Recipient.__table__).scalar_subquery(), Recipient.chat_id)
    await session.execute(
        update(Recipient)
        .where(Recipient.id.in_(recipients))
        .values(outbox_id=None, chat_id=chat)
        .execution_options(synchronize_session=False)
    )
    channel = select(Chat.channel).where(Chat.id == Recipient.chat_id).scalar_subquery()
    await session.execute(
        update(Recipient)
        .where(Recipient.id.in_(recipients))
        .values(channel=channel)
        .execution_options(synchronize_session=False)
    )


async def chase(session: AsyncSession, staff: Staff, number: int, at: datetime) -> Announcement:
    """A draft with the same words for those who got it and have not said that they read it. Raises Refused."""
    row = await access.announcement(session, staff, number)
    if row.state not in OUT or row.kind != "notice":
        raise Refused("notice.moved_on")
    return await acts.draft(session, staff, row.text, Audience(silent_of=row.id), at, file=row.file)


async def recall(session: AsyncSession, staff: Staff, number: int, words: str, at: datetime) -> Announcement:
    """Takes a message back from everybody who has it, or puts other words in its place; where the messenger lets us.

    Who cannot be helped any more stands on the list of this act by name. Raises Refused.
    """
    row = await access.announcement_to_change(session, staff, number)
    if row.state not in ("stopped", "done") or row.kind != "notice":
        raise Refused("notice.not_out")
    kind, text = "recall", ""
    if words.strip():
        kind, text = "correction", texts.clean(words)
        # Words under a picture can only be changed to as many as fit there.
        limit = UNDER_A_PICTURE if row.file else LONGEST_CORRECTION
        if len(text) > limit:
            raise Refused("notice.text_long", length=len(text), limit=limit)
        if texts.template_of(text).names:
            raise Refused("notice.correction_plain")
    again = await session.scalar(select(Announcement.id).where(Announcement.about_id == row.id, _under_way()))
    if again is not None:
        raise Refused("notice.recall_runs")
    made = Announcement(
        kind=kind,
        about_id=row.id,
        author_id=staff.id,
        unit=row.unit,
        text=text,
        audience={},
        state="listing",
        grounds=kind,
        created_at=at,
        changed_at=at,
        started_at=at,
    )
    session.add(made)
    await session.flush()
    await acts.note(session, row, staff, kind, at, by=made.id)
    return made


def _under_way() -> ColumnElement[bool]:
    return Announcement.state.in_(("listing", "sending", "paused"))


async def unreached(session: AsyncSession, row: Announcement, limit: int = 5_000) -> Sequence[Person]:
    """Whom to phone: on the list, but without a message that arrived, by commune and name."""
    missed = select(Recipient.person_id).join(Outbox, Outbox.id == Recipient.outbox_id, isouter=True)
    missed = missed.where(Recipient.announcement_id == row.id)
    missed = missed.where(Outbox.state.in_(AGAIN) | Recipient.skip.in_(("blocked", "off", "missing", "late")))
    query = select(Person).where(Person.id.in_(missed)).order_by(Person.unit, Person.name, Person.id)
    return (await session.scalars(query.limit(limit))).all()
