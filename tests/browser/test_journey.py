"""The whole first piece of the mission, in a real browser: an idea by phone, an officer's answer at a desk."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from ocop_core.demo.pictures import product_picture
from tests.browser.house import bot_says, officers_link, picture, say, tap, watched
from tests.support.browsers import MARKS

pytestmark = MARKS


async def tell_the_idea(page: Page, photo: Path) -> str:
    """Walks the form with thumbs, words without diacritics, and a photo; returns the receipt code."""
    await page.get_by_role("button", name="Bắt đầu").click()
    await bot_says(page, "Để làm việc, em cần lưu")
    await tap(page, "Đồng ý", "Hôm nay")
    await tap(page, "Đăng ký sản phẩm", "tên gì")
    await say(page, "Mắm cá linh Út Mười", "xếp vào nhóm")
    await tap(page, "Đúng", "bán ra thị trường")
    await say(page, "ban lau roi", "xã, phường nào")
    await picture(page, "chat-place.png")
    await say(page, "an hao tinh bien", "Núi Cấm")
    await picture(page, "chat.png")
    await tap(page, "Đúng", "Nguyên liệu")
    await say(page, "cá linh mùa nước nổi", "hình thức")
    await tap(page, "Hộ kinh doanh", "số điện thoại")
    await say(page, "0912 345 678", "coi lại")
    await page.set_input_files("input[type=file]", photo)
    await bot_says(page, "Ảnh kèm theo: 1")
    await tap(page, "Gửi", "bổ sung")
    receipt = await page.locator("#log").inner_text()
    found = re.search(r"YT-[2-9A-Z]{5}", receipt)
    assert found, receipt
    return found[0]


async def accept(page: Page, link: str, code: str, words: str) -> None:
    """Signs in with the one-time link and accepts the idea."""
    await page.goto(link)
    await page.click("main form button")
    await page.goto(link.split("/admin/", maxsplit=1)[0] + "/admin/ideas")
    await page.get_by_role("link", name="Mắm cá linh Út Mười").first.click()
    await expect(page.locator("main")).to_contain_text(code)
    await expect(page.locator(".photos img").first).to_be_visible()
    await picture(page, "idea.png")
    await page.get_by_role("link", name="Chấp nhận").first.click()
    await page.fill("#words", words)
    await page.click("main form button")
    await expect(page.locator("main")).to_contain_text("Đã chấp nhận")


async def test_an_idea_by_phone_is_answered_from_a_desk_without_a_reload(
    house: dict[str, str], chromium: Browser, tmp_path: Path
) -> None:
    photo = tmp_path / "mam.jpg"
    photo.write_bytes(product_picture(4))
    phone, wrong = await watched(chromium, 360, 740)
    await phone.goto(house["BASE"] + "/chat")
    code = await tell_the_idea(phone, photo)
    await phone.evaluate("window.notReloaded = true")
    desk, wrong_too = await watched(chromium, 1280, 800)
    await accept(desk, officers_link(house), code, "Thứ Ba tuần sau mời mình ra Ủy ban xã nha.")
    await bot_says(phone, "Thứ Ba tuần sau mời mình ra Ủy ban xã nha.")
    assert await phone.evaluate("window.notReloaded") is True
    await picture(phone, "chat-answer.png")
    await phone.reload()
    await bot_says(phone, "Thứ Ba tuần sau")
    assert (await phone.locator("#log .msg.me").count()) >= 8
    assert (wrong, wrong_too) == ([], [])


@pytest.mark.parametrize("width", [320, 360, 412])
async def test_the_chat_fits_small_phones(house: dict[str, str], chromium: Browser, width: int) -> None:
    page, wrong = await watched(chromium, width, 640)
    await page.goto(house["BASE"] + "/chat")
    await page.get_by_role("button", name="Bắt đầu").click()
    await bot_says(page, "Để làm việc, em cần lưu")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert wrong == []


async def test_a_file_of_a_forbidden_kind_gets_a_clear_sentence(
    house: dict[str, str], chromium: Browser, tmp_path: Path
) -> None:
    odd = tmp_path / "virus.pdf"
    odd.write_bytes(b"MZ not a paper at all")
    page, _ = await watched(chromium, 360, 740)
    await page.goto(house["BASE"] + "/chat")
    await page.get_by_role("button", name="Bắt đầu").click()
    await bot_says(page, "Để làm việc, em cần lưu")
    await page.set_input_files("input[type=file]", odd)
    await expect(page.locator("#log .msg.me").last).to_contain_text("Em chỉ nhận ảnh, PDF và ghi âm", timeout=8000)


async def test_a_file_that_is_too_large_is_not_even_sent(
    house: dict[str, str], chromium: Browser, tmp_path: Path
) -> None:
    film = tmp_path / "phim.mp4"
    film.write_bytes(b"\0\0\0\x18ftypmp42" + bytes(21 * 1024 * 1024))
    page, wrong = await watched(chromium, 360, 740)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    await page.goto(house["BASE"] + "/chat")
    await page.get_by_role("button", name="Bắt đầu").click()
    await bot_says(page, "Để làm việc, em cần lưu")
    await page.set_input_files("input[type=file]", film)
    await expect(page.locator("#log .msg.me").last).to_contain_text("Tệp này lớn quá 20 MB")
    await tap(page, "Đồng ý", "Hôm nay")
    assert not any(url.endswith("/chat/upload") for url in sent)
    assert wrong == []
