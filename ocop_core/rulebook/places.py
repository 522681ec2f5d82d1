"""The units of the province: the new ones by code, the old ones by what became of them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import cos, hypot, radians
from pathlib import Path

import msgspec

from ocop_core.errors import BadData
from ocop_core.rulebook.datafile import FOLDER, place, read_csv, read_toml
from ocop_core.rulebook.office_hours import OfficeHours, read_office_hours
from ocop_core.rulebook.place_finder import PlaceFinder
from ocop_core.rulebook.place_names import Also, FindRules, OldUnit, Unit
from ocop_core.rulebook.place_ranking import PlaceGuess

__all__ = ["Office", "OldUnit", "PlaceGuess", "Province", "Unit", "load_province", "read_province"]

KM_PER_DEGREE = 111.2
FARTHEST_KM = 60.0


@dataclass(frozen=True, slots=True)
class Office:
    """An office by its role; `certain` is False where no document was seen that names it."""

    role: str
    name: str
    certain: bool
    source: str


class _About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    name: str
    seat: str
    since: date
    source: str
    old_provinces: tuple[str, ...]


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rows: int
    source: str
    note: str
    units: int = 0


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    province: _About
    units: _Table
    old_units: _Table
    office: tuple[Office, ...]
    also: tuple[Also, ...]
    find: FindRules


@dataclass(frozen=True, slots=True)
class Province:
    """One province: its units, its offices and their hours, and a finder for names new and old.

    `key` names it in settings and folders ("an-giang")."""

    key: str
    code: str
    name: str
    seat: str
    since: date
    units: tuple[Unit, ...]
    offices: tuple[Office, ...]
    old_units: tuple[OldUnit, ...]
    hours: OfficeHours
    _by_code: Mapping[str, Unit]
    _finder: PlaceFinder

    def unit(self, code: str) -> Unit:
        """The unit with this five-digit code. KeyError if there is none."""
        return self._by_code[code]

    def office(self, role: str) -> Office:
        """The office that decides, stands, reports or advises. KeyError for any other role."""
        for office in self.offices:
            if office.role == role:
                return office
        raise KeyError(role)

    def find(self, text: str) -> tuple[PlaceGuess, ...]:
        """The units that a text may name, best first; empty when it names none."""
        return self._finder.find(text)

    def districts(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Old province → old district → codes of the units made from it, to choose a place by taps."""
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for old in self.old_units:
            codes = found.setdefault(old.province, {}).get(old.district, ())
            found[old.province][old.district] = tuple(sorted({*codes, old.new_code}))
        return found

    def near(self, lat: float, lon: float, limit: int = 3) -> tuple[Unit, ...]:
        """The units whose middle lies nearest, in degrees; only a hint. Empty far outside the province."""
        away = [(_km(unit, lat, lon), unit.code) for unit in self.units]
        return tuple(self.unit(code) for km, code in sorted(away)[:limit] if km <= FARTHEST_KM)


def _km(unit: Unit, lat: float, lon: float) -> float:
    return KM_PER_DEGREE * hypot(unit.lat - lat, (unit.lon - lon) * cos(radians(lat)))


@cache
def load_province(name: str = "an-giang") -> Province:
    """The province of that name, read once. BadData if there is none or its files are wrong."""
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", name):
        raise BadData(f"provinces/{name}", "a province is named in lower-case letters and dashes")
    return read_province(FOLDER / "provinces" / name.replace("-", "_"))


def read_province(folder: Path) -> Province:
    """The province in `folder`: province.toml, units.csv, old_units.csv, office_hours.toml.

    BadData names file and entry.
    """
    file = read_toml(folder / "province.toml", _File)
    units = tuple(read_csv(folder / "units.csv", Unit))
    old_units = tuple(read_csv(folder / "old_units.csv", OldUnit))
    by_code = {unit.code: unit for unit in units}
    _check_rows(folder / "units.csv", file.units.rows, len(units), len(by_code))
    _check_rows(folder / "old_units.csv", file.old_units.rows, len(old_units), len(set(old_units)))
    for unit in units:
        if unit.name != f"{unit.kind.capitalize()} {unit.short}":
            raise BadData(place(folder / "units.csv", unit.name), "name must be kind and short name")
    for old in old_units:
        _check_code(folder / "old_units.csv", old.label, old.new_code, by_code)
        if old.province not in file.province.old_provinces:
            raise BadData(place(folder / "old_units.csv", old.label), f"unknown old province {old.province!r}")
    for also in file.also:
        _check_code(folder / "province.toml", also.name, also.code, by_code)
    finder = PlaceFinder(units, old_units, file.also, file.find)
    about, hours = file.province, read_office_hours(folder / "office_hours.toml")
    return Province(
        folder.name.replace("_", "-"),
        about.code,
        about.name,
        about.seat,
        about.since,
        units,
        file.office,
        old_units,
        hours,
        by_code,
        finder,
    )


def _check_rows(path: Path, expected: int, rows: int, different: int) -> None:
    if not expected == rows == different:
        raise BadData(place(path), f"{rows} rows, {different} of them different, but {expected} are promised")


def _check_code(path: Path, entry: str, code: str, known: Iterable[str]) -> None:
    if code not in known:
        raise BadData(place(path, entry), f"there is no unit {code}")
