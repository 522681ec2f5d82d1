"""Files that an office gives to many: judged, small enough for every messenger, opened by an address with a mark."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path, PurePath
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import File
from ocop_core.errors import Refused
from ocop_core.services.files import cleaning, pictures, storing, word_files
from ocop_core.sniff import PDF, WORD, ending, is_picture, sniff
from ocop_core.text import tidy

# What the Official Account takes: the narrowest of the messengers, so that everybody gets the same.
MOST_PICTURE, MOST_PAPER = 1024 * 1024, 5 * 1024 * 1024
PIXELS = (1600, 1200, 900)
LONGEST_NAME = 80
MARK = 24


@dataclass(frozen=True, slots=True)
class Ready:
    """Content that is stored and may be given out."""

    sha256: str
    mime: str
    name: str
    size: int


def prepare(files_dir: Path, content: bytes, name: str, limit: int) -> Ready:
    """Judges a picture, PDF or Word file and stores it as it will be sent; to be done in a thread. Raises Refused."""
    if not content:
        raise Refused("file.empty")
    if len(content) > limit:
        raise Refused("file.too_large", limit=limit // (1024 * 1024))
    content, mime = _judged(content)
    if not is_picture(mime) and len(content) > MOST_PAPER:
        raise Refused("file.too_large", limit=MOST_PAPER // (1024 * 1024))
    return Ready(storing.put(files_dir, content), mime, _named(name, mime), len(content))


def _judged(content: bytes) -> tuple[bytes, str]:
    """What is stored of it, and its type by content. Raises Refused for other kinds and what brings a program."""
    mime = sniff(content) or ""
    if is_picture(mime):
        return _fitting(content), "image/jpeg"
    if mime == PDF:
        return cleaning.clean(content, mime)
    parts = word_files.parts(content)
    if word_files.has_program(parts):
        raise Refused("file.macro")
    if not parts:
        raise Refused("file.shared_kind")
    return content, WORD


def _fitting(content: bytes) -> bytes:
    made = b""
    for pixels in PIXELS:
        made = pictures.shrink(_on_white(content), pixels)
        if len(made) <= MOST_PICTURE:
            break
    return made


def _on_white(content: bytes) -> bytes:
    """A picture that is partly transparent, on paper: a JPEG would show black there."""
    from PIL import Image

    try:
        with Image.open(BytesIO(content)) as opened:
            if opened.format not in ("PNG", "WEBP") or opened.width * opened.height > pictures.MOST_PIXELS:
                return content
            layer = opened.convert("RGBA")
    except (OSError, ValueError, SyntaxError):
        # What cannot be read is refused a step later, in words.
        return content
    paper = Image.new("RGB", layer.size, "white")
    paper.paste(layer, mask=layer.getchannel("A"))
    out = BytesIO()
    paper.save(out, "PNG", compress_level=1)
    return out.getvalue()


def _named(name: str, mime: str) -> str:
    stem = "".join(letter for letter in tidy(PurePath(name.replace("\\", "/")).stem) if letter.isprintable())
    return (stem[:LONGEST_NAME].strip() or "tep") + ending(mime)


async def keep(session: AsyncSession, ready: Ready, at: datetime) -> dict[str, Any]:
    """The facts of such a file as they stand in an announcement or event; the same content is one file."""
    query = select(File.id).where(File.chat_id.is_(None), File.sha256 == ready.sha256, File.name == ready.name)
    number = await session.scalar(query.order_by(File.id).limit(1))
    if number is None:
        row = File(state="kept", sha256=ready.sha256, mime=ready.mime, name=ready.name, size=ready.size, created_at=at)
        session.add(row)
        await session.flush()
        number = row.id
    return {"id": number, "sha256": ready.sha256, "mime": ready.mime, "name": ready.name, "size": ready.size}


def number_of(file: Mapping[str, Any] | None) -> tuple[int, ...]:
    """The file as a message carries it: one number or none."""
    return (int(file["id"]),) if file else ()


def path(secret: str, number: int, mime: str) -> str:
    """The path under which anybody who was told it opens the file."""
    return f"/files/{number}-{mark(secret, number)}{ending(mime)}"


def mark(secret: str, number: int) -> str:
    """What nobody can guess who only knows the number."""
    return hmac.new(secret.encode(), f"file:{number}".encode(), hashlib.sha256).hexdigest()[:MARK]
