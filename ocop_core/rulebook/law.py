"""What a decision says besides its criteria: the form of edition.toml."""

from datetime import date
from typing import Literal

import msgspec
from msgspec import field

Matter = Literal["complete", "score", "recognise", "revoke"]
RoundLevel = Literal["province", "ministry"]


class PartRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Part A, B or C, and its points in every set."""

    code: str
    name: str
    max: int


class Band(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A star begins `at_least` so many points; `certificate` where one is granted."""

    star: int
    at_least: int
    level: str
    certificate: bool
    source: str


class Certificate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many months a certificate lasts from the day of issue."""

    months: int
    source: str
    note: str


class Renewal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The window for handing in again, in days before the end of the certificate; both edges are inside."""

    opens_days: int
    closes_days: int
    evaluation_days: int
    source: str
    note: str


class Commune(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many working days the commune has, and what it judges (Mẫu số 03)."""

    working_days: int
    topics: tuple[str, ...]
    source: str
    note: str


class Samples(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many samples go with a dossier, and which sets send none."""

    count: int
    except_sets: tuple[int, ...]
    source: str


class DayOfYear(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A day and month that come back every year."""

    day: int
    month: int

    def of(self, year: int) -> date:
        """That day in `year`."""
        return date(year, self.month, self.day)


class Round(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A yearly round: proposed before one day, decided before another; neither day is inside."""

    level: RoundLevel
    no: int
    proposed_before: DayOfYear
    decided_before: DayOfYear
    source: str


class Authority(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who does what for which stars, perhaps only for a time."""

    matter: Matter
    stars: tuple[int, ...]
    who: str
    plain: str
    source: str
    since: date | None = None
    until: date | None = None

    def acts_on(self, day: date) -> bool:
        """Whether it has this power on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Revocation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a certificate is withdrawn, and within how many days."""

    days: int
    grounds: tuple[str, ...]
    source: str
    note: str


class Rejection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For what a dossier of these sets ("1-17, 21") is thrown out without scoring."""

    sets: str
    reason: str
    source: str
    certain: bool = True


class Transition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How old and new rules meet; not `certain` ones are shown only as "tham khảo"."""

    text: str
    source: str
    certain: bool


class Law(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole edition.toml. `until` is the last day in force; None while it still is."""

    id: str
    number: str
    title: str
    issued: date
    effective: date
    source: str
    checked: date
    note: str
    certificate: Certificate
    parts: tuple[PartRule, ...] = field(name="part")
    bands: tuple[Band, ...] = field(name="band")
    authorities: tuple[Authority, ...] = field(name="authority")
    until: date | None = None
    renewal: Renewal | None = None
    commune: Commune | None = None
    samples: Samples | None = None
    revocation: Revocation | None = None
    rounds: tuple[Round, ...] = field(name="round", default=())
    rejections: tuple[Rejection, ...] = field(name="rejection", default=())
    transitions: tuple[Transition, ...] = field(name="transition", default=())
