"""A dossier as the engine, the panel and the forms see it: frozen, with what it still needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from ocop_core.rulebook import checklist, scoring
from ocop_core.rulebook.checklist import Held, Need, Standing
from ocop_core.rulebook.dossier_steps import CHANGEABLE, SETTLED
from ocop_core.rulebook.editions import Edition, edition
from ocop_core.rulebook.papers import Paper
from ocop_core.rulebook.producer import Application, Producer

# Papers that are written from the answers; a signed page of them may be sent as well.
REGISTRATION, REPORT, UPDATE, CHANGE, SAMPLES = "mau01", "mau02", "update_report", "change_report", "samples"
FORMED = (REGISTRATION, REPORT, UPDATE, CHANGE)
# What Mẫu 01 and Mẫu 02, parts I, II and IV, cannot do without.
FOR_REGISTRATION = ("producer", "owner", "address", "phone")
FOR_REPORT = (*FOR_REGISTRATION, "licence", "history", "area", "market", "revenue", "plan")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The present version of one paper. `pages` counts its `files`, `doubtful` those that look blurred, dark or small.

    `before` is the comment with which the version before was returned.
    """

    id: int
    paper: str
    version: int
    state: str
    pages: int = 0
    doubtful: int = 0
    comment: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    before: str = ""
    files: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperStanding:
    """A needed paper, how it stands, and the sheet that is there for it."""

    need: Need
    standing: Standing
    sheet: Sheet | None

    @property
    def blocks(self) -> bool:
        """Whether the dossier cannot be handed in without more of it."""
        return self.need.required and self.standing.state in ("missing", "returned", "expired")


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierView:
    """Everything about a dossier but its files and history.

    `scores` are points by criterion code; `reusable` are papers of an earlier dossier about the same product that
    still serve and are not in this one.
    """

    id: int
    code: str
    name: str
    set_no: int
    unit: str
    edition_id: str
    kind: Application
    stars: int
    state: str
    producer: Producer = field(default_factory=Producer)
    answers: Mapping[str, Any] = field(default_factory=dict)
    scores: Mapping[str, int] = field(default_factory=dict)
    sheets: tuple[Sheet, ...] = ()
    reusable: tuple[Sheet, ...] = ()
    due_on: date | None = None
    submitted_on: date | None = None
    result: Mapping[str, Any] = field(default_factory=dict)
    certificate: int | None = None
    version: int = 1

    @property
    def edition(self) -> Edition:
        """The law it is judged by."""
        return edition(self.edition_id)

    @property
    def changeable(self) -> bool:
        """Whether it is in the producer's own hands."""
        return self.state in CHANGEABLE

    @property
    def settled(self) -> bool:
        """Whether nothing more is to come."""
        return self.state in SETTLED

    @property
    def needs(self) -> tuple[Need, ...]:
        """The papers that this set, star and producer need, the most needed first."""
        return _needed(self.edition_id, self.set_no, self.stars, self.producer)

    @property
    def scored(self) -> scoring.Result:
        """What the self-score comes to so far; points of criteria that this set does not have are left out."""
        known = self.edition.criteria[self.set_no].by_code
        fits = {code: got for code, got in self.scores.items() if code in known and _on(known[code].ladder, got)}
        return scoring.score(self.edition, self.set_no, fits)

    def paper(self, paper_id: str) -> Paper:
        """A paper of this edition. Raises KeyError."""
        return paper_of(self.edition, paper_id)

    def sheet(self, paper_id: str) -> Sheet | None:
        """The present version of a paper."""
        return next((sheet for sheet in self.sheets if sheet.paper == paper_id), None)

    def standings(self, today: date) -> tuple[PaperStanding, ...]:
        """How each needed paper stands, in the order of `needs`."""
        needs, held = self.needs, self._held()
        found = checklist.standings(needs, held, today)
        return tuple(
            PaperStanding(need, standing, self._sheet_for(need)) for need, standing in zip(needs, found, strict=True)
        )

    def blocking(self, today: date) -> tuple[PaperStanding, ...]:
        """The required papers that still block it."""
        return tuple(each for each in self.standings(today) if each.blocks)

    def beside(self) -> tuple[Sheet, ...]:
        """Papers that were handed over and that this set or star does not ask for: kept, and shown last."""
        asked = {kind for need in self.needs for kind in (need.paper.id, *need.paper.covered_by)}
        return tuple(sheet for sheet in self.sheets if sheet.paper not in asked)

    def of_use(self, kept: Iterable[Sheet]) -> tuple[Sheet, ...]:
        """Of papers from before those that it needs and does not have."""
        wanted = {need.paper.id for need in self.needs} - {sheet.paper for sheet in self.sheets}
        return tuple(sheet for sheet in kept if sheet.paper in wanted)

    def open_answers(self, paper_id: str) -> tuple[str, ...]:
        """The answers that a written paper still lacks; "scores" stands for the self-score."""
        wanted = {REGISTRATION: FOR_REGISTRATION, REPORT: FOR_REPORT, UPDATE: ("update",), CHANGE: ("change",)}
        lacking = tuple(name for name in wanted[paper_id] if not self.answers.get(name))
        return (*lacking, "scores") if paper_id == REPORT and self.scored.unanswered else lacking

    def _held(self) -> list[Held]:
        sent = [
            Held(sheet.paper, sheet.issued_on, sheet.expires_on, sheet.state == "returned")
            for sheet in self.sheets
            if sheet.pages or sheet.state != "draft"
        ]
        there = {held.id for held in sent}
        written = [Held(paper) for paper in FORMED if paper not in there and not self.open_answers(paper)]
        return [*sent, *written]

    def _sheet_for(self, need: Need) -> Sheet | None:
        kinds = (need.paper.id, *need.paper.covered_by)
        return next((sheet for kind in kinds if (sheet := self.sheet(kind))), None)


@lru_cache(maxsize=1024)
def _needed(edition_id: str, set_no: int, stars: int, producer: Producer) -> tuple[Need, ...]:
    """The same list for all who make the same thing in the same way; a screen asks for it several times."""
    return checklist.needed(edition(edition_id), set_no, stars, producer)


def paper_of(law: Edition, paper_id: str) -> Paper:
    """The paper with this id. Raises KeyError."""
    for paper in law.papers:
        if paper.id == paper_id:
            return paper
    raise KeyError(paper_id)


def _on(ladder: tuple[int, ...], points: int) -> bool:
    return points == 0 or points in ladder
