"""Product ideas: handed in by producers, answered by officers, each step with its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.forms.place import in_sentence
from ocop_core.conversation.said import Choice, Say
from ocop_core.conversation.world import Knowledge
from ocop_core.db import queries
from ocop_core.db.models import Chat, File, Idea, IdeaEvent, IdeaFile, Person, Staff
from ocop_core.db.queries import insert_once
from ocop_core.services import access
from ocop_core.text import words

OPEN = ("new", "taken", "asked")
STATES = (*OPEN, "accepted", "declined", "withdrawn")
RECENT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an idea's history; `who` is an officer's name, empty for the producer."""

    at: datetime
    act: str
    who: str
    note: str


async def register(
    session: AsyncSession,
    knowledge: Knowledge,
    person_id: int,
    chat_id: int,
    answers: dict[str, Any],
    code: str,
    at: datetime,
) -> Idea:
    """Stores a new idea under `code` and remembers the producer's phone and commune."""
    owner = await queries.remember(session, person_id, answers["phone"], answers["place"])
    values: dict[str, Any] = {
        "code": code,
        "person_id": person_id,
        "chat_id": chat_id,
        "state": "new",
        "name": answers["name"],
        "set_no": answers.get("set"),
        "unit": answers["place"],
        "phone": answers["phone"],
        "producer_kind": answers["producer_kind"],
        "answers": answers,
        "more": {},
        "search": search_text(knowledge, code, answers, owner),
        "created_at": at,
        "changed_at": at,
    }
    idea = Idea(id=await queries.new_idea(session, values), **values)
    await _link(session, idea, answers.get("photos", ()))
    return idea


def search_text(knowledge: Knowledge, code: str, answers: dict[str, Any], owner: str) -> str:
    """What an officer may search for, folded: name, code, phone, place, owner, material."""
    unit = knowledge.province.unit(answers["place"]).name
    parts = (answers["name"], code, answers["phone"], unit, owner, str(answers.get("material", "")))
    return f" {words(' '.join(parts))} "


async def _link(session: AsyncSession, idea: Idea, file_ids: Sequence[int]) -> None:
    """Only what is still there (drafts outlive loose files) and what the person themselves has sent."""
    if not file_ids:
        return
    chats = select(Chat.id).where(Chat.person_id == idea.person_id)
    there = select(File.id).where(File.id.in_(file_ids), File.chat_id.in_(chats)).order_by(File.id)
    for file_id in (await session.scalars(there)).all():
        await insert_once(session, IdeaFile, idea_id=idea.id, file_id=file_id)


async def _own(session: AsyncSession, person_id: int, code: str) -> Idea | None:
    found: Idea | None = await session.scalar(select(Idea).where(Idea.code == code, Idea.person_id == person_id))
    return found


async def add_more(
    session: AsyncSession, knowledge: Knowledge, person_id: int, answers: dict[str, Any], at: datetime
) -> Say:
    """Adds further answers and photos to the person's own idea."""
    idea = await _own(session, person_id, str(answers.get("idea")))
    if idea is None:
        return Say("idea.unknown", {"code": answers.get("idea")})
    told = {k: v for k, v in answers.items() if k not in _SEEDS and v is not None}
    person = await session.get_one(Person, person_id)
    person.name = told.get("owner", person.name)
    person.call = told.get("call", person.call)
    idea.more = {**idea.more, **{k: v for k, v in told.items() if k != "photos"}}
    idea.search = search_text(knowledge, idea.code, idea.answers, person.name)
    idea.changed_at = at
    await _link(session, idea, told.get("photos", ()))
    session.add(IdeaEvent(idea_id=idea.id, at=at, act="added"))
    return Say("idea.added", {"name": idea.name, "code": idea.code})


_SEEDS = {"idea", "about", "novelty", "producer_kind"}


async def reply(session: AsyncSession, person_id: int, chat_id: int, answers: dict[str, Any], at: datetime) -> Say:
    """The producer's answer to an officer's question."""
    idea = await _own(session, person_id, str(answers.get("idea")))
    if idea is None:
        return Say("idea.unknown", {"code": answers.get("idea")})
    await _link(session, idea, answers.get("photos", ()))
    idea.state = "taken" if idea.state == "asked" else idea.state
    idea.changed_at = at
    session.add(IdeaEvent(idea_id=idea.id, at=at, act="replied", note=answers.get("text", "")))
    return Say("idea.replied", {"name": idea.name})


