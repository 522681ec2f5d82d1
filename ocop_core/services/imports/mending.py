"""What an officer writes over a doubtful row: read strictly, and from then on not questioned."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec

from ocop_core.errors import Refused
from ocop_core.office import cells
from ocop_core.office.days import read_day
from ocop_core.office.orders import ORDERS, in_order
from ocop_core.office.reading import FIELDS, Reading, completed
from ocop_core.rulebook.places import Province
from ocop_core.services.imports.plan import Row
from ocop_core.text import parse_phone, tidy

LONGEST = 200
LEAVE_OUT, PICK, ORDER = "left_out", "pick", "order"


def row_of(reading: Mapping[str, Any], mended: Mapping[str, str] | None) -> Row:
    """A stored row as it counts now: what was read, in the order of days chosen, with what an officer has written."""
    found = msgspec.convert(reading, Reading)
    words = mended or {}
    order = next((each for each in ORDERS if each == words.get(ORDER)), None)
    if order and found.orders:
        found = in_order(found, order)
    written = {name: words[name] for name in FIELDS if name in words}
    return Row(_over(found, written) if written else found, LEAVE_OUT in words, words.get(PICK, ""))


def checked(words: Mapping[str, str], province: Province) -> dict[str, str]:
    """What was typed, as it is kept. An empty field is left as it was read.

    Raises Refused(import_mend.…) with the field's name where it cannot be understood.
    """
    kept = {name: tidy(words[name]).strip() for name in FIELDS if words.get(name, "").strip()}
    for name, text in kept.items():
        if len(text) > LONGEST:
            raise Refused("import_mend.long", limit=LONGEST, field=name)
        kept[name] = _checked(name, text, province)
    return kept


def _checked(name: str, text: str, province: Province) -> str:
    kept = _READ[name](text, province) if name in _READ else text
    if kept is None:
        raise Refused(_WRONG[name], field=name)
    return kept


def _unit(text: str, province: Province) -> str | None:
    return text if text in {unit.code for unit in province.units} else None


def _stars(text: str, _: Province) -> str | None:
    stars = cells.read_stars(text)
    return str(stars) if stars in (3, 4, 5) else None


def _day(text: str, _: Province) -> str | None:
    day = read_day(text).day
    return day.isoformat() if day else None


def _phone(text: str, _: Province) -> str | None:
    return parse_phone(text)


_READ = {"unit": _unit, "stars": _stars, "issued": _day, "expires": _day, "phone": _phone}
_WRONG = {
    "unit": "import_mend.unit",
    "stars": "import_mend.stars",
    "issued": "import_mend.day",
    "expires": "import_mend.day",
    "phone": "import_mend.phone",
}


def _over(reading: Reading, written: Mapping[str, str]) -> Reading:
    values: dict[str, Any] = {}
    for name, text in written.items():
        match name:
            case "stars":
                values["stars"] = int(text)
            case "issued" | "expires":
                values[f"{name}_on"] = date.fromisoformat(text)
            case "decision":
                found = cells.read_decision(text)
                values["decision_no"] = found.number if found else text
            case _:
                values[name] = text
    if "issued" in written and "expires" not in written and reading.reckoned:
        values["expires_on"] = None
    doubts = tuple(each for each in reading.doubts if each.field not in written)
    kept = {name: each for name, each in reading.choices.items() if name not in written}
    return completed(replace(reading, **values, doubts=doubts, choices=kept, sure=tuple(written)))
