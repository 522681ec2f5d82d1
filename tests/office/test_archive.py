"""ZIP archives: names that every system opens, nothing overwritten, nothing held in memory."""

import tempfile
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop_core.office.archive import Entry, pack
from ocop_core.office.naming import LONGEST_NAME, safe


def packed(*entries: Entry) -> dict[str, bytes]:
    out = BytesIO()
    pack(out, entries)
    with zipfile.ZipFile(out) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("03 - Giấy chứng nhận ATTP", "03 - Giấy chứng nhận ATTP"),
        ("Hợp đồng, hóa đơn (HACCP, ISO 22000…)", "Hợp đồng, hóa đơn (HACCP, ISO 22000…)"),
        ("../../etc/passwd", "etc passwd"),
        ('a\\b:c*d?e"f<g>h|i', "a b c d e f g h i"),
        ("tên\x00có\nký tự lạ", "tên có ký tự lạ"),
        ("dấu chấm cuối...", "dấu chấm cuối"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("", "_"),
        (" . ", "_"),
        ("x" * 200 + ".docx", "x" * (LONGEST_NAME - 5) + ".docx"),
    ],
)
def test_a_name_is_readable_and_safe(name: str, kept: str) -> None:
    assert safe(name) == kept


@given(st.lists(st.text(max_size=120), min_size=1, max_size=4))
def test_whatever_a_paper_is_called_its_file_stays_inside(parts: list[str]) -> None:
    out = BytesIO()
    pack(out, [Entry(tuple(part.replace("\ud800", "") for part in parts if part.isprintable()) or ("a",), b"x")])
    with zipfile.ZipFile(out) as archive, tempfile.TemporaryDirectory() as folder:
        archive.extractall(folder)
        (found,) = [path for path in Path(folder).rglob("*") if path.is_file()]
        assert found.read_bytes() == b"x"
        assert not any(part in ("", ".", "..") for part in archive.namelist()[0].split("/"))


def test_two_of_one_name_are_both_there() -> None:
    entries = [
        Entry(("giấy", "trang 1.jpg"), b"1"),
        Entry(("giấy", "Trang 1.jpg"), b"2"),
        Entry(("giấy", "trang 1.jpg"), b"3"),
    ]
    assert packed(*entries) == {
        "giấy/trang 1.jpg": b"1",
        "giấy/Trang 1 (2).jpg": b"2",
        "giấy/trang 1 (3).jpg": b"3",
    }


def test_files_on_disk_are_copied_in_pieces(tmp_path: Path) -> None:
    (tmp_path / "big").write_bytes(b"0123456789" * 100_000)
    assert packed(Entry(("a.bin",), tmp_path / "big")) == {"a.bin": b"0123456789" * 100_000}


def test_what_is_compressed_already_is_only_stored() -> None:
    out = BytesIO()
    pack(out, [Entry(("a.jpg",), b"a" * 1000), Entry(("a.txt",), b"a" * 1000)])
    with zipfile.ZipFile(out) as archive:
        assert [info.compress_size < 1000 for info in archive.infolist()] == [False, True]
