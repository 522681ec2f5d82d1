"""Reports in the panel: a commune fills in and sends, the province looks, returns, accepts, chases and takes files."""

import io
from datetime import datetime
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

from ocop_core.clock import VIETNAM
from ocop_core.rulebook.reports import load_reporting
from ocop_core.services.reports import periods
from tests.admin.house import NUI_CAM, THOI_SON, Browser, House, Open

FIGURES = {figure.key: "1" for figure in load_reporting().figures}


async def open_period(house: House) -> str:
    house.clock.now = datetime(2026, 11, 10, 9, 0, tzinfo=VIETNAM)
    await periods.make_due(house.db, house.settings, house.clock())
    async with house.db.reading() as session:
        period = (await periods.listed(session, 102))[0].period
    return f"/admin/reports/{period.id}"


async def province(house: House, open_browser: Open) -> Browser:
    await house.officer("tinh", "province", None)
    browser = await open_browser()
    await house.enter(browser, "tinh")
    return browser


async def test_a_commune_sends_and_the_province_returns_then_accepts(
    house: House, lan: Browser, open_browser: Open
) -> None:
    period = await open_period(house)
    await house.enter(lan, "lan")
    own = f"{period}/{NUI_CAM}"
    wrong = await lan.send(own, own, {**FIGURES, "news": "nhiều", "act": "send"})
    assert wrong.status == 422 and '<a href="#news">' in await wrong.text()
    short = await lan.send(own, own, {**FIGURES, "news": "", "act": "send"})
    assert short.status == 422 and "Còn thiếu số liệu: Tin, bài" in await short.text()
    assert (await lan.send(own, own, {**FIGURES, "difficult": "thiếu vốn", "act": "send"})).status == 303
    assert "Đã gửi" in await lan.page("/admin/reports")
    boss = await province(house, open_browser)
    assert "<b>1</b>/102" in await boss.page("/admin/reports")
    assert (await boss.send(own, f"{own}/return", {"words": "xem lại số lớp"})).status == 303
    assert "xem lại số lớp" in await lan.page(own)
    assert (await lan.send(own, own, {**FIGURES, "classes": "2", "act": "send"})).status == 303
    assert (await boss.send(own, f"{own}/accept")).status == 303
    assert "nhận báo cáo" in await lan.page(own)


async def test_a_draft_is_kept(house: House, lan: Browser) -> None:
    period = await open_period(house)
    await house.enter(lan, "lan")
    own = f"{period}/{NUI_CAM}"
    assert (await lan.send(own, own, {"fairs": "12", "proposal": "thêm lớp", "act": "save"})).status == 303
    page = await lan.page(own)
    assert 'value="12"' in page and "thêm lớp" in page


async def test_files_open_as_office_files(house: House, lan: Browser, open_browser: Open) -> None:
    period = await open_period(house)
    await house.enter(lan, "lan")
    own = f"{period}/{NUI_CAM}"
    await lan.send(own, own, {**FIGURES, "difficult": "=1+1 thiếu vốn", "act": "send"})
    boss = await province(house, open_browser)
    sheet = await (await boss.client.get(f"{period}/file.xlsx")).read()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "BÁO CÁO NĂM 2026" and rows[5 + 102][0] == "Tổng cộng"
    assert ["Xã Núi Cấm", "Đã gửi", 1.0] in [row[1:4] for row in rows]
    document = await (await boss.client.get(f"{period}/file.docx")).read()
    text = ZipFile(io.BytesIO(document)).read("word/document.xml").decode()
    assert "thiếu vốn" in text and "1/102" in text and "{{" not in text


async def test_a_commune_neither_sees_nor_steers_others(house: House, lan: Browser) -> None:
    period = await open_period(house)
    await house.enter(lan, "lan")
    await lan.page(f"{period}/30502", 404)
    assert (await lan.client.get(f"{period}/file.xlsx")).status == 404
    assert "Nhắc" not in await lan.page(f"{period}/{NUI_CAM}")


async def test_the_province_chases_moves_sets_goals_and_adds(house: House, open_browser: Open) -> None:
    period = await open_period(house)
    boss = await province(house, open_browser)
    assert (await boss.send(period, f"{period}/chase")).status == 303
    assert (await boss.send(period, f"{period}/move", {"due": "2026-12-05"})).status == 303
    assert "05/12/2026" in await boss.page(period)
    assert (await boss.send(period, f"{period}/targets/new_products", {"low": "40", "high": "45"})).status == 303
    assert "đề ra 40 - 45" in await boss.page(period)
    bad = await boss.send(period, f"{period}/targets/new_products", {"low": "40", "high": "4"})
    assert bad.status == 409
    dates = {"begins": "2026-10-01", "ends": "2026-11-01", "due": "2026-11-20"}
    assert (await boss.send("/admin/reports", "/admin/reports", {"title": "Rà soát", **dates})).status == 303
    late = await boss.send("/admin/reports", "/admin/reports", {"title": "Rà soát", **dates, "due": "2026-11-01"})
    assert late.status == 422 and '<a href="#due">' in await late.text()


async def test_the_week_shows_the_figures_of_the_letter(house: House, lan: Browser) -> None:
    page = await lan.page("/admin/week")
    assert "ý tưởng mới chưa ai nhận" in page and "/admin/account#chat" in page


async def test_the_sheet_of_a_report_is_handed_out_to_its_own_commune(house: House, lan: Browser) -> None:
    period = await open_period(house)
    await house.enter(lan, "lan")
    assert "Tải mẫu Excel để điền" in await lan.page(f"{period}/{NUI_CAM}")
    made = await lan.client.get(f"{period}/{NUI_CAM}/form.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(await made.read())).get_sheet_by_index(0).to_python()
    assert made.content_type.endswith("spreadsheetml.sheet") and "Xã Núi Cấm" in str(rows[0][0])
    assert {row[0] for row in rows} >= FIGURES.keys()
    assert (await lan.client.get(f"{period}/{THOI_SON}/form.xlsx")).status == 404
