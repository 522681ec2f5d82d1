"""Hears one message: recorded once, decided purely, answered, stored; all in one transaction."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation import person
from ocop_core.conversation import state as states
from ocop_core.conversation.effects import Submit
from ocop_core.conversation.elsewhere import JOINED
from ocop_core.conversation.engine import step
from ocop_core.conversation.heard import FileRef, Heard, Inbound
from ocop_core.conversation.reporting import is_sheet
from ocop_core.conversation.runs import WAITS
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import Knowledge, Lacking, World
from ocop_core.db import queries
from ocop_core.db.base import Database
from ocop_core.db.faults import passing
from ocop_core.db.models import Chat, Inbox
from ocop_core.services import carrying, facts, outbox, photo_receipts, receipt_codes
from ocop_core.services.accounts import account_acts, phones
from ocop_core.services.asker import Asker
from ocop_core.services.files import storing
from ocop_core.services.inbox import threads
from ocop_core.services.render import render
from ocop_core.services.reports import by_file
from ocop_core.text import tidy

log = logging.getLogger(__name__)


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
    joined: bool


async def receive(db: Database, knowledge: Knowledge, heard: Heard, at: datetime) -> bool:
    """Hears a message in a transaction of its own. False: it was heard before.

    If a step fails, the message is kept with the problem and the person is told; nothing typed is lost.
    A fault of the database that passes is raised: whoever brought the message brings it again.
    """
    heard = storable(heard)
    try:
        async with db.writing() as session:
            return await hear(session, knowledge, heard, at)
    except Exception as error:
        if passing(error):
            raise
        log.exception("a message of %s could not be handled", heard.channel)
        async with db.writing() as session:
            return await _keep_unhandled(session, knowledge, heard, at, f"{type(error).__name__}: {error}")


def storable(heard: Heard) -> Heard:
    """The envelope without NUL and lone halves of signs, which no database can store. Texts are tidied later."""
    said = heard.inbound
    if not (heard.name or said.data or said.files):
        return heard
    name, data = tidy(heard.name), tidy(said.data)
    if not said.files and (name, data) == (heard.name, said.data):
        return heard
    refs = tuple(replace(ref, name=tidy(ref.name), mime=tidy(ref.mime)) for ref in said.files)
    return replace(heard, name=name, inbound=replace(said, data=data, files=refs))


async def hear(session: AsyncSession, knowledge: Knowledge, heard: Heard, at: datetime) -> bool:
    """Records, decides, answers and stores. False: the message was heard before."""
    speaker = await speaker_of(session, heard, at)
    before = states.load(speaker.state)
    body = spoken(heard.inbound, before)
    if not await queries.heard_once(session, heard.channel, heard.message_id, speaker.chat_id, body, at):
        return False
    if heard.inbound.kind in ("blocked", "unblocked"):
        await reachable(session, speaker.chat_id, heard.inbound.kind == "unblocked", at)
        return True
    inbound = await with_files(session, speaker, heard, at)
    if inbound.phone and speaker.consented:
        await phones.confirm(session, speaker.person_id, inbound.phone, "vouched", at)
    receipt = await photo_receipts.waiting(session, speaker.chat_id, before)
    world = await _with_talk(session, _world(knowledge, speaker, at, receipt is not None), speaker, inbound)
    world, turn = await _decided(session, before, inbound, world, speaker)
    if any(isinstance(out, Submit) for out in turn.outs):
        turn = await _with_free_code(session, turn, speaker, inbound, world)
    says = await _say(session, turn, speaker, knowledge, at)
    await queries.store_state(session, speaker.chat_id, states.dump(turn.state), at)
    bodies = render(says, knowledge.words, turn.state.turn, world.you)
    if turn.waits:
        await photo_receipts.gather(session, receipt, speaker.chat_id, speaker.channel, bodies, at)
        return True
    await photo_receipts.release(session, speaker.chat_id, before)
    await outbox.owe(session, speaker.chat_id, speaker.channel, bodies, at)
    return True


async def _decided(
    session: AsyncSession, before: State, inbound: Inbound, world: World, speaker: Speaker
) -> tuple[World, Turn]:
    """The turn, and the world with every fact that the engine asked for on the way."""
    while True:
        try:
            return world, step(before, inbound, world)
        except Lacking as lacking:
            if lacking.need in world.facts:
                raise
            asked = Asker(world.knowledge, speaker.person_id, speaker.chat_id, world.now)
            world = replace(world, facts={**world.facts, lacking.need: await facts.found(session, asked, lacking.need)})


async def speaker_of(session: AsyncSession, heard: Heard, at: datetime) -> Speaker:
    """The chat of an envelope; a new one, with a new person, if nobody wrote from there before."""
    row = await queries.chat_row(session, heard.channel, heard.address)
    if row is None:
        await queries.new_chat(session, heard.channel, heard.address, heard.name[:120], at)
        row = await queries.chat_row(session, heard.channel, heard.address)
        assert row is not None
    agreed, joined = row.consented_at is not None, bool(row.joined)
    known = (row.call, row.phone, row.unit)
    return Speaker(row.id, row.person_id, heard.channel, row.state, agreed, *known, joined)


def spoken(inbound: Inbound, before: State) -> dict[str, Any]:
    """What is kept of an inbound for the history of the chat; a tapped button by its label."""
    kept: dict[str, Any] = {"kind": inbound.kind}
    labels = {f"b:{before.turn}:{n}": label for n, _, label in before.offer}
    if text := labels.get(inbound.data, inbound.text):
        kept["text"] = plain(text)[:4000]
    if inbound.data:
        kept["data"] = inbound.data[:200]
    if inbound.files:
        kept["files"] = [f.file_id for f in inbound.files if f.file_id]
    return kept


def plain(text: str) -> str:
    """The text without NUL and half signs, which no database stores."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def _world(knowledge: Knowledge, speaker: Speaker, at: datetime, waits: bool) -> World:
    key = f"idea_more.call.{speaker.call}_you"
    you = knowledge.words.say(key) if speaker.call and knowledge.words.has(key) else knowledge.words.say("nav.you")
    known = {JOINED: "yes"} if speaker.joined else {}
    known |= {"unit": speaker.unit} if speaker.unit else {}
    known |= {WAITS: "yes"} if waits else {}
    return World(knowledge, at, speaker.consented, you, receipt_codes.fresh_code(), speaker.phone, known)


