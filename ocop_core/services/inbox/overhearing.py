"""Keeps what is not answered: words meant for somebody of the office, and what nobody understands."""

from datetime import datetime

from ocop_core.conversation import state as states
from ocop_core.conversation.heard import Heard
from ocop_core.db import queries
from ocop_core.db.base import Database
from ocop_core.db.models import Inbox
from ocop_core.services import talk


async def overhear(db: Database, heard: Heard, at: datetime) -> bool:
    """Keeps a message without answering, because somebody of the office answers by hand. False: heard before."""
    heard = talk.storable(heard)
    async with db.writing() as session:
        speaker = await talk.speaker_of(session, heard, at)
        body = talk.spoken(heard.inbound, states.NEW)
        if not await queries.heard_once(session, heard.channel, heard.message_id, speaker.chat_id, body, at):
            return False
        if heard.inbound.kind in ("blocked", "unblocked"):
            await talk.reachable(session, speaker.chat_id, heard.inbound.kind == "unblocked", at)
        else:
            await talk.with_files(session, speaker, heard, at)
    return True


async def keep_unreadable(db: Database, channel: str, message_id: str, raw: str, problem: str, at: datetime) -> None:
    """Stores a payload that could not be understood, so that somebody can look; it is never answered."""
    body = {"kind": "unsupported", "raw": talk.plain(raw)[:20_000]}
    async with db.writing() as session:
        await queries.insert_once(
            session, Inbox, channel=channel, message_id=message_id, chat_id=None, body=body, problem=problem, at=at
        )