async def keep_photos(
    session: AsyncSession, person_id: int, file_ids: tuple[int, ...], at: datetime, more: int = 0
) -> Say:
    """Photos sent outside a form go to the person's latest open idea; `more` have come since they were last told."""
    query = (
        select(Idea)
        .where(Idea.person_id == person_id, Idea.state.in_(OPEN), Idea.created_at >= at - RECENT)
        .order_by(Idea.id.desc())
    )
    idea = await session.scalar(query.limit(1))
    if idea is None:
        return Say("idea.photo_for_what")
    await _link(session, idea, file_ids)
    idea.changed_at = at
    session.add(IdeaEvent(idea_id=idea.id, at=at, act="photos", note=str(len(file_ids))))
    return Say("idea.photo_added", {"name": idea.name, "count": more or len(file_ids)})


async def look_up(session: AsyncSession, knowledge: Knowledge, code: str, person_id: int | None) -> Say:
    """Where a code stands. Others than the owner learn the state only, never a person."""
    idea = await session.scalar(select(Idea).where(Idea.code == code.upper()))
    if idea is None:
        return Say("idea.unknown", {"code": code.upper()})
    params = {
        "code": idea.code,
        "name": idea.name,
        "unit": in_sentence(knowledge.province.unit(idea.unit)),
        "state": knowledge.words.say(f"idea.state_{idea.state}"),
        "next": knowledge.words.say(f"idea.next_{idea.state}"),
    }
    return Say("idea.stands_mine" if idea.person_id == person_id else "idea.stands", params)


async def mine(session: AsyncSession, knowledge: Knowledge, person_id: int) -> list[Say]:
    """Everything the person has handed in, newest first, with a button for each of the last four."""
    query = select(Idea).where(Idea.person_id == person_id).order_by(Idea.id.desc()).limit(20)
    ideas = (await session.scalars(query)).all()
    if not ideas:
        return [Say("idea.none_yet")]
    state = knowledge.words.say
    lines = "\n".join(f"• {i.name} ({i.code}): {state(f'idea.state_{i.state}')}" for i in ideas)
    choices = tuple(Choice(f"do:idea.look_up:{i.code}", i.name, 0) for i in ideas[:4])
    return [Say("idea.mine", {"lines": lines}, choices if len(ideas) > 1 else (), alone=True)]


async def listed(
    session: AsyncSession,
    staff: Staff,
    *,
    search: str = "",
    state: str | None = None,
    unit: str | None = None,
    set_no: int | None = None,
    before_id: int | None = None,
    limit: int = 25,
) -> Sequence[Idea]:
    """Ideas of the officer's territory, newest first, a page at a time; the search ignores diacritics."""
    query = _scoped(select(Idea), staff)
    for word in words(search).split():
        query = query.where(Idea.search.contains(word, autoescape=True))
    if state:
        query = query.where(Idea.state == state)
    if unit:
        query = query.where(Idea.unit == unit)
    if set_no:
        query = query.where(Idea.set_no == set_no)
    if before_id:
        query = query.where(Idea.id < before_id)
    return (await session.scalars(query.order_by(Idea.id.desc()).limit(limit))).all()


def _scoped(query: Any, staff: Staff) -> Any:
    units = access.units_of(staff)
    return query if units is None else query.where(Idea.unit.in_(units))


async def counts(session: AsyncSession, staff: Staff) -> dict[str, int]:
    """How many ideas of the officer's territory are in each state."""
    query = _scoped(select(Idea.state, func.count()), staff).group_by(Idea.state)
    found = {state: count for state, count in (await session.execute(query)).all()}
    return {state: found.get(state, 0) for state in STATES}


async def oldest_new(session: AsyncSession, staff: Staff) -> datetime | None:
    """When the longest waiting new idea came in."""
    query = _scoped(select(func.min(Idea.created_at)), staff).where(Idea.state == "new")
    oldest: datetime | None = await session.scalar(query)
    return oldest


async def history(session: AsyncSession, idea: Idea) -> list[Line]:
    """What happened to an idea, oldest first."""
    query = (
        select(IdeaEvent.at, IdeaEvent.act, Staff.name, IdeaEvent.note)
        .outerjoin(Staff, Staff.id == IdeaEvent.staff_id)
        .where(IdeaEvent.idea_id == idea.id)
        .order_by(IdeaEvent.id)
    )
    return [Line(at, act, who or "", note) for at, act, who, note in (await session.execute(query)).all()]


async def files(session: AsyncSession, idea: Idea) -> Sequence[File]:
    """Photos and papers of an idea, in the order they came."""
    query = select(File).join(IdeaFile, IdeaFile.file_id == File.id).where(IdeaFile.idea_id == idea.id)
    return (await session.scalars(query.order_by(File.id))).all()


async def person(session: AsyncSession, idea: Idea) -> Person:
    """Whose idea it is."""
    return await session.get_one(Person, idea.person_id)