async def _with_talk(session: AsyncSession, world: World, speaker: Speaker, inbound: Inbound) -> World:
    """What the engine has to know of a talk with officers that a button belongs to."""
    number = inbound.data.removeprefix(person.REPLY)
    if number == inbound.data or not await threads.is_of(session, speaker.chat_id, number):
        return world
    return replace(world, known={**world.known, "thread": number})


async def _with_free_code(session: AsyncSession, turn: Turn, speaker: Speaker, inbound: Inbound, world: World) -> Turn:
    while await queries.code_taken(session, world.code):
        world = replace(world, code=receipt_codes.fresh_code())
        turn = step(states.load(speaker.state), inbound, world)
    return turn


async def with_files(session: AsyncSession, speaker: Speaker, heard: Heard, at: datetime) -> Inbound:
    """The inbound with a row for each file the messenger still holds; the bytes are fetched later.

    Before consent no file is kept, and the person is told so.
    """
    if not speaker.consented and not await _is_report(session, speaker, heard.inbound):
        await storing.forget(session, [ref.file_id for ref in heard.inbound.files if ref.file_id])
        return replace(heard.inbound, files=tuple(replace(ref, file_id=None) for ref in heard.inbound.files))
    refs: list[FileRef] = []
    for ref in heard.inbound.files:
        file_id = ref.file_id or await storing.want(session, speaker.chat_id, ref, at)
        refs.append(replace(ref, file_id=file_id))
    return replace(heard.inbound, files=tuple(refs)) if refs else heard.inbound


async def _is_report(session: AsyncSession, speaker: Speaker, inbound: Inbound) -> bool:
    """Whether an officer sends a sheet; it is read and not kept."""
    return is_sheet(inbound) and await by_file.officer_of(session, speaker.chat_id) is not None


async def _say(session: AsyncSession, turn: Turn, speaker: Speaker, knowledge: Knowledge, at: datetime) -> list[Say]:
    says: list[Say] = []
    person_id = speaker.person_id
    for out in turn.outs:
        if isinstance(out, Say):
            says.append(out)
            continue
        says.extend(await carrying.carry_out(session, knowledge, person_id, speaker.chat_id, out, at))
        if isinstance(out, account_acts.MOVES):
            person_id = (await session.get_one(Chat, speaker.chat_id, populate_existing=True)).person_id
    return says


async def reachable(session: AsyncSession, chat_id: int, can_be: bool, at: datetime) -> None:
    """Whether the person can be written to; what waits for one who cannot has failed."""
    await session.execute(update(Chat).where(Chat.id == chat_id).values(reachable=can_be))
    if not can_be:
        await outbox.give_up(session, chat_id, at)


async def _keep_unhandled(
    session: AsyncSession, knowledge: Knowledge, heard: Heard, at: datetime, problem: str
) -> bool:
    speaker = await speaker_of(session, heard, at)
    values = {"channel": heard.channel, "message_id": heard.message_id, "chat_id": speaker.chat_id, "at": at}
    before = _readable(speaker.state)
    body = spoken(heard.inbound, before or states.NEW)
    if before is None:
        body["state"] = speaker.state
    if not await queries.insert_once(session, Inbox, **values, body=body, problem=plain(problem)[:500]):
        return False
    if before is None:
        # A fresh start, the old state kept above, is better than an apology for ever.
        await queries.store_state(session, speaker.chat_id, "", at)
    turn = (before or states.NEW).turn
    apology = render([Say("nav.sorry")], knowledge.words, turn, knowledge.words.say("nav.you"))
    await outbox.owe(session, speaker.chat_id, speaker.channel, apology, at)
    return True


def _readable(state: str) -> State | None:
    try:
        return states.load(state)
    except msgspec.MsgspecError:
        return None
