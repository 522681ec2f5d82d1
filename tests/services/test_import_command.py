"""`ocop import`: tried first, written with --apply, refused in words."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.office.making import Sheet
from tests.office.messy import official

OCOP = Path(sys.executable).with_name("ocop")
FIELDS = {
    "source_row", "action", "product", "producer", "phone", "unit_code", "stars", "decision_no", "issued_on",
    "expires_on", "problems",
}  # fmt: skip


def ran(tmp_path: Path, content: bytes, *options: str, name: str = "ds.xlsx") -> tuple[int, list[dict[str, Any]], str]:
    path = tmp_path / name
    path.write_bytes(content)
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'x.db'}", "FILES_DIR": str(tmp_path / "files")}
    done = subprocess.run(
        [OCOP, "import", path, "--json", *options], env=env, capture_output=True, text=True, check=False
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_a_list_is_tried_written_and_known_again(tmp_path: Path) -> None:
    code, (first, *rows), _ = ran(tmp_path, official())
    assert (code, first) == (0, {"rejected": False, "why": None})
    assert [(row["source_row"], row["action"], set(row)) for row in rows] == [
        (number, "add", FIELDS) for number in (9, 10, 13)
    ]
    assert (rows[0]["issued_on"], rows[0]["unit_code"], rows[0]["stars"]) == ("2022-10-10", "30682", 3)
    for options, action in ((), "add"), (("--apply",), "add"), ((), "same"):
        _, (_, *rows), said = ran(tmp_path, official(), *options)
        assert {row["action"] for row in rows} == {action}
        assert ("Đã nhập" in said) == bool(options)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "trong.xlsx"),
        (b"\xef\xbb\xbf\r\n\r\n", "trong.csv"),
        (official()[:4000], "hong.xlsx"),
        (b"%PDF-1.7 ...", "bang.xlsx"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "anh.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "hong.xls"),
        (b"<html><table><tr><td>STT</td></tr></table></html>", "web.xls"),
        ("xin chào".encode(), "thu.csv"),
    ],
)
def test_what_is_no_list_is_refused_in_words_and_nothing_is_written(tmp_path: Path, content: bytes, name: str) -> None:
    code, lines, _ = ran(tmp_path, content, "--apply", name=name)
    assert code == 2 and len(lines) == 1
    assert lines[0]["rejected"] is True and len(lines[0]["why"]) > 20
    assert not (tmp_path / "x.db").exists()


HEAD = ("STT", "Tên sản phẩm", "Chủ thể", "Xã", "Số sao", "Ngày cấp")
TWO_WAYS = ("05/06/2024", "07/03/2024")


@pytest.mark.parametrize(
    ("order", "days"), [("day", ["2024-06-05", "2024-03-07"]), ("month", ["2024-05-06", "2024-07-03"])]
)
def test_the_order_of_day_and_month_is_chosen_for_the_whole_file(tmp_path: Path, order: str, days: list[str]) -> None:
    sheet = Sheet().page("DS").row(1, *HEAD)
    for number, day in enumerate(TWO_WAYS, start=1):
        sheet.row(number + 1, number, f"Mật ong {number}", "HTX Bảy Núi", "xã Núi Cấm", 3, day)
    sheet.row(4, 3, "Mắm cá", "HTX Bảy Núi", "xã Núi Cấm", 3, "10/25/2024")
    content = sheet.done()
    for options in ((), ("--apply",)):
        _, (_, *rows), _ = ran(tmp_path, content, "--order", order, *options)
        assert [row["issued_on"] for row in rows] == [*days, "2024-10-25"]
        assert {row["action"] for row in rows} == {"add"}
    code, _, said = ran(tmp_path, content, "--order", "year")
    assert code == 2 and "--order" in said
