"""Answers a question from the tables: where an old commune went, which set a product is of, when a paper ends."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from ocop_core.knowledge.entries import Entry
from ocop_core.knowledge.worked import days, goods, places
from ocop_core.rulebook.datafile import read_toml
from ocop_core.rulebook.places import Province, load_province
from ocop_core.rulebook.sets import Sets, load_sets
from ocop_core.text.fold import words

WORDS = Path(__file__).parent / "words.toml"
# A longer text is a story; what it asks is not told by one name in it.
_MOST_WORDS = 30


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    checked: date
    place: places.Words
    goods: goods.Words
    days: days.Words


@dataclass(frozen=True, slots=True)
class Worked:
    """The tables, and how to answer from them."""

    province: Province
    sets: Sets
    file: _File

    def answer(self, text: str) -> Entry | None:
        """The answer to a question about one commune, product or day; None to any other text."""
        plain = words(text)
        if plain.count(" ") >= _MOST_WORDS:
            return None
        said = self.file
        for name, form, answer in (
            ("place", said.place, places.answer(text, plain, self.province, said.place)),
            ("days", said.days, days.answer(text, plain, said.checked, said.days)),
            ("goods", said.goods, goods.answer(text, plain, self.sets, said.goods)),
        ):
            if answer:
                return Entry(f"worked_{name}", form.question, (), answer, form.source, said.checked, form.certainty, ())
        return None


@cache
def load_worked() -> Worked:
    """The tables that come with the program. BadData if a file of them is wrong."""
    return Worked(load_province(), load_sets(), read_toml(WORDS, _File))
