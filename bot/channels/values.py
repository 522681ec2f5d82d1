"""Takes single values out of messengers' JSON; what has the wrong shape counts as absent."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

DEGREES = re.compile(r"-?\d{1,3}(\.\d{1,15})?")
FAR = 2**32
LONGEST_ID = 20
LONGEST_TEXT_ID = 100


def branch(holder: object, key: str) -> Mapping[str, Any]:
    """The object under `key`, empty where there is none."""
    found = holder.get(key) if isinstance(holder, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def words(holder: Mapping[str, Any], key: str) -> str:
    """The text under `key`, empty where there is none."""
    found = holder.get(key)
    # PostgreSQL stores no NUL and no database stores half a surrogate pair.
    return found.replace("\0", "").encode("utf-8", "replace").decode() if isinstance(found, str) else ""


def whole(holder: Mapping[str, Any], key: str) -> int | None:
    """The whole number under `key`, written as a number or as digits."""
    found = holder.get(key)
    if isinstance(found, str) and len(found) <= LONGEST_ID and found.isascii():
        return int(found) if found.removeprefix("-").isdigit() else None
    if isinstance(found, int) and not isinstance(found, bool) and abs(found) < 2**63:
        return found
    return None


def ident(holder: Mapping[str, Any], key: str) -> str:
    """The id under `key`, written as text or as a number; empty where there is none."""
    found = holder.get(key)
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found) if 0 <= found < 2**64 else ""
    return words(holder, key).strip()[:LONGEST_TEXT_ID]


def degrees(holder: Mapping[str, Any], key: str, most: int) -> float | None:
    """The angle under `key`, a number or digits, between -`most` and `most`."""
    found = holder.get(key)
    if isinstance(found, str) and DEGREES.fullmatch(found):
        found = float(found)
    if isinstance(found, int | float) and not isinstance(found, bool) and abs(found) <= most:
        return float(found)
    return None


def moment(holder: Mapping[str, Any], key: str) -> datetime | None:
    """The moment under `key`, written as seconds since 1970."""
    seconds = whole(holder, key)
    return datetime.fromtimestamp(seconds, UTC) if seconds and 0 < seconds < FAR else None


def moment_ms(holder: Mapping[str, Any], key: str) -> datetime | None:
    """The moment under `key`, written as milliseconds since 1970."""
    spent = whole(holder, key)
    return datetime.fromtimestamp(spent / 1000, UTC) if spent and 0 < spent < FAR * 1000 else None
