"""Names of files that every system can store and every browser understands."""

import re
import unicodedata
from pathlib import PurePath
from urllib.parse import quote

LONGEST_NAME = 80
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
# Names that Windows keeps for itself, whatever follows the dot.
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def safe(name: str) -> str:
    """A name for a file or folder: Vietnamese letters stay, signs that some system forbids go."""
    plain = " ".join(_UNSAFE.sub(" ", unicodedata.normalize("NFC", name)).split())
    stem, dot, ending = plain.rpartition(".")
    if dot and 1 <= len(ending) <= 5 and ending.isalnum():
        short = f"{stem[: LONGEST_NAME - len(ending) - 1].strip(' .')}.{ending}"
    else:
        short = plain[:LONGEST_NAME].strip(" .")
    return f"_{short}" if not short.strip("._ ") or _RESERVED.match(short) else short


def attachment(name: str) -> str:
    """The Content-Disposition of a download: the name in all its letters (RFC 5987), a plain one for old browsers."""
    kept = safe(name)
    return f"attachment; filename=\"ocop{PurePath(kept).suffix}\"; filename*=UTF-8''{quote(kept, safe='')}"
