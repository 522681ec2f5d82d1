"""An officer answers an idea: takes it over, asks back, accepts or declines; the producer hears of it."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation import state as states
from ocop_core.conversation.said import Choice, Say
from ocop_core.conversation.world import Knowledge
from ocop_core.db.models import Chat, Idea, IdeaEvent, Staff
from ocop_core.errors import Refused
from ocop_core.services import access, audit, telling

LONGEST = 1500


async def take_over(session: AsyncSession, knowledge: Knowledge, staff: Staff, idea_id: int, at: datetime) -> Idea:
    """The officer takes an idea; an idea of a colleague may be taken over as well. Raises Refused."""
    idea = await _open(session, staff, idea_id)
    if idea.officer_id == staff.id and idea.state == "taken":
        return idea
    first = idea.officer_id is None
    idea.state = "taken" if idea.state == "new" else idea.state
    await _record(session, staff, idea, "taken", "", at)
    if first:
        await _tell(session, knowledge, staff, idea, "idea.told_taken", "", at)
    return idea


async def ask_back(
    session: AsyncSession, knowledge: Knowledge, staff: Staff, idea_id: int, words: str, at: datetime
) -> Idea:
    """Asks the producer for something; their next words may be the answer. Raises Refused."""
    idea = await _open(session, staff, idea_id)
    words = _said(words)
    idea.state = "asked"
    await _record(session, staff, idea, "asked", words, at)
    await _expect(session, idea, idea.code)
    await _tell(session, knowledge, staff, idea, "idea.told_asked", words, at, (_reply(knowledge, idea),))
    return idea


async def accept(
    session: AsyncSession, knowledge: Knowledge, staff: Staff, idea_id: int, words: str, at: datetime
) -> Idea:
    """Accepts an idea; `words` may add what comes next. Raises Refused."""
    idea = await _open(session, staff, idea_id)
    words = words.strip()[:LONGEST]
    idea.state = "accepted"
    await _record(session, staff, idea, "accepted", words, at)
    await _expect(session, idea, "")
    key = "idea.told_accepted_words" if words else "idea.told_accepted"
    onward = Choice(f"do:dossier.open:{idea.code}", knowledge.words.say("dossier.open_button"), 0)
    await _tell(session, knowledge, staff, idea, key, words, at, (onward,))
    return idea


async def decline(
    session: AsyncSession, knowledge: Knowledge, staff: Staff, idea_id: int, reason: str, at: datetime
) -> Idea:
    """Declines an idea; the reason is what the producer reads. Raises Refused."""
    idea = await _open(session, staff, idea_id)
    reason = _said(reason)
    idea.state = "declined"
    await _record(session, staff, idea, "declined", reason, at)
    await _expect(session, idea, "")
    await _tell(session, knowledge, staff, idea, "idea.told_declined", reason, at)
    return idea


def _said(words: str) -> str:
    words = words.strip()
    if len(words) < 5:
        raise Refused("idea.words_needed")
    if len(words) > LONGEST:
        raise Refused("idea.words_too_long", limit=LONGEST)
    return words


async def _open(session: AsyncSession, staff: Staff, idea_id: int) -> Idea:
    idea = await access.idea_to_change(session, staff, idea_id)
    if idea.state not in ("new", "taken", "asked"):
        raise Refused(f"idea.already_{idea.state}")
    return idea


async def _record(session: AsyncSession, staff: Staff, idea: Idea, act: str, note: str, at: datetime) -> None:
    idea.officer_id, idea.changed_at = staff.id, at
    session.add(IdeaEvent(idea_id=idea.id, at=at, act=act, staff_id=staff.id, note=note))
    await audit.note(session, staff.id, f"idea.{act}", f"idea:{idea.id}", at)


async def _expect(session: AsyncSession, idea: Idea, question: str) -> None:
    """Free words in the chat will be offered as the answer to this question; "" once the idea is decided."""
    chat = await session.get_one(Chat, idea.chat_id, with_for_update=True)
    before = states.load(chat.state)
    if not question and before.question != idea.code:
        return
    after = before.with_(question=question)
    await session.execute(update(Chat).where(Chat.id == chat.id).values(state=states.dump(after)))


def _reply(knowledge: Knowledge, idea: Idea) -> Choice:
    return Choice(f"do:idea.reply:{idea.code}", knowledge.words.say("idea_reply.button"), 0)


async def _tell(
    session: AsyncSession,
    knowledge: Knowledge,
    staff: Staff,
    idea: Idea,
    key: str,
    words: str,
    at: datetime,
    choices: tuple[Choice, ...] = (),
) -> None:
    params = {"name": idea.name, "code": idea.code, "words": words, "officer": staff.name}
    await telling.tell(session, knowledge, idea.chat_id, [Say(key, params, choices)], at, ref=f"idea:{idea.id}")
