"""What a producer answers to a promise: filed, again in a week, not any more and why, an officer should call."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import VIETNAM, local_day
from ocop_core.db.models_promises import Promise, Reaction
from ocop_core.i18n import Words
from ocop_core.rulebook.promises import AGAIN, again_on, slots
from ocop_core.rulebook.rest_days import is_holiday
from ocop_core.rulebook.working_days import DAY
from ocop_core.services import calls
from ocop_core.services.reminders.kinds import KINDS, Known
from ocop_core.services.reminders.planned import ENDED, OPEN
from ocop_core.services.reminders.planning import spread_out
from ocop_core.services.reminders.stages import plans

FILED, AGAIN_LATER, STOPPED, OFFICER, RENEWING = "filed", "again", "stopped", "officer", "renewing"
AGAIN_DAYS = 7


@dataclass(frozen=True, slots=True)
class Answered:
    """Who answers about which thing: its kind and number, the person whose it is, the words for its name."""

    kind: str
    subject: int
    person_id: int
    words: Words


async def own(session: AsyncSession, of: Answered) -> Known | None:
    """What the answer is about; None where it is not this person's, or no longer so."""
    known = (await KINDS[of.kind].known(session, of.words, [of.subject])).get(of.subject) if of.kind in KINDS else None
    return known if known is not None and known.about.person_id == of.person_id else None


async def filed(session: AsyncSession, of: Answered, at: datetime) -> Known | None:
    """It has been handed in: nothing more is said, and the commune makes sure that it has arrived."""
    known = await _react(session, of, FILED, at)
    if known and KINDS[of.kind].silent is not None:
        await calls.drop(session, of.kind, of.subject, at)
        await calls.ask(session, known.about, FILED, FILED, at)
    return known


async def stopped(session: AsyncSession, of: Answered, reason: str, at: datetime, words: str = "") -> Known | None:
    """Not any more, and why: nothing more is said; the province reads the reasons."""
    known = await _react(session, of, STOPPED, at, reason=reason, words=words)
    if known:
        await calls.drop(session, of.kind, of.subject, at)
    return known


async def officer(session: AsyncSession, of: Answered, at: datetime) -> Known | None:
    """An officer should call: the line stands on the commune's list at once."""
    known = await own(session, of)
    if known is None:
        return None
    await _note(session, of, known, OFFICER, at)
    if known.about.unit:
        await calls.ask(session, known.about, "asked", OFFICER, at)
    return known


async def renewing(session: AsyncSession, of: Answered, at: datetime) -> Known | None:
    """The renewal has been begun; the promises stand until it is handed in."""
    known = await own(session, of)
    if known:
        await _note(session, of, known, RENEWING, at)
    return known


async def again(session: AsyncSession, of: Answered, at: datetime) -> tuple[Known, date] | None:
    """Said once more in a week, or with a stage that comes before; the day on which that will be."""
    known = await own(session, of)
    row = await _promise(session, of)
    if known is None or row is None:
        return None
    await _note(session, of, known, AGAIN_LATER, at)
    in_force = await plans(session)
    today, plan = local_day(at), in_force[row.plan]
    day = again_on(slots(plan, row.ends_on), today, AGAIN_DAYS)
    if day < today + AGAIN_DAYS * DAY:
        return known, day
    while is_holiday(day):
        day += DAY
    count = (
        select(func.count())
        .select_from(Reaction)
        .where(Reaction.kind == of.kind, Reaction.subject == of.subject, Reaction.act == AGAIN_LATER)
    )
    row.state, row.next_stage = OPEN, f"{AGAIN}{await session.scalar(count) or 1}"
    row.next_due = spread_out(row, plan, datetime.combine(day, plan.at, tzinfo=VIETNAM))
    return known, day


async def _react(
    session: AsyncSession, of: Answered, act: str, at: datetime, *, reason: str = "", words: str = ""
) -> Known | None:
    known = await own(session, of)
    if known is None:
        return None
    row = await _promise(session, of)
    if row is not None:
        row.state, row.next_stage, row.next_due = ENDED, None, None
    await _note(session, of, known, act, at, reason=reason, words=words)
    return known


async def _promise(session: AsyncSession, of: Answered) -> Promise | None:
    query = select(Promise).where(Promise.kind == of.kind, Promise.subject == of.subject).with_for_update()
    found: Promise | None = await session.scalar(query)
    return found


async def _note(
    session: AsyncSession,
    of: Answered,
    known: Known,
    act: str,
    at: datetime,
    *,
    reason: str = "",
    words: str = "",
) -> None:
    session.add(
        Reaction(
            kind=of.kind,
            subject=of.subject,
            version=known.about.version,
            act=act,
            reason=reason,
            words=words,
            person_id=of.person_id,
            at=at,
        )
    )
    await session.flush()
