"""Puts each paper a dossier needs beside what was handed in for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ocop_core.conversation.dossiers.view import (
    CHANGE,
    REGISTRATION,
    REPORT,
    UPDATE,
    DossierView,
    PaperStanding,
)
from ocop_core.conversation.forms.dossier import REPORT_FIELDS
from ocop_core.db.models_dossiers import DossierPaper
from ocop_core.i18n import Words
from ocop_core.rulebook.checklist import Held, Need, valid_until
from ocop_core.rulebook.papers import Paper
from ocop_core.services.dossiers.listing import Page
from ocop_core.sniff import is_picture
from ocop_core.text import show_phone

_WHO = ("printed", "producer", "owner", "owner_title", "gender", "ethnic", "address", "residence", "phone", "email")
_APART = {*_WHO, "update", "change"}
_WRITTEN: Mapping[str, Sequence[str]] = {
    REGISTRATION: _WHO,
    REPORT: [name for name in REPORT_FIELDS if name not in _APART],
    UPDATE: ("update",),
    CHANGE: ("change",),
}
# Answers that are one of a few: officers read the words of the choice.
_CHOSEN = {"gender", "sign"}


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a paper with its pages."""

    row: DossierPaper
    pictures: Sequence[Page]
    others: Sequence[Page]


@dataclass(frozen=True, slots=True)
class Card:
    """One paper: what is asked (None where the set does not ask for it), what is there, what was there before.

    `instead` is the better paper that was handed in for it; `written` are answers as label and words; `until` is
    the last day the paper serves, `over` whether that is past. `closed`: nobody looks at the dossier any more.
    """

    paper: Paper
    need: Need | None
    now: Version | None
    earlier: Sequence[Version]
    instead: Paper | None
    written: Sequence[tuple[str, str]]
    until: date | None
    over: bool
    closed: bool = False

    @property
    def state(self) -> str:
        """Where it stands in the review: missing, given, accepted or returned; of a closed dossier also kept."""
        state = self.now.row.state if self.now else "missing"
        return "kept" if self.closed and state == "given" else state


@dataclass(frozen=True, slots=True)
class Cards:
    """The papers of a page: needed ones, what was handed in beside them, and what is not there and only adds points."""

    shown: Sequence[Card]
    open: Sequence[Need]

    def count(self, state: str) -> int:
        """How many papers stand so."""
        return sum(card.state == state for card in self.shown)

    @property
    def present(self) -> int:
        """How many papers are there to be looked at."""
        return sum(card.now is not None for card in self.shown)

    def returned(self) -> list[Card]:
        """The papers that come back."""
        return [card for card in self.shown if card.state == "returned"]


def cards(
    view: DossierView,
    papers: Iterable[DossierPaper],
    pages: Mapping[int, Sequence[Page]],
    today: date,
    words: Words,
) -> Cards:
    """All papers, the most needed first."""
    kinds: dict[str, list[Version]] = {}
    for row in papers:
        kinds.setdefault(row.paper, []).append(_version(row, pages.get(row.id, ())))
    standings = view.standings(today)
    shown = [_card(view, each, kinds, today, words) for each in standings]
    asked = {kind for need in view.needs for kind in (need.paper.id, *need.paper.covered_by)}
    beside = [_beside(view, kind, kinds[kind], today) for kind in kinds if kind not in asked]
    kept = [card for card in shown if card.now or (card.need and card.need.required)]
    return Cards((*kept, *beside), [card.need for card in shown if card not in kept and card.need])


def _version(row: DossierPaper, pages: Sequence[Page]) -> Version:
    pictures = [page for page in pages if is_picture(page.file.mime or "")]
    return Version(row, pictures, [page for page in pages if page not in pictures])


def _card(
    view: DossierView, each: PaperStanding, kinds: Mapping[str, Sequence[Version]], today: date, words: Words
) -> Card:
    need = each.need
    kind = next((kind for kind in (need.paper.id, *need.paper.covered_by) if kind in kinds), need.paper.id)
    versions = kinds.get(kind, ())
    until = each.standing.until
    return Card(
        need.paper,
        need,
        versions[-1] if versions else None,
        versions[:-1],
        None if kind == need.paper.id else view.paper(kind),
        _written(view, need.paper.id, words),
        until,
        _past(until, today),
        view.settled,
    )


def _beside(view: DossierView, kind: str, versions: Sequence[Version], today: date) -> Card:
    paper, row = view.paper(kind), versions[-1].row
    until = valid_until(paper, Held(kind, row.issued_on, row.expires_on))
    return Card(paper, None, versions[-1], versions[:-1], None, (), until, _past(until, today), view.settled)


def _past(until: date | None, today: date) -> bool:
    return until is not None and until < today


def _written(view: DossierView, paper: str, words: Words) -> list[tuple[str, str]]:
    """What the producer has told for a paper that is written from answers."""
    names = [name for name in _WRITTEN.get(paper, ()) if view.answers.get(name)]
    return [(_label(name, words), _said(name, str(view.answers[name]), words)) for name in names]


def _label(name: str, words: Words) -> str:
    own = f"admin_dossier.answer.{name}"
    return words.say(own if words.has(own) else f"dossier_report.{name}.line")


def _said(name: str, value: str, words: Words) -> str:
    if name in _CHOSEN:
        return words.say(f"dossier_report.{name}.{value}")
    return show_phone(value) if name == "phone" else value
