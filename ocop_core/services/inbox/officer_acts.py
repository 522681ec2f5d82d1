"""An officer in a talk: takes it, hands it on, answers, has phoned, closes; and what closes by itself."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation import person as talks
from ocop_core.conversation import state as states
from ocop_core.conversation.forms.place import in_sentence
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import Knowledge, World
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, Person, Staff
from ocop_core.db.models_threads import Thread, ThreadLine
from ocop_core.errors import Refused
from ocop_core.services import access, audit, outbox
from ocop_core.services.inbox import threads
from ocop_core.services.knowledge import load_knowledge
from ocop_core.services.render import render
from ocop_core.settings import Settings

LONGEST = 1500
LAPSES = timedelta(days=7)
# What is closed at once is one unit of work; the rest waits for the next night.
MOST_LAPSED = 500
Decide = Callable[[State, World], Turn]


async def take(session: AsyncSession, staff: Staff, thread_id: int, at: datetime) -> Thread:
    """The officer looks after a talk; one of a colleague may be taken over. A second time changes nothing."""
    thread = await access.thread_to_change(session, staff, thread_id)
    if thread.staff_id != staff.id:
        thread.staff_id = staff.id
        await _record(session, staff, thread, "taken", "", at)
    return thread


async def hand_over(session: AsyncSession, staff: Staff, thread_id: int, to: int, at: datetime) -> Thread:
    """Another officer of that commune or of the province looks after a talk. Raises Refused."""
    thread = await access.thread_to_change(session, staff, thread_id)
    if thread.staff_id == to:
        return thread
    found = {each.id: each for each in await colleagues(session, thread)}
    if to not in found:
        raise Refused("officer.no_colleague")
    thread.staff_id = to
    await _record(session, staff, thread, "handed", found[to].name, at)
    return thread


async def colleagues(session: AsyncSession, thread: Thread) -> Sequence[Staff]:
    """Who may look after a talk: officers of the commune first, then those of the province."""
    able = or_(Staff.unit == thread.unit, Staff.role != "commune")
    query = select(Staff).where(Staff.active, able).order_by(Staff.unit.is_(None), Staff.name)
    return (await session.scalars(query)).all()


async def answer(
    session: AsyncSession, knowledge: Knowledge, staff: Staff, thread_id: int, words: str, seen: int, at: datetime
) -> Thread:
    """Words for the producer. `seen` is the last line on the officer's page: the same form counts once. Refused."""
    thread = await access.thread_to_change(session, staff, thread_id)
    words = _said(words)
    if await _done_before(session, staff, thread, "said", words, seen):
        return thread
    await _attended(session, staff, thread, "said", words, at)
    await audit.note(session, staff.id, "thread.answered", f"thread:{thread.id}", at)
    unit = in_sentence(knowledge.province.unit(staff.unit)) if staff.unit else _province(knowledge)
    told = {"officer": staff.name, "unit": unit, "words": words}
    await _tell(session, knowledge, thread, lambda state, world: talks.officer_wrote(state, world, thread.id, told), at)
    return thread


async def called(session: AsyncSession, staff: Staff, thread_id: int, note: str, seen: int, at: datetime) -> Thread:
    """The officer has phoned; the note is for colleagues. Nothing is said in the chat."""
    thread = await access.thread_to_change(session, staff, thread_id)
    note = note.strip()[:LONGEST]
    if not await _done_before(session, staff, thread, "called", note, seen):
        await _attended(session, staff, thread, "called", note, at)
        await audit.note(session, staff.id, "thread.called", f"thread:{thread.id}", at)
    return thread


async def close(session: AsyncSession, knowledge: Knowledge, staff: Staff, thread_id: int, at: datetime) -> Thread:
    """The officer closes a talk; the producer hears of it and the assistant goes on. Raises Refused."""
    thread = await access.thread_to_change(session, staff, thread_id)
    if thread.state == "closed":
        return thread
    await _record(session, staff, thread, "closed", "", at)
    threads.close(thread, staff.id, at)
    told = {"officer": staff.name}
    await _tell(
        session, knowledge, thread, lambda state, world: talks.officer_closed(state, world, thread.id, told), at
    )
    return thread


