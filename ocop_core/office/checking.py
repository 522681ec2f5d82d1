"""Tries an office's own templates before somebody needs them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ocop_core.office.fields import KINDS
from ocop_core.office.forms import (
    Applicant,
    CommuneReport,
    Contents,
    Evidence,
    Form,
    Goods,
    Registration,
    Scored,
    ScoredGroup,
    ScoredPart,
    SelfReport,
)
from ocop_core.office.provincial import COLUMNS, GoalLine, ProvinceReport, Told, UnitLine
from ocop_core.office.word import problem
from ocop_core.rulebook.reports import load_reporting

_WHO, _GOODS = Applicant(), Goods()
_SCORED = (Scored(code="1.1", name="…", most=3),)
_GROUPS = (ScoredGroup(code="1", name="…", most=3, points=None, criteria=_SCORED),)
_PAPERS = (Evidence(number="01", name="…"),)
# Nothing is known in them, but every loop of a template turns once.
_EXAMPLES: tuple[Form, ...] = (
    Registration(province="…", year=2026, applicant=_WHO, goods=_GOODS),
    SelfReport(
        applicant=_WHO,
        goods=_GOODS,
        parts=(ScoredPart(code="A", name="…", most=3, points=None, groups=_GROUPS),),
        evidence=_PAPERS,
        application="renewal",
    ),
    CommuneReport(unit="…", unit_short="…", province="…", applicant=_WHO, goods=_GOODS),
    Contents(code="…", applicant=_WHO, goods=_GOODS, state="…", made_on=date(2026, 1, 1), papers=_PAPERS),
)


def examples() -> tuple[Form | ProvinceReport, ...]:
    """A form of each kind, by which templates are tried."""
    report = ProvinceReport(
        office="…",
        office_certain=True,
        province="…",
        seat="…",
        title="…",
        begins_on=date(2026, 1, 1),
        ends_on=date(2026, 6, 30),
        issued_on=date(2026, 7, 1),
        done=1,
        units=1,
        totals={figure.key: "1" for figure in load_reporting().figures},
        goals=(GoalLine(name="…", wanted="1", reached="1", met="…"),),
        lines=(UnitLine(name="…", figures=("1",) * len(COLUMNS)),),
        missing=("…",),
        told=(Told(question="…", answers=("…",)),),
    )
    return (*_EXAMPLES, report)


def problems(own: Path) -> Iterator[tuple[str, str]]:
    """The templates in an office's folder that cannot be used: file name, and what the libraries say of it."""
    for form in examples():
        name = KINDS[type(form)].template
        if (own / name).is_file() and (said := problem(form, own)):
            yield name, said


def unused(own: Path) -> tuple[str, ...]:
    """Word files in the folder that no form looks for, most likely because of their name."""
    known = {kind.template for kind in KINDS.values()}
    return tuple(sorted(path.name for path in own.glob("*.docx") if path.name not in known | _open(own)))


def _open(own: Path) -> set[str]:
    # What Word puts beside a file that is being edited.
    return {path.name for path in own.glob("~$*")}
