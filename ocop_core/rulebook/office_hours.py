"""When officers are at their desks: working days of Vietnam and the hours of the office; when a question is late."""

from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import msgspec

from ocop_core.clock import VIETNAM, local
from ocop_core.errors import BadData
from ocop_core.rulebook.datafile import place, read_toml
from ocop_core.rulebook.working_days import DAY, is_working_day


class Shift(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One stretch of a working day, in Vietnamese time; `closes` is the first moment outside it."""

    opens: time
    closes: time


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    since: date
    source: str
    certain: bool
    hours: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The stretches of a working day, in order. Moments in and out are aware; those out are Vietnamese time."""

    shifts: tuple[Shift, ...]

    def is_open(self, at: datetime) -> bool:
        """Whether somebody reads what is written at that moment."""
        here = local(at)
        on_duty = any(shift.opens <= here.time() < shift.closes for shift in self.shifts)
        return on_duty and is_working_day(here.date())

    def opens_next(self, at: datetime) -> datetime:
        """The moment from which it is read: now if the office is open, else when it opens next."""
        here = local(at)
        if self.is_open(here):
            return here
        if is_working_day(here.date()):
            for shift in self.shifts:
                if here.time() < shift.opens:
                    return _at(here.date(), shift.opens)
        return _at(_working_day_after(here.date()), self.shifts[0].opens)

    def late_after(self, since: datetime) -> datetime:
        """The moment at which what was asked at `since` has waited for a whole working day."""
        read = self.opens_next(since)
        return _at(_working_day_after(read.date()), read.time())


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=VIETNAM)


def _working_day_after(day: date) -> date:
    day += DAY
    while not is_working_day(day):
        day += DAY
    return day


def read_office_hours(path: Path) -> OfficeHours:
    """The hours in a file. BadData names the file where hours overlap, are out of order, or there are none."""
    shifts = read_toml(path, _File).hours
    moments = [moment for shift in shifts for moment in (shift.opens, shift.closes)]
    if not moments or moments != sorted(set(moments)):
        raise BadData(place(path, "hours"), "hours must follow one another, each opening before it closes")
    return OfficeHours(shifts)
