"""A Vietnamese telephone number: typed, shared, or known already."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ocop_core import text as reading
from ocop_core.conversation.forms.field import Context, Field, Meant, Pass, Prompt, Reading, Retry, Stay, Take, yes_no
from ocop_core.conversation.said import Choice
from ocop_core.conversation.world import World

MOST_NUMBERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone(Field):
    """A number in national form. The messenger's own number counts as given, a card of somebody is asked back."""

    @property
    def hears(self) -> str:
        """A shared contact."""
        return "contact"

    def volunteered(self, text: str, at: Context) -> bool:
        """A number and nothing else."""
        return reading.parse_phone(text) is not None

    def begin(self, at: Context) -> Mapping[str, Any]:
        """A number that is known already is offered."""
        return {"numbers": [at.world.phone]} if at.world.phone else {}

    def ask(self, at: Context) -> Prompt:
        """The open question; one number to confirm; or the numbers to choose from."""
        key, numbers = f"{at.form}.{self.id}", at.aside.get("numbers", ())
        if not numbers:
            return Prompt(f"{key}.ask", want="phone", plain=True)
        if len(numbers) == 1:
            shown = {"guess": reading.show_phone(numbers[0])}
            return Prompt(f"{key}.confirm", shown, yes_no(at.world, "nav.right", f"{key}.change"))
        choices = tuple(Choice(f"n{number}", reading.show_phone(number)) for number in numbers)
        return Prompt(f"{key}.several", choices=(*choices, Choice("no", at.world.label(f"{key}.change"))))

    def read(self, meant: Meant, at: Context) -> Reading:
        """The one number in it. Of several one is chosen; a number of nine digits is told so."""
        if meant.choice is not None:
            return self._tapped(meant.choice, at)
        if meant.inbound.phone and (shared := reading.parse_phone(meant.inbound.phone)):
            return Take(shared)
        found = reading.phones(meant.text)[:MOST_NUMBERS]
        if len(found) == 1 and meant.inbound.kind != "contact":
            return Take(found[0])
        if found:
            return Stay({"numbers": list(found)})
        digits = reading.phone_digits(meant.text)
        return Retry(f"{at.form}.{self.id}.digits", {"count": digits}) if digits > 1 else Pass()

    def _tapped(self, choice: str, at: Context) -> Reading:
        numbers = at.aside.get("numbers", ())
        if choice == "yes" and numbers:
            return Take(numbers[0])
        return Take(choice[1:]) if choice.startswith("n") and choice[1:] in numbers else Stay({})

    def show(self, value: Any, world: World) -> str:
        """Grouped as people write it."""
        return reading.show_phone(str(value))
