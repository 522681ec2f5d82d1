"""Lists of phones as offices keep them: any column, doubles, rows without a number, formulas, far too many rows."""

from io import BytesIO

import pytest
import xlsxwriter
from sqlalchemy import func, select

from ocop_core.db.base import Database
from ocop_core.db.models_announcements import PhoneList, PhoneListed
from ocop_core.errors import Refused
from ocop_core.services import housekeeping
from ocop_core.services.announcements import audience, phone_lists
from ocop_core.services.announcements.audience import Audience
from ocop_core.settings import Settings
from tests.support.clock import Clock
from tests.support.making import make_officer


def book(rows: list[list[object]], formula: str = "") -> bytes:
    target = BytesIO()
    made = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = made.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    if formula:
        sheet.write_formula(len(rows), 2, formula, value="0977 123 456")
    made.close()
    return target.getvalue()


ROWS: list[list[object]] = [
    ["DANH SÁCH HỘ THAM GIA PHIÊN CHỢ"],
    ["STT", "Họ tên", "Điện thoại", "Ghi chú"],
    [1, "Nguyễn Thị Bảy", 912345678, ""],
    [2, "Trần Văn Tư", "0912.345.679", "chồng: +84 912 345 680"],
    [3, "Lê Thị Sáu", "091 2345678", ""],
    [4, "Phạm Năm", "chưa có", "04/12/2026"],
    [],
]


def test_numbers_are_found_in_any_column_and_what_is_wrong_is_told_by_row() -> None:
    found = phone_lists.read_file(book(ROWS))
    assert found.names == {
        "0912345678": "Nguyễn Thị Bảy",
        "0912345679": "Trần Văn Tư",
        "0912345680": "Trần Văn Tư",
    }
    assert found.double == (5,)
    assert found.unreadable == ((6, "4 Phạm Năm chưa có 04/12/2026"),)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_text_file_is_read_as_well(mark: str) -> None:
    content = f"{mark}Tên;Số\nBảy;0912345678\nTư;=1+1\n;0912345678\n".encode()
    found = phone_lists.read_file(content)
    assert (list(found.names), found.double, found.unreadable) == (["0912345678"], (4,), ((3, "Tư =1+1"),))


def test_a_formula_is_never_reckoned() -> None:
    found = phone_lists.read_file(book(ROWS, '=HYPERLINK("http://x","0977123456")'))
    assert "0977123456" in found.names


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "import_file.empty"),
        (b"%PDF-1.7", "import_file.type"),
        (b"\n".join(b"0912345678" for _ in range(200_000)), "import_file.many"),
    ],
    ids=["empty", "a PDF", "200,000 rows"],
)
def test_what_is_no_list_or_too_long_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(Refused) as refused:
        phone_lists.read_file(content)
    assert refused.value.key == why


def test_the_same_phone_three_times_counts_once() -> None:
    found = phone_lists.read("Bảy 0912345678\n0912 345 678\nkhông có\n+84912345678\n")
    assert (list(found.names), found.double, found.unreadable) == (["0912345678"], (2, 4), ((3, "không có"),))


async def test_a_list_is_kept_in_pieces_and_offered_once_it_is_complete(
    db: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phone_lists, "AT_ONCE", 2)
    staff = await make_officer(db, clock())
    found = phone_lists.read("\n".join(f"Bà Bảy 09{n:08}" for n in range(5)))
    number = await phone_lists.keep(db, staff, found, clock(), "Tổ 1")
    async with db.writing() as session:
        # As one looks whose writer died on the way.
        session.add(PhoneList(name="Dở dang", unit=staff.unit, facts={}, created_at=clock()))
    async with db.reading() as session:
        kept = select(func.count()).where(PhoneListed.list_id == number)
        assert await session.scalar(kept) == 5
        assert [row.name for row in await phone_lists.listed(session, staff)] == ["Tổ 1"]


async def test_a_list_whose_writer_died_is_refused_in_words_and_goes_the_day_after_with_its_numbers(
    db: Database, clock: Clock, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phone_lists, "AT_ONCE", 2)
    staff = await make_officer(db, clock())
    whole = await phone_lists.keep(db, staff, phone_lists.read("0912345678"), clock(), "Tổ 1")
    async with db.writing() as session:
        cut = PhoneList(name="Dở dang", unit=staff.unit, facts={}, created_at=clock())
        session.add(cut)
        await session.flush()
        session.add_all(PhoneListed(list_id=cut.id, phone=f"09{n:08}") for n in range(5))
    async with db.reading() as session:
        assert [row.id for row in await phone_lists.chosen(session, staff, [whole, cut.id])] == [whole]
        with pytest.raises(Refused, match="list_cut"):
            await audience.within(session, staff, Audience(lists=(whole, cut.id)))
    assert (await housekeeping.retention(db, settings, clock()))["lists"] == 0, "it may still be written"
    assert (await housekeeping.retention(db, settings, clock.go(days=1, seconds=1)))["lists"] == 1
    async with db.reading() as session:
        assert (await session.scalars(select(PhoneList.id))).all() == [whole]
        assert (await session.scalars(select(PhoneListed.phone))).all() == ["0912345678"]
