"""The way of a dossier: its states, who may take it from one to the next, and by when each step is owed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from ocop_core.errors import Refused
from ocop_core.rulebook.editions import Edition
from ocop_core.rulebook.law import RoundLevel
from ocop_core.rulebook.producer import Application
from ocop_core.rulebook.working_days import commune_due, evaluation_due, round_dates

State = Literal[
    "draft",
    "submitted",
    "returned",
    "proposed",
    "appraising",
    "council",
    "recognised",
    "ministry",
    "national",
    "failed",
    "withdrawn",
]
Role = Literal["producer", "commune", "province"]
STATES: tuple[State, ...] = get_args(State)
# The producer may change papers and answers only while the dossier is in their own hands.
CHANGEABLE: tuple[State, ...] = ("draft", "returned")
SETTLED: tuple[State, ...] = ("recognised", "national", "failed", "withdrawn")
OPEN: tuple[State, ...] = tuple(state for state in STATES if state not in SETTLED)
WITH_PROVINCE: tuple[State, ...] = ("proposed", "appraising", "council")
_HANDS: tuple[Role, ...] = ("commune", "province")


@dataclass(frozen=True, slots=True)
class Step:
    """One way from some states to another, and who may go it."""

    name: str
    before: tuple[State, ...]
    after: State
    roles: tuple[Role, ...]


# QĐ 26/2026/QĐ-TTg, Điều 7. The province does the commune's part where a commune has no officer of its own.
STEPS: tuple[Step, ...] = (
    Step("submit", ("draft", "returned"), "submitted", ("producer",)),
    Step(
        "withdraw",
        ("draft", "submitted", "returned", "proposed", "appraising", "council"),
        "withdrawn",
        ("producer",),
    ),
    Step("give_back", ("submitted",), "returned", _HANDS),
    Step("propose", ("submitted",), "proposed", _HANDS),
    Step("receive", ("proposed",), "appraising", ("province",)),
    Step("send_back", ("proposed", "appraising"), "returned", ("province",)),
    Step("to_council", ("appraising",), "council", ("province",)),
    Step("recognise", ("council", "ministry"), "recognised", ("province",)),
    Step("to_ministry", ("council", "recognised"), "ministry", ("province",)),
    Step("recognise_five", ("ministry",), "national", ("province",)),
    Step("fail", ("council", "ministry"), "failed", ("province",)),
)
BY_NAME: Mapping[str, Step] = {step.name: step for step in STEPS}


def after(name: str, state: str, role: str) -> State:
    """The state that a step leads to. Raises Refused where it is not open from `state`, or not to `role`."""
    step = BY_NAME[name]
    if role not in step.roles:
        raise Refused("dossier.not_yours")
    if state not in step.before:
        raise Refused(f"dossier.cannot_{name}")
    return step.after


def open_to(state: str, role: str) -> tuple[str, ...]:
    """The names of the steps that somebody may take from `state`, in the order of the way."""
    return tuple(step.name for step in STEPS if state in step.before and role in step.roles)


def due(state: str, kind: Application, edition: Edition, day: date) -> date | None:
    """The last day of the step that begins on `day`; None where nobody but the producer has to act, or nothing is due.

    15 working days at the commune (Điều 7.2), 45 days of a re-evaluation (Điều 7.6.g), else the end of the round.
    """
    if state == "submitted":
        return commune_due(day, edition)
    if state in WITH_PROVINCE:
        return evaluation_due(day, edition) if kind == "renewal" else _decided_by("province", edition, day)
    return _decided_by("ministry", edition, day) if state == "ministry" else None


def same_deadline(before: str, state: str) -> bool:
    """Whether a step moves no deadline: from the proposal to the decision of the council one and the same day is owed.

    The round is the one it was proposed for (Điều 5.1); the 45 days of a re-evaluation are all there is (Điều 7.6.g).
    """
    return before in WITH_PROVINCE and state in WITH_PROVINCE


def _decided_by(level: RoundLevel, edition: Edition, day: date) -> date | None:
    """The end of the first round that still takes what is proposed on `day`."""
    rounds = [each for each in edition.law.rounds if each.level == level]
    coming = [round_dates(each, year, edition) for year in (day.year, day.year + 1) for each in rounds]
    reached = [dates for dates in coming if dates.propose_by >= day]
    return min((dates.decide_by for dates in reached), default=None)
