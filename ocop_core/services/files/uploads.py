"""Files that arrive with their bytes: stored first, then known to the chat."""

import asyncio
from datetime import datetime
from pathlib import Path

from ocop_core.conversation.heard import Heard
from ocop_core.db.base import Database
from ocop_core.services import talk
from ocop_core.services.files import cleaning, storing


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
