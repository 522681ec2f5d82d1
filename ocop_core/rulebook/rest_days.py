"""Days on which nobody is disturbed: public holidays of Vietnam, and Tết among them.

The days lie as data (Bộ luật Lao động 45/2019/QH14, Điều 112, with each year's decisions on days given for others):
the library that knows them takes 13 MB, and every process that runs asks. `tools/rest_days.py` writes them anew
with it, and a test holds the two together. No law has spoken yet of the years beyond them.
"""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

import msgspec

from ocop_core.errors import BadData
from ocop_core.rulebook.datafile import FOLDER, place, read_csv

DAYS = FOLDER / "rest_days.csv"


class Year(msgspec.Struct, forbid_unknown_fields=True):
    """A year's days as dd/mm: all that are off, those of Tết among them, and weekends that are worked instead."""

    year: int
    off: str
    tet: str
    worked: str


@dataclass(frozen=True, slots=True)
class _Days:
    off: frozenset[date]
    tet: frozenset[date]
    worked: frozenset[date]


def is_holiday(day: date) -> bool:
    """A public holiday or a day given instead of one; weekends are none."""
    return day in _days().off


def is_tet(day: date) -> bool:
    """A day of the Lunar New Year, from the last of the old year to the last that is given for it."""
    return day in _days().tet


def is_worked_weekend(day: date) -> bool:
    """A Saturday or Sunday on which offices work, because another day was given for it."""
    return day in _days().worked


@cache
def calendar_number() -> int:
    """A number that changes with any of these days."""
    return zlib.crc32(msgspec.json.encode(read_csv(DAYS, Year)))


@cache
def _days() -> _Days:
    years = read_csv(DAYS, Year)
    try:
        return _Days(*(frozenset(_named(years, kind)) for kind in ("off", "tet", "worked")))
    except ValueError as error:
        raise BadData(place(DAYS), str(error)) from error


def _named(years: Iterable[Year], kind: str) -> Iterator[date]:
    for year in years:
        for written in getattr(year, kind).split():
            day, month = written.split("/")
            yield date(year.year, int(month), int(day))
