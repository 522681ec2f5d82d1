"""When nobody is written to unasked: from 21:00 to 06:30, and not on the days of Tết."""

from datetime import date, datetime, time, timedelta

from ocop_core.clock import VIETNAM, local
from ocop_core.rulebook.rest_days import is_tet

OPENS, CLOSES = time(6, 30), time(21, 0)


def is_quiet(at: datetime) -> bool:
    """Whether that moment belongs to people alone."""
    here = local(at)
    return not OPENS <= here.time() < CLOSES or is_tet(here.date())


def speaks_next(at: datetime) -> datetime:
    """The moment from which one may write: now, or the next half past six that is not on Tết."""
    if not is_quiet(at):
        return at
    here = local(at)
    day = here.date() if here.time() < OPENS else here.date() + timedelta(days=1)
    return datetime.combine(_ordinary(day), OPENS, tzinfo=VIETNAM)


def _ordinary(day: date) -> date:
    while is_tet(day):
        day += timedelta(days=1)
    return day
