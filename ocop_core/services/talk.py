"""Hears one message: recorded once, decided purely, answered, stored; all in one transaction."""

import logging
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation import state as states
from ocop_core.conversation.effects import Submit
from ocop_core.conversation.engine import step
from ocop_core.conversation.heard import FileRef, Heard, Inbound
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import Knowledge, World
from ocop_core.db import queries
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, Idea, Inbox, Outbox, Person
from ocop_core.services import carrying, files, outbox
from ocop_core.services.render import render

log = logging.getLogger(__name__)
# No 0 O 1 I L: a code is read out over the phone.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Speaker:
    """The chat that speaks and what is known of its person."""

    chat_id: int
    person_id: int
    channel: str
    state: str
    consented: bool
    call: str
    phone: str | None
    unit: str | None


async def receive(db: Database, knowledge: Knowledge, heard: Heard, at: datetime) -> bool:
    """Hears a message in a transaction of its own. False: it was heard before.

    If a step fails, the message is kept with the problem and the person is told; nothing typed is lost.
    """
    try:
        async with db.writing() as session:
            return await hear(session, knowledge, heard, at)
    except Exception as error:
        log.exception("a message of %s could not be handled", heard.channel)
        async with db.writing() as session:
            return await _keep_unhandled(session, knowledge, heard, at, f"{type(error).__name__}: {error}"[:500])


async def hear(session: AsyncSession, knowledge: Knowledge, heard: Heard, at: datetime) -> bool:
    """Records, decides, answers and stores. False: the message was heard before."""
    speaker = await speaker_of(session, heard, at)
    before = states.load(speaker.state)
    body = spoken(heard.inbound, before)
    if not await queries.heard_once(session, heard.channel, heard.message_id, speaker.chat_id, body, at):
        return False
    if heard.inbound.kind in ("blocked", "unblocked"):
        await _reachable(session, speaker.chat_id, heard.inbound.kind == "unblocked")
        return True
    inbound = await _with_files(session, speaker.chat_id, heard, at)
    world = _world(knowledge, speaker, at)
    turn = step(before, inbound, world)
    if any(isinstance(out, Submit) for out in turn.outs):
        turn = await _with_free_code(session, turn, speaker, inbound, world)
    says = await _say(session, turn, speaker, knowledge, at)
    await queries.store_state(session, speaker.chat_id, states.dump(turn.state), at)
    bodies = render(says, knowledge.words, turn.state.turn, world.you)
    await outbox.owe(session, speaker.chat_id, speaker.channel, bodies, at)
    return True


async def speaker_of(session: AsyncSession, heard: Heard, at: datetime) -> Speaker:
    """The chat of an envelope; a new one, with a new person, if nobody wrote from there before."""
    row = await queries.chat_row(session, heard.channel, heard.address)
    if row is None:
        person = Person(name=heard.name[:120], call="", created_at=at)
        session.add(person)
        await session.flush()
        await queries.insert_once(
            session,
            Chat,
            channel=heard.channel,
            address=heard.address,
            person_id=person.id,
            state="",
            reachable=True,
            created_at=at,
            heard_at=at,
        )
        row = await queries.chat_row(session, heard.channel, heard.address)
        assert row is not None
    return Speaker(
        row.id,
        row.person_id,
        heard.channel,
        row.state,
        row.consented_at is not None,
        row.call,
        row.phone,
        row.unit,
    )


def spoken(inbound: Inbound, before: State) -> dict[str, Any]:
    """What is kept of an inbound for the history of the chat; a tapped button by its label."""
    kept: dict[str, Any] = {"kind": inbound.kind}
    labels = {f"b:{before.turn}:{n}": label for n, _, label in before.offer}
    if text := labels.get(inbound.data, inbound.text):
        kept["text"] = text.encode("utf-8", "replace").decode().replace("\0", "")[:4000]
    if inbound.data:
        kept["data"] = inbound.data[:200]
    if inbound.files:
        kept["files"] = [f.file_id for f in inbound.files if f.file_id]
    return kept


def _world(knowledge: Knowledge, speaker: Speaker, at: datetime) -> World:
    key = f"idea_more.call.{speaker.call}_you"
    you = knowledge.words.say(key) if speaker.call and knowledge.words.has(key) else knowledge.words.say("nav.you")
    known = {"unit": speaker.unit} if speaker.unit else {}
    return World(knowledge, at, speaker.consented, you, fresh_code(), speaker.phone, known)


def fresh_code() -> str:
    """A receipt code nobody has, most likely: 28 million of them."""
    return "YT-" + "".join(secrets.choice(CODE_LETTERS) for _ in range(5))


async def _with_free_code(session: AsyncSession, turn: Turn, speaker: Speaker, inbound: Inbound, world: World) -> Turn:
    while await session.scalar(select(Idea.id).where(Idea.code == world.code)):
        world = replace(world, code=fresh_code())
        turn = step(states.load(speaker.state), inbound, world)
    return turn


async def _with_files(session: AsyncSession, chat_id: int, heard: Heard, at: datetime) -> Inbound:
    """The inbound with a row for each file the messenger still holds; the bytes are fetched later."""
    refs: list[FileRef] = []
    for ref in heard.inbound.files:
        file_id = ref.file_id or await files.want(session, chat_id, ref, at)
        refs.append(replace(ref, file_id=file_id))
    return replace(heard.inbound, files=tuple(refs)) if refs else heard.inbound


async def _say(session: AsyncSession, turn: Turn, speaker: Speaker, knowledge: Knowledge, at: datetime) -> list[Say]:
    says: list[Say] = []
    for out in turn.outs:
        if isinstance(out, Say):
            says.append(out)
        else:
            says.extend(await carrying.carry_out(session, knowledge, speaker.person_id, speaker.chat_id, out, at))
    return says


async def keep_unreadable(db: Database, channel: str, message_id: str, raw: str, problem: str, at: datetime) -> None:
    """Stores a payload that could not be understood, so that somebody can look; it is never answered."""
    body = {"kind": "unsupported", "raw": raw.replace("\0", "")[:20_000]}
    async with db.writing() as session:
        await queries.insert_once(
            session, Inbox, channel=channel, message_id=message_id, chat_id=None, body=body, problem=problem, at=at
        )


async def _reachable(session: AsyncSession, chat_id: int, reachable: bool) -> None:
    await session.execute(update(Chat).where(Chat.id == chat_id).values(reachable=reachable))
    if not reachable:
        await session.execute(
            update(Outbox)
            .where(Outbox.chat_id == chat_id, Outbox.state == "queued")
            .values(state="failed", reason="chat unreachable")
        )


async def _keep_unhandled(
    session: AsyncSession, knowledge: Knowledge, heard: Heard, at: datetime, problem: str
) -> bool:
    speaker = await speaker_of(session, heard, at)
    values = {"channel": heard.channel, "message_id": heard.message_id, "chat_id": speaker.chat_id, "at": at}
    if not await queries.insert_once(session, Inbox, **values, body=spoken(heard.inbound, states.NEW), problem=problem):
        return False
    apology = render(
        [Say("nav.sorry")], knowledge.words, states.load(speaker.state).turn, knowledge.words.say("nav.you")
    )
    await outbox.owe(session, speaker.chat_id, speaker.channel, apology, at)
    return True
