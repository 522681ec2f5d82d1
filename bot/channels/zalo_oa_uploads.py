"""Brings stored files to Zalo, once for as long as Zalo remembers them."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

from bot.channels.base import Call, StoredFile
from bot.channels.holding import Holding
from bot.channels.zalo_oa_api import Api
from bot.channels.zalo_oa_read import NAME
from bot.channels.zalo_oa_write import write_file
from ocop_core.db.base import Database
from ocop_core.errors import SendError

MIB = 1024 * 1024
# Zalo forgets after seven days; a message written now may wait some hours.
REMEMBERED = timedelta(days=6, hours=12)
IMAGE_BYTES, FILE_BYTES = MIB, 5 * MIB
PICTURES = ("image/jpeg", "image/png", "image/webp", "image/heic", "image/gif")
WIDTHS = (1600, 1200, 900, 600)


class Uploads:
    """`files` gives name, type and bytes of a stored file."""

    def __init__(self, db: Database, clock: Callable[[], datetime], files: StoredFile, api: Api) -> None:
        self._holding, self._files, self._api = Holding(db, clock, NAME, REMEMBERED), files, api

    async def call(self, address: str, file_id: int, *, again: bool = False) -> Call:
        """The call that sends a stored file; it is uploaded unless Zalo has it, or if `again`. Raises SendError."""
        async with self._holding.bringing((file_id,)) as held:
            if again or not held[file_id]:
                held[file_id] = ":".join(await self._upload(file_id))
                await self._holding.remember(file_id, held[file_id])
        kind, _, token = held[file_id].partition(":")
        return write_file(address, kind, token)

    async def _upload(self, file_id: int) -> tuple[str, str]:
        try:
            name, mime, content = await self._files(file_id)
        except (LookupError, OSError) as error:
            raise SendError("refused", f"a stored file is missing: {type(error).__name__}") from error
        kind = "image" if mime in PICTURES else "file"
        if kind == "image" and (len(content) > IMAGE_BYTES or mime not in PICTURES[:2]):
            content, mime, name = await asyncio.to_thread(smaller, content), "image/jpeg", "anh.jpg"
        if len(content) > (IMAGE_BYTES if kind == "image" else FILE_BYTES):
            raise SendError("refused", f"too big for Zalo: {len(content)} bytes")
        answer = await self._api.upload(kind, name or "tep", mime, content)
        held = answer.get("data")
        token = held.get("attachment_id" if kind == "image" else "token") if isinstance(held, dict) else None
        if not isinstance(token, str) or not token:
            raise SendError("retry", "an upload without a token")
        return kind, token


def smaller(content: bytes) -> bytes:
    """A picture as a JPEG of at most one mebibyte. Raises SendError for what is no picture."""
    from PIL import Image, ImageOps

    try:
        picture = ImageOps.exif_transpose(Image.open(BytesIO(content))).convert("RGB")
    except (OSError, ValueError) as error:
        raise SendError("refused", "not a picture that can be made smaller") from error
    made = b""
    for width in WIDTHS:
        picture.thumbnail((width, width))
        out = BytesIO()
        picture.save(out, "JPEG", quality=82)
        made = out.getvalue()
        if len(made) <= IMAGE_BYTES:
            break
    return made
