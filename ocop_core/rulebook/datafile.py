"""Reads the rulebook's data files and says which file and which entry is wrong."""

import csv
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import msgspec

from ocop_core.errors import BadData

T = TypeVar("T")
FOLDER = Path(__file__).parent


def read_toml(path: Path, form: type[T]) -> T:
    """The TOML file at `path` as a value of the class `form`. BadData names the file and the entry."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), form)
    except (OSError, ValueError) as error:
        raise BadData(place(path), str(error)) from error


def read_csv(path: Path, form: type[T]) -> list[T]:
    """The rows of the CSV file at `path`, first line being the names. BadData names the file and the line."""
    try:
        lines = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    except (OSError, ValueError) as error:
        raise BadData(place(path), str(error)) from error
    return [_row(path, number, row, form) for number, row in enumerate(lines, start=2)]


def _row(path: Path, number: int, row: dict[str, str], form: type[T]) -> T:
    try:
        return msgspec.convert(row, form, strict=False)
    except ValueError as error:
        raise BadData(f"{place(path)}, line {number}", str(error)) from error


def place(path: Path, entry: str = "") -> str:
    """How a file, and an entry in it, is named in an error: "qd26_2026/sets.toml, set 8"."""
    return f"{path.parent.name}/{path.name}" + (f", {entry}" if entry else "")


@lru_cache
def set_numbers(text: str) -> tuple[int, ...]:
    """The numbers in "1-3, 8", in order: (1, 2, 3, 8). ValueError where it is written otherwise."""
    spans = [[int(number) for number in part.split("-")] for part in text.split(",")]
    edges = [edge for span in spans for edge in span]
    if edges != sorted(set(edges)) or any(len(span) > 2 for span in spans):
        raise ValueError(f"{text!r} does not rise")
    return tuple(number for span in spans for number in range(span[0], span[-1] + 1))
