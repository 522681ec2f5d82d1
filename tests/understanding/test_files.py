"""The files that teach: what is wrong in them is told by file and line."""

import shutil
from pathlib import Path

import pytest

from ocop_core.errors import BadData
from ocop_core.text import words
from ocop_core.understanding import INTENTS, load
from ocop_core.understanding.keeping import LEARNED, kept, mark_of
from ocop_core.understanding.report import read_cases
from ocop_core.understanding.teaching import teach


@pytest.fixture
def copied(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "phrases"))


def add(path: Path, line: str) -> int:
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*lines, line]) + "\n", "utf-8")
    return len(lines) + 1


def test_every_wish_has_a_file_that_opens_by_saying_what_belongs_there(folder):
    assert {path.stem for path in folder.glob("[!_]*.txt")} == set(INTENTS)
    for path in folder.glob("*.txt"):
        assert path.read_text("utf-8").startswith("# "), path.name


def test_no_teaching_phrase_is_a_test_phrase(folder, cases_files):
    tested = {words(case.phrase) for path in cases_files for case in read_cases(path)}
    for path in folder.glob("[!_]*.txt"):
        taught = {words(line) for line in path.read_text("utf-8").splitlines() if not line.startswith("#")}
        assert not tested & taught - {""}, path.name


def test_the_reader_is_taught_once(folder):
    assert load(folder) is load(folder)


def test_an_officer_teaches_a_phrase_by_a_line(copied):
    said = "bông điên điển chưng tương"
    reader = teach(copied)
    assert reader.read(said).intent == "none" and not reader.behind
    add(copied / "officer.contact.txt", said)
    reader = teach(copied)
    assert reader.read(said).intent == "officer.contact"
    assert reader.behind


def test_what_was_learned_is_of_the_phrases_as_they_are(folder):
    learned = kept(folder)
    assert learned is not None
    assert learned.mark == mark_of(folder), "the phrases have changed: make teach"


def test_nothing_learned_is_refused_with_the_way_to_mend_it(copied):
    (copied / LEARNED).write_bytes(b"?")
    with pytest.raises(BadData, match=r"_learned\.bin: .*make teach"):
        teach(copied)


def test_a_phrase_in_two_files_is_refused_with_file_and_line(copied):
    line = add(copied / "thanks.txt", "Gap can bo")
    with pytest.raises(BadData, match=rf"thanks\.txt, line {line}: .* officer\.contact\.txt"):
        teach(copied)


def test_a_phrase_without_a_word_is_refused(copied):
    line = add(copied / "stop.txt", "???")
    with pytest.raises(BadData, match=rf"stop\.txt, line {line}"):
        teach(copied)


def test_a_missing_and_an_unknown_file_are_refused(copied):
    (copied / "stop.txt").rename(copied / "halt.txt")
    with pytest.raises(BadData, match=r"(stop|halt)\.txt"):
        teach(copied)


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("_same.txt", "hồ sơ"), ("_same.txt", "lá đơn mới = giấy tờ"), ("_same.txt", "mèo = chó,, gà"),
        ("_short.txt", "mèo = ko"), ("_short.txt", "mèo = con mèo"), ("_small.txt", "hồ sơ"),
    ],
)  # fmt: skip
def test_a_wrong_line_of_words_is_refused_with_file_and_line(copied, file, line):
    number = add(copied / file, line)
    with pytest.raises(BadData, match=rf"{file}, line {number}"):
        teach(copied)


def test_a_file_that_an_office_program_saved_is_read(copied):
    path = copied / "thanks.txt"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert teach(copied).read("cảm ơn em nhiều nha").intent == "thanks"


def test_a_file_in_another_encoding_is_refused(copied):
    (copied / "thanks.txt").write_bytes("cảm ơn".encode("utf-16"))
    with pytest.raises(BadData, match=r"thanks\.txt"):
        teach(copied)
