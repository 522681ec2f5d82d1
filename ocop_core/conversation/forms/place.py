"""A commune of today: from names new or old, from a location, or found in a list by taps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ocop_core.conversation.forms.field import (
    Context,
    Field,
    Meant,
    Pass,
    Prompt,
    Reading,
    Retry,
    Stay,
    Take,
    paged,
    turned,
    yes_no,
)
from ocop_core.conversation.said import Choice, Say
from ocop_core.conversation.world import World
from ocop_core.rulebook.place_names import split_kind
from ocop_core.rulebook.places import PlaceGuess, Unit

MOST_UNITS = 30
LIST = "list"


def in_sentence(unit: Unit) -> str:
    """A unit's name inside a sentence: "xã Núi Cấm"."""
    return f"{unit.kind} {unit.short}"


def short_label(old: str) -> str:
    """An old unit without its kinds: "Xã An Hảo (Thị xã Tịnh Biên)" as "An Hảo (Tịnh Biên)"."""
    name, bracket, district = old.removesuffix(")").partition(" (")
    plain = split_kind(name)[1]
    return f"{plain} ({split_kind(district)[1]})" if bracket else plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Field):
    """A commune-level unit, always asked back. Value: its 5-digit code."""

    @property
    def hears(self) -> str:
        """A shared location."""
        return "location"

    def begin(self, at: Context) -> Mapping[str, Any]:
        """The unit that is known already."""
        known = at.world.known.get("unit")
        return {"codes": [known]} if known else {}

    def ask(self, at: Context) -> Prompt:
        """The open question; one reading to confirm; the readings, or the lists, to choose from."""
        key, codes = f"{at.form}.{self.id}", at.aside.get("codes", ())
        if len(codes) == 1:
            return self._confirm(codes[0], at)
        if codes:
            units = tuple(self._unit(code, at) for code in codes)
            return self._page(f"{key}.which", units, at)
        if LIST in at.aside:
            return self._listed(at)
        return Prompt(f"{key}.ask", {}, (Choice(LIST, at.world.label(f"{key}.list")),), "location", plain=True)

    def _page(self, key: str, choices: tuple[Choice, ...], at: Context) -> Prompt:
        other = Choice("no", at.world.label(f"{at.form}.{self.id}.change"))
        return Prompt(key, choices=paged(choices, at.aside.get("page", 0), at.world, (other,)))

    def _confirm(self, code: str, at: Context) -> Prompt:
        key, old = f"{at.form}.{self.id}", at.aside.get("olds", {}).get(code)
        params = {"unit": in_sentence(at.world.knowledge.province.unit(code)), "old": old or ""}
        choices = yes_no(at.world, "nav.right", f"{key}.change")
        return Prompt(f"{key}.confirm_old" if old else f"{key}.confirm", params, choices)

    def _unit(self, code: str, at: Context) -> Choice:
        name, old = at.world.knowledge.province.unit(code).name, at.aside.get("olds", {}).get(code)
        was = f"{at.form}.{self.id}.was"
        return Choice(f"u{code}", at.world.label(was, unit=name, old=old) if old else name)

    def _listed(self, at: Context) -> Prompt:
        """First the old province, then the old district, whose units then stand as readings."""
        key, path = f"{at.form}.{self.id}", at.aside[LIST]
        names = list(_level(path, at.world))
        return self._page(f"{key}.list_{len(path)}", tuple(Choice(f"l{i}", n) for i, n in enumerate(names)), at)

    def read(self, meant: Meant, at: Context) -> Reading:
        """A tap, a name old or new, or a location."""
        if meant.choice is not None:
            return self._tapped(meant.choice, at)
        province = at.world.knowledge.province
        if meant.inbound.place:
            near = province.near(*meant.inbound.place)
            return Stay({"codes": [unit.code for unit in near]}) if near else Retry(f"{at.form}.{self.id}.far")
        found = province.find(meant.text)
        before = at.aside.get("text")
        if before and len(found) > 1 and (both := province.find(f"{before}, {meant.text}")):
            found = both
        return self._found(found, meant.text, at)

    def _found(self, found: Sequence[PlaceGuess], text: str, at: Context) -> Reading:
        if not found:
            return Pass()
        codes = list(dict.fromkeys(guess.code for guess in found))[:MOST_UNITS]
        olds: dict[str, str] = {}
        for guess in found:
            if guess.old:
                olds.setdefault(guess.code, short_label(guess.old))
        aside = {"codes": codes, "olds": {c: olds[c] for c in codes if c in olds}, "text": text[:80]}
        return Stay(aside, Say(f"{at.form}.{self.id}.several") if len(codes) > 1 else None)

    def _tapped(self, choice: str, at: Context) -> Reading:
        if choice == "yes":
            return Take(at.aside["codes"][0])
        if choice == "more":
            return Stay(turned(at))
        if choice == LIST:
            return Stay({LIST: []})
        if choice.startswith("l"):
            return self._opened([*at.aside.get(LIST, []), int(choice[1:])], at)
        return Take(choice[1:]) if choice.startswith("u") else Stay({})

    def _opened(self, path: list[int], at: Context) -> Reading:
        if len(path) == 1:
            return Stay({LIST: path})
        districts = _level(path[:1], at.world)
        return Stay({"codes": list(list(districts.values())[path[1]])})

    def show(self, value: Any, world: World) -> str:
        """The unit's name."""
        return world.knowledge.province.unit(value).name


def _level(path: Sequence[int], world: World) -> Mapping[str, Sequence[str]]:
    """What can be chosen next: the old provinces, or the old districts of one with the codes in each."""
    provinces = world.knowledge.province.districts()
    if not path:
        return {name: () for name in provinces}
    districts = provinces[list(provinces)[path[0]]]
    return {name: districts[name] for name in sorted(districts, key=lambda each: split_kind(each)[1])}
