"""Numbers, dates and signer: written once by the office, and then on every form."""

from typing import Any

import pytest

from ocop_core.db.models_dossiers import Dossier
from ocop_core.services.dossiers import reviewing
from ocop_core.services.staff import roster
from tests.admin.house import THOI_SON, Browser, House
from tests.office import reading
from tests.support.dossiers import hand_in, make_dossier
from tests.support.making import stored

WRITTEN = {
    "receipt_no": "007",
    "received_on": "2026-11-20",
    "received_by": "Trần Văn Lành",
    "product_no": "12",
    "report_no": "45",
    "report_on": "21/11/2026",
    "signer_title": "KT. Chủ tịch, Phó Chủ tịch",
    "signer": "Lê Văn Núi",
}


@pytest.fixture
async def row(house: House) -> Dossier:
    made = await make_dossier(house.db, house.clock.now)
    await hand_in(house.db, house.settings.files_dir, made, house.clock.now)
    return await stored(house.db, Dossier, made.id)


async def post(browser: Browser, row: Dossier, **fields: Any) -> tuple[int, str]:
    path = f"/admin/dossiers/{row.id}/paperwork"
    answer = await browser.send(path, path, {"version": str(row.version), **fields})
    return answer.status, await answer.text()


async def form(browser: Browser, row: Dossier, name: str) -> bytes:
    return await (await browser.client.get(f"/admin/dossiers/{row.id}/{name}.docx")).read()


async def test_what_the_office_writes_stands_on_the_forms(house: House, lan: Browser, row: Dossier) -> None:
    status, _ = await post(lan, row, **WRITTEN)
    assert status == 303
    registration, report = await form(lan, row, "mau01"), await form(lan, row, "mau03")
    assert reading.after(registration, "Phiếu số:") == "007/PĐK-91-30538-2026"
    assert reading.after(registration, "Ngày nhận:") == "20/11/2026"
    assert reading.after(registration, "Người tiếp nhận:").startswith("Trần Văn Lành")
    lines = reading.lines(report)
    assert "Số: 45/BC-UBND" in lines
    assert "Núi Cấm, ngày 21 tháng 11 năm 2026" in lines
    assert reading.after(report, "- Mã sản phẩm:") == "91-30538-012-2026"
    assert [line for line in lines if "CHỦ TỊCH" in line] == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    assert "Lê Văn Núi" in lines
    page = await lan.page(f"/admin/dossiers/{row.id}/paperwork")
    assert 'value="Trần Văn Lành"' in page
    assert 'value="2026-11-21"' in page


async def test_the_judgments_do_not_wipe_it_out(house: House, lan: Browser, row: Dossier) -> None:
    await post(lan, row, **WRITTEN)
    async with house.db.writing() as session:
        officer = await roster.by_login(session, "lan")
        words = dict.fromkeys(reviewing.JUDGMENTS, "Đúng như hồ sơ")
        await reviewing.judge(session, officer, row.id, words, house.clock.now)
    lines = reading.lines(await form(lan, row, "mau03"))
    assert "Số: 45/BC-UBND" in lines
    assert lines.count("Đúng như hồ sơ") == 4


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("received_on", "hôm qua hay hôm kia", "Ngày chưa đúng."),
        ("report_on", "2027-01-01", "chưa đến"),
        ("product_no", "mười hai", "chỉ gồm chữ số"),
        ("receipt_no", "7" * 81, "tối đa 80 ký tự"),
    ],
)
async def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    house: House, lan: Browser, row: Dossier, field: str, typed: str, said: str
) -> None:
    status, page = await post(lan, row, **{**WRITTEN, field: typed})
    assert status == 422
    assert said in page
    assert 'value="Lê Văn Núi"' in page
    assert typed in page


async def test_a_page_that_is_out_of_date_overwrites_nothing(house: House, lan: Browser, row: Dossier) -> None:
    await post(lan, row, **WRITTEN)
    status, page = await post(lan, row, **{**WRITTEN, "report_no": "46"})
    assert status == 422
    assert "vừa có thay đổi" in page
    assert "Số: 45/BC-UBND" in reading.lines(await form(lan, row, "mau03"))


async def test_the_paperwork_of_another_commune_is_not_there(house: House, browser: Browser, row: Dossier) -> None:
    await house.officer(unit=THOI_SON)
    await house.enter(browser)
    assert (await browser.client.get(f"/admin/dossiers/{row.id}/paperwork")).status == 404
