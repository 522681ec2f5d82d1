"""Reads single cells of office tables: plain text, stars, points, numbers of decisions, phones, whole numbers."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from ocop_core.office.fonts import Font, mended
from ocop_core.office.sheets import Value
from ocop_core.text import fold, phones, tidy

_STAR_SIGNS = "\u2605\u2b50\u2606\u272d\u2729\u2730\u272f\u269d\U0001f31f*"
_FULL_SIGNS = _STAR_SIGNS.replace("\u2606", "")
_SIGNS = re.compile(f"[{_STAR_SIGNS}][{_STAR_SIGNS}\ufe0f ]*")
_STAR_WORDS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5}
_STAR = re.compile(rf"(?<![\d.,/])(?:0?([1-5])|\b({'|'.join(_STAR_WORDS)}))(?:[.,]0)? ?(?:sao|\*|star|\u2605)")
_ALONE = re.compile(r"(?:hang |dat |loai |hang sao )?0?([1-5])(?:[.,]0+)?")
_NO_VALUE = frozenset(
    {"", "-", "--", "x", "khong", "khong co", "chua", "chua co", "n/a", "na", "0", "sao", "...", "…", "/"}
)
_ERRORS = ("#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!")
_DECISION = re.compile(
    r"(?<![\d/])(\d{1,5}[a-z]?) ?[/-] ?((?:(?:19|20)\d\d ?/ ?)?q[dđð§ñ](?: ?[-–/.&] ?[a-zđ]+\d*(?![\w]))*)",
    re.IGNORECASE,
)
_NUMBER_ONLY = re.compile(r"(?:(?:quyet dinh|qd|so)[ :.]*)*(\d{1,5}[a-z]?)(?![\d/.])")
_ZERO_LOST = re.compile(r"2\d{2} ?\d{3,4} ?\d{3}$|[35789]\d{8}$")
_BLANKS = re.compile(r"\s+")
_GLUED = re.compile(r"(?<=[\dA-ZĐ])(?=[Nn]g[aà]y)")
_RANGE = re.compile(r"[1-5] ?(?:-|/|,|den|hoac) ?[1-5] ?sao")


def plain(cell: Value, column: Font | None = None) -> str:
    """A cell as clean text in one line: Unicode, NFC, without the apostrophe that kept a number as text."""
    if cell is None or (isinstance(cell, str) and not cell):
        return ""
    if isinstance(cell, bool):
        return "x" if cell else ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    return _plain(cell if isinstance(cell, str) else str(cell), column)


# Most columns say few things many times.
@lru_cache(maxsize=32_768)
def _plain(text: str, column: Font | None) -> str:
    # Line ends of a cell are wrapping, not meaning.
    found = " ".join(tidy(mended(text, column)).removeprefix("'").split())
    return "" if found.lower() in _ERRORS else found


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing."""
    return fold(text) in _NO_VALUE


@lru_cache(maxsize=1024)
def read_stars(text: str) -> int | None:
    """The stars a cell awards, 1 to 5: "★★★", "3 sao", "ba sao", "3*", "3". None for anything else and for two."""
    known = fold(text)
    if _RANGE.search(known):
        return None
    found = {int(each[1]) if each[1] else _STAR_WORDS[each[2]] for each in _STAR.finditer(known)}
    if not found:
        found = {len([char for char in run if char in _FULL_SIGNS]) for run in _SIGNS.findall(text)}
    alone = _ALONE.fullmatch(known.strip(" .()"))
    if not found and alone:
        found = {int(alone[1])}
    if not found and known.strip(" .").removeprefix("hang ") in _STAR_WORDS:
        found = {_STAR_WORDS[known.strip(" .").removeprefix("hang ")]}
    stars = found.pop() if len(found) == 1 else None
    return stars if stars in range(1, 6) else None


def read_score(text: str) -> int | None:
    """Points in hundredths: "71,25", "71.25 điểm", "71.25/100". None for what is no number from 1 to 100."""
    found = re.match(r"(\d{1,3}(?:[.,]\d+)?)(?: ?(?:diem|d|/ ?100))?$", fold(text))
    if not found:
        return None
    try:
        points = Decimal(found[1].replace(",", "."))
    except InvalidOperation:
        return None
    return int((points * 100).to_integral_value()) if 1 <= points <= 100 else None


def read_phones(text: str) -> tuple[str, ...]:
    """All phone numbers of a cell in national form; one that has lost its 0 in a column of numbers as well."""
    return phones(f"0{text}" if _ZERO_LOST.match(text) else text)


@dataclass(frozen=True, slots=True)
class Decision:
    """The number of a decision as it is quoted, and whether the text said more than one."""

    number: str
    several: bool = False


@lru_cache(maxsize=4096)
def read_decision(text: str) -> Decision | None:
    """The number in "Quyết định số 1234/QĐ-UBND ngày …" as "1234/QĐ-UBND"; "QĐ 1234" stays "1234". None: none."""
    loose = _GLUED.sub(" ", text)
    found = [f"{each[1]}/{_office(each[2])}" for each in _DECISION.finditer(loose)]
    if found:
        return Decision(found[0], len(set(found)) > 1)
    alone = _NUMBER_ONLY.match(fold(loose))
    return Decision(alone[1]) if alone else None


@lru_cache(maxsize=4096)
def is_quoted(text: str) -> bool:
    """Whether a text quotes a decision in full, as "1234/QĐ-UBND", and is no bare number."""
    return bool(_DECISION.search(_GLUED.sub(" ", text)))


def _office(text: str) -> str:
    upper = _BLANKS.sub("", text).upper().replace("\u2013", "-")
    return re.sub("^((?:19|20)\\d\\d/)?Q[D\u00d0\u00a7\u00d1]", lambda found: f"{found[1] or ''}Q\u0110", upper)


def decision_key(number: str) -> str:
    """By what two ways to write one decision are known as one: "2497/QĐ-UBND" and "2497/qd-ubnd"."""
    return re.sub(r"[^a-z0-9/]", "", fold(number))
