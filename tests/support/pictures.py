"""Small real pictures."""

import struct
import zlib
from io import BytesIO

from PIL import Image


def png(width: int = 40, height: int = 20, colour: str = "red") -> bytes:
    """A PNG of one colour."""
    return _saved(Image.new("RGB", (width, height), colour), "PNG")


def jpeg(width: int = 40, height: int = 20, *, turned: bool = False) -> bytes:
    """A JPEG, left half red and right half blue; `turned` lies on its side, as phones store it, with a place."""
    picture = Image.new("RGB", (width, height), "red")
    picture.paste("blue", (width // 2, 0, width, height))
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6
        exif[0x010E] = "nhà cô Bảy"
        exif.get_ifd(0x8825)[1] = "N"
    return _saved(picture, "JPEG", exif=exif.tobytes(), quality=95)


def heic(width: int = 64, height: int = 64) -> bytes:
    """A HEIC, as an iPhone sends it."""
    from pillow_heif import register_heif_opener

    register_heif_opener()
    return _saved(Image.new("RGB", (width, height), "green"), "HEIF")


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred kilobytes that says it is as large as a wall."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes((width + 1) * height), 1)
    parts = ((b"IHDR", head), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def picture(seed: str, width: int = 900, height: int = 700) -> bytes:
    """A bright, sharp page with lines of its own for each `seed`, as a paper that was photographed well."""
    from random import Random

    from PIL import ImageDraw

    page, rng = Image.new("RGB", (width, height), "#f4f1e8"), Random(seed)
    draw = ImageDraw.Draw(page)
    for line in range(40, height - 40, 22):
        at = 40
        while at < width - 80:
            long = rng.randint(12, 60)
            draw.rectangle((at, line, at + long, line + rng.randint(6, 12)), fill="#202020")
            at += long + rng.randint(6, 20)
    return _saved(page, "JPEG", quality=85)
