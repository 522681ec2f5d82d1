"""Takes out of a file what nobody has to know before it is stored: where and with what a picture was taken."""

import struct
import zlib
from io import BytesIO

from ocop_core.errors import Refused
from ocop_core.services.files import pdfs

_SOS, _EOI, _APP1, _COMMENT = 0xDA, 0xD9, 0xE1, 0xFE
# JFIF, colour profile and Adobe's note about colours say how to show a picture; all else says where it comes from.
_KEPT = {0xE0: (b"JFIF", b"JFXX"), 0xE2: (b"ICC_PROFILE",), 0xEE: (b"Adobe",)}
_PNG_KEPT = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs", b"sBIT", b"bKGD", b"acTL",
    b"fcTL", b"fdAT",
}  # fmt: skip
QUALITY = 90


def clean(content: bytes, mime: str) -> tuple[bytes, str]:
    """The same picture without metadata, lying as it was taken, and its type; a HEIC becomes a JPEG.

    Files that cannot be read so are given back as they are: looking at them will tell. Raises Refused for a PDF
    that brings a program along.
    """
    try:
        match mime:
            case "image/jpeg":
                return _jpeg(content), mime
            case "image/png":
                return _png(content), mime
            case "image/webp" | "image/heic" | "image/gif":
                return _redrawn(content, mime)
            case "application/pdf" if pdfs.has_script(content):
                raise Refused("file.script")
    except (struct.error, IndexError, ValueError):
        return content, mime
    return content, mime


def _jpeg(content: bytes) -> bytes:
    """Without the segments of metadata, and without a second picture behind the first, as some phones add."""
    kept, turned, place = [content[:2]], 1, 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker, length = content[place + 1], struct.unpack(">H", content[place + 2 : place + 4])[0]
        body = content[place + 4 : place + 2 + length]
        if marker == _SOS:
            end = _end_of_picture(content, place)
            return b"".join([kept[0], _orientation(turned), *kept[1:], content[place:end]])
        if marker == _APP1 and body.startswith(b"Exif\0\0"):
            turned = _turned(body[6:])
        if _shows(marker, body):
            kept.append(content[place : place + 2 + length])
        place += 2 + length
    return content


def _shows(marker: int, body: bytes) -> bool:
    """Whether a segment is needed to show the picture."""
    about = 0xE0 <= marker <= 0xEF or marker == _COMMENT
    return not about or body.startswith(_KEPT.get(marker, ()))


def _end_of_picture(content: bytes, place: int) -> int:
    """Behind the end marker of the first picture; in its data an FF is always followed by 00 or a restart."""
    while (place := content.find(b"\xff", place)) >= 0 and place + 1 < len(content):
        marker = content[place + 1]
        if marker == _EOI:
            return place + 2
        if marker in (0x00, 0xFF) or 0xD0 <= marker <= 0xD7:
            place += 1 if marker == 0xFF else 2
        else:
            place += 2 + struct.unpack(">H", content[place + 2 : place + 4])[0]
    return len(content)


def _turned(tiff: bytes) -> int:
    """How the picture lies, 1 to 8, from its Exif."""
    order = "<" if tiff[:2] == b"II" else ">"
    start = struct.unpack(f"{order}I", tiff[4:8])[0]
    count = struct.unpack(f"{order}H", tiff[start : start + 2])[0]
    for number in range(min(count, 200)):
        at = start + 2 + 12 * number
        if struct.unpack(f"{order}H", tiff[at : at + 2])[0] == 0x0112:
            found = int(struct.unpack(f"{order}H", tiff[at + 8 : at + 10])[0])
            return found if 1 <= found <= 8 else 1
    return 1


def _orientation(turned: int) -> bytes:
    """An Exif that holds nothing but how the picture lies."""
    if turned == 1:
        return b""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, turned, 0)
    body = b"Exif\0\0MM\0*" + struct.pack(">I", 8) + struct.pack(">H", 1) + entry + struct.pack(">I", 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(content: bytes) -> bytes:
    parts, place = [content[:8]], 8
    while place + 12 <= len(content):
        length = struct.unpack(">I", content[place : place + 4])[0]
        name, end = content[place + 4 : place + 8], place + 12 + length
        if name in _PNG_KEPT:
            parts.append(content[place:end])
        elif name == b"eXIf" and (turned := _turned(content[place + 8 : end - 4])) != 1:
            parts.append(_chunk(b"eXIf", _orientation(turned)[10:]))
        if name == b"IEND":
            return b"".join(parts)
        place = end
    return content


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _redrawn(content: bytes, mime: str) -> tuple[bytes, str]:
    """Drawn anew, upright: not every program that officers use opens these, and their metadata sits deep."""
    from ocop_core.services.files.pictures import opened_upright

    try:
        picture = opened_upright(content)
    except Refused:
        return content, mime
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue(), "image/jpeg"
