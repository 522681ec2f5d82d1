"""Reads the files that teach: one file a wish, and three files of words whose names begin with "_"."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from ocop_core.errors import BadData
from ocop_core.text import fold

_SHORT, _SAME, _SMALL = "_short.txt", "_same.txt", "_small.txt"
# Begins the name of a kind of words that say nothing about a wish: products, places, times.
ASIDE = "<"
_ANY_NUMBER = "n"
_NUMBERS = ("1", "2", "3", "4", "5", "một", "hai", "ba", "bốn", "năm")
_WORD = re.compile(r"[^\W_]+")


def spelled(phrase: str) -> tuple[str, ...]:
    """The words of a phrase in lower case, with their marks (NFC)."""
    return tuple(_WORD.findall(unicodedata.normalize("NFC", phrase).lower()))


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """Number and text of every line that is neither empty nor a remark."""
    try:
        # Office programs put a mark before the first letter of a text file.
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadData(place(path), str(error)) from error
    for number, line in enumerate(text.splitlines(), start=1):
        if (said := line.strip()) and not said.startswith("#"):
            yield number, said


def place(path: Path, number: int | None = None) -> str:
    """How a file, and a line in it, is named in an error: "phrases/stop.txt, line 3"."""
    return f"{path.parent.name}/{path.name}" + (f", line {number}" if number else "")


def read_phrases(folder: Path, intents: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """The teaching phrases of every wish. BadData for an unknown or missing file, for a phrase that holds no word,
    and for one that stands in two files, however its marks are written."""
    paths = {path.stem: path for path in sorted(folder.glob("[!_]*.txt"))}
    if wrong := sorted(paths.keys() ^ intents):
        raise BadData(place(folder / f"{wrong[0]}.txt"), "there must be one file for each wish, and no other")
    taken: dict[str, str] = {}
    return {intent: tuple(_phrases(path, intent, taken)) for intent, path in paths.items()}


def _phrases(path: Path, intent: str, taken: dict[str, str]) -> Iterator[str]:
    for number, phrase in lines(path):
        key = " ".join(map(fold, spelled(phrase)))
        if not key:
            raise BadData(place(path, number), f"{phrase!r} holds no word")
        owner = taken.setdefault(key, intent)
        if owner != intent:
            raise BadData(place(path, number), f"{phrase!r} stands in {owner}.txt too")
        yield phrase


def read_short(folder: Path) -> dict[str, tuple[str, ...]]:
    """Short forms and the words they stand for: "đk" gives ("đăng", "ký"). BadData for one with two meanings."""
    found: dict[str, tuple[str, ...]] = {}
    for number, name, variants in _pairs(folder / _SHORT):
        meant = spelled(name)
        for variant in map(str.lower, variants):
            if len(variant.split()) != 1:
                raise BadData(place(folder / _SHORT, number), f"{variant!r} should be one word")
            if found.setdefault(variant, meant) != meant:
                raise BadData(place(folder / _SHORT, number), f"{variant!r} has two meanings")
    return found


def read_same(folder: Path) -> dict[tuple[str, ...], str]:
    """Synonyms, word by word, and the name of their meaning; a small word means "". BadData for a double."""
    found: dict[tuple[str, ...], str] = {}
    for file, pairs in ((_SAME, _pairs(folder / _SAME)), (_SMALL, _small(folder / _SMALL))):
        for number, name, variants in pairs:
            for variant in (name, *variants) if name and name[0] != ASIDE else variants:
                for key in _counted(spelled(variant)):
                    if not key:
                        raise BadData(place(folder / file, number), "an empty word between two commas")
                    if found.setdefault(key, name) != name:
                        raise BadData(place(folder / file, number), f"{variant!r} means {found[key]!r} too")
    return found


def _counted(variant: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """ "giấy n sao" stands for "giấy 3 sao", "giấy bốn sao" and so on."""
    if _ANY_NUMBER not in variant:
        yield variant
        return
    for number in _NUMBERS:
        yield tuple(number if word == _ANY_NUMBER else word for word in variant)


def _pairs(path: Path) -> Iterator[tuple[int, str, list[str]]]:
    for number, line in lines(path):
        name, equals, rest = line.partition("=")
        if not equals or not name.strip() or not rest.strip():
            raise BadData(place(path, number), "should read: word = other, other")
        yield number, name.strip(), [part.strip() for part in rest.split(",")]


def _small(path: Path) -> Iterator[tuple[int, str, list[str]]]:
    for number, line in lines(path):
        yield number, "", [part.strip() for part in line.split(",")]
