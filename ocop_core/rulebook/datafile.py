"""Reads the rulebook's data files and says which file and which entry is wrong."""

import csv
import tomllib
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
