"""Pictures for the panel: upright, small, without metadata; made in a thread and kept beside the original."""

import asyncio
import secrets
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from ocop_core.db.models import File
from ocop_core.errors import Refused
from ocop_core.services.files import storing
from ocop_core.sniff import is_picture

Size = Literal["thumb", "page"]
_PIXELS: dict[str, int] = {"thumb": 320, "page": 1800}
MOST_PIXELS = 80_000_000


async def rendition(files_dir: Path, file: File, size: Size) -> bytes:
    """A JPEG of a picture, at most 320 or 1,800 pixels wide and high. Raises Refused where it cannot be read."""
    return await asyncio.to_thread(_rendition, storing.path(files_dir, file), size)


def prepare(source: Path, mime: str) -> None:
    """Makes the thumbnail that whoever opens the page would wait for; of what is no picture there is none."""
    if is_picture(mime):
        with suppress(Refused):
            _rendition(source, "thumb")


def _rendition(source: Path, size: Size) -> bytes:
    made = source.with_suffix(f".{size}")
    try:
        if made.exists():
            return made.read_bytes()
        content = shrink(source.read_bytes(), _PIXELS[size])
        part = made.with_suffix(f".{secrets.token_hex(8)}.part")
        part.write_bytes(content)
        part.replace(made)
    except OSError as error:
        raise Refused("file.unreadable") from error
    return content


def shrink(content: bytes, pixels: int) -> bytes:
    """The picture as an upright JPEG within `pixels`, metadata dropped. Raises Refused."""
    upright = opened_upright(content, pixels)
    upright.thumbnail((pixels, pixels))
    out = BytesIO()
    upright.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


def opened_upright(content: bytes, pixels: int = 0) -> Any:
    """A picture, turned as it was taken, in plain colours. Raises Refused where it cannot be read or is too large.

    With `pixels` it may come smaller than it is, though not smaller than that.
    """
    from PIL import Image, ImageOps
    from pillow_heif import register_heif_opener

    register_heif_opener()
    Image.MAX_IMAGE_PIXELS = None  # checked below: Pillow's own limit only warns up to twice as many
    try:
        with Image.open(BytesIO(content)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Refused("file.unreadable")
            if pixels:
                # A JPEG can be read at a half or a quarter of its size: a phone's photo in a third of the time.
                opened.draft("RGB", (2 * pixels, 2 * pixels))
            return ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError, SyntaxError) as error:
        raise Refused("file.unreadable") from error
