"""The reports that communes owe: which periods, until when, which figures, and the targets of the year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import msgspec
from msgspec import field

from ocop_core.errors import BadData
from ocop_core.rulebook.datafile import FOLDER, place, read_toml
from ocop_core.rulebook.law import DayOfYear
from ocop_core.rulebook.working_days import DAY, is_working_day


class PeriodRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A report that comes back every year. `due_before` is the day before which it has to be there."""

    key: str
    name: str
    begins: DayOfYear
    ends: DayOfYear
    due_before: DayOfYear
    certain: bool
    begins_last_year: bool = False


class Figure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A number of the report. `counted`: the program counts it and the office looks it over."""

    key: str
    group: str
    name: str
    unit: str
    counted: bool = False


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question answered in words."""

    key: str
    name: str


class Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the plan of a year wants: the sum of `fields`, or their share of another figure in per cent."""

    year: int
    key: str
    name: str
    fields: tuple[str, ...]
    low: int
    source: str
    high: int | None = None
    share_of: str | None = None


class Reporting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of reports.toml. `remind`: days before the last day, negative ones behind it."""

    source: str
    checked: date
    remind: tuple[int, ...]
    jump_times: int
    jump_least: int
    periods: tuple[PeriodRule, ...] = field(name="period")
    figures: tuple[Figure, ...] = field(name="field")
    questions: tuple[Question, ...] = field(name="question")
    targets: tuple[Target, ...] = field(name="target")

    def figure(self, key: str) -> Figure:
        """The figure with this key. KeyError."""
        for figure in self.figures:
            if figure.key == key:
                return figure
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Span:
    """A period in one year: its name, the days its figures are about, and the last day for the report."""

    key: str
    name: str
    begins: date
    ends: date
    due: date
    certain: bool


@cache
def load_reporting(province: str = "an-giang") -> Reporting:
    """The reporting of a province. BadData names what is wrong in its file."""
    return read_reporting(FOLDER / "provinces" / province.replace("-", "_") / "reports.toml")


def read_reporting(path: Path) -> Reporting:
    """The file at `path`. BadData where a key stands twice or a target names a figure that is not there."""
    found = read_toml(path, Reporting)
    keys = [figure.key for figure in found.figures] + [question.key for question in found.questions]
    if len(keys) != len(set(keys)):
        raise BadData(place(path), "two figures or questions have one key")
    for target in found.targets:
        if unknown := {*target.fields, *filter(None, [target.share_of])} - set(keys):
            raise BadData(place(path, f"target {target.key}"), f"no such figure: {sorted(unknown)}")
    return found


def spans(reporting: Reporting, year: int) -> tuple[Span, ...]:
    """The periods of a year. "Trước ngày 30/5" is read as 29/5 at the latest, the careful reading."""
    return tuple(
        Span(
            rule.key,
            rule.name.format(year=year),
            rule.begins.of(year - rule.begins_last_year),
            rule.ends.of(year),
            rule.due_before.of(year) - DAY,
            rule.certain,
        )
        for rule in reporting.periods
    )


def reminder_days(reporting: Reporting, due: date) -> Mapping[int, date]:
    """On which day an office is reminded, for each of the days before (negative: behind) the last one.

    Never on a day off: before the last day on the working day before, behind it on the next one.
    """
    return {days: _working(due - days * DAY, forward=days < 0) for days in reporting.remind}


def _working(day: date, *, forward: bool) -> date:
    while not is_working_day(day):
        day += DAY if forward else -DAY
    return day


def jumped(reporting: Reporting, before: int | None, now: int) -> bool:
    """Whether a figure differs so much from the last period's that it is asked back."""
    if before is None or abs(now - before) < reporting.jump_least:
        return False
    low, high = sorted((before, now))
    return high > low * reporting.jump_times


def targets_of(reporting: Reporting, year: int) -> tuple[Target, ...]:
    """The targets that hold in a year: its own, else those of the latest year before; none before the first plan."""
    years = [target.year for target in reporting.targets if target.year <= year]
    return tuple(target for target in reporting.targets if years and target.year == max(years))
