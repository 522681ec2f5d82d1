"""Compares what people said and saw with what lies in the database: nothing lost, nothing skipped, nothing twice."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from bench.soak_people import Person, Told
from bot.fakes.telegram_server import TelegramServer
from ocop_core.conversation.said import Body
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, Idea, Inbox, Outbox
from ocop_core.services import render

# A message that goes out again may come behind those that left with it.
TOGETHER = 4


@dataclass(slots=True)
class Verdict:
    """Figures of a run. `problems` says in words what was lost, skipped or wrong: it must be empty."""

    ideas: int = 0
    heard: int = 0
    owed: int = 0
    delivered: int = 0
    repeated: int = 0
    problems: list[str] = field(default_factory=list)


async def examine(db: Database, server: TelegramServer, people: Sequence[Person]) -> Verdict:
    """Looks at everything that every person said and saw."""
    verdict = Verdict(delivered=server.ledger.delivered)
    async with db.reading() as session:
        rows = (await session.execute(select(Chat.address, Chat.id).where(Chat.channel == "telegram"))).all()
        chats = {int(address): number for address, number in rows}
        for person in people:
            await _person(session, verdict, server, person, chats.get(person.chat_id, 0))
        verdict.ideas = await session.scalar(select(func.count()).select_from(Idea)) or 0
    told = [one.code for person in people for one in person.told if one.code]
    if sorted(told) != sorted(set(told)) or len(told) != verdict.ideas:
        verdict.problems.append(f"{len(told)} receipts for {verdict.ideas} ideas")
    return verdict


async def _person(session: Any, verdict: Verdict, server: TelegramServer, person: Person, chat: int) -> None:
    who = f"person {person.chat_id}"
    verdict.problems += [f"{who} saw something odd: {text[:80]}" for text in person.odd]
    if not person.finished:
        verdict.problems.append(f"{who} never came to the end, at last saw: {person.screen[-80:]}")
    if person.silences:
        verdict.problems.append(f"{who} waited in vain {person.silences} times")
    heard = (await session.execute(select(Inbox.message_id, Inbox.problem).where(Inbox.chat_id == chat))).all()
    verdict.heard += len(heard)
    verdict.problems += [f"{who}: {problem}" for _, problem in heard if problem]
    if sorted(key for key, _ in heard) != sorted(f"u{number}" for number in person.updates):
        verdict.problems.append(f"{who} said {len(person.updates)} things, {len(heard)} are kept")
    owed = (await session.scalars(select(Outbox).where(Outbox.chat_id == chat).order_by(Outbox.id))).all()
    verdict.owed += len(owed)
    verdict.problems += [f"{who}: message {row.id} is {row.state}" for row in owed if row.state != "sent"]
    bodies = [render.load(row.body) for row in owed]
    verdict.problems += [f"{who}: {problem}" for problem in (*_skipped(bodies), *_unanswered(heard, bodies))]
    _seen(verdict, who, [b.text.strip() for b in bodies], [s.text for s in server.sent if s.chat_id == person.chat_id])
    ideas = {idea.code: idea for idea in await session.scalars(select(Idea).where(Idea.chat_id == chat))}
    for told in person.told:
        verdict.problems += [f"{who}, {told.code}: {problem}" for problem in _wrong(told, ideas.get(told.code))]


def _skipped(bodies: Sequence[Body]) -> list[str]:
    """Questions are asked one after the other; from one message to the next at most one step forward."""
    steps = [body.step if body.form == "idea" else None for body in bodies]
    pairs = zip(steps, steps[1:], strict=False)
    return [f"question {a + 1} was skipped" for a, b in pairs if a is not None and b is not None and b > a + 1]


def _unanswered(heard: Sequence[Any], bodies: Sequence[Body]) -> list[str]:
    """Each thing said has one answer; handing in has two, the receipt and what comes after it."""
    expected = len(heard) + sum(body.key == "idea.receipt" for body in bodies)
    return [] if len(bodies) == expected else [f"{len(bodies)} answers where {expected} were due"]


def _seen(verdict: Verdict, who: str, owed: list[str], shown: list[str]) -> None:
    """Everything owed was shown, in order; what was shown again is counted."""
    at = -1
    for text in shown:
        if at + 1 < len(owed) and text == owed[at + 1]:
            at += 1
        elif text in owed[max(0, at - TOGETHER) : at + 1]:
            verdict.repeated += 1
        else:
            verdict.problems.append(f"{who} was shown out of turn: {text[:80]}")
            return
    if at + 1 != len(owed):
        verdict.problems.append(f"{who} was never shown: {owed[at + 1][:80]}")


def _wrong(told: Told, idea: Idea | None) -> list[str]:
    if idea is None:
        return ["handed in, but not kept"] if told.code else []
    kept = {key: value for key, value in idea.answers.items() if key != "photos"}
    photos = len(idea.answers.get("photos", ()))
    wrong = defaultdict(str, {k: f"{told.answers.get(k)!r} became {v!r}" for k, v in kept.items()})
    found = [f"{key}: {wrong[key]}" for key in sorted({*kept, *told.answers}) if kept.get(key) != told.answers.get(key)]
    return found + ([f"{told.photos} photos became {photos}"] if photos != told.photos else [])
