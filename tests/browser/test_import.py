"""An officer sends a messy list in, mends what is doubtful, writes it, and takes it back, in a real browser."""

from pathlib import Path

from playwright.async_api import Browser

from tests.browser.house import officers_link, watched
from tests.services.test_imports import ONE, OPEN, listed
from tests.support.browsers import MARKS

pytestmark = MARKS


async def test_a_list_is_sent_in_mended_written_and_taken_back(
    house: dict[str, str], chromium: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "Danh sách 2026.xlsx"
    path.write_bytes(listed(ONE, OPEN, ("Mắm ba", "3-4 sao", "912/QĐ-UBND", "04/06/2024")))
    page, wrong = await watched(chromium, 360, 740)
    await page.goto(officers_link(house))
    await page.click("main form button")
    await page.goto(f"{house['BASE']}/admin/imports")
    await page.set_input_files("#file", path)
    assert await page.inner_text("[data-chosen-file]") == "Danh sách 2026.xlsx"
    await page.click("text=Đọc tệp")
    await page.wait_for_url("**/imports/*")
    assert await page.evaluate("document.documentElement.scrollWidth") == 360

    await page.fill("#d3 [name=issued]", "15/6/2024")
    await page.click("#d3 button.main")
    await page.wait_for_selector("text=Đã lưu dòng vừa sửa")
    await page.select_option("#d4 [name=stars]", "4")
    await page.click("#d4 button.main")
    await page.click("text=Nhập 3 dòng")
    await page.wait_for_selector("text=Đã nhập vào sổ giấy chứng nhận")
    assert await page.locator("tbody tr").count() == 3

    await page.click("summary:has-text('Hoàn tác lần nhập này')")
    await page.click("text=Hoàn tác 3 dòng đã nhập")
    await page.wait_for_selector(".done:has-text('trở lại như trước khi nhập')")
    assert wrong == []
