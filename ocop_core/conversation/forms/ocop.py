"""Fields of OCOP: the set of 26, the place, a year."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ocop_core import text as reading
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
    yes_no,
)
from ocop_core.conversation.said import Choice, Say
from ocop_core.conversation.world import World
from ocop_core.rulebook.places import PlaceGuess

UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOf(Field):
    """One of the 26 sets: guessed from the words of `source`, asked back, or chosen in two taps.

    Value: the set's number, or None where the person leaves it to the officer.
    """

    source: str = "name"

    def ask(self, at: Context) -> Prompt:
        """The guess; else the groups; else the sets of a group."""
        world, key = at.world, f"{at.form}.{self.id}"
        if number := self._guess(at):
            name = world.knowledge.sets.get(number).name
            unsure = Choice(UNSURE, world.label(f"{key}.unsure"))
            choices = (*yes_no(world, "nav.right", f"{key}.change"), unsure)
            return Prompt(f"{key}.confirm", {"set": name}, choices)
        group = at.aside.get("group")
        if group is None:
            groups = enumerate(world.knowledge.sets.menu)
            return Prompt(f"{key}.ask", {}, tuple(Choice(f"g{i}", g.label) for i, g in groups))
        sets = [world.knowledge.sets.get(n) for n in world.knowledge.sets.menu[group].sets]
        choices = tuple(Choice(f"s{s.no}", s.plain) for s in sets)
        return Prompt(f"{key}.which", {}, paged(choices, at.aside.get("page", 0), world))

    def _guess(self, at: Context) -> int | None:
        if "guess" in at.aside or "group" in at.aside or "browse" in at.aside:
            return at.aside.get("guess")
        likely = at.world.knowledge.sets.likely(str(at.answers.get(self.source, "")), limit=1)
        return likely[0].no if likely else None

    def read(self, meant: Meant, at: Context) -> Reading:
        """A tap, "bộ 8", or the words of a product."""
        if meant.choice is not None:
            return self._tapped(meant.choice, at)
        sets = at.world.knowledge.sets
        folded = reading.words(meant.text)
        unsure = at.world.label(f"{at.form}.{self.id}.unsure_words").split(",")
        if folded in {reading.words(phrase) for phrase in unsure}:
            return Take(None)
        number = folded.removeprefix("bo ").removeprefix("nhom ")
        if number != folded and number.isdecimal() and 1 <= int(number) <= len(sets.all):
            return Stay({"guess": int(number)})
        likely = sets.likely(meant.text, limit=1)
        return Stay({"guess": likely[0].no}) if likely else Pass()

    def _tapped(self, choice: str, at: Context) -> Reading:
        if choice == "yes":
            return Take(self._guess(at))
        if choice == "no":
            return Stay({"browse": True})
        if choice == UNSURE:
            return Take(None)
        if choice == "more":
            return Stay({**at.aside, "page": at.aside.get("page", 0) + 1})
        if choice.startswith("g"):
            return Stay({"group": int(choice[1:])})
        return Take(int(choice[1:]))

    def show(self, value: Any, world: World) -> str:
        """The set's official name."""
        return world.knowledge.sets.get(value).name


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Field):
    """A commune of today, found from old or new names and asked back. Value: its 5-digit code."""

    def ask(self, at: Context) -> Prompt:
        """The open question; one reading to confirm; or the readings to choose from."""
        world, key = at.world, f"{at.form}.{self.id}"
        codes = self._codes(at)
        if not codes:
            return Prompt(f"{key}.ask", want="location")
        if len(codes) == 1:
            choices = yes_no(world, "nav.right", f"{key}.change")
            old = at.aside.get("old")
            params = {"unit": world.knowledge.province.unit(codes[0]).name, "old": old or ""}
            return Prompt(f"{key}.confirm_old" if old else f"{key}.confirm", params, choices)
        choices = tuple(self._choice(c, at) for c in codes)
        other = Choice("no", world.label(f"{key}.change"))
        return Prompt(f"{key}.which", {}, paged((*choices, other), at.aside.get("page", 0), world))

    def _codes(self, at: Context) -> list[str]:
        if "codes" in at.aside or "other" in at.aside:
            return list(at.aside.get("codes", ()))
        known = at.world.known.get("unit")
        return [known] if known else []

    def _choice(self, code: str, at: Context) -> Choice:
        unit = at.world.knowledge.province.unit(code)
        old = at.aside.get("olds", {}).get(code)
        return Choice(f"u{code}", f"{unit.name} (cũ: {old})" if old else unit.name)

    def read(self, meant: Meant, at: Context) -> Reading:
        """A tap, a name old or new, or a location."""
        if meant.choice == "yes":
            return Take(self._codes(at)[0])
        if meant.choice == "no":
            return Stay({"other": True})
        if meant.choice == "more":
            return Stay({**at.aside, "page": at.aside.get("page", 0) + 1})
        if meant.choice and meant.choice.startswith("u"):
            return Take(meant.choice[1:])
        province = at.world.knowledge.province
        if meant.inbound.place:
            near = tuple(u.code for u in province.near(*meant.inbound.place))
            return Stay({"codes": list(near)}) if near else Retry(f"{at.form}.{self.id}.far")
        return self._named(province.find(meant.text), at)

    def _named(self, found: tuple[PlaceGuess, ...], at: Context) -> Reading:
        if not found:
            return Pass()
        unique = {g.code: g for g in reversed(found)}
        codes = list(dict.fromkeys(g.code for g in found))
        olds = {c: unique[c].old for c in codes if unique[c].old}
        if len(codes) == 1:
            return Stay({"codes": codes, "old": olds.get(codes[0])})
        return Stay({"codes": codes[:24], "olds": olds}, Say(f"{at.form}.{self.id}.several"))

    def show(self, value: Any, world: World) -> str:
        """The unit's name."""
        return world.knowledge.province.unit(value).name


@dataclass(frozen=True, slots=True, kw_only=True)
class Year(Field):
    """A year between 1900 and today's."""

    def read(self, meant: Meant, at: Context) -> Reading:
        """Four digits, or "3 năm" counted back from today."""
        numbers = [int(w) for w in reading.words(meant.text).split() if w.isdecimal()]
        today = at.world.today.year
        if len(numbers) == 1 and numbers[0] < 100 and " nam" in f" {reading.words(meant.text)}":
            numbers = [today - numbers[0]]
        if len(numbers) != 1:
            return Pass()
        if not 1900 <= numbers[0] <= today:
            return self.retry(at, today=today)
        return Take(numbers[0])


def registered(answers: Mapping[str, Any]) -> bool:
    """Whether the producer has a business registration (chủ thể theo QĐ 26/2026/QĐ-TTg, Điều 2.3)."""
    return answers.get("producer_kind") not in (None, "person")


def selling(answers: Mapping[str, Any]) -> bool:
    """Whether the product is already on sale."""
    return answers.get("novelty") == "existing"
