"""Reads tables saved as text: finds out how the letters are coded and what stands between the columns."""

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from ocop_core.errors import Refused
from ocop_core.office.fonts import mended, sense

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_BETWEEN = (";", ",", "\t", "|")
_LOOKED_AT = 60
_TRIED = 20_000
_LONGEST_FIELD = 100_000
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def read_text(content: bytes) -> list[list[str]]:
    """The rows of a text file, as a spreadsheet would number them. Raises Refused(import_file.…)."""
    text = _text(content)
    if _CONTROL.search(text[:4000]) or "\0" in text:
        raise Refused("import_file.type")
    said = _SAID.match(text)
    if said:
        return _rows(text[said.end() :], said.group(1))
    return _rows(text, _between(text))


def _text(content: bytes) -> str:
    for mark, coding in _MARKS:
        if content.startswith(mark):
            return _decoded(content, coding) or _legacy(content)
    for coding in _silent_utf16(content):
        found = _decoded(content, coding)
        if found is not None:
            return found
    return _decoded(content, "utf-8") or _legacy(content)


def _silent_utf16(content: bytes) -> Iterator[str]:
    """UTF-16 without its mark shows in the empty half of each Latin letter."""
    head = content[:400]
    if head[1::2].count(0) > len(head) // 5:
        yield "utf-16-le"
    if head[::2].count(0) > len(head) // 5:
        yield "utf-16-be"


def _decoded(content: bytes, coding: str) -> str | None:
    try:
        return content.decode(coding)
    except UnicodeDecodeError:
        return None


def _legacy(content: bytes) -> str:
    """Windows-1258, or an old font whose letters hide behind Latin ones: whichever gives more Vietnamese."""
    windows = _decoded(content, "cp1258")
    latin = content.decode("latin-1")
    windows = unicodedata.normalize("NFC", windows) if windows is not None else ""
    return windows if windows and sense(windows[:_TRIED]) >= sense(mended(latin[:_TRIED])) else latin


def _between(text: str) -> str:
    """What stands between columns: the sign that cuts most rows into the same number of pieces."""
    lines = "\n".join(text.splitlines()[:_LOOKED_AT])
    best, most = ",", 0
    for sign in _BETWEEN:
        widths = Counter(len(row) for row in _rows(lines, sign) if len(row) > 1)
        score = max((width * count for width, count in widths.items()), default=0)
        if score > most:
            best, most = sign, score
    return best


def _rows(text: str, sign: str) -> list[list[str]]:
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    except csv.Error as error:
        raise Refused("import_file.corrupt") from error
