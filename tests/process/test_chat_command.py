"""`ocop chat --json`: a whole idea at the terminal, files and buttons, and whatever else may be typed."""

import signal
import time
from pathlib import Path
from typing import Any

import pytest

from tests.process.talker import Talker
from tests.process.way import WAY, finish, go_on, rows

PICTURE = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8 + b"\xff\xd9"


def test_a_whole_idea_without_diacritics_ends_with_a_receipt(talker: Talker, tmp_path: Path) -> None:
    talker.open()
    last: dict[str, Any] = {}
    steps = []
    for line, field in WAY:
        last = go_on(talker, line, field, last)
        steps.append(last["step"])
        if field:
            assert (last["form"], last["of"]) == ("idea", 7)
    assert steps == [None, None, 1, 2, 1, 2, 3, 3, 4, 4, 5, 6, 7, 7, None, None]
    finish(talker, tmp_path, last)
    assert talker.is_silent()
    assert talker.close() == 0
    assert talker.errors() == ""
    assert rows(tmp_path, "select distinct state from outbox") == [("sent",)]


def test_choices_are_numbered_from_one_as_they_can_be_typed(talker: Talker) -> None:
    talker.open()
    for line, _ in WAY[:7]:
        said = talker.say(line)
    assert [choice["n"] for choice in said["choices"]] == [1, 2, 3]
    assert said["key"] == "idea.novelty.ask"
    talker.close()


@pytest.mark.slow
def test_a_button_of_the_last_screen_still_works_after_a_restart(talker: Talker) -> None:
    talker.open()
    for line, _ in WAY[:7]:
        talker.say(line)
    talker.up_to_now()
    talker.kill()
    talker.open()
    talker.up_to_now()
    talker.write(":button 2")
    assert talker.up_to_now()[-1]["field"] == "place"


def test_photo_button_and_location_are_understood(talker: Talker, tmp_path: Path) -> None:
    picture = tmp_path / "ảnh sản phẩm.jpg"
    picture.write_bytes(PICTURE)
    talker.open()
    talker.say("xin chao")
    assert talker.say(":button 1")["key"] == "menu.ask"
    assert talker.say(":button Đăng ký sản phẩm")["field"] == "name"
    said = talker.say(f":photo {picture}")
    assert said["field"] == "name"
    assert said["text"] != talker.say("Kho ca loc Bay Chop")["text"]
    assert talker.say(":button 1")["field"] == "novelty"
    assert talker.say(":button 99")["field"] == "novelty", "a button that is not there asks the question again"
    assert talker.say(":button")["field"] == "novelty"
    assert talker.say(":button 1")["field"] == "place"
    there = talker.say(":location 10.3759 105.4185")
    assert (there["field"], there["choices"][0]["n"]) == ("place", 1)
    for nowhere in (":location", ":location x y", ":location nan 3", ":location 1e999 0", ":location 91 181"):
        assert talker.say(nowhere)["field"] == "place"
    files = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in files] == [PICTURE]


def test_a_file_that_is_not_there_or_not_wanted_is_answered_and_changes_nothing(talker: Talker, tmp_path: Path) -> None:
    (tmp_path / "leer").write_bytes(b"")
    (tmp_path / "x.exe").write_bytes(b"MZ" * 100)
    talker.open()
    talker.say("xin chao")
    for line, key in (
        (":photo /khong/co.jpg", "file.not_there"),
        (":photo", "file.not_there"),
        (f":photo {tmp_path}", "file.not_there"),
        (b":photo a\0b", "file.not_there"),
        (b":file /tmp/\xff\xfe", "file.not_there"),
        (f":file {tmp_path / 'leer'}", "file.empty"),
        (f":file {tmp_path / 'x.exe'}", "file.kind"),
    ):
        assert talker.say(line)["key"] == key
    assert talker.say("dong y")["key"] == "menu.ask"
    assert [count for (count,) in rows(tmp_path, "select count(*) from inbox")] == [2]


def test_whatever_bytes_come_in_there_is_an_answer_and_no_crash(talker: Talker) -> None:
    talker.env |= {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii:strict"}
    talker.open()
    talker.say("xin chào".encode())
    for line in (b"\xff\xfe\xfa", b"\xc3", b"a\0b", b"\xed\xa0\x80", b"\x1b[2J", "\u202e\ufeff ".encode() + b"x"):
        assert talker.say(line)["key"] == "consent.ask"
    assert talker.say(b"x" * 300_000)["key"] == "consent.ask"
    assert talker.say("đồng ý".encode("utf-16-le"))["key"] == "consent.ask"
    assert talker.say("đồng ý\r")["key"] == "menu.ask"
    assert talker.close() == 0
    assert talker.errors() == ""


def test_empty_lines_say_nothing_and_the_end_of_input_ends(talker: Talker) -> None:
    talker.open()
    for line in ("", "   ", "\t", "\r"):
        talker.write(line)
    assert talker.up_to_now() == []
    assert talker.say("xin chao")["key"] == "consent.ask"
    assert talker.is_silent()
    assert talker.close() == 0


def test_a_last_line_without_its_end_is_heard(talker: Talker) -> None:
    talker.open()
    talker.write_raw(b"xin chao")
    assert talker.close() == 0
    assert talker.hear()["key"] == "consent.ask"


def test_ctrl_c_ends_at_once(talker: Talker) -> None:
    talker.open()
    talker.say("xin chao")
    since = time.monotonic()
    assert talker.interrupt(signal.SIGINT) == 130
    assert time.monotonic() - since < 3
    assert talker.errors() == ""


def test_two_people_at_two_terminals_do_not_hear_each_other(talker: Talker, tmp_path: Path) -> None:
    other = Talker(tmp_path, talker.env["DATABASE_URL"], "chin")
    talker.open()
    other.open()
    talker.say("xin chao")
    assert talker.say("dong y")["key"] == "menu.ask"
    assert other.say("xin chao")["key"] == "consent.ask"
    assert talker.is_silent()
    assert other.close() == talker.close() == 0


def test_the_same_person_at_two_terminals_gets_every_answer_once(talker: Talker, tmp_path: Path) -> None:
    other = Talker(tmp_path, talker.env["DATABASE_URL"], talker.person)
    talker.open()
    talker.say("xin chao")
    other.open()
    other.write("dong y")
    assert other.is_silent(1.0), "the first terminal still holds the lease"
    rows(tmp_path, "update lease set until = 0 where name = 'relay:console:bay'")
    assert other.hear()["key"] == "menu.ask"
    assert talker.is_silent()
    assert other.close() == talker.close() == 0
    assert rows(tmp_path, "select state, attempts from outbox") == [("sent", 1), ("sent", 1)]
