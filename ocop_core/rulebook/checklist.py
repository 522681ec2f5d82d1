"""Which papers a dossier needs, and how each of them stands: there, missing, returned, running out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from ocop_core.rulebook.criteria import CERTIFIED_STARS, Criteria
from ocop_core.rulebook.editions import Edition
from ocop_core.rulebook.months import add_months
from ocop_core.rulebook.papers import LEVELS, STAR_LEVELS, Level, NeedRule, Paper, is_certain, level_of, served
from ocop_core.rulebook.producer import Producer

State = Literal["have", "missing", "returned", "expiring", "expired"]


@dataclass(frozen=True, slots=True)
class Need:
    """One paper of the list. `required` for the star aimed at; otherwise it only adds points.

    `criteria` are the codes of the criteria it proves. Not `certain`: shown as "tham khảo".
    """

    paper: Paper
    level: Level
    required: bool
    certain: bool
    why: str
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A paper that the producer has handed over, with the dates it bears if they are known."""

    id: str
    issued_on: date | None = None
    expires_on: date | None = None
    returned: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How a needed paper stands. `until`: the last day it serves, where that is known."""

    need: Need
    state: State
    until: date | None = None


def needed(edition: Edition, set_no: int, star: int, producer: Producer) -> tuple[Need, ...]:
    """The papers of a dossier of that set, aimed at `star` (3 to 5): the most needed first, then as in the data.

    KeyError if the edition has no such set; ValueError for another star. Source: each need's `why`.
    """
    if star not in CERTIFIED_STARS:
        raise ValueError(f"a dossier aims at one of {CERTIFIED_STARS} stars, not {star}")
    criteria, facts = edition.criteria[set_no], producer.facts()
    found = [need for paper in edition.papers if (need := _need(paper, criteria, facts, star))]
    required = {need.paper.id for need in found if need.required}
    kept = [need for need in found if required.isdisjoint(need.paper.covered_by)]
    return tuple(sorted(kept, key=lambda need: LEVELS.index(need.level)))


def _need(paper: Paper, criteria: Criteria, facts: frozenset[str], star: int) -> Need | None:
    rules = [rule for rule in paper.needs if _applies(rule, criteria.set_no, facts)]
    if not rules:
        return None
    served_by_rule = [(rule, served(rule, criteria)) for rule in rules]
    levels = [(level_of(rule, criterion), rule, criterion) for rule, criterion in served_by_rule]
    level, rule, criterion = min(levels, key=lambda each: LEVELS.index(each[0]))
    required = level == "mandatory" or level in [STAR_LEVELS[each] for each in CERTIFIED_STARS if each <= star]
    codes = tuple(criterion.code for _, criterion in served_by_rule if criterion)
    return Need(paper, level, required, is_certain(rule, criterion), rule.why, codes)


def _applies(rule: NeedRule, set_no: int, facts: frozenset[str]) -> bool:
    return set_no in rule.numbers and facts.issuperset(rule.when) and facts.isdisjoint(rule.unless)


def standings(needs: Iterable[Need], papers: Sequence[Held], today: date) -> tuple[Standing, ...]:
    """How each needed paper stands on that day, in the order of `needs`.

    Of several of one kind the best counts: one that serves before one that was returned or has run out.
    """
    return tuple(_standing(need, papers, today) for need in needs)


def missing(needs: Iterable[Need], papers: Sequence[Held], today: date) -> tuple[Standing, ...]:
    """The required papers that still block the dossier: missing, returned or run out."""
    required = [need for need in needs if need.required]
    blocking = ("missing", "returned", "expired")
    return tuple(each for each in standings(required, papers, today) if each.state in blocking)


def _standing(need: Need, papers: Sequence[Held], today: date) -> Standing:
    kinds = (need.paper.id, *need.paper.covered_by)
    found = [_state(need.paper, held, today) for held in papers if held.id in kinds]
    if not found:
        return Standing(need, "missing")
    order: tuple[State, ...] = ("have", "expiring", "returned", "expired")
    state, until = min(found, key=lambda each: order.index(each[0]))
    return Standing(need, state, until)


def _state(paper: Paper, held: Held, today: date) -> tuple[State, date | None]:
    until = valid_until(paper, held)
    if held.returned:
        return "returned", until
    if until is None:
        return "have", None
    if until < today:
        return "expired", until
    return ("expiring" if until <= today + timedelta(days=paper.validity.soon_days) else "have"), until


def valid_until(paper: Paper, held: Held) -> date | None:
    """The last day a paper serves: the date on it, else its months or yearly day; None where it has no end.

    A yearly paper paid on one day serves until the day before the next year's due day.
    """
    validity = paper.validity
    if held.expires_on is not None:
        return held.expires_on
    if held.issued_on is None:
        return None
    if validity.months is not None:
        return add_months(held.issued_on, validity.months)
    if validity.due_before is not None:
        return validity.due_before.of(held.issued_on.year + 1) - timedelta(days=1)
    return None
