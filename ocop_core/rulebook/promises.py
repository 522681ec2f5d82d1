"""Promises as data and as decisions: which stages a day has, which of them speaks, and when nobody is disturbed."""

import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import field

from ocop_core.clock import VIETNAM, local
from ocop_core.errors import BadData
from ocop_core.rulebook.datafile import FOLDER, place, read_toml
from ocop_core.rulebook.law import DayOfYear
from ocop_core.rulebook.months import add_months
from ocop_core.rulebook.rest_days import calendar_number, is_holiday, is_tet
from ocop_core.rulebook.working_days import DAY

Hush = Literal["quiet", "tet", "holiday"]
AGAIN = "again"
# 21:00 to 06:30 is quiet; what is owed in the last quarter of an hour could still be on its way then.
WAKES, SLEEPS = time(6, 30), time(20, 45)
MOST_DAYS, LEAST_DAYS = 1500, -365


class Stage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One reminder, `days` before the last day. An urgent one may speak on ordinary holidays."""

    id: str
    days: int
    urgent: bool = False
    is_on: bool = True


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All reminders of one kind of paper, and how its last day follows from the day that is told."""

    id: str
    at: time
    spread: int
    late_days: int
    told: Literal["end", "months", "yearly"]
    source: str
    stages: tuple[Stage, ...] = field(name="stage")
    months: int | None = None
    day: DayOfYear | None = None

    def ends_on(self, given_on: date) -> date:
        """The last day that follows from the day on the paper."""
        if self.months is not None:
            return add_months(given_on, self.months)
        return self.day.of(given_on.year + 1) if self.day else given_on


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    checked: date
    plans: tuple[Plan, ...] = field(name="plan")


@dataclass(frozen=True, slots=True)
class Slot:
    """A stage of a certain last day: due at `due`, on `day`, and worth saying up to and with `until`."""

    stage: str
    day: date
    until: date
    due: datetime
    urgent: bool


@cache
def shipped_plans(path: Path = FOLDER / "promises.toml") -> Mapping[str, Plan]:
    """The plans that came with the program, by id. BadData names the plan that is wrong."""
    plans = read_toml(path, _File).plans
    for plan in plans:
        if problem := fault(plan):
            raise BadData(place(path, f"plan {plan.id}"), problem)
    return {plan.id: plan for plan in plans}


def fault(plan: Plan) -> str | None:
    """What is wrong with a plan, as the last part of a message key (`stages.<fault>`); None if nothing."""
    days = [stage.days for stage in plan.stages if stage.is_on]
    if (plan.told == "months") != (plan.months is not None) or (plan.told == "yearly") != (plan.day is not None):
        return "told"
    if not days:
        return "none_left"
    if any(not LEAST_DAYS <= stage.days <= MOST_DAYS for stage in plan.stages):
        return "too_far"
    return "same_day" if len(set(days)) < len(days) else None


@cache
def number_of(plan: Plan) -> int:
    """A number that changes with anything that changes the reckoning: the stages, or the calendar of holidays."""
    return zlib.crc32(msgspec.json.encode(plan), calendar_number()) & 0x7FFFFFFF


@lru_cache(maxsize=50_000)
def slots(plan: Plan, ends_on: date) -> tuple[Slot, ...]:
    """The stages of a paper with that last day, in their order. None is said once the next one's day has come."""
    on = sorted((stage for stage in plan.stages if stage.is_on), key=lambda stage: -stage.days)
    days = [ends_on - stage.days * DAY for stage in on]
    edges = [*days[1:], days[-1] + (plan.late_days + 1) * DAY]
    return tuple(_slot(plan, stage, day, edge - DAY) for stage, day, edge in zip(on, days, edges, strict=True))


def _slot(plan: Plan, stage: Stage, day: date, until: date) -> Slot:
    day = _moved(day, stage.urgent)
    return Slot(stage.id, day, until, datetime.combine(day, plan.at, tzinfo=VIETNAM), stage.urgent)


def _moved(day: date, urgent: bool) -> date:
    """Off the holidays: what is urgent goes before Tết, all else behind whatever holiday it is."""
    if urgent:
        while is_tet(day):
            day -= DAY
        return day
    while is_holiday(day):
        day += DAY
    return day


def following(of: tuple[Slot, ...], today: date, said: Collection[str]) -> Slot | None:
    """The stage that speaks now, the most urgent of those whose day has come; else the one that speaks next."""
    left = [slot for slot in of if slot.until >= today and slot.stage not in said]
    come = [slot for slot in left if slot.day <= today]
    return come[-1] if come else min(left, key=lambda slot: slot.day, default=None)


def overtaken(of: tuple[Slot, ...], today: date, said: Collection[str]) -> tuple[Slot, ...]:
    """The unsaid stages in whose place another speaks: their time has passed, or a more urgent one has come."""
    now = following(of, today, said)
    come = of.index(now) if now is not None and now.day <= today else 0
    return tuple(slot for n, slot in enumerate(of) if slot.stage not in said and (slot.until < today or (n < come)))


@dataclass(frozen=True, slots=True)
class Look:
    """What a promise amounts to on a day: what was overtaken, what speaks, else what it waits for."""

    overtaken: tuple[Slot, ...]
    speaks: Slot | None
    waits_for: Slot | None


def look(of: tuple[Slot, ...], today: date, said: Collection[str]) -> Look:
    """Of all that is due only one stage speaks, the most urgent; the others are overtaken by it."""
    now = following(of, today, said)
    come = now is not None and now.day <= today
    return Look(overtaken(of, today, said), now if come else None, None if come else now)


def last_chance(slot: Slot, today: date) -> bool:
    """Whether it is urgent and no later day is left on which it could be said."""
    left = (today + DAY * n for n in range(1, (slot.until - today).days + 1))
    return slot.urgent and all(is_tet(day) for day in left)


def hush(at: datetime, *, urgent: bool = False) -> Hush | None:
    """Why nobody is told anything at this moment; None where one may speak."""
    here = local(at)
    if not WAKES <= here.time() < SLEEPS:
        return "quiet"
    if is_tet(here.date()):
        return "tet"
    return "holiday" if is_holiday(here.date()) and not urgent else None


def again_on(of: tuple[Slot, ...], today: date, days: int) -> date:
    """The day of a repetition that was asked for: `days` from now, but no later than a stage that comes before."""
    wanted = today + timedelta(days=days)
    coming = [slot.day for slot in of if today < slot.day <= wanted]
    return min([wanted, *coming])
