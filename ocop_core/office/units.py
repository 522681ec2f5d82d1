"""Finds today's commune from what a row says of its place: commune, district, address, section heading, old or new."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ocop_core.rulebook.place_names import split_kind
from ocop_core.rulebook.places import Province
from ocop_core.text.fold import words

_CODE = re.compile(r"\d{5}")
_DISTRICT = re.compile(r"^(?:huyen|h|thi xa|tx|thanh pho|tp)\b ?")
_UNIT = re.compile(r"^(?:xa|x|phuong|p|thi tran|tt|dac khu|dk)\b ?")
_PARTS = re.compile(r"[,;\n]| [-\u2013] ")
_MANY = 12


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row belongs: one unit, or several that it could be, or none that is known. `told`: it said something."""

    code: str | None = None
    either: tuple[str, ...] = ()
    told: bool = False


class Units:
    """All units of a province, by their names of today and of before; remembers what it has been asked."""

    def __init__(self, province: Province) -> None:
        self._province = province
        self._codes = frozenset(unit.code for unit in province.units)
        self._districts: dict[str, set[str]] = {}
        self._inside: dict[tuple[str, str], set[str]] = {}
        for old in province.old_units:
            district, name = _bare(old.district), _bare(old.name)
            self._districts.setdefault(district, set()).add(old.new_code)
            self._inside.setdefault((district, name), set()).add(old.new_code)
        for district, codes in self._districts.items():
            for code in codes:
                name = words(province.unit(code).short)
                # A new unit that took the name of an old one means itself, whatever went elsewhere.
                self._inside.setdefault((district, name), {code})
        self.place = lru_cache(maxsize=20_000)(self._place)

    def district(self, text: str) -> str | None:
        """The bare name of the district a text names, if it names one and nothing else."""
        name = _DISTRICT.sub("", words(text))
        return name if name in self._districts else None

    def name(self, code: str) -> str:
        """The name of a unit, with its kind."""
        return self._province.unit(code).name

    def is_place(self, text: str) -> bool:
        """Whether a text is the name of a place and little else, as a section heading is."""
        plain = words(text)
        named = _DISTRICT.match(plain) or _UNIT.match(plain)
        return bool(named) and len(plain.split()) <= 9 and bool(self._province.find(text))

    def _place(self, commune: str, district: str, address: str) -> Place:
        """The unit that a commune's name, a district's name and an address agree on. Any of them may be empty."""
        told = bool(commune or district or address)
        if _CODE.fullmatch(commune) and commune in self._codes:
            return Place(commune, told=True)
        known = self.district(district)
        if exact := self._named(commune, known) if commune and known else self._in_parts(address, known):
            return self._one_of(exact, address)
        found = self._within(self._commune(commune) if commune else [], known)
        if len(found) != 1 and (address or district):
            wider = self._within(self._find(", ".join(filter(None, (commune, address, district)))), known)
            found = [code for code in found if code in wider] or found or wider
        if len(found) == 1 and not self._slip(commune or address):
            return Place(found[0], told=True)
        return Place(None, tuple(found[:_MANY]), told)

    def _slip(self, text: str) -> bool:
        """Whether a name was understood only by forgiving a letter, or is that of a hamlet: likely, but not certain."""
        guesses = self._province.find(text)
        return len(guesses) == 1 and not guesses[0].exact

    def _named(self, commune: str, district: str) -> set[str]:
        return self._inside.get((district, _bare(commune)), set())

    def _in_parts(self, address: str, known: str | None) -> set[str]:
        """An address ends "…, commune, district": the two together can mean one place only."""
        parts = [part for part in _PARTS.split(address) if part.strip()]
        for index in range(1, len(parts)):
            district = self.district(parts[index])
            if district and (found := self._named(parts[index - 1], district)):
                return found
        return self._named(parts[-1], known) if parts and known else set()

    def _commune(self, name: str) -> list[str]:
        """In a column of communes a name that is also a district's means the commune."""
        guesses = self._province.find(name)
        narrow = [guess for guess in guesses if not guess.district_only] or guesses
        return list(dict.fromkeys(guess.code for guess in narrow))

    def _one_of(self, codes: Iterable[str], address: str) -> Place:
        ordered = tuple(sorted(codes))
        if len(ordered) > 1 and address:
            named = [code for code in self._find(address) if code in ordered]
            ordered = tuple(named) if len(named) == 1 else ordered
        return Place(ordered[0], told=True) if len(ordered) == 1 else Place(None, ordered[:_MANY], told=True)

    def _find(self, text: str) -> list[str]:
        return list(dict.fromkeys(guess.code for guess in self._province.find(text))) if text else []

    def _within(self, codes: list[str], district: str | None) -> list[str]:
        inside = [code for code in codes if code in self._districts.get(district or "", codes)]
        return inside or codes


def _bare(name: str) -> str:
    plain = words(split_kind(name.strip())[1])
    return _UNIT.sub("", _DISTRICT.sub("", plain)) or plain
