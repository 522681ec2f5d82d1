"""What the engine looks up about certificates and dated papers: those of the person who speaks, and no others."""

from dataclasses import dataclass
from datetime import date

from ocop_core.conversation.world import Need


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate that a product of the person has now. `answered` is what was said to its last reminder."""

    id: int
    name: str
    number: str
    stars: int
    ends_on: date
    answered: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper with a day of its own. `told_on` is when the next reminder speaks; None where none does any more.

    `name` is what the dossier calls it with which it came; "" where only its kind is known.
    """

    id: int
    kind: str
    given_on: date
    ends_on: date
    told_on: date | None
    has_photo: bool = False
    name: str = ""


CERTIFICATES: Need[tuple[Held, ...]] = Need("certificates")
PAPERS: Need[tuple[Kept, ...]] = Need("dated_papers")
