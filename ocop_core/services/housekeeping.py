"""Keeps the house small: old words and talks go, files nobody points to go, expired keys go."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.base import Database
from ocop_core.db.models import Chat, File, IdeaFile, Inbox, Outbox, StaffKey
from ocop_core.db.models_accounts import LinkCode, LinkTry
from ocop_core.db.models_announcements import Announcement, Recipient
from ocop_core.db.models_dossiers import DossierFile
from ocop_core.db.models_imports import ImportBatch, ImportRow
from ocop_core.db.models_promises import DatedPaper
from ocop_core.db.models_threads import Thread, ThreadFile, ThreadLine
from ocop_core.services.accounts import contacts
from ocop_core.services.announcements import phone_lists
from ocop_core.services.files import storing
from ocop_core.settings import Settings

# How long words of a chat are kept; ideas and their history stay. NĐ 356/2025/NĐ-CP: no longer than needed.
WORDS = timedelta(days=730)
UNREADABLE = timedelta(days=30)
LOOSE_FILES = timedelta(days=180)
FRESH = timedelta(days=1)
# A file is on disk before its row is; that takes seconds.
STORING = timedelta(hours=1)


async def retention(db: Database, settings: Settings, at: datetime) -> dict[str, Any]:
    """Blanks old messages of both sides; files that belong to nothing handed in go after half a year.

    Lists of phones that were cut short go the day after: nobody sees them, and they hold people's numbers.
    """
    cut = await phone_lists.drop_cut_short(db, at - FRESH)
    async with db.writing() as session:
        heard = await session.execute(
            update(Inbox).where(Inbox.at < at - WORDS, Inbox.body.is_not(None)).values(body=None)
        )
        odd = await session.execute(
            update(Inbox)
            .where(Inbox.at < at - UNREADABLE, Inbox.chat_id.is_(None), Inbox.body.is_not(None))
            .values(body=None)
        )
        old = select(Announcement.id).where(Announcement.ended_at < at - WORDS)
        await session.execute(delete(Recipient).where(Recipient.announcement_id.in_(old)))
        listed = exists().where(Recipient.outbox_id == Outbox.id)
        said = await session.execute(
            delete(Outbox).where(Outbox.created_at < at - WORDS, Outbox.state.not_in(("queued", "sending")), ~listed)
        )
        talks = await _old_talks(session, at - WORDS)
        await _old_imports(session, at - WORDS)
        used = or_(
            *(exists().where(link.file_id == File.id) for link in (IdeaFile, ThreadFile, DossierFile, DatedPaper))
        )
        busy = select(Chat.id).where(Chat.heard_at >= at - LOOSE_FILES)
        loose = await session.execute(
            delete(File).where(
                # What an office gave to many is still shown on the notice board and on the page of the event.
                File.chat_id.is_not(None),
                File.created_at < at - LOOSE_FILES,
                ~used,
                File.chat_id.not_in(busy),
            )
        )
    return {"heard": _n(heard) + _n(odd), "said": _n(said), "talks": talks, "files": _n(loose), "lists": cut}


async def _old_talks(session: AsyncSession, before: datetime) -> int:
    """Talks that were closed and silent for so long go with all their lines. Returns how many."""
    old = select(Thread.id).where(Thread.state == "closed", Thread.last_at < before)
    lines = select(ThreadLine.id).where(ThreadLine.thread_id.in_(old))
    await session.execute(delete(ThreadFile).where(ThreadFile.line_id.in_(lines)))
    await session.execute(delete(ThreadLine).where(ThreadLine.thread_id.in_(old)))
    return _n(await session.execute(delete(Thread).where(Thread.state == "closed", Thread.last_at < before)))


async def _old_imports(session: AsyncSession, before: datetime) -> None:
    """The rows of office files as they stood; what was written into the register stays there."""
    old = select(ImportBatch.id).where(ImportBatch.created_at < before)
    await session.execute(delete(ImportRow).where(ImportRow.batch_id.in_(old)))
    await session.execute(delete(ImportBatch).where(ImportBatch.created_at < before))


def _n(result: Any) -> int:
    return max(0, int(result.rowcount))


async def sweep_files(db: Database, settings: Settings, at: datetime) -> dict[str, Any]:
    """Deletes contents on disk that no row points to. An hour of grace for what is just being stored."""
    async with db.reading() as session:
        known = set((await session.scalars(select(File.sha256).where(File.sha256.is_not(None)))).all())
    older = (at - STORING).timestamp()
    gone = await asyncio.to_thread(storing.sweep, settings.files_dir, {k for k in known if k}, older)
    return {"deleted": gone}


async def expired_keys(db: Database, settings: Settings, at: datetime) -> dict[str, Any]:
    """Deletes sessions and one-time links of officers, and codes that join chats, once they have run out."""
    async with db.writing() as session:
        gone = await session.execute(delete(StaffKey).where(StaffKey.expires_at < at))
        codes = await session.execute(delete(LinkCode).where(LinkCode.expires_at < at))
        await session.execute(delete(LinkTry).where(LinkTry.at < at - FRESH))
    return {"deleted": _n(gone) + _n(codes)}


async def left(db: Database, settings: Settings, at: datetime) -> dict[str, Any]:
    """Forgets what was remembered of those who withdrew at a messenger."""
    async with db.writing() as session:
        return {"forgotten": await contacts.forget(session, at)}
