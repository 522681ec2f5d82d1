"""Writes ocop_core/rulebook/rest_days.csv anew: `.venv/bin/python tools/rest_days.py`, after `holidays` was renewed.

Each autumn the government says which days of the coming year are given for others; the library follows it.
"""

import csv
import sys
from collections.abc import Iterable
from datetime import date
from typing import TextIO

import holidays

from ocop_core.rulebook.rest_days import DAYS

# Before 1995 no days were given for others; the lunar calendar is reckoned to the end of the century.
YEARS = range(1995, 2100)
# The library names all days of Tết after it in its own English, whatever the locale of the machine.
TET = "Lunar New Year"


def write(into: TextIO) -> None:
    """All years, a line each."""
    known = holidays.country_holidays("VN", language="en_US", years=YEARS)
    table = csv.writer(into, lineterminator="\n")
    table.writerow(("year", "off", "tet", "worked"))
    for year in YEARS:
        off = [day for day in known if day.year == year]
        worked = [day for day in known.weekend_workdays if day.year == year]
        table.writerow((year, _said(off), _said(day for day in off if TET in known[day]), _said(worked)))


def _said(days: Iterable[date]) -> str:
    return " ".join(day.strftime("%d/%m") for day in sorted(days))


if __name__ == "__main__":
    with DAYS.open("w", encoding="utf-8") as file:
        write(file)
    sys.stdout.write(f"{DAYS}\n")
