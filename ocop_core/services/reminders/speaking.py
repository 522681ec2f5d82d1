"""Says what is due: once, to the producer's own chat, one message a day; who has no chat goes on the call list."""

from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import VIETNAM, local_day
from ocop_core.conversation.promises.reminding import Matter, reminder
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, Person
from ocop_core.db.models_promises import Promise, Reminder
from ocop_core.rulebook.promises import hush, last_chance
from ocop_core.rulebook.rest_days import is_holiday
from ocop_core.rulebook.working_days import DAY
from ocop_core.services import calls, leases, outbox, telling
from ocop_core.services.reminders import at_it
from ocop_core.services.reminders.due import CALLED, SENT, Due, Line, Round, onward, ready, settle_with
from ocop_core.services.reminders.kinds import KINDS
from ocop_core.services.reminders.planned import OPEN
from ocop_core.services.reminders.planning import spread_out
from ocop_core.services.reminders.stages import plans, texts

LEASE = "promises"
# Few enough that nobody who chats meanwhile has to wait.
PEOPLE_AT_ONCE = 8


async def speak(db: Database, knowledge: Knowledge, at: datetime, holder: str) -> list[Line]:
    """Says everything that is due at `at`; a line for each thing that was done or held back."""
    async with db.reading() as session:
        count = await due_count(session, at)
        in_force, own = (await plans(session), await texts(session)) if count else ({}, {})
    if not count:
        return []
    if (why := hush(at, urgent=True)) is not None:
        return [{"act": "held", "why": why, "count": count}]
    round_ = Round(knowledge, in_force, at, own)
    while True:
        async with db.writing() as session:
            # One scheduler at a time: two would tell one producer of two products in two messages.
            if await leases.take(session, LEASE, holder, at) is None or not await _some(session, round_):
                return round_.lines


async def due_count(session: AsyncSession, at: datetime) -> int:
    """How many promises want to speak at that moment."""
    query = select(func.count()).select_from(Promise).where(Promise.state == OPEN, Promise.next_due <= at)
    return await session.scalar(query) or 0


async def _some(session: AsyncSession, round_: Round) -> bool:
    """Speaks for some producers, all that is due for each of them today. False: nothing is due any more."""
    due = [Promise.state == OPEN, Promise.next_due <= round_.at]
    first = select(Promise).where(*due).order_by(Promise.next_due, Promise.id).limit(PEOPLE_AT_ONCE)
    rows = list((await session.scalars(first)).all())
    if not rows:
        return False
    people = {row.person_id for row in rows if row.person_id is not None}
    evening = datetime.combine(local_day(round_.at) + DAY, time(), tzinfo=VIETNAM)
    more = select(Promise).where(Promise.state == OPEN, Promise.person_id.in_(people), Promise.next_due < evening)
    rows = list({row.id: row for row in (*rows, *(await session.scalars(more)).all())}.values())
    grouped: dict[int | None, list[Due]] = {}
    for each in await ready(session, round_, rows):
        grouped.setdefault(each.row.person_id, []).append(each)
    for person_id in sorted(grouped, key=lambda number: (number is None, number)):
        await _to_one(session, round_, person_id, grouped[person_id])
    await session.flush()
    return True


async def _to_one(session: AsyncSession, round_: Round, person_id: int | None, due: list[Due]) -> None:
    """All that is due for one producer: told, put on the call list, or held back for a better moment."""
    chat = await _chat(session, person_id)
    if chat is None:
        for each in due:
            await _to_call(session, round_, each)
        return
    due = at_it.others(round_, chat, due)
    if not due:
        return
    if (why := await _held(session, round_, person_id, due)) is not None:
        for each in due:
            each.row.next_due = _tomorrow(round_, each)
            round_.did("held", each.row, each.slot.stage, why=why)
        return
    # Like a message of the producer: first the chat, then the promises; in another order both would wait.
    await session.get(Chat, chat.id, with_for_update=True, populate_existing=True)
    still = await _still_open(session, due)
    told = [each for each in still if await settle_with(session, round_, each, SENT, chat)]
    await onward(session, round_, still)
    if told:
        await _tell(session, round_, chat, told)


async def _still_open(session: AsyncSession, due: Sequence[Due]) -> list[Due]:
    """What nobody has answered or changed while we waited for the chat."""
    query = select(Promise.id).where(Promise.id.in_([each.row.id for each in due]), Promise.state == OPEN)
    open_ones = set((await session.scalars(query.order_by(Promise.id).with_for_update())).all())
    return [each for each in due if each.row.id in open_ones]


async def _tell(session: AsyncSession, round_: Round, chat: Chat, due: Sequence[Due]) -> None:
    today = local_day(round_.at)
    say = reminder([_matter(round_, each) for each in due], round_.knowledge.words, today)
    ref = f"{due[0].row.kind}:{due[0].row.subject}:{due[0].row.version}:{due[0].slot.stage}"
    await telling.tell(
        session, round_.knowledge, chat.id, [say], round_.at, lane=outbox.NOTICE, kind="reminder", ref=ref
    )


async def _chat(session: AsyncSession, person_id: int | None) -> Chat | None:
    """Where a producer can be told; nowhere without their consent."""
    person = await session.get(Person, person_id) if person_id is not None else None
    if person is None or person.consented_at is None:
        return None
    return await telling.chat_to_use(session, person.id)


async def _held(session: AsyncSession, round_: Round, person_id: int | None, due: Sequence[Due]) -> str | None:
    """Why it is not said today, although it is due; a last chance is not missed for it."""
    if any(last_chance(each.slot, local_day(round_.at)) for each in due):
        return None
    if not any(each.slot.urgent for each in due) and is_holiday(local_day(round_.at)):
        return "holiday"
    midnight = datetime.combine(local_day(round_.at), time(), tzinfo=VIETNAM)
    told = select(Reminder.id).where(
        Reminder.person_id == person_id, Reminder.at >= midnight, Reminder.at <= round_.at, Reminder.state == SENT
    )
    return "told_today" if await session.scalar(told.limit(1)) is not None else None


def _tomorrow(round_: Round, each: Due) -> datetime:
    plan = round_.plans[each.row.plan]
    morning = datetime.combine(local_day(round_.at) + DAY, plan.at, tzinfo=VIETNAM)
    return spread_out(each.row, plan, morning)


async def _to_call(session: AsyncSession, round_: Round, each: Due) -> None:
    """Nobody can be reached by chat: officers phone, if this is a matter of theirs."""
    new = await settle_with(session, round_, each, CALLED)
    if new and KINDS[each.row.kind].silent is not None and each.known.about.unit:
        await calls.ask(session, each.known.about, "no_chat", each.slot.stage, round_.at)
    await onward(session, round_, [each])


def _matter(round_: Round, each: Due) -> Matter:
    row, own = each.row, round_.texts.get((each.row.plan, each.slot.stage), "")
    of = (row.kind, row.subject, row.plan, each.known.name, row.ends_on)
    return Matter(*of, each.slot.stage, each.known.stars, own)
