"""The set of 26 to which a product belongs: guessed, asked back, or found in two taps."""

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
    Stay,
    Take,
    paged,
    turned,
    yes_no,
)
from ocop_core.conversation.forms.name import guessed
from ocop_core.conversation.forms.reading import LONGEST_READ, folded
from ocop_core.conversation.said import Choice
from ocop_core.conversation.world import World

UNSURE = "unsure"
WORTH_OFFERING = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOf(Field):
    """One of the 26 sets, guessed from the words of `source`.

    Value: the set's number, or None where the person leaves it to the officer.
    """

    source: str = "name"

    def begin(self, at: Context) -> Mapping[str, Any]:
        """The likely sets of the product named."""
        return self._likely(str(at.answers.get(self.source, "")), at.world)

    def doubts(self, changed: str, at: Context) -> bool:
        """Whether the product, under its new name, looks like one of another set."""
        guess = self.begin(at).get("guess") if changed == self.source else None
        return guess is not None and guess != at.answers.get(self.id)

    def _likely(self, text: str, world: World) -> dict[str, Any]:
        likely = guessed(world.knowledge.sets.likely, text[:LONGEST_READ])
        also = [guess.no for guess in likely[1:] if guess.score >= WORTH_OFFERING]
        return {"guess": likely[0].no, "also": also} if likely else {}

    def ask(self, at: Context) -> Prompt:
        """The guess; else the groups; else the sets of a group."""
        world, key = at.world, f"{at.form}.{self.id}"
        if guess := at.aside.get("guess"):
            return Prompt(f"{key}.confirm", {"set": world.knowledge.sets.get(guess).plain}, self._around(at))
        group = at.aside.get("group")
        if group is None:
            groups = enumerate(world.knowledge.sets.menu)
            return Prompt(f"{key}.ask", choices=tuple(Choice(f"g{i}", g.label) for i, g in groups), plain=True)
        choices = tuple(self._choice(n, world) for n in world.knowledge.sets.menu[group].sets)
        return Prompt(f"{key}.which", choices=paged(choices, at.aside.get("page", 0), world))

    def _around(self, at: Context) -> tuple[Choice, ...]:
        """Yes, another one, left to the officer, or the second guess; the first three have the same number always."""
        key = f"{at.form}.{self.id}"
        also = tuple(self._choice(number, at.world) for number in at.aside.get("also", ()))
        return (
            *yes_no(at.world, "nav.right", f"{key}.change"),
            Choice(UNSURE, at.world.label(f"{key}.{UNSURE}")),
            *also,
        )

    def _choice(self, number: int, world: World) -> Choice:
        return Choice(f"s{number}", world.knowledge.sets.get(number).plain)

    def read(self, meant: Meant, at: Context) -> Reading:
        """A tap, "bộ 8", the label of any set, or the words of a product."""
        if meant.choice is not None:
            return self._tapped(meant.choice, at)
        said = reading.words(meant.text)
        if said in {folded(phrase) for phrase in at.world.listed(f"{at.form}.{self.id}.unsure_words")}:
            return Take(None)
        number = self._numbered(said, at)
        if number:
            return Stay({"guess": number})
        likely = self._likely(meant.text, at.world)
        return Stay(likely) if likely else Pass()

    def _numbered(self, said: str, at: Context) -> int | None:
        """The set called by its number or by its very label."""
        sets = at.world.knowledge.sets
        for lead in at.world.listed(f"{at.form}.{self.id}.number_words"):
            number = said.removeprefix(f"{folded(lead)} ")
            if number != said and number.isdecimal() and len(number) <= 2 and 1 <= int(number) <= len(sets.all):
                return int(number)
        return next((s.no for s in sets.all if said in (folded(s.plain), folded(s.name))), None)

    def _tapped(self, choice: str, at: Context) -> Reading:
        if choice == "yes":
            return Take(at.aside.get("guess"))
        if choice == "no":
            return Stay({"browse": True})
        if choice == UNSURE:
            return Take(None)
        if choice == "more":
            return Stay(turned(at))
        return Stay({"group": int(choice[1:])}) if choice.startswith("g") else Take(int(choice[1:]))

    def show(self, value: Any, world: World) -> str:
        """The set's official name."""
        return world.knowledge.sets.get(value).name

    def tell(self, value: Any, world: World) -> str:
        """The set as people call it."""
        return world.knowledge.sets.get(value).plain
