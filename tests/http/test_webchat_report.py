"""An officer who has joined the web chat sends the sheet of a report there, and sees what became of it."""

import pytest

from bot.deps import Deps
from ocop_core.db.models import Staff
from ocop_core.db.models_reports import ReportPeriod
from ocop_core.services.accounts import linking
from ocop_core.services.reports import by_file
from tests.office.making import Sheet
from tests.services.test_report_by_file import filled
from tests.services.test_reports import REPORTING, open_year
from tests.support.making import NUI_CAM, THOI_SON, make_officer
from tests.support.web import Phone


async def sheet(deps: Deps, staff: Staff, period: ReportPeriod, unit: str = NUI_CAM) -> bytes:
    async with deps.db.reading() as session:
        return await by_file.blank(session, deps.knowledge, REPORTING, staff, period.id, unit)


@pytest.fixture
async def lan(deps: Deps, phone: Phone) -> Staff:
    staff = await make_officer(deps.db, deps.clock())
    async with deps.db.writing() as session:
        code = await linking.offer_staff(session, staff, deps.clock())
    await phone.say(linking.shown(code))
    await phone.say("nối")
    return staff


@pytest.fixture
async def period(deps: Deps) -> ReportPeriod:
    return await open_year(deps.db, deps.settings, deps.clock())


async def answer(phone: Phone, content: bytes) -> str:
    before = len(await phone.history())
    assert (await phone.upload(content, "bao-cao.xlsx")).status == 200
    told = [message["text"] for message in (await phone.history())[before:] if message["from"] != "me"]
    assert len(told) == 1
    return str(told[0])


async def test_a_filled_sheet_is_read_and_sent_with_one_tap(
    phone: Phone, deps: Deps, lan: Staff, period: ReportPeriod
) -> None:
    assert "Em đọc xong" in await answer(phone, filled(await sheet(deps, lan, period)))
    (button,) = (await phone.history())[-1]["choices"]
    tap = {"kind": "button", "data": button["data"], "text": button["label"], "id": phone.key()}
    assert (await phone.post(tap)).status == 200
    assert "xã Núi Cấm lên tỉnh rồi" in (await phone.texts())[-1][1]


async def test_a_wrong_sheet_is_answered_with_what_is_wrong(
    phone: Phone, deps: Deps, lan: Staff, period: ReportPeriod
) -> None:
    assert "không phải mẫu báo cáo" in await answer(phone, Sheet().page("DS").row(1, "STT", "Tên").done())
    assert "Còn thiếu" in await answer(phone, await sheet(deps, lan, period))
    province = await make_officer(deps.db, deps.clock(), login="tinh", role="province", unit=None)
    assert "Không có mục này" in await answer(phone, filled(await sheet(deps, province, period, THOI_SON)))


async def test_a_sheet_of_somebody_who_is_no_officer_is_refused(phone: Phone, deps: Deps, period: ReportPeriod) -> None:
    await phone.agree()
    staff = await make_officer(deps.db, deps.clock(), login="khac")
    assert (await phone.upload(filled(await sheet(deps, staff, period)), "bao-cao.xlsx")).status == 415
