"""Keeps the house small: old words go, files nobody points to go, expired keys go."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, select, update

from ocop_core.db.base import Database
from ocop_core.db.models import Chat, File, IdeaFile, Inbox, Outbox, StaffKey
from ocop_core.services import files
from ocop_core.settings import Settings

# How long words of a chat are kept; ideas and their history stay. NĐ 356/2025/NĐ-CP: no longer than needed.
WORDS = timedelta(days=730)
UNREADABLE = timedelta(days=30)
LOOSE_FILES = timedelta(days=180)
FRESH = timedelta(days=1)


async def retention(db: Database, settings: Settings, at: datetime) -> dict[str, Any]:
    """Blanks old messages of both sides; files that belong to nothing handed in go after half a year."""
    async with db.writing() as session:
        heard = await session.execute(
            update(Inbox).where(Inbox.at < at - WORDS, Inbox.body.is_not(None)).values(body=None)
        )
        odd = await session.execute(
            update(Inbox).where(Inbox.at < at - UNREADABLE, Inbox.chat_id.is_(None)).values(body=None)
        )
        said = await session.execute(
            delete(Outbox).where(Outbox.created_at < at - WORDS, Outbox.state.not_in(("queued", "sending")))
        )
        used = exists().where(IdeaFile.file_id == File.id)
        busy = select(Chat.id).where(Chat.heard_at >= at - LOOSE_FILES)
        loose = await session.execute(
            delete(File).where(File.created_at < at - LOOSE_FILES, ~used, File.chat_id.not_in(busy))
        )
    return {"heard": _n(heard) + _n(odd), "said": _n(said), "files": _n(loose)}


def _n(result: Any) -> int:
    return max(0, int(result.rowcount))


async def sweep_files(db: Database, settings: Settings, at: datetime) -> dict[str, Any]:
    """Deletes contents on disk that no row points to. A day of grace for what is just being stored."""
    async with db.reading() as session:
        known = set((await session.scalars(select(File.sha256).where(File.sha256.is_not(None)))).all())
    older = (at - FRESH).timestamp()
    gone = await asyncio.to_thread(files.sweep, settings.files_dir, {k for k in known if k}, older)
    return {"deleted": gone}


async def expired_keys(db: Database, settings: Settings, at: datetime) -> dict[str, Any]:
    """Deletes sessions and one-time links of officers that have run out."""
    async with db.writing() as session:
        gone = await session.execute(delete(StaffKey).where(StaffKey.expires_at < at))
    return {"deleted": _n(gone)}
