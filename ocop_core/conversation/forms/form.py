"""A form: a name and its fields in order. Words for it lie in messages/<language>/<form>.toml."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from ocop_core.conversation.forms.field import Field


@dataclass(frozen=True, slots=True)
class Form:
    """Declared questions. `files` names the answer that collects photos sent at any time.

    `forks` are the answers on which it depends what else is asked, each with one value for every way on.
    """

    name: str
    fields: tuple[Field, ...]
    files: str | None = None
    forks: tuple[tuple[str, Sequence[Any]], ...] = ()

    def applying(self, answers: Mapping[str, Any]) -> list[Field]:
        """The fields that are asked, given the answers so far."""
        return [f for f in self.fields if f.when(answers)]

    def field(self, field_id: str) -> Field:
        """The field with this id. Raises KeyError."""
        for field in self.fields:
            if field.id == field_id:
                return field
        raise KeyError(field_id)

    def open(self, answers: Mapping[str, Any]) -> Field | None:
        """The first field that is not yet answered; None when all are."""
        return next((f for f in self.fields if f.id not in answers and f.when(answers)), None)

    def before(self, field_id: str | None, answers: Mapping[str, Any]) -> Field | None:
        """The field asked before `field_id` (None: before the summary); None at the beginning."""
        ids = [f.id for f in self.fields]
        end = ids.index(field_id) if field_id else len(ids)
        return next((f for f in reversed(self.fields[:end]) if f.when(answers)), None)

    def progress(self, field_id: str, answers: Mapping[str, Any]) -> tuple[int, int]:
        """Which question of how many, from 1. What is known counts as done.

        Of how many it can still be: an answer may make them fewer and never more, so that the end only comes nearer.
        """
        ids = [f.id for f in self.applying(answers)]
        unknown = [[(name, value) for value in values] for name, values in self.forks if name not in answers]
        most = self._most(answers, unknown) if unknown else len(ids)
        return (ids.index(field_id) + 1 if field_id in ids else 1), most

    def _most(self, answers: Mapping[str, Any], unknown: Sequence[Sequence[tuple[str, Any]]]) -> int:
        return max(len(self.applying({**answers, **dict(way)})) for way in product(*unknown))
