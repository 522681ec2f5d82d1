"""Lists of certificates in the panel: sent in, looked at, mended, written, taken back, sent out."""

import re
from typing import Any

from aiohttp import ClientResponse, FormData
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from ocop_core.db.models_products import Certificate, Product
from ocop_core.office.importing import read_file
from ocop_core.services.imports import batches
from tests.admin.house import Browser, House, Open, hidden, text_of
from tests.office.making import Sheet
from tests.office.messy import HEAD, official, phones, places, stray_american
from tests.services.test_imports import DAY, ONE, OPEN, listed

LIST = "/admin/imports"


async def send_in(browser: Browser, content: bytes, name: str = "ds.xlsx") -> ClientResponse:
    form = FormData({"token": hidden(await browser.page(LIST), None)["token"]})
    form.add_field("file", content, filename=name, content_type="application/octet-stream")
    return await browser.client.post(LIST, data=form, allow_redirects=False)


async def enter(house: House, browser: Browser, role: str = "province", **more: Any) -> Browser:
    await house.officer("tinh", role, **{"unit": None, **more})
    await house.enter(browser, "tinh")
    return browser


async def papers(house: House) -> list[tuple[str, str]]:
    async with house.db.reading() as session:
        query = select(Product.name, Certificate.state).join(Certificate).order_by(Product.name)
        return [(row.name, row.state) for row in (await session.execute(query)).all()]


async def test_a_list_is_sent_in_mended_written_and_taken_back(house: House, browser: Browser) -> None:
    await enter(house, browser)
    sent = await send_in(browser, listed(ONE, OPEN))
    assert sent.status == 303
    page = sent.headers["Location"]
    shown = text_of(await browser.page(page))
    assert "Nhập 1 dòng" in shown and "Dòng 3:" in shown and "chỉ có tháng, chưa có ngày" in shown
    assert await papers(house) == []

    wrong = await browser.send(page, f"{page}/rows/3", {"issued": "31/2/2024"})
    assert wrong.status == 422
    assert "Ngày chưa đúng" in await wrong.text()
    mended = await browser.send(page, f"{page}/rows/3", {"issued": "15/6/2024"})
    assert mended.status == 303
    assert "Nhập 2 dòng" in text_of(await browser.page(page))

    await browser.send(page, f"{page}/apply")
    assert await papers(house) == [("Mắm hai", "current"), ("Mắm một", "current")]
    shown = text_of(await browser.page(page))
    assert "Đã nhập (2)" in shown and "Hoàn tác 2 dòng đã nhập" in shown
    await browser.send(page, f"{page}/undo")
    assert await papers(house) == []
    assert "Đã hoàn tác" in text_of(await browser.page(LIST))


async def test_a_file_that_cannot_be_read_is_refused_on_the_page(house: House, browser: Browser) -> None:
    await enter(house, browser)
    for content, why in (b"", "Tệp trống"), (b"%PDF-1.7", "không phải bảng tính"), (official()[:3000], "bị hỏng"):
        refused = await send_in(browser, content)
        assert refused.status == 422 and why in await refused.text()
    assert "Chưa có lần nhập nào" in await browser.page(LIST)


async def test_a_row_can_be_left_out_and_taken_in_again(house: House, browser: Browser) -> None:
    await enter(house, browser)
    page = (await send_in(browser, listed(OPEN))).headers["Location"]
    await browser.send(page, f"{page}/rows/2", {"left_out": "1"})
    assert "Bỏ qua (1)" in text_of(await browser.page(page))
    await browser.send(f"{page}?show=skip", f"{page}/rows/2")
    assert "Cần xem lại (1)" in text_of(await browser.page(page))


async def test_places_that_could_be_several_are_offered_first(house: House, browser: Browser) -> None:
    await enter(house, browser)
    page = (await send_in(browser, places())).headers["Location"]
    html = await browser.page(page)
    row = html[html.index('id="d5"') : html.index('id="d6"')]
    assert re.findall(r'<option value="(\d+)"', row)[:2] == ["30316", "30325"]
    await browser.send(page, f"{page}/rows/5", {"unit": "30325"})
    assert "Nhập 5 dòng" in text_of(await browser.page(page))


