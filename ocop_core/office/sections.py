"""What the heading of a section, or the title of a list, says of all rows below it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from ocop_core.office import cells
from ocop_core.office.days import NOTHING, Day, read_day
from ocop_core.office.units import Units
from ocop_core.text.fold import words

_NUMBER = re.compile(r"^\s*(?:[IVX]+|[A-Z]|\d{1,2})\s*[.)/:-]\s*")
_COUNT = re.compile(r"\s*[(:,-]\s*\d+\s*(?:sản phẩm|sp|chủ thể|giấy).*$|\s*\(.*\)\s*$", re.IGNORECASE)
_OFFICE = re.compile(r"^(?:ubnd|uy ban nhan dan)\b ?")
_PRODUCER = re.compile(
    r"(cong ty|cty|htx|hop tac xa|ho kinh doanh|hkd|co so|doanh nghiep|dntn|to hop tac|trang trai|lien hiep)\b.*"
)
_LAW = re.compile(r"q[dđ]-ttg", re.IGNORECASE)
_LONGEST_PLACE = 60


@dataclass(frozen=True, slots=True)
class Above:
    """What stands above a row: place, decision with its day, stars, producer. Empty where nothing was said."""

    commune: str = ""
    district: str = ""
    decision: str = ""
    issued: Day = NOTHING
    stars: int | None = None
    producer: str = ""

    def over(self, title: "Above", *, decision: bool, place: bool) -> "Above":
        """These facts, gaps filled from the title of the whole list where no column speaks of them."""
        found = replace(self, stars=self.stars)
        if decision and not self.decision:
            found = replace(found, decision=title.decision, issued=title.issued)
        if place and not (self.commune or self.district):
            found = replace(found, commune=title.commune, district=title.district)
        return found


class Sections:
    """Reads headings of sections; a later one replaces what an earlier one said of the same thing."""

    def __init__(self, units: Units) -> None:
        self._units = units
        self.of = lru_cache(maxsize=2000)(self._of)

    def _of(self, texts: Iterable[str]) -> Above:
        above = Above()
        for text in texts:
            above = self._and(above, text)
        return above

    def _and(self, above: Above, text: str) -> Above:
        bare = _COUNT.sub("", _NUMBER.sub("", text)).strip(" .:-")
        plain = _OFFICE.sub("", words(bare))
        name = bare[len(bare) - len(bare.lstrip()) :] if plain == words(bare) else plain
        found = cells.read_decision(text) if cells.is_quoted(text) else None
        if found and not found.several and not _LAW.search(text):
            day = read_day(text)
            above = replace(above, decision=text, issued=day if day.day else NOTHING)
        elif _PRODUCER.fullmatch(plain):
            above = replace(above, producer=bare)
        elif self._units.district(name):
            above = replace(above, district=name, commune="", producer="")
        elif len(plain) <= _LONGEST_PLACE and self._units.is_place(name):
            above = replace(above, commune=name, producer="")
        stars = cells.read_stars(text) if "sao" in plain or "★" in text else None
        return replace(above, stars=stars) if stars else above
