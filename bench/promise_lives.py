"""Lives of certificates under a scheduler that fails in every way: what must hold is checked at each look.

The decisions are those of `ocop_core.rulebook.promises`, the very functions that the services call; only rows are
replaced by a dictionary. What is expected is reckoned apart, from the days before the end alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from bot.clockwork import AHEAD
from ocop_core.clock import VIETNAM
from ocop_core.rulebook.promises import Plan, hush, look, shipped_plans, slots
from ocop_core.rulebook.rest_days import is_holiday, is_tet

DAY = timedelta(days=1)
# Looks of a day, some of them in quiet hours, at the very edges of them and between.
LOOKS = ((3, 0), (6, 29), (6, 30), (7, 31), (8, 50), (12, 0), (20, 44), (20, 45), (21, 0), (23, 59))
LONGEST_OUTAGE = 60
EVER = datetime(2000, 1, 1, tzinfo=VIETNAM)
NEVER = datetime(2100, 1, 1, tzinfo=VIETNAM)


@dataclass
class Life:
    """One certificate: its last day, how often its days were set, whether it holds; and what was said of it.

    `wakes` is when it is looked at next, as the index on what is due does it.
    """

    ends_on: date
    version: int = 1
    holds: bool = True
    wakes: datetime = EVER
    said: dict[tuple[int, str], datetime] = field(default_factory=dict)
    passed: set[tuple[int, str]] = field(default_factory=set)


@dataclass
class Tally:
    """What was seen, and what should never have been."""

    lives: int = 0
    years: float = 0.0
    looks: int = 0
    said: int = 0
    overtaken: int = 0
    outages: int = 0
    jumps: int = 0
    faults: list[str] = field(default_factory=list)


def looks(random: Random, first: date, last: date, tally: Tally) -> list[datetime]:
    """The moments at which a scheduler looks: several a day, with outages, with a clock that jumps there and back."""
    moments: list[datetime] = []
    day = first
    while day <= last:
        if random.random() < 0.004:
            day += DAY * random.randint(1, LONGEST_OUTAGE)
            tally.outages += 1
            continue
        for hour, minute in random.sample(LOOKS, random.randint(1, 4)):
            moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM)
            if random.random() < 0.0005:
                moment += random.choice((-1, 1)) * DAY * random.randint(1, 20)
                tally.jumps += 1
            moments.append(moment)
        day += DAY
    return moments


def live(random: Random, plan: Plan, moments: Sequence[datetime], tally: Tally) -> Life:
    """A whole life: looked at by one scheduler or by two at once, its facts changing in between."""
    first, last = moments[0].date(), moments[-1].date()
    life = Life(first + DAY * random.randint(0, (last - first).days + 200))
    changes = sorted((first + DAY * random.randint(0, (last - first).days), random.random()) for _ in range(3))
    two, before = random.random() < 0.2, moments[0]
    for moment in moments:
        while changes and changes[0][0] <= moment.date():
            change(life, random, changes.pop(0)[1])
        if before - moment > AHEAD:
            life.wakes = EVER
        before = moment
        if moment < life.wakes and moment.day % 8:
            continue
        for _ in range(1 + two):
            one_look(life, plan, moment, tally)
    tally.lives += 1
    tally.years += (last - first).days / 365.25
    return life


def change(life: Life, random: Random, what: float) -> None:
    """A renewal, a revocation, a certificate put back, or days that are corrected; all of it is planned anew."""
    life.wakes = EVER
    if what < 0.25:
        life.holds = False
    elif what < 0.4:
        life.holds = True
    elif what < 0.6:
        life.ends_on += DAY * random.choice((-40, -11, -1, 1, 9, 30, 365))
        life.version += 1


def one_look(life: Life, plan: Plan, moment: datetime, tally: Tally) -> None:
    """What the services do with one promise that is due, and whether they were right to."""
    tally.looks += 1
    if not life.holds:
        return
    spoken = _speak(life, plan, moment, tally) if moment >= life.wakes else None
    if spoken is not None or moment >= life.wakes or moment.day % 8 == 0:
        tally.faults += list(judged(life, plan, moment, spoken))


def _speak(life: Life, plan: Plan, moment: datetime, tally: Tally) -> str | None:
    if hush(moment, urgent=True):
        return None
    of, today = slots(plan, life.ends_on), moment.date()
    now = look(of, today, {stage for version, stage in (*life.said, *life.passed) if version == life.version})
    if now.speaks is None:
        life.wakes = now.waits_for.due if now.waits_for else NEVER
        return None
    if hush(moment, urgent=now.speaks.urgent):
        life.wakes = datetime.combine(today + DAY, plan.at, tzinfo=VIETNAM)
        return None
    key = (life.version, now.speaks.stage)
    if key in life.said or key in life.passed:
        tally.faults.append(f"twice: {key} {life.ends_on} at {moment}")
    life.passed |= {(life.version, slot.stage) for slot in now.overtaken}
    tally.overtaken += len(now.overtaken)
    life.said[key], life.wakes = moment, moment
    tally.said += 1
    return now.speaks.stage


def judged(life: Life, plan: Plan, moment: datetime, spoken: str | None) -> Iterator[str]:
    """Reckoned apart from the decisions: the stage whose days these are, and whether one may speak at all."""
    today, clock = moment.date(), (moment.hour, moment.minute)
    quiet = not (6, 30) <= clock < (20, 45)
    if spoken is not None and (quiet or is_tet(today)):
        yield f"disturbed: {spoken} {life.ends_on} at {moment}"
    if quiet or is_tet(today) or is_holiday(today):
        return
    on = sorted((stage for stage in plan.stages if stage.is_on), key=lambda stage: -stage.days)
    left = (life.ends_on - today).days
    now = next((stage for stage, after in zip(on, on[1:], strict=False) if after.days < left <= stage.days), None)
    if now is None and -plan.late_days <= left <= on[-1].days:
        now = on[-1]
    if now is None:
        if spoken is not None and left > on[0].days:
            yield f"too early: {spoken} {life.ends_on} at {moment}"
        return
    nominal = life.ends_on - now.days * DAY
    not_yet = today == nominal and moment.time() < plan.at
    moved = any(is_holiday(nominal + DAY * n) for n in range((today - nominal).days + 1))
    done = (life.version, now.id) in life.said
    ahead = any(version == life.version and _days(on, stage) < now.days for version, stage in life.said)
    if not done and not ahead and not moved and not not_yet:
        yield f"missed: {now.id} {life.ends_on} at {moment}"
    if spoken is not None and _days(on, spoken) > now.days:
        yield f"less urgent: {spoken} and not {now.id}, {life.ends_on} at {moment}"


def _days(on: Sequence[object], stage: str) -> int:
    return next(each.days for each in on if each.id == stage)  # type: ignore[attr-defined]


def run(seed: int, lives: int, years: int = 3, each: int = 200) -> Tally:
    """So many lives of `years` years, `each` of them under the same schedule."""
    random, tally = Random(seed), Tally()
    plan = shipped_plans()["certificate"]
    for _ in range(-(-lives // each)):
        first = date(2026, 1, 1) + DAY * random.randint(0, 1500)
        moments = looks(random, first, first + DAY * 365 * years, tally)
        for _ in range(min(each, lives - tally.lives)):
            live(random, plan, moments, tally)
            if len(tally.faults) > 20:
                return tally
    return tally
