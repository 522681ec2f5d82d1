"""Looks words up: messages/<language>/<topic>.toml, plain {names}, checked when loaded."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ocop_core.errors import BadData

MASTER = "vi"
_NAME = re.compile(r"\{([a-z][a-z0-9_]*)\}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Template:
    """A message cut into literal text and names; odd places are names."""

    parts: tuple[str, ...]

    def fill(self, params: Mapping[str, Any]) -> str:
        """The text with every name replaced by its value. Raises KeyError where a value is missing."""
        if len(self.parts) == 1:
            return self.parts[0]
        return "".join(str(params[p]) if i % 2 else p for i, p in enumerate(self.parts))

    @property
    def names(self) -> frozenset[str]:
        """The placeholders this message needs."""
        return frozenset(self.parts[1::2])


@dataclass(frozen=True, slots=True)
class Words:
    """One language. A gap speaks the master's words."""

    language: str
    templates: Mapping[str, Template]

    def say(self, key: str, params: Mapping[str, Any] | None = None) -> str:
        """The words for `key`, filled in. Raises KeyError for an unknown key or a missing value."""
        return self.templates[key].fill(params or {})

    def has(self, key: str) -> bool:
        """Whether there are words for `key`."""
        return key in self.templates

    def under(self, prefix: str) -> list[str]:
        """All keys that begin with `prefix`, in file order."""
        return [key for key in self.templates if key.startswith(prefix)]


def load_words(folder: Path, language: str = MASTER) -> Words:
    """All topics of `language` over those of the master. Raises BadData that names file and entry."""
    templates = dict(_language(folder / MASTER))
    if language != MASTER:
        templates.update(_translated(folder / language, templates))
    return Words(language, templates)


def _translated(folder: Path, master: Mapping[str, Template]) -> Iterator[tuple[str, Template]]:
    for key, template in _language(folder):
        if key not in master:
            raise BadData(f"{folder.name}/{key}", "khóa này không có trong bản tiếng Việt")
        if not template.names <= master[key].names:
            extra = ", ".join(sorted(template.names - master[key].names))
            raise BadData(f"{folder.name}/{key}", f"tên {extra} không có trong bản tiếng Việt")
        yield key, template


def _language(folder: Path) -> Iterator[tuple[str, Template]]:
    if not folder.is_dir():
        raise BadData(str(folder), "không có thư mục này")
    for path in sorted(folder.glob("*.toml")):
        try:
            entries = tomllib.loads(path.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadData(f"{folder.name}/{path.name}", str(error)) from error
        yield from _walk(f"{folder.name}/{path.name}", path.stem, entries)


def _walk(place: str, prefix: str, node: Mapping[str, Any]) -> Iterator[tuple[str, Template]]:
    for name, value in node.items():
        key = f"{prefix}.{name}"
        if isinstance(value, Mapping):
            yield from _walk(place, key, value)
        elif isinstance(value, str):
            yield key, parse(f"{place} {key}", value)
        else:
            raise BadData(f"{place} {key}", "chỉ được là chữ")


def parse(place: str, text: str) -> Template:
    """Cuts a message at its placeholders. Raises BadData for anything that is not a plain {name}."""
    if not text.strip():
        raise BadData(place, "câu trống")
    if unicodedata.normalize("NFC", text) != text:
        raise BadData(place, "chữ chưa ở dạng NFC")
    parts = tuple(_NAME.split(text.strip()))
    for literal in parts[::2]:
        if "{" in literal or "}" in literal:
            raise BadData(place, "chỉ được dùng {ten} đơn giản, không dấu chấm, không định dạng")
    return Template(parts)
