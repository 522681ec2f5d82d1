"""Files that arrive with their bytes: stored first, then known to the chat."""

import asyncio
from datetime import datetime
from pathlib import Path

from ocop_core.conversation.heard import Heard
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.errors import Refused
from ocop_core.services import history, talk
from ocop_core.services.files import cleaning, storing
from ocop_core.services.reports import by_file
from ocop_core.settings import Settings

# No file of the chat: it was read, and the answer is owed.
ANSWERED = 0


async def store(
    db: Database, files_dir: Path, limit: int, envelope: Heard, content: bytes, name: str, at: datetime
) -> int:
    """Checks, stores and registers content for the envelope's chat; returns the file's id. Raises Refused."""
    kind = storing.check(content, limit)
    content, mime = await asyncio.to_thread(cleaning.clean, content, kind)
    digest = await asyncio.to_thread(storing.put, files_dir, content)
    async with db.writing() as session:
        speaker = await talk.speaker_of(session, envelope, at)
        return await storing.keep(session, speaker.chat_id, content, mime, digest, name, at)


async def take(
    db: Database,
    knowledge: Knowledge,
    settings: Settings,
    limit: int,
    envelope: Heard,
    content: bytes,
    name: str,
    at: datetime,
) -> int:
    """Like `store`; ANSWERED where it was the sheet of an officer's report. Raises Refused."""
    try:
        return await store(db, settings.files_dir, limit, envelope, content, name, at)
    except Refused as refused:
        if refused.key != "file.kind":
            raise
        async with db.reading() as session:
            chat = await history.chat_at(session, envelope.channel, envelope.address)
        if chat is None or not await by_file.arrived(db, knowledge, chat.id, content, at):
            raise
    return ANSWERED
