"""What was read from one row of an office's list, and what is doubtful about it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as made
from datetime import date
from functools import lru_cache

from ocop_core.rulebook.editions import Edition, edition_at, load_editions
from ocop_core.rulebook.months import add_months
from ocop_core.text import show_date
from ocop_core.text.fold import words

# Quyết định 490/QĐ-TTg of 07/5/2018 began the programme.
FIRST_DAY = date(2018, 5, 7)
# Some count the last day in and some do not.
SAME_DAY_SLACK = 1
LEAST_STARS = 3
_MINISTRY = ("bnn", "bnnptnt", "bnnmt", "bo nong nghiep", "trung uong")
FIELDS = ("product", "producer", "phone", "unit", "stars", "decision", "issued", "expires")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is doubtful: the field it is about, and a message key with its parameters."""

    field: str
    key: str
    params: Mapping[str, str] = made(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One row as it was understood. What is None or "" was not there, or is one of the `doubts`.

    `choices` are what a doubtful field could be (units by code, days as 2026-11-23). `sure` names the fields an
    officer has written, which are not questioned again. `orders` are the days of which only the order of day and month
    is open: with the day first, with the month first. `score100` is in hundredths of a point; `reckoned` tells
    that the last day follows from the day of issue and did not stand in the file.
    """

    source_row: int
    product: str = ""
    producer: str = ""
    phone: str | None = None
    unit: str | None = None
    stars: int | None = None
    score100: int | None = None
    decision_no: str = ""
    number: str | None = None
    issued_on: date | None = None
    expires_on: date | None = None
    level: str = ""
    set_no: int | None = None
    address: str = ""
    cells: Mapping[str, str] = made(default_factory=dict)
    doubts: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = made(default_factory=dict)
    orders: Mapping[str, tuple[str, str]] = made(default_factory=dict)
    sure: tuple[str, ...] = ()
    reckoned: bool = False


@lru_cache(maxsize=4096)
def edition_of(day: date) -> Edition:
    """The decision under which a certificate of that day was judged; before the oldest one kept here, that one."""
    return edition_at(day) or load_editions()[-1]


@lru_cache(maxsize=4096)
def end_of(issued: date) -> date:
    """The last day of a certificate by the decision in force when it was issued (36 months)."""
    return add_months(issued, edition_of(issued).law.certificate.months)


@lru_cache(maxsize=4096)
def level_of(stars: int, issued: date | None, said: str) -> str:
    """Who recognised it: what the text says, else who had to by the decision in force on that day."""
    plain = f" {words(said)} "
    if stars == 5 or any(f" {word} " in plain for word in _MINISTRY):
        return "ministry"
    if " huyen " in plain or " thi xa " in plain or " thanh pho " in plain:
        return "district"
    if " tinh " in plain or issued is None:
        return "province"
    found = edition_at(issued)
    who = found.authority("recognise", stars, issued) if found else None
    return "district" if who and " huyen" in words(who.who) else "province"


def problems_of(reading: Reading, today: date) -> tuple[Problem, ...]:
    """All that is doubtful about a row: what could not be read, and what does not fit together."""
    missing = [] if reading.stars or _doubted(reading, "stars") else [Problem("stars", "import_row.stars_missing")]
    if not reading.product and not _doubted(reading, "product"):
        missing.insert(0, Problem("product", "import_row.product_missing"))
    if not reading.producer and not _doubted(reading, "producer"):
        missing.append(Problem("producer", "import_row.producer_missing"))
    if not reading.unit and not _doubted(reading, "unit"):
        missing.append(Problem("unit", "import_row.unit_missing"))
    if not reading.issued_on and not _doubted(reading, "issued"):
        missing.append(Problem("issued", "import_row.issued_missing"))
    return (*missing, *reading.doubts, *_stars(reading), *_days(reading, today))


def _doubted(reading: Reading, name: str) -> bool:
    return any(each.field == name for each in reading.doubts)


def _stars(reading: Reading) -> tuple[Problem, ...]:
    if not reading.stars or "stars" in reading.sure:
        return ()
    if reading.stars < LEAST_STARS:
        return (Problem("stars", "import_row.stars_low", {"stars": str(reading.stars)}),)
    if reading.score100 is not None and edition_of(FIRST_DAY).star_of(reading.score100 / 100) < reading.stars:
        points = f"{reading.score100 / 100:g}".replace(".", ",")
        return (Problem("stars", "import_row.stars_score", {"stars": str(reading.stars), "points": points}),)
    return ()


def _days(reading: Reading, today: date) -> tuple[Problem, ...]:
    issued, expires = reading.issued_on, reading.expires_on
    found: list[Problem] = []
    if issued and issued > today:
        found.append(Problem("issued", "import_row.issued_future", {"day": show_date(issued)}))
    if issued and issued < FIRST_DAY:
        found.append(Problem("issued", "import_row.issued_early", {"day": show_date(issued)}))
    if not (issued and expires):
        return tuple(found)
    if expires <= issued:
        found.append(
            Problem("expires", "import_row.ends_before", {"issued": show_date(issued), "expires": show_date(expires)})
        )
    elif "expires" not in reading.sure and abs((expires - end_of(issued)).days) > SAME_DAY_SLACK:
        params = {"expires": show_date(expires), "end": show_date(end_of(issued)), "issued": show_date(issued)}
        found.append(Problem("expires", "import_row.ends_other", params))
    return tuple(found)


def completed(reading: Reading) -> Reading:
    """The row with its last day and its level, where they follow from the rest."""
    level = reading.level or (level_of(reading.stars, reading.issued_on, "") if reading.stars else "")
    if reading.expires_on or reading.issued_on is None or _doubted(reading, "expires"):
        return reading if level == reading.level else replace(reading, level=level)
    return replace(reading, level=level, expires_on=end_of(reading.issued_on), reckoned=True)
