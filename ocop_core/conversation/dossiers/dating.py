"""The date of a paper: whether it bears one, and whether the one that was told can be."""

from datetime import date, timedelta

from ocop_core.errors import Refused
from ocop_core.rulebook.months import add_months
from ocop_core.rulebook.papers import Paper

FARTHEST = timedelta(days=366 * 30)


def asks_date(paper: Paper) -> bool:
    """Whether the paper has an end that a date tells."""
    return paper.validity.kind != "none"


def asks_end(paper: Paper) -> bool:
    """Whether its last day is printed on it; else the day of issue tells it."""
    return paper.validity.kind == "on_paper"


def check(paper: Paper, today: date, issued_on: date | None, expires_on: date | None) -> None:
    """Raises Refused for a date of issue to come, too long ago, or a last day that is past or too far off."""
    if issued_on and issued_on > today:
        raise Refused("dossier.date_future", day=f"{issued_on:%d/%m/%Y}")
    if expires_on and expires_on > today + FARTHEST:
        raise Refused("dossier.date_far", day=f"{expires_on:%d/%m/%Y}")
    if issued_on and not expires_on and paper.validity.months:
        ends = add_months(issued_on, paper.validity.months)
        if ends < today:
            raise Refused("dossier.date_old", day=f"{ends:%d/%m/%Y}", months=paper.validity.months)
    if expires_on and expires_on < today:
        raise Refused("dossier.date_over", day=f"{expires_on:%d/%m/%Y}")
