"""Days on which nobody is disturbed: public holidays of Vietnam, and Tết among them."""

from datetime import date
from functools import lru_cache

from ocop_core.rulebook.working_days import calendar


@lru_cache(maxsize=20_000)
def is_holiday(day: date) -> bool:
    """A public holiday or a day given instead of one; weekends are none."""
    return day in calendar()


@lru_cache(maxsize=20_000)
def is_tet(day: date) -> bool:
    """A day of the Lunar New Year, from the last of the old year to the last that is given for it."""
    # The library names all of them after the Lunar New Year in its own English, whatever the locale of the machine.
    return "Lunar New Year" in calendar().get(day, "")
