"""What a turn wants recorded or looked up; services carry it out and may answer with more to say."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class GiveConsent:
    """The person agrees to the storing of what they say, for the purpose that was told."""


@dataclass(frozen=True, slots=True)
class Submit:
    """A finished form is handed in. `code` is the receipt code to use for something new."""

    form: str
    answers: dict[str, Any]
    code: str


@dataclass(frozen=True, slots=True)
class LookUp:
    """Somebody asks where a receipt code stands."""

    code: str


@dataclass(frozen=True, slots=True)
class ListMine:
    """The person asks for everything they have handed in."""


@dataclass(frozen=True, slots=True)
class ShowData:
    """The person asks what is stored about them."""


@dataclass(frozen=True, slots=True)
class EraseData:
    """The person has confirmed that everything about them goes."""


@dataclass(frozen=True, slots=True)
class KeepPhotos:
    """Photos that came outside a form, for the latest idea if there is one."""

    files: tuple[int, ...]


Effect = GiveConsent | Submit | LookUp | ListMine | ShowData | EraseData | KeepPhotos
EFFECTS = (GiveConsent, Submit, LookUp, ListMine, ShowData, EraseData, KeepPhotos)
