"""All that can be read out of one line: the wish, the set, the unit, the figures, and the answer to a question."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from ocop_core.clock import local_day
from ocop_core.knowledge.entries import Entry
from ocop_core.knowledge.library import Library
from ocop_core.rulebook.places import Province
from ocop_core.rulebook.sets import Guess, Sets
from ocop_core.text import fold, words
from ocop_core.understanding.advised import advised, asked_for, found
from ocop_core.understanding.figures import figures
from ocop_core.understanding.meaning import Meaning, sure
from ocop_core.understanding.reader import Reader, without_links
from ocop_core.understanding.scores import GUARDED

# Who says this speaks of no place; and of the others no product.
_NO_PLACE = GUARDED | {"settings.open", "nav.help"}
_NO_PRODUCT = _NO_PLACE | {"notice.list", "data.mine", "officer.contact"}
_NO_DAY = GUARDED - {"nav.later"}
# The customers are no tourism.
_CUSTOMERS = ("khách du lịch", "khach du lich")
_LONGEST = 1500


def everything(
    text: str,
    at: datetime,
    reader: Reader,
    sets: Sets,
    province: Province,
    library: Library,
    tell: Callable[[Entry], str],
) -> dict[str, Any]:
    """What a line says, ready for JSON; `at` is the moment it was written, `tell` how the chat says an answer.

    `set` is the list of likely sets and `unit` that of unit codes, best first; both are empty in everyday talk.
    """
    read = reader.read(text)
    best = None if read.intent in GUARDED else next(iter(found(library, text, reader.written_out, 1)), None)
    fit = best.score if best else 0.0
    meaning = advised(read, fit)
    line = without_links(text[:_LONGEST])
    fields = figures(line, local_day(at))
    if sure(meaning) and meaning.intent in _NO_DAY:
        fields["date"] = None
    return {
        "text": text,
        "intent": meaning.intent,
        "score": meaning.score,
        "runner_up": meaning.runner_up,
        "set": [] if _is_a_day(line, fields) else [guess.no for guess in _sets(line, meaning, reader, sets)],
        "unit": _units(line, meaning, province),
        "fields": fields,
        "answer": tell(best.entry) if best and asked_for(meaning, asks=reader.asks(text), fit=fit) else None,
    }


def _sets(line: str, meaning: Meaning, reader: Reader, sets: Sets) -> tuple[Guess, ...]:
    if meaning.intent in _NO_PRODUCT:
        return ()
    for customers in _CUSTOMERS:
        line = line.replace(customers, "")
    named = meaning.rest if meaning.rest and reader.names_product(meaning.rest) else line
    guesses = sets.likely(named)
    return guesses if guesses and _is_meant(guesses[0], named, reader) else ()


def _is_meant(guess: Guess, named: str, reader: Reader) -> bool:
    """Whether a product is spoken of: in several words, in one that can only be a product, or in nothing else."""
    because = fold(guess.because.partition(" + ")[0])
    return " " in because or reader.names_product(named) or words(named) == because


def _is_a_day(line: str, fields: dict[str, Any]) -> bool:
    """ "mai" is tomorrow before it is a flower."""
    return fields["date"] is not None and " " not in line.strip()


def _units(line: str, meaning: Meaning, province: Province) -> list[str]:
    if meaning.intent in _NO_PLACE:
        return []
    found = province.find(line)
    named = [guess.code for guess in found if not guess.district_only]
    return list(dict.fromkeys(named or [guess.code for guess in found]))
