"""The legal decisions by their dates: bands, validity, deadlines, who decides; the newest with all criteria."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from ocop_core.errors import BadData
from ocop_core.rulebook.criteria import Criteria
from ocop_core.rulebook.criteria_file import read_criteria
from ocop_core.rulebook.datafile import FOLDER, place, read_toml, set_numbers
from ocop_core.rulebook.law import Authority, Band, Law
from ocop_core.rulebook.papers import Paper, read_papers

TOP = 100


@dataclass(frozen=True, slots=True)
class Edition:
    """One decision: its rules (`law`), the criteria of its sets, and the papers; the last two may be empty."""

    law: Law
    criteria: Mapping[int, Criteria]
    papers: tuple[Paper, ...]

    @property
    def id(self) -> str:
        """Its short name, kept with each dossier: "QD26"."""
        return self.law.id

    def star_of(self, points: Decimal | float) -> int:
        """The star, 1 to 5, of a total or of a council's average, without minimums (QĐ 26/2026, Điều 3.3).

        A float counts as it is written: 69.9 is 3 stars. ValueError outside 0 to 100.
        """
        exact = Decimal(str(points))
        if not 0 <= exact <= TOP:
            raise ValueError(f"{points} is not between 0 and {TOP}")
        return next(band.star for band in self.law.bands if exact >= band.at_least)

    def band(self, star: int) -> Band:
        """The band of a star. KeyError for any other number than 1 to 5."""
        for band in self.law.bands:
            if band.star == star:
                return band
        raise KeyError(star)

    def authority(self, matter: str, star: int, on: date) -> Authority | None:
        """Who does `matter` (complete, score, recognise, revoke) for that star on that day; None: nobody."""
        for authority in self.law.authorities:
            if authority.matter == matter and star in authority.stars and authority.acts_on(on):
                return authority
        return None

    def rejections(self, set_no: int) -> tuple[str, ...]:
        """For what a dossier of that set is thrown out at once (QĐ 26/2026, Phụ lục II)."""
        return tuple(each.reason for each in self.law.rejections if set_no in set_numbers(each.sets))


@cache
def load_editions() -> tuple[Edition, ...]:
    """All editions, newest first, read once. BadData names the wrong file and entry."""
    folders = [path.parent for path in FOLDER.glob("*/edition.toml")]
    editions = sorted((read_edition(folder) for folder in folders), key=lambda each: each.law.effective)
    return tuple(reversed(editions))


def edition_at(day: date) -> Edition | None:
    """The edition under which a dossier is begun on that day; None before the oldest one kept here.

    Where an old one still serves dossiers under way, the new one counts (QĐ 26/2026, Điều 12).
    """
    for edition in load_editions():
        if edition.law.effective <= day and (edition.law.until is None or day <= edition.law.until):
            return edition
    return None


def edition(id: str) -> Edition:
    """The edition of that id, as a dossier or a certificate keeps it. KeyError if there is none."""
    for each in load_editions():
        if each.id == id:
            return each
    raise KeyError(id)


def read_edition(folder: Path) -> Edition:
    """The edition in `folder`: edition.toml, and if there are any criteria/, criteria_words.toml, papers.toml."""
    path = folder / "edition.toml"
    law = read_toml(path, Law)
    _check(path, law)
    criteria = read_criteria(folder, {part.code: part.max for part in law.parts})
    papers = read_papers(folder / "papers.toml", criteria) if criteria else ()
    return Edition(law, criteria, papers)


def _check(path: Path, law: Law) -> None:
    if sum(part.max for part in law.parts) != TOP:
        raise BadData(place(path, "part"), f"the parts must sum to {TOP}")
    if [band.star for band in law.bands] != [5, 4, 3, 2, 1]:
        raise BadData(place(path, "band"), "there must be one band for each star, 5 first")
    limits = [band.at_least for band in law.bands]
    if limits != sorted(set(limits), reverse=True) or limits[-1] != 0 or limits[0] > TOP:
        raise BadData(place(path, "band"), f"at_least {limits} must fall from star to star, down to 0")
    if law.until is not None and law.until < law.effective:
        raise BadData(place(path, "until"), "lies before effective")
    if law.renewal and not 0 < law.renewal.closes_days < law.renewal.opens_days:
        raise BadData(place(path, "renewal"), "closes_days must be less than opens_days")
    _check_readable(path, law)


def _check_readable(path: Path, law: Law) -> None:
    try:
        for each in law.rejections:
            set_numbers(each.sets)
        for turn in law.rounds:
            turn.proposed_before.of(law.effective.year), turn.decided_before.of(law.effective.year)
    except ValueError as error:
        raise BadData(place(path), str(error)) from error