async def test_a_button_that_is_out_of_date_writes_nothing(house: House, browser: Browser) -> None:
    await enter(house, browser)
    page = (await send_in(browser, listed(ONE, OPEN))).headers["Location"]
    token = hidden(await browser.page(page), f"{page}/apply")
    await browser.send(page, f"{page}/rows/3", {"issued": "15/6/2024"})
    stale = await browser.client.post(f"{page}/apply", data=token, allow_redirects=False)
    assert stale.status == 409 and "có 2 dòng" in await stale.text()
    assert await papers(house) == []


async def test_a_commune_sees_its_own_imports_and_writes_its_own_rows(
    house: House, browser: Browser, lan: Browser
) -> None:
    content = (
        Sheet().page("DS").row(1, *HEAD).row(2, 1, "Mắm một", "Cơ sở Bảy Lúa", "Núi Cấm", "", "", 3, "1/QĐ-UBND", DAY)
    )
    content.row(3, 2, "Mắm hai", "Cơ sở Bảy Lúa", "Xã Thoại Sơn", "", "", 3, "1/QĐ-UBND", DAY)
    page = (await send_in(lan, content.done())).headers["Location"]
    shown = text_of(await lan.page(f"{page}?show=skip"))
    assert "Nhập 1 dòng" in shown and "không thuộc địa bàn" in shown
    await house.officer("hai", "commune", "30502")
    await house.enter(browser, "hai")
    await browser.page(page, 404)
    assert "Chưa có lần nhập nào" in await browser.page(LIST)


async def test_what_goes_out_comes_in_as_the_same(house: House, browser: Browser) -> None:
    await enter(house, browser)
    for content in (official(), phones()):
        page = (await send_in(browser, content)).headers["Location"]
        await browser.send(page, f"{page}/apply")
    dangerous = listed(("=HYPERLINK(1)", 3, "7/QĐ-UBND", DAY), ("@Mắm", 4, "8/QĐ-UBND", DAY))
    page = (await send_in(browser, dangerous)).headers["Location"]
    await browser.send(page, f"{page}/apply")
    response = await browser.get(f"{LIST}/certificates.xlsx")
    assert response.status == 200
    content = await response.read()
    read = read_file(content, house.knowledge.province, house.knowledge.sets)
    assert len(read.rows) == len(await papers(house)) == 11
    async with house.db.reading() as session:
        plans = await batches.planned(session, [batches.Row(each) for each in read.rows], None, house.clock.now)
    assert {each.action for each in plans} == {"same"}
    rows = CalamineWorkbook.from_filelike(_file(content)).get_sheet_by_index(0).to_python()
    cells = [cell for row in rows for cell in row if isinstance(cell, str)]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "'=HYPERLINK(1)" in cells and "Tổng cộng" in cells


async def test_what_goes_out_keeps_to_the_filters_and_the_territory(
    house: House, browser: Browser, open_browser: Open
) -> None:
    await enter(house, browser)
    await house.officer()
    lan = await open_browser()
    await house.enter(lan)
    page = (await send_in(browser, official())).headers["Location"]
    await browser.send(page, f"{page}/apply")
    for who, query, count in (browser, "", 3), (browser, "?stars=3", 1), (browser, "?unit=30376", 1), (lan, "", 0):
        content = await (await who.get(f"{LIST}/certificates.xlsx{query}")).read()
        rows = CalamineWorkbook.from_filelike(_file(content)).get_sheet_by_index(0).to_python()
        assert rows[-1][2] == count


def _file(content: bytes) -> Any:
    import io

    return io.BytesIO(content)


async def test_the_order_of_open_days_is_chosen_for_the_whole_file(house: House, browser: Browser) -> None:
    await enter(house, browser)
    page = (await send_in(browser, stray_american())).headers["Location"]
    shown = text_of(await browser.page(page))
    assert "Ngày đọc được hai cách" in shown and "ví dụ dòng 3: 05/06/2023 hay 06/05/2023" in shown
    assert "Dòng 3:" in shown and "có thể hiểu nhiều cách: 05/06/2023, 06/05/2023" in shown
    assert (await browser.send(page, f"{page}/order", {"order": "month"})).status == 303
    shown = text_of(await browser.page(f"{page}?show=add"))
    assert "Nhập 2 dòng" in shown and "Anh chị đã chọn: tháng trước, ngày sau" in shown and "06/05/2023" in shown
    assert (await browser.send(page, f"{page}/order", {"order": "day"})).status == 303
    assert "05/06/2023 – 05/06/2026" in text_of(await browser.page(f"{page}?show=add"))
    await browser.send(page, f"{page}/apply")
    assert "Ngày đọc được hai cách" not in text_of(await browser.page(page))
