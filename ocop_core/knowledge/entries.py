"""One question with its answer, source and wordings; reads the files that come with the program."""

import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from ocop_core.errors import BadData

SHIPPED = Path(__file__).parent / "vi"
SURE, HINT = "chắc", "tham khảo"
# What an answer about ourselves gives as its source.
OURS = "Trợ lý OCOP"
CERTAINTIES = (SURE, HINT)
QUESTION_MOST, ANSWER_MOST, SOURCE_MOST, ALSO_MOST, NEXT_MOST = 160, 350, 200, 60, 2
_SHIPPED_NEXT = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person may ask, in several wordings, and what is answered.

    `checked` is the day on which the answer was last held against its source; `certainty` is SURE or HINT,
    and a HINT sends the person on to an officer in its own words. `next` names further questions.
    """

    id: str
    question: str
    also: tuple[str, ...]
    answer: str
    source: str
    checked: date
    certainty: str
    next: tuple[str, ...]

    @property
    def wordings(self) -> tuple[str, ...]:
        """The question and all other ways to ask it."""
        return (self.question, *self.also)

    @property
    def ours(self) -> bool:
        """Whether it is about this assistant itself rather than about OCOP."""
        return self.source.startswith(OURS)


class _Raw(msgspec.Struct, forbid_unknown_fields=True):
    """An entry as it stands in a file."""

    question: str
    also: list[str]
    answer: str
    source: str
    certainty: str
    next: list[str]


def load_entries(folder: Path = SHIPPED) -> tuple[Entry, ...]:
    """All entries of the folder's files, in order of file and place.

    A file says `checked` (a day) once, then a table for each entry. Raises BadData naming file and entry: a
    missing or unknown field, an id used twice, an unknown `next`, too long, not NFC, empty.
    """
    found: dict[str, Entry] = {}
    for path in sorted(folder.glob("*.toml")):
        for entry in _file(path):
            if entry.id in found:
                raise BadData(f"{path.name}, {entry.id}", "id already used")
            found[entry.id] = entry
    for entry in found.values():
        _check_next(entry, found)
    return tuple(found.values())


def _file(path: Path) -> Iterator[Entry]:
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadData(path.name, str(error)) from error
    checked = tables.pop("checked", None)
    if not isinstance(checked, date):
        raise BadData(path.name, "no day in `checked`")
    for name, table in tables.items():
        entry = _entry(f"{path.name}, {name}", name, checked, table)
        if problem := fault(entry):
            raise BadData(f"{path.name}, {name}", problem)
        yield entry


def _entry(place: str, name: str, checked: date, table: Any) -> Entry:
    try:
        raw = msgspec.convert(table, _Raw)
    except msgspec.ValidationError as error:
        raise BadData(place, str(error)) from error
    return Entry(name, raw.question, tuple(raw.also), raw.answer, raw.source, checked, raw.certainty, tuple(raw.next))


def _check_next(entry: Entry, known: Mapping[str, Entry]) -> None:
    unknown = [other for other in entry.next if other not in known or other == entry.id]
    if unknown or len(set(entry.next)) != _SHIPPED_NEXT:
        raise BadData(entry.id, f"next must name {_SHIPPED_NEXT} other entries: {', '.join(entry.next)}")


def fault(entry: Entry) -> str | None:
    """The first thing that is wrong with an entry; None if nothing is."""
    return next(iter(faults(entry)), None)


def faults(entry: Entry) -> tuple[str, ...]:
    """All that is wrong with an entry, each as the last part of a message key (`knowledge.<fault>`)."""
    checks = (
        ("no_question", not entry.question.strip()),
        ("no_answer", not entry.answer.strip()),
        ("no_source", not entry.source.strip()),
        ("long_question", any(len(text) > QUESTION_MOST for text in entry.wordings)),
        ("long_answer", len(entry.answer) > ANSWER_MOST),
        ("long_source", len(entry.source) > SOURCE_MOST),
        ("many_wordings", len(entry.also) > ALSO_MOST),
        ("many_next", len(entry.next) > NEXT_MOST),
        ("no_certainty", entry.certainty not in CERTAINTIES),
        ("not_nfc", not _all_nfc((*entry.wordings, entry.answer, entry.source))),
    )
    return tuple(name for name, found in checks if found)


def _all_nfc(texts: Iterable[str]) -> bool:
    return all(unicodedata.is_normalized("NFC", text) for text in texts)
