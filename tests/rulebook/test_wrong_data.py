"""Wrong data stops the program and names the file and the place."""

import shutil
from pathlib import Path

import pytest

from ocop_core.errors import BadData
from ocop_core.rulebook.datafile import FOLDER, set_numbers
from ocop_core.rulebook.editions import read_edition

IDEAS = 'name = "Nguồn gốc ý tưởng sản phẩm", max = 3, ladder = [1, 2, 3]'


def broken(tmp_path: Path, name: str, old: str, new: str) -> BadData:
    folder = tmp_path / "edition"
    shutil.copytree(FOLDER / "qd26_2026", folder)
    before = (folder / name).read_text(encoding="utf-8")
    assert old in before
    (folder / name).write_text(before.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadData) as caught:
        read_edition(folder)
    return caught.value


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "problem"),
    [
        ("criteria/08.toml", "set = 8", "set = 9", "criteria/08.toml", "holds set 9"),
        ("criteria/08.toml", "max = 40", "max = 41", "criteria/08.toml", "parts must be"),
        ("criteria/08.toml", "max = 18", "max = 17", "criteria/08.toml, group 1", "sums to 18"),
        ("criteria/08.toml", 'code = "1.2"', 'code = "1.1"', "criteria/08.toml, criterion 1.1", "twice"),
        (
            "criteria/08.toml", IDEAS, IDEAS.replace("[1, 2, 3]", "[1, 2]"),
            "criteria/08.toml, criterion 2.1", "must rise from 0 or more to max 3",
        ),
        (
            "criteria/08.toml", IDEAS, IDEAS.replace("[1, 2, 3]", "[1, 1, 3]"),
            "criteria/08.toml, criterion 2.1", "must rise at every step",
        ),
        (
            "criteria/08.toml", IDEAS, IDEAS.replace("[1, 2, 3]", "[0, 1, 2, 3]"),
            "criteria/08.toml, criterion 2.1", "4 levels, but 3 are told in words",
        ),
        ("criteria/08.toml", "star4 = 2, star5 = 3", "star4 = 4, star5 = 3", "criterion 1.5", "not on the ladder"),
        ("criteria/08.toml", "star4 = 2, star5 = 3", "star4 = 3, star5 = 2", "criterion 1.5", "must not fall"),
        ("criteria/08.toml", "star3 = 1, star4 = 3, star5 = 3", "star3 = 1", "criterion 2.3", "must not fall"),
        ("criteria/08.toml", '"Tính độc đáo", max', '"Tính lạ", max', "criterion 7", "no question"),
        ("criteria/08.toml", "star4 = 2", "start4 = 2", "criteria/08.toml", "start4"),
        ("criteria/08.toml", "max = 3, ladder", 'max = "ba", ladder', "criteria/08.toml", "max"),
        ("criteria/08.toml", "[[part]]", "[[part]", "criteria/08.toml", "line 9"),
        ("criteria/10.toml", 'code = "3.5"\nstars', 'code = "9.9"\nstars', "criteria/10.toml, doubt 9.9", "no such"),
        ("criteria_words.toml", 'name = "Vị"\n', 'name = "Mùi"\n', "criteria_words.toml, word 'Mùi'", "twice"),
        ("criteria_words.toml", 'name = "Vị"\n', 'name = "Vị lạ"\n', "criterion", "no question"),
        ("criteria_words.toml", "thế nào?", "thế nào.", "criteria_words.toml, word", "one question"),
        ("criteria_words.toml", 'sets = "1, 2"', 'sets = "1, hai"', "word 'Nguồn gốc sản phẩm'", "hai"),
        ("criteria_words.toml", 'sets = "1, 2"', 'sets = "2, 1"', "word 'Nguồn gốc sản phẩm'", "does not rise"),
        ("edition.toml", "at_least = 70", "at_least = 95", "edition.toml, band", "must fall from star to star"),
        ("edition.toml", "star = 4", "star = 3", "edition.toml, band", "one band for each star"),
        ("edition.toml", "closes_days = 120", "closes_days = 200", "edition.toml, renewal", "less than opens_days"),
        ("edition.toml", "day = 30, month = 4", "day = 31, month = 4", "edition.toml", "day"),
        ("edition.toml", 'sets = "1-17"', 'sets = "17-1"', "edition.toml", "does not rise"),
        ("edition.toml", "max = 40", "max = 41", "edition.toml, part", "sum to 100"),
        ("papers.toml", 'id = "mau02"', 'id = "mau01"', "papers.toml, paper mau01", "twice"),
        ("papers.toml", 'covered_by = ["trademark"]', 'covered_by = ["mark"]', "paper trademark_filed", "mark"),
        ("papers.toml", 'unless = ["small_scale"', 'unless = ["smal_scale"', "paper food_safety", "smal_scale"),
        ("papers.toml", 'sets = "14-17"', 'sets = "14-27"', "paper food_safety", "no set 27"),
        ("papers.toml", "step = 4", "step = 6", "paper", "no step 6"),
        ("papers.toml", 'criterion = ["Sở hữu trí tuệ"]', 'criterion = ["Sở hữu"]', "paper trademark", "no criterion"),
        ("papers.toml", "months = 36, soon_days = 180", "soon_days = 180", "paper food_safety", "must give months"),
    ],
)  # fmt: skip
def test_wrong_data_is_named(tmp_path: Path, name: str, old: str, new: str, place: str, problem: str):
    found = broken(tmp_path, name, old, new)
    assert place in found.place
    assert problem in found.problem


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(BadData, match=r"edition\.toml"):
        read_edition(tmp_path)


def test_set_numbers_are_written_as_people_write_them():
    assert set_numbers("1-3, 8, 21-22") == (1, 2, 3, 8, 21, 22)
    for wrong in ("", "a", "3, 1", "1, 1", "17-1", "1-2-3", "1-3, 2-4"):
        with pytest.raises(ValueError):
            set_numbers(wrong)
