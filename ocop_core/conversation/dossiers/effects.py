"""What a turn about a dossier wants recorded; services carry it out and say so where it could not be."""

from dataclasses import dataclass
from datetime import date

from ocop_core.conversation.effects import Effect


@dataclass(frozen=True, slots=True)
class DossierAct(Effect):
    """Something done with the person's own dossier, named by its code."""

    code: str


@dataclass(frozen=True, slots=True)
class PutPages(DossierAct):
    """Files that are pages of a paper."""

    paper: str
    files: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NewVersion(DossierAct):
    """The pages that come now replace those of before, once they are finished."""

    paper: str


@dataclass(frozen=True, slots=True)
class FinishPaper(DossierAct):
    """All pages of a paper are there."""

    paper: str


@dataclass(frozen=True, slots=True)
class DatePaper(DossierAct):
    """The date that a paper bears."""

    paper: str
    issued_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class DropPage(DossierAct):
    """A page that the person does not want to keep, by its number, and the paper it is of."""

    page: int
    paper: str = ""


@dataclass(frozen=True, slots=True)
class GivePoints(DossierAct):
    """The points of one criterion; None takes them away."""

    criterion: str
    points: int | None


@dataclass(frozen=True, slots=True)
class MoveSet(DossierAct):
    """Another set."""

    set_no: int


@dataclass(frozen=True, slots=True)
class AimAt(DossierAct):
    """Another star."""

    stars: int


@dataclass(frozen=True, slots=True)
class ReusePapers(DossierAct):
    """Papers of an earlier dossier that still serve are taken over."""


@dataclass(frozen=True, slots=True)
class HandIn(DossierAct):
    """The dossier goes to the commune, for the first time or again."""


@dataclass(frozen=True, slots=True)
class TakeBack(DossierAct):
    """The producer takes the dossier back."""


DOSSIER_ACTS: tuple[type[DossierAct], ...] = (
    PutPages,
    NewVersion,
    FinishPaper,
    DatePaper,
    DropPage,
    GivePoints,
    MoveSet,
    AimAt,
    ReusePapers,
    HandIn,
    TakeBack,
)
