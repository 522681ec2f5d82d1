"""Words are looked up, checked at load, and never walk attributes."""

import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ocop_core.errors import BadData
from ocop_core.i18n import load_words, parse

HOUSE = Path(__file__).parents[2] / "messages"


def write(folder: Path, language: str, topic: str, text: str) -> None:
    (folder / language).mkdir(exist_ok=True)
    (folder / language / f"{topic}.toml").write_text(text, "utf-8")


def test_every_message_of_the_house_loads() -> None:
    assert len(load_words(HOUSE).templates) > 100


def test_no_message_begins_or_ends_with_space_which_is_not_kept() -> None:
    files = [tomllib.loads(path.read_text("utf-8")) for path in sorted(HOUSE.glob("*/*.toml"))]
    texts = [text for file in files for text in _texts(file)]
    assert len(texts) > 1000 and [text for text in texts if text != text.strip()] == []


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    else:
        for each in node.values():
            yield from _texts(each)


def test_names_are_filled(tmp_path: Path) -> None:
    write(tmp_path, "vi", "idea", '[name]\nask = "Chào {you}, tên {what} là gì?"')
    words = load_words(tmp_path)
    assert words.say("idea.name.ask", {"you": "cô", "what": "mắm"}) == "Chào cô, tên mắm là gì?"


def test_values_are_never_read_as_templates(tmp_path: Path) -> None:
    write(tmp_path, "vi", "a", 'b = "Tên: {name}"')
    assert load_words(tmp_path).say("a.b", {"name": "{name.__class__}"}) == "Tên: {name.__class__}"


@pytest.mark.parametrize("bad", ["{u.secret}", "{n:>4}", "{n:{u.secret}}", "{0}", "{", "}", "{a!r}", "{a[0]}", "  "])
def test_all_but_plain_names_are_refused(bad: str) -> None:
    with pytest.raises(BadData):
        parse("here", f"x {bad}" if bad.strip() else bad)


def test_decomposed_letters_are_refused() -> None:
    with pytest.raises(BadData):
        parse("here", unicodedata.normalize("NFD", "Tiếng Việt"))


def test_a_gap_in_another_language_speaks_vietnamese(tmp_path: Path) -> None:
    write(tmp_path, "vi", "a", 'b = "Dạ"\nc = "Thôi"')
    write(tmp_path, "km", "a", 'b = "បាទ"')
    words = load_words(tmp_path, "km")
    assert (words.say("a.b"), words.say("a.c")) == ("បាទ", "Thôi")


@pytest.mark.parametrize("text", ['z = "x"', 'b = "{other}"', "b = 3"])
def test_a_translation_may_not_add_keys_or_names(tmp_path: Path, text: str) -> None:
    write(tmp_path, "vi", "a", 'b = "Dạ {name}"')
    write(tmp_path, "en", "a", text)
    with pytest.raises(BadData):
        load_words(tmp_path, "en")