async def lapse(db: Database, settings: Settings, at: datetime) -> dict[str, Any]:
    """Closes talks in which a week has passed since the officer's last word. One that waits is never closed."""
    knowledge = load_knowledge(settings.province)
    quiet = (Thread.state == "answered") & (Thread.answered_at <= at - LAPSES)
    async with db.reading() as session:
        ids = (await session.scalars(select(Thread.id).where(quiet).order_by(Thread.id).limit(MOST_LAPSED))).all()
    closed = 0
    for thread_id in ids:
        async with db.writing() as session:
            closed += await _lapse(session, knowledge, thread_id, at)
    return {"closed": closed}


async def _lapse(session: AsyncSession, knowledge: Knowledge, thread_id: int, at: datetime) -> bool:
    thread = await access.locked_thread(session, thread_id)
    if thread is None or thread.state != "answered" or (thread.answered_at or at) > at - LAPSES:
        return False
    await threads.add(session, thread, at, act="lapsed")
    threads.close(thread, None, at)
    await _tell(session, knowledge, thread, lambda state, world: talks.lapsed(state, world, thread.id), at)
    return True


def _said(words: str) -> str:
    words = words.strip()
    if len(words) < 2:
        raise Refused("officer.words_needed")
    if len(words) > LONGEST:
        raise Refused("idea.words_too_long", limit=LONGEST)
    return words


def _province(knowledge: Knowledge) -> str:
    return knowledge.words.say("officer.province", {"name": knowledge.province.name})


async def _done_before(session: AsyncSession, staff: Staff, thread: Thread, act: str, text: str, seen: int) -> bool:
    same = (ThreadLine.staff_id == staff.id) & (ThreadLine.act == act) & (ThreadLine.text == text)
    query = select(ThreadLine.id).where(ThreadLine.thread_id == thread.id, ThreadLine.id > seen, same)
    return await session.scalar(query.limit(1)) is not None


async def _attended(session: AsyncSession, staff: Staff, thread: Thread, act: str, text: str, at: datetime) -> None:
    """An officer has turned to the producer: nobody waits, and somebody looks after it."""
    await threads.add(session, thread, at, staff_id=staff.id, act=act, text=text)
    thread.staff_id = thread.staff_id or staff.id
    thread.state, thread.waiting_since, thread.answered_at = "answered", None, at
    thread.closed_at = thread.closed_by = None


async def _record(session: AsyncSession, staff: Staff, thread: Thread, act: str, text: str, at: datetime) -> None:
    last = thread.last_at
    await threads.add(session, thread, at, staff_id=staff.id, act=act, text=text)
    if act != "closed":
        # Who looks after a talk does not make it younger.
        thread.last_at = last
    await audit.note(session, staff.id, f"thread.{act}", f"thread:{thread.id}", at)


async def _tell(session: AsyncSession, knowledge: Knowledge, thread: Thread, decide: Decide, at: datetime) -> None:
    """Says something in the producer's chat, as the conversation there stands, and moves that on."""
    chat = await session.get_one(Chat, thread.chat_id, with_for_update=True)
    person = await session.get_one(Person, thread.person_id)
    you = knowledge.words.say(f"idea_more.call.{person.call}_you" if person.call else "nav.you")
    before = states.load(chat.state)
    turn = decide(before, World(knowledge, at, person.consented_at is not None, you))
    if turn.state != before:
        await session.execute(update(Chat).where(Chat.id == chat.id).values(state=states.dump(turn.state)))
    bodies = render(turn.says, knowledge.words, turn.state.turn, you)
    await outbox.owe(
        session, chat.id, chat.channel, bodies, at, lane=outbox.NOTICE, kind="notice", ref=f"thread:{thread.id}"
    )
