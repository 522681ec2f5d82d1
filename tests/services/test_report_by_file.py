"""A report as a file: handed out, filled in, sent to the officer's own chat, asked back, sent with one tap."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.said import Body
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, Staff
from ocop_core.db.models_reports import Report, ReportPeriod
from ocop_core.errors import Refused
from ocop_core.office import report_form
from ocop_core.office.sheets import Row, read_book
from ocop_core.services.reports import by_file, filing
from ocop_core.settings import Settings
from tests.office.making import Sheet
from tests.services.test_reports import ALL, REPORTING, join, morning, open_year
from tests.support.making import NUI_CAM, THOI_SON, make_officer
from tests.support.talking import owed, say

ADDRESS = "lan"
NOW = morning(2026, 11, 10)()


def filled(content: bytes, **figures: Any) -> bytes:
    """The sheet as an officer saves it: all figures 1, but for these."""
    made = Sheet().page("Báo cáo")
    for number, row in enumerate(rows_of(content), start=1):
        cells = [*row, *[None] * (5 - len(row))]
        if cells[0] in ALL or cells[0] in figures:
            cells[4] = figures.get(str(cells[0]), 1)
        made.row(number, *("" if cell is None else cell for cell in cells))
    return made.done()


def rows_of(content: bytes) -> Sequence[Row]:
    return read_book(content).sheets[0].rows


async def last_year(db: Database, **figures: int) -> None:
    async with db.writing() as session:
        last = ReportPeriod(year=2025, key="year", title="Báo cáo năm 2025", state="closed", created_at=NOW)
        last.begins_on, last.ends_on, last.due_on = date(2024, 12, 15), date(2025, 11, 24), date(2025, 11, 29)
        session.add(last)
        await session.flush()
        row = Report(period_id=last.id, unit=NUI_CAM, state="accepted", figures={**ALL, **figures}, answers={})
        row.changed_at = NOW
        session.add(row)


async def blank(db: Database, knowledge: Knowledge, staff: Staff, period: ReportPeriod, unit: str = NUI_CAM) -> bytes:
    async with db.reading() as session:
        return await by_file.blank(session, knowledge, REPORTING, staff, period.id, unit)


async def sent(db: Database, knowledge: Knowledge, content: bytes) -> list[Body]:
    """What the officer's chat answers to a file."""
    before = len(await owed(db, address=ADDRESS))
    async with db.reading() as session:
        chat = (await session.scalars(select(Chat).where(Chat.address == ADDRESS))).one()
    assert await by_file.arrived(db, knowledge, chat.id, content, NOW)
    return (await owed(db, address=ADDRESS))[before:]


async def state(db: Database, period: ReportPeriod) -> str:
    async with db.reading() as session:
        return (await session.scalars(select(Report.state).where(Report.period_id == period.id))).one()


@pytest.fixture
async def lan(db: Database, knowledge: Knowledge) -> Staff:
    staff = await make_officer(db, NOW)
    await join(db, knowledge, staff, NOW, ADDRESS)
    return staff


@pytest.fixture
async def period(db: Database, settings: Settings) -> ReportPeriod:
    return await open_year(db, settings, NOW)


async def test_the_sheet_comes_back_and_is_sent_with_one_tap(
    db: Database, knowledge: Knowledge, lan: Staff, period: ReportPeriod
) -> None:
    (read,) = await sent(db, knowledge, filled(await blank(db, knowledge, lan, period), difficult="Thiếu vốn"))
    assert "Em đọc xong Báo cáo năm 2026 của xã Núi Cấm" in read.text
    assert await state(db, period) == filing.DRAFT
    (button,) = read.choices
    tapped = Inbound("button", data=button.data)
    (done, *_) = await say(db, knowledge, tapped, at=NOW, address=ADDRESS)
    assert "Em gửi Báo cáo năm 2026 của xã Núi Cấm lên tỉnh rồi" in done
    async with db.reading() as session:
        row = (await session.scalars(select(Report).where(Report.period_id == period.id))).one()
    assert (row.state, row.figures, row.answers["difficult"]) == (filing.SENT, ALL, "Thiếu vốn")


