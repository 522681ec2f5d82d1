"""Which paper is meant: in the order they are wanted, and found by words as people say them."""

from datetime import date

from ocop_core.conversation.dossiers.view import FORMED, SAMPLES, DossierView, PaperStanding
from ocop_core.conversation.forms.reading import folded
from ocop_core.conversation.world import World
from ocop_core.rulebook.papers import Paper
from ocop_core.text import words

_FIRST = ("returned", "expired", "missing", "expiring", "have")
SHORTEST = 3


def order(view: DossierView, today: date) -> list[PaperStanding]:
    """All papers of the list: what came back, what is missing and needed, what only adds points, what is there."""
    return sorted(view.standings(today), key=_urgency)


def _urgency(each: PaperStanding) -> tuple[int, int]:
    wanted = each.standing.state in ("returned", "expired", "missing")
    written = each.need.paper.id in FORMED
    rank = 3 if not wanted else 2 if not each.need.required else int(written)
    return (rank, _FIRST.index(each.standing.state))


def likely(view: DossierView, today: date) -> list[PaperStanding]:
    """The papers that a photo may belong to, without those that are written or brought."""
    return [each for each in order(view, today) if each.need.paper.id not in (*FORMED, SAMPLES)]


def named(text: str, view: DossierView, world: World) -> Paper | None:
    """The paper that words speak of: "giay attp", "phieu kiem nghiem"; papers of the list go before others."""
    said = f" {words(text)} "
    asked = [need.paper for need in view.needs]
    others = [paper for paper in view.edition.papers if paper not in asked]
    found = [
        (length, -place, paper) for place, paper in enumerate([*asked, *others]) if (length := _fit(said, paper, world))
    ]
    return max(found, key=lambda each: each[:2])[2] if found else None


def _fit(said: str, paper: Paper, world: World) -> int:
    """The length of the longest name of the paper that occurs; 0 for none."""
    key = f"dossier_papers.{paper.id}"
    names = (paper.name, *world.listed(key))
    return max((len(name) for n in names if len(name := folded(n)) >= SHORTEST and f" {name} " in said), default=0)
