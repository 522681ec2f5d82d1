"""Files: content by its hash on disk, facts in rows. Fetched after the message, never inside its transaction."""

import asyncio
import hashlib
import os
import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.heard import FileRef
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, File
from ocop_core.errors import Refused
from ocop_core.sniff import EVIDENCE, VIDEO, VOICE, sniff
from ocop_core.text import tidy

MOST_ATTEMPTS = 8


async def want(session: AsyncSession, chat_id: int, ref: FileRef, at: datetime) -> int:
    """Notes a file that the messenger still holds; returns its id."""
    row = File(
        chat_id=chat_id,
        state="wanted",
        ref={"ref": ref.ref, "name": ref.name, "mime": ref.mime, "size": ref.size},
        name=ref.name[:120],
        size=ref.size or 0,
        created_at=at,
    )
    session.add(row)
    await session.flush()
    return row.id


def check(content: bytes, limit: int) -> str:
    """The type of acceptable content. Raises Refused: empty, too large, a film, or not a picture, PDF or voice note."""
    if not content:
        raise Refused("file.empty")
    if len(content) > limit:
        raise Refused("file.too_large", limit=limit // (1024 * 1024))
    mime = sniff(content)
    if mime == VIDEO:
        raise Refused("file.video")
    if mime not in EVIDENCE and mime not in VOICE:
        raise Refused("file.kind")
    return mime or ""


def put(files_dir: Path, content: bytes) -> str:
    """Stores content under its SHA-256 and returns it in hex. Complete or absent, never half."""
    digest = hashlib.sha256(content).hexdigest()
    target = path_of(files_dir, digest)
    if target.exists():
        return digest
    target.parent.mkdir(parents=True, exist_ok=True)
    # A name of its own: the same picture may come twice at once.
    part = target.with_suffix(f".{secrets.token_hex(8)}.part")
    with part.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(target)
    return digest


def path_of(files_dir: Path, digest: str) -> Path:
    """Where content with this hash lies."""
    return files_dir / digest[:2] / digest


def path(files_dir: Path, file: File) -> Path:
    """Where a kept file lies."""
    return path_of(files_dir, file.sha256 or "")


async def keep(
    session: AsyncSession, chat_id: int, content: bytes, mime: str, digest: str, name: str, at: datetime
) -> int:
    """A row for content that is stored already; the same content in the same chat is one file."""
    known = await session.scalar(select(File.id).where(File.chat_id == chat_id, File.sha256 == digest))
    if known is not None:
        return known
    row = File(
        chat_id=chat_id,
        state="kept",
        sha256=digest,
        mime=mime,
        name=tidy(name)[:120],
        size=len(content),
        created_at=at,
    )
    session.add(row)
    await session.flush()
    return row.id


async def forget(session: AsyncSession, file_ids: Sequence[int]) -> None:
    """Drops rows of files that may not be kept; the contents go with the next sweep."""
    if file_ids:
        await session.execute(delete(File).where(File.id.in_(file_ids)))


async def wanted(session: AsyncSession, channel: str, at: datetime, limit: int = 20) -> Sequence[File]:
    """Files of a channel that are to be fetched now."""
    query = (
        select(File)
        .join(Chat, Chat.id == File.chat_id)
        .where(File.state == "wanted", Chat.channel == channel)
        .where((File.not_before.is_(None)) | (File.not_before <= at))
        .order_by(File.id)
        .limit(limit)
    )
    return (await session.scalars(query)).all()


async def fetched(session: AsyncSession, file_id: int, digest: str, mime: str, size: int) -> None:
    """The bytes have come and are stored."""
    row = await session.get(File, file_id, with_for_update=True)
    if row is not None and row.state == "wanted":
        row.state, row.sha256, row.mime, row.size = "kept", digest, mime, size


async def refused(session: AsyncSession, file_id: int, reason: str) -> File | None:
    """The file cannot be had or is not acceptable. The row, if it still waited."""
    row = await session.get(File, file_id, with_for_update=True)
    if row is None or row.state != "wanted":
        return None
    row.state, row.reason = "refused", reason
    return row


async def postponed(session: AsyncSession, file_id: int, at: datetime, after: float | None) -> bool:
    """Tried in vain; tried again later. False when it was tried often enough."""
    row = await session.get(File, file_id, with_for_update=True)
    if row is None or row.state != "wanted":
        return True
    row.attempts += 1
    row.not_before = at + timedelta(seconds=after if after is not None else min(900.0, 5.0 * 2**row.attempts))
    return row.attempts < MOST_ATTEMPTS


def reader(
    db: Database, files_dir: Path, make: Callable[[File], Awaitable[bytes]] | None = None
) -> Callable[[int], Awaitable[tuple[str, str, bytes]]]:
    """A function that gives name, type and bytes of a file by its id. It raises LookupError or OSError.

    `make` gives the content of one that is made when it is opened.
    """

    async def read(file_id: int) -> tuple[str, str, bytes]:
        async with db.reading() as session:
            row = await session.get(File, file_id)
        if row is not None and row.state == "made" and make is not None:
            return row.name, row.mime, await make(row)
        if row is None or row.state != "kept":
            raise LookupError(file_id)
        return row.name, row.mime, await asyncio.to_thread(path(files_dir, row).read_bytes)

    return read


def sweep(files_dir: Path, known: set[str], older_than: float) -> int:
    """Deletes contents no row points to and older than a moment (seconds since 1970). Returns how many."""
    gone = 0
    for item in files_dir.glob("??/*"):
        if item.name.split(".")[0] not in known and item.stat().st_mtime < older_than:
            item.unlink(missing_ok=True)
            gone += 1
    return gone