async def test_the_sheet_shows_the_last_period_and_a_big_jump_is_asked_back(
    db: Database, knowledge: Knowledge, lan: Staff, period: ReportPeriod
) -> None:
    await last_year(db, fairs=2)
    content = await blank(db, knowledge, lan, period)
    assert {row[0]: row[3] for row in rows_of(content) if len(row) > 4}["fairs"] == 2
    (read,) = await sent(db, knowledge, filled(content, fairs=60))
    assert "Khác kỳ trước rất nhiều" in read.text and "kỳ trước 2, kỳ này 60" in read.text
    assert read.choices[0].label == "Số đúng, gửi báo cáo"
    await say(db, knowledge, Inbound("button", data=read.choices[0].data), at=NOW, address=ADDRESS)
    assert await state(db, period) == filing.SENT


async def test_what_is_missing_or_no_number_is_named_and_nothing_can_be_sent(
    db: Database, knowledge: Knowledge, lan: Staff, period: ReportPeriod
) -> None:
    (read,) = await sent(db, knowledge, filled(await blank(db, knowledge, lan, period), fairs="nhiều", modern=None))
    assert "Không phải số nguyên" in read.text and "Còn thiếu" in read.text and read.choices == ()
    assert await state(db, period) == filing.DRAFT


async def test_a_draft_that_was_changed_meanwhile_is_not_sent_unseen(
    db: Database, knowledge: Knowledge, lan: Staff, period: ReportPeriod
) -> None:
    (read,) = await sent(db, knowledge, filled(await blank(db, knowledge, lan, period)))
    async with db.writing() as session:
        later = morning(2026, 11, 11)()
        await filing.save(session, lan, period.id, NUI_CAM, {**ALL, "fairs": 9}, {}, later)
    button = Inbound("button", data=read.choices[0].data)
    (told, *_) = await say(db, knowledge, button, at=NOW, address=ADDRESS)
    assert "đã được sửa sau lúc em đọc" in told and await state(db, period) == filing.DRAFT
    (told, *_) = await say(db, knowledge, button, at=NOW, address="stranger")
    assert "gửi Báo cáo" not in told and await state(db, period) == filing.DRAFT


async def test_only_our_own_sheet_of_the_own_commune_is_read(
    db: Database, knowledge: Knowledge, lan: Staff, period: ReportPeriod
) -> None:
    (told,) = await sent(db, knowledge, Sheet().page("DS").row(1, "STT", "Tên").done())
    assert "không phải mẫu báo cáo" in told.text
    province = await make_officer(db, NOW, login="tinh", role="province", unit=None)
    foreign = filled(await blank(db, knowledge, province, period, THOI_SON))
    (told,) = await sent(db, knowledge, foreign)
    assert "Không có mục này" in told.text
    async with db.reading() as session:
        assert (await session.scalars(select(Report))).all() == []
        chat = (await session.scalars(select(Chat).where(Chat.address == ADDRESS))).one()
    assert not await by_file.arrived(db, knowledge, chat.id, b"%PDF-1.7", NOW)


def test_a_sheet_survives_a_csv_of_it() -> None:
    rows = (
        "Báo cáo,,,,",
        "Hạn,,,,",
        "Điền,,,,",
        "BC-7-30538,,,,",
        "Mã,Chỉ tiêu,ĐVT,Kỳ trước,Kỳ này",
        "fairs,Hội chợ,lần,1,3",
    )
    found = report_form.read("\n".join(rows).encode())
    assert (found.period, found.unit, found.said) == (7, "30538", {"fairs": "3"})
    with pytest.raises(Refused, match=r"report_form\.not_ours"):
        report_form.read(b"a,b\n1,2")
