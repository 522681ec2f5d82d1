"""What the tables of places hold, and every name by which a place can be called."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

Rank = Literal["new", "old", "also", "district", "province", "echo"]

DISTRICT_KINDS = ("huyện", "thị xã", "thành phố")
_KINDS = (*DISTRICT_KINDS, "xã", "phường", "thị trấn", "đặc khu")


@dataclass(frozen=True, slots=True)
class Unit:
    """A commune-level unit of today: five-digit code, "Xã Núi Cấm", "xã", "Núi Cấm", and its middle."""

    code: str
    name: str
    kind: str
    short: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class OldUnit:
    """A commune-level unit until 30/6/2025 and a unit that it went to; `part` is set if only a part did."""

    province: str
    district: str
    name: str
    code: str
    part: str
    new_code: str

    @property
    def label(self) -> str:
        """Its full name: "Xã An Hảo (Thị xã Tịnh Biên)"."""
        return f"{self.name} ({self.district})"


class Also(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name in use that stands in no table, the unit it means and what it stands for."""

    name: str
    code: str
    stands_for: str


class FindRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names that are everyday words too, and everyday phrases that sound like names."""

    shy: tuple[str, ...]
    always_shy: tuple[str, ...]
    not_places: tuple[str, ...]
    no_slips: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of a name: what it is called in full, its kind, and the codes of today's units."""

    rank: Rank
    name: str
    label: str
    kind: str
    codes: tuple[str, ...]


def split_kind(full: str) -> tuple[str, str]:
    """Kind and bare name: "Thị xã Tịnh Biên" gives ("thị xã", "Tịnh Biên"); an unknown kind is ""."""
    for kind in _KINDS:
        if full.lower().startswith(kind + " "):
            return kind, full[len(kind) + 1 :]
    return "", full


def readings(
    units: Sequence[Unit], old_units: Sequence[OldUnit], also: Sequence[Also], rules: FindRules
) -> Iterator[Reading]:
    """Every name with its meaning; the same name comes once for each meaning."""
    for unit in units:
        yield Reading("new", unit.short, unit.name, unit.kind, (unit.code,))
    for each in also:
        yield Reading("also", each.name, f"{each.name}: {each.stands_for}", "", (each.code,))
    yield from _old(old_units)
    yield from _districts(old_units)
    for phrase in rules.not_places:
        yield Reading("echo", phrase, phrase, "", ())


def _old(old_units: Sequence[OldUnit]) -> Iterator[Reading]:
    targets: dict[tuple[str, str], list[OldUnit]] = {}
    for old in old_units:
        targets.setdefault((old.province, old.label), []).append(old)
    for (_, label), rows in targets.items():
        kind, name = split_kind(rows[0].name)
        yield Reading("old", name, label, kind, tuple(row.new_code for row in rows))


def _districts(old_units: Sequence[OldUnit]) -> Iterator[Reading]:
    """Old districts and old provinces with the units made from them."""
    districts: dict[tuple[str, str], dict[str, None]] = {}
    provinces: dict[str, dict[str, None]] = {}
    for old in old_units:
        districts.setdefault((old.province, old.district), {})[old.new_code] = None
        provinces.setdefault(old.province, {})[old.new_code] = None
    for (province, district), codes in districts.items():
        kind, name = split_kind(district)
        yield Reading("district", name, f"{district} ({province})", kind, tuple(sorted(codes)))
    for province, codes in provinces.items():
        yield Reading("province", province, province, "tỉnh", tuple(codes))
