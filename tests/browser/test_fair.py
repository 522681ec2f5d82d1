"""A fair from the officer's first click to the attendance sheet, with a producer on a phone in between."""

import re

from playwright.async_api import Browser, Page, expect

from tests.browser.house import bot_says, province_link, say, tap, watched
from tests.browser.moved import move
from tests.support.browsers import MARKS

pytestmark = MARKS


async def planned(desk: Page, base: str, today: str) -> str:
    """A fair that begins in an hour, written and opened; its address."""
    await desk.goto(base + "/admin/events/new")
    await desk.get_by_label("Hội chợ").check()
    await desk.fill("#title", "Phiên chợ quê cuối tuần")
    await desk.fill("#starts", f"{today}T13:00")
    await desk.fill("#ends", f"{today}T21:00")
    await desk.fill("#place", "Chợ Núi Cấm")
    await desk.fill("#capacity", "5")
    await desk.fill("#closes", today)
    await desk.get_by_role("button", name="Lưu bản nháp").click()
    await desk.get_by_role("button", name="Mở ghi tên").click()
    await expect(desk.locator(".done")).to_contain_text("Đã mở ghi tên")
    return desk.url


async def invited(desk: Page, event: str, house: dict[str, str]) -> None:
    """The announcement that invites, written, looked at, sent, and no longer to be taken back."""
    await desk.goto(event)
    await desk.get_by_role("button", name="Soạn lời mời").click()
    await expect(desk.locator("#words")).to_have_value(re.compile("Phiên chợ quê cuối tuần"))
    await desk.get_by_role("button", name="Tiếp tục: kiểm tra").click()
    await desk.get_by_role("button", name="Gửi cho 1 người").click()
    await expect(desk.locator(".done")).to_be_visible()
    move(house, 61)


async def test_a_fair_from_the_announcement_to_the_attendance_sheet(
    house_at_noon: dict[str, str], chromium: Browser
) -> None:
    house = house_at_noon
    phone, wrong_too = await watched(chromium, 360, 740)
    await phone.goto(f"{house['BASE']}/chat")
    await say(phone, "xin chào", "Để làm việc, em cần lưu")
    await tap(phone, "Đồng ý", "")
    desk, wrong = await watched(chromium, 1280, 800)
    await desk.goto(province_link(house))
    await desk.click("main form button")
    event = await planned(desk, house["BASE"], house["TODAY"])
    await invited(desk, event, house)

    await bot_says(phone, "Mời bà con tham gia: Phiên chợ quê cuối tuần")
    await tap(phone, "Tham gia", "mang sản phẩm nào")
    await say(phone, "mắm cá lóc, khô cá sặc", "em gửi cán bộ rồi")
    await say(phone, "Lý Thị Sáu", "số điện thoại")
    await say(phone, "0912 345 678", "ghi vào danh sách")

    await desk.goto(event)
    await expect(desk.locator("#people")).to_contain_text("Lý Thị Sáu")
    await expect(desk.locator("#people")).to_contain_text("mắm cá lóc, khô cá sặc")
    await desk.get_by_role("button", name="Duyệt gian hàng").click()
    await expect(desk.locator("#people")).to_contain_text("Đã duyệt gian hàng")
    await desk.set_viewport_size({"width": 360, "height": 740})
    await desk.get_by_role("link", name="Điểm danh", exact=True).click()
    assert await desk.evaluate("document.documentElement.scrollWidth") <= 360
    await desk.get_by_role("button", name="Có mặt").click()
    await expect(desk.locator(".done")).to_contain_text("Đã ghi nhận")
    await desk.goto(event)
    async with desk.expect_download() as waited:
        await desk.get_by_role("link", name="Điểm danh (Excel)").click()
    assert (await waited.value).suggested_filename.endswith(".xlsx")
    assert (wrong, wrong_too) == ([], [])
