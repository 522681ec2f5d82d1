"""Days of the office: working days of Vietnam, the end of a certificate, when to hand in, when answers are due."""

from datetime import date, timedelta
from typing import Literal, NamedTuple

from ocop_core.rulebook.editions import Edition, edition
from ocop_core.rulebook.law import Renewal, Round, RoundLevel
from ocop_core.rulebook.months import add_months
from ocop_core.rulebook.rest_days import is_holiday, is_worked_weekend

DAY = timedelta(days=1)
SATURDAY = 5
IN_FORCE = "QD26"


class Window(NamedTuple):
    """The first and the last day on which one may hand in; both count."""

    opens: date
    closes: date


class RoundDates(NamedTuple):
    """A round in one year. `hand_in_by` is None for the ministry: the province proposes there, not the producer."""

    level: RoundLevel
    no: int
    hand_in_by: date | None
    propose_by: date
    decide_by: date


def is_working_day(day: date) -> bool:
    """Whether offices work on that day: no weekend, no holiday or day given instead, no Saturday made up for."""
    return is_worked_weekend(day) if day.weekday() >= SATURDAY else not is_holiday(day)


def add_working_days(start: date, count: int) -> date:
    """The `count`-th working day after `start`; the first day is not counted (Bộ luật Dân sự, Điều 147)."""
    day = start
    for _ in range(count):
        day += DAY
        while not is_working_day(day):
            day += DAY
    return day


def working_days_left(today: date, due: date) -> int:
    """How many working days remain after `today` up to and with `due`; negative when it is past."""
    if due < today:
        return -working_days_left(due, today)
    days = (today + DAY * number for number in range(1, (due - today).days + 1))
    return sum(1 for day in days if is_working_day(day))


def commune_due(received_on: date, law: Edition | None = None) -> date:
    """The last day for the commune to report and propose (QĐ 26/2026, Điều 7.2: 15 working days)."""
    commune = (law or edition(IN_FORCE)).law.commune
    assert commune is not None
    return add_working_days(received_on, commune.working_days)


def hand_in_by(propose_by: date, law: Edition | None = None) -> date:
    """The last working day on which a dossier reaches the commune early enough to be proposed by that day."""
    day = propose_by
    while not is_working_day(day) or commune_due(day, law) > propose_by:
        day -= DAY
    return day


def expires(issued_on: date, law: Edition | None = None) -> date:
    """The day a certificate ends: the same day 36 months on, 29/02 → 28/02 (QĐ 26/2026, Điều 4.3)."""
    return add_months(issued_on, (law or edition(IN_FORCE)).law.certificate.months)


def renewal_window(expires_on: date, law: Edition | None = None) -> Window:
    """When to hand in for re-evaluation: 180 to 120 days before the end, both included (Điều 7.6.a)."""
    rule = _renewal(law)
    return Window(expires_on - rule.opens_days * DAY, expires_on - rule.closes_days * DAY)


def renewal_state(expires_on: date, today: date, law: Edition | None = None) -> Literal["early", "open", "late"]:
    """Whether the window is still to come, open, or past on that day."""
    window = renewal_window(expires_on, law)
    if today < window.opens:
        return "early"
    return "open" if today <= window.closes else "late"


def evaluation_due(complete_on: date, law: Edition | None = None) -> date:
    """The last day of a re-evaluation whose dossier was complete on that day (Điều 7.6.g: 45 days)."""
    return complete_on + _renewal(law).evaluation_days * DAY


def _renewal(law: Edition | None) -> Renewal:
    renewal = (law or edition(IN_FORCE)).law.renewal
    assert renewal is not None
    return renewal


def round_dates(each: Round, year: int, law: Edition | None = None) -> RoundDates:
    """A round in `year`. "Trước ngày 30/4" is read as 29/4 at the latest, the careful reading."""
    propose_by = each.proposed_before.of(year) - DAY
    own = hand_in_by(propose_by, law) if each.level == "province" else None
    return RoundDates(each.level, each.no, own, propose_by, each.decided_before.of(year) - DAY)


def next_round(today: date, law: Edition | None = None) -> RoundDates:
    """The next round of the province that a dossier handed in today or later can still reach (Điều 5.1)."""
    rounds = [each for each in (law or edition(IN_FORCE)).law.rounds if each.level == "province"]
    coming = (round_dates(each, year, law) for year in (today.year, today.year + 1) for each in rounds)
    return next(dates for dates in coming if dates.hand_in_by is not None and dates.hand_in_by >= today)
