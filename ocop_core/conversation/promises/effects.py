"""What a turn about promises wants recorded."""

from dataclasses import dataclass
from datetime import date

from ocop_core.conversation.effects import Effect


@dataclass(frozen=True, slots=True)
class React(Effect):
    """An answer to a promise: filed, again, stopped (with a reason, perhaps in words), or officer."""

    kind: str
    subject: int
    act: str
    reason: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class KeepPaper(Effect):
    """A paper with its day, a new one or (`paper`) a known one that was made anew."""

    kind: str
    given_on: date
    paper: int = 0


@dataclass(frozen=True, slots=True)
class PicturePaper(Effect):
    """A photo of a paper that is known."""

    paper: int
    file: int


EFFECTS: tuple[type[Effect], ...] = (React, KeepPaper, PicturePaper)
