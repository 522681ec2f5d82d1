"""The set of a dossier: as it decides which papers are needed, it cannot be left to the officer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ocop_core import text as reading
from ocop_core.conversation.forms.field import Context, Meant, Reading, Stay, Take, yes_no
from ocop_core.conversation.forms.reading import folded
from ocop_core.conversation.forms.set_of import UNSURE, SetOf
from ocop_core.conversation.said import Choice, Say


@dataclass(frozen=True, slots=True, kw_only=True)
class SetIn(SetOf):
    """One of the 26 sets, and no other answer. Whoever does not know is shown the groups."""

    def _around(self, at: Context) -> tuple[Choice, ...]:
        key = f"{at.form}.{self.id}"
        also = tuple(self._choice(number, at.world) for number in at.aside.get("also", ()))
        return (*yes_no(at.world, "nav.right", f"{key}.change"), *also)

    def read(self, meant: Meant, at: Context) -> Reading:
        """As in `SetOf`; "không rõ" opens the groups with a word of help."""
        if meant.choice is None and self._unknown(reading.words(meant.text), at):
            return Stay({}, Say("dossier.set_unknown"))
        found = SetOf.read(self, meant, at)
        if isinstance(found, Take) and found.value is None:
            return Stay(self._groups(), Say(f"{at.form}.{self.id}.{UNSURE}"))
        return found

    def _unknown(self, said: str, at: Context) -> bool:
        """Whether a number is called that no set has: "bộ 77"."""
        leads = (folded(lead) for lead in at.world.listed(f"{at.form}.{self.id}.number_words"))
        numbers = (said.removeprefix(f"{lead} ") for lead in leads if said.startswith(f"{lead} "))
        return any(number.isdecimal() for number in numbers) and self._numbered(said, at) is None

    def _groups(self) -> Mapping[str, Any]:
        return {"browse": True}
