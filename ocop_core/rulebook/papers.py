"""The papers of a dossier as data: what each is, where one gets it, how long it is valid, when it is needed."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import field

from ocop_core.errors import BadData
from ocop_core.rulebook.criteria import CERTIFIED_STARS, Criteria, Criterion
from ocop_core.rulebook.datafile import place, read_toml, set_numbers
from ocop_core.rulebook.law import DayOfYear
from ocop_core.rulebook.producer import FACTS

Level = Literal["mandatory", "star3", "star4", "star5", "points"]
Certainty = Literal["high", "medium", "low"]
LEVELS: tuple[Level, ...] = ("mandatory", "star3", "star4", "star5", "points")
STAR_LEVELS: Mapping[int, Level] = {3: "star3", 4: "star4", 5: "star5"}


class Validity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long a paper serves: so many `months` from its date, the date `on_paper`, `yearly`, or without end.

    `rule` says it in words. `soon_days`: how long before its end it is shown as running out. `due_before`: the yearly
    day. `plan`: by which plan of `promises.toml` one is reminded.
    """

    kind: Literal["months", "on_paper", "yearly", "none"]
    rule: str
    months: int | None = None
    soon_days: int = 30
    plan: str = "other"
    due_before: DayOfYear | None = None


class NeedRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For which sets and producers a paper is needed, and how much.

    It proves the `step`-th level of `criterion` that gives points. How much it is needed, `level` says; else it
    is the lowest star whose least points reach that level. `when` and `unless` name facts of the producer.
    """

    sets: str
    why: str
    level: Level | None = None
    criterion: tuple[str, ...] = ()
    step: int = 1
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    certain: bool = True

    @property
    def numbers(self) -> tuple[int, ...]:
        """The sets it speaks of."""
        return set_numbers(self.sets)


class Paper(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of paper. `covered_by` are better papers that make it unnecessary."""

    id: str
    name: str
    what: str
    where: str
    validity: Validity
    source: str
    certainty: Certainty
    covered_by: tuple[str, ...] = ()
    needs: tuple[NeedRule, ...] = field(name="need", default=())


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: str
    checked: date
    paper: tuple[Paper, ...]


def read_papers(path: Path, criteria: Mapping[int, Criteria]) -> tuple[Paper, ...]:
    """The papers in the file at `path`, in its order. BadData names the paper that does not fit `criteria`."""
    papers = read_toml(path, _File).paper
    ids = [paper.id for paper in papers]
    for paper in papers:
        entry = place(path, f"paper {paper.id}")
        if ids.count(paper.id) > 1:
            raise BadData(entry, "stands there twice")
        if unknown := set(paper.covered_by) - set(ids):
            raise BadData(entry, f"covered_by names no paper: {sorted(unknown)}")
        _check_validity(entry, paper.validity)
        for rule in paper.needs:
            _check_rule(entry, rule, criteria)
    return papers


def _check_validity(entry: str, validity: Validity) -> None:
    if (validity.kind == "months") != (validity.months is not None):
        raise BadData(entry, "validity must give months where its kind is months, and only there")
    if validity.due_before is not None and validity.kind != "yearly":
        raise BadData(entry, "only a yearly paper is due before a day")


def _check_rule(entry: str, rule: NeedRule, criteria: Mapping[int, Criteria]) -> None:
    if rule.level is None and not rule.criterion:
        raise BadData(entry, "a need gives its level or a criterion")
    if unknown := {*rule.when, *rule.unless} - FACTS:
        raise BadData(entry, f"no such fact of a producer: {sorted(unknown)}")
    for number in _numbers(entry, rule):
        if number not in criteria:
            raise BadData(entry, f"there is no set {number}")
        if rule.criterion:
            _step_points(entry, rule, number, criteria[number])


def _numbers(entry: str, rule: NeedRule) -> tuple[int, ...]:
    try:
        return rule.numbers
    except ValueError as error:
        raise BadData(entry, f"sets: {error}") from error


def _step_points(entry: str, rule: NeedRule, number: int, criteria: Criteria) -> None:
    criterion = served(rule, criteria)
    if criterion is None:
        raise BadData(entry, f"set {number} has no criterion {' / '.join(rule.criterion)}")
    try:
        criterion.step(rule.step)
    except IndexError as error:
        raise BadData(entry, f"set {number}: criterion {criterion.code} has no step {rule.step}") from error


def served(rule: NeedRule, criteria: Criteria) -> Criterion | None:
    """The criterion of that set for which the paper is evidence; None where the rule names none."""
    for criterion in criteria.all:
        if criterion.name in rule.criterion:
            return criterion
    return None


def level_of(rule: NeedRule, criterion: Criterion | None) -> Level:
    """How much the paper is needed under this rule, from the minimums of the criterion it serves."""
    if rule.level is not None:
        return rule.level
    assert criterion is not None
    return _level(rule.step, criterion, criterion.minimums)


def is_certain(rule: NeedRule, criterion: Criterion | None) -> bool:
    """Whether no doubtful figure of the criterion could change how much the paper is needed."""
    if rule.level is not None or criterion is None:
        return rule.certain
    readings = [{**criterion.minimums, **doubt.reading(criterion.max)} for doubt in criterion.doubts]
    printed = level_of(rule, criterion)
    return rule.certain and all(_level(rule.step, criterion, reading) == printed for reading in readings)


def _level(step: int, criterion: Criterion, minimums: Mapping[int, int]) -> Level:
    points = criterion.step(step)
    for star in CERTIFIED_STARS:
        if minimums.get(star, 0) >= points:
            return STAR_LEVELS[star]
    return "points"
