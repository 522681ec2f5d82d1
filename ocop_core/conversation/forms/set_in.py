"""The set of a dossier: as it decides which papers are needed, it cannot be left to the officer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ocop_core.conversation.forms.field import Context, Meant, Reading, Stay, Take, yes_no
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
        found = SetOf.read(self, meant, at)
        if isinstance(found, Take) and found.value is None:
            return Stay(self._groups(), Say(f"{at.form}.{self.id}.{UNSURE}"))
        return found

    def _groups(self) -> Mapping[str, Any]:
        return {"browse": True}
