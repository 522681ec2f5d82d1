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
from ocop_core.office.word import problem

_WHO, _GOODS = Applicant(), Goods()
_SCORED = (Scored(code="1.1", name="…", most=3),)
_GROUPS = (ScoredGroup(code="1", name="…", most=3, points=None, criteria=_SCORED),)
_PAPERS = (Evidence(number="01", name="…"),)
# Nothing is known in them, but every loop of a template turns once.
EXAMPLES: tuple[Form, ...] = (
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


def problems(own: Path) -> Iterator[tuple[str, str]]:
    """The templates in an office's folder that cannot be used: file name, and what the libraries say of it."""
    for form in EXAMPLES:
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
