"""A dossier from the producer's photos over the officers' decisions to the certificate, seen by all in a browser."""

import re
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Browser, Page, expect
from sqlalchemy import select

from ocop_core.db.base import Database
from ocop_core.db.models_dossiers import Dossier
from ocop_core.demo.pictures import product_picture
from tests.browser.house import bot_says, officers_link, picture, province_link, say, tap, watched
from tests.support.browsers import MARKS
from tests.support.dossiers import complete

pytestmark = MARKS
REGISTRATION = "Giấy đăng ký kinh doanh"


async def open_a_dossier(page: Page, base: str, photo: Path) -> None:
    """Eight questions, then the first paper as a photo."""
    await page.goto(base + "/chat")
    await page.get_by_role("button", name="Bắt đầu").click()
    await bot_says(page, "Để làm việc, em cần lưu")
    await tap(page, "Đồng ý", "Hôm nay")
    await say(page, "mở hồ sơ mới", "tên gì")
    await say(page, "Khô cá lóc Bảy Chóp", "xếp vào nhóm")
    await tap(page, "Đúng", "xã, phường nào")
    await say(page, "an hao tinh bien", "Núi Cấm")
    await tap(page, "Đúng", "hình thức")
    await tap(page, "Hộ kinh doanh", "nhỏ lẻ")
    await tap(page, "Không", "HACCP")
    await tap(page, "Chưa có", "mấy sao")
    await tap(page, "3 sao", "số điện thoại")
    await say(page, "0912 345 678", "Nhắm hạng: 3 sao")
    await tap(page, "Gửi", "Còn thiếu 11/11")
    await send_photo(page, photo, "Đây là giấy gì")
    await tap(page, REGISTRATION, "hết thì bấm")
    await tap(page, "Xong", "Đã có 1")


async def send_photo(page: Page, photo: Path, then: str) -> None:
    await page.set_input_files("input[type=file]", photo)
    await bot_says(page, then)


async def hand_in(page: Page) -> None:
    await say(page, "nộp hồ sơ", "coi lại trước khi nộp")
    await tap(page, "Nộp luôn", "Núi Cấm")


async def the_rest_comes(house: dict[str, str]) -> None:
    """All other papers, answers and points, as if they had been sent over the weeks."""
    db, at = Database(house["DATABASE_URL"]), datetime.now(UTC)
    async with db.reading() as session:
        row = await session.scalar(select(Dossier))
    assert row is not None
    await complete(db, Path(house["FILES_DIR"]), row, at)
    await db.close()


async def open_at_desk(page: Page, link: str, base: str) -> None:
    await page.goto(link)
    await page.click("main form button")
    await page.goto(base + "/admin/dossiers?state=all")
    await page.get_by_role("link", name="Khô cá lóc Bảy Chóp").click()


async def accept_all_waiting(page: Page) -> None:
    waiting = page.locator(".paper.is-given")
    while count := await waiting.count():
        await waiting.first.get_by_role("button", name="Được").click()
        await expect(waiting).to_have_count(count - 1)


async def test_from_the_first_photo_to_the_certificate(
    house: dict[str, str], chromium: Browser, tmp_path: Path
) -> None:
    photo, better = tmp_path / "giay.jpg", tmp_path / "giay-ro.jpg"
    photo.write_bytes(product_picture(4))
    better.write_bytes(product_picture(5))
    phone, wrong = await watched(chromium, 360, 740)
    await open_a_dossier(phone, house["BASE"], photo)
    await the_rest_comes(house)
    await hand_in(phone)

    desk, wrong_too = await watched(chromium, 1280, 900)
    await open_at_desk(desk, officers_link(house), house["BASE"])
    card = desk.locator(".paper", has=desk.get_by_role("heading", name=REGISTRATION))
    await card.locator("a[data-zoom]").click()
    await expect(desk.locator("#viewer img")).to_have_attribute("style", re.compile("width"))
    await picture(desk, "dossier-viewer.png")
    await desk.keyboard.press("Escape")
    await card.locator("summary", has_text="Trả lại").click()
    await card.get_by_role("button", name="Ảnh mờ").click()
    await card.get_by_role("button", name="Trả lại giấy này").click()
    await expect(desk.locator("#next")).to_contain_text(f"{REGISTRATION}: Ảnh mờ")
    await accept_all_waiting(desk)
    await picture(desk, "dossier.png")
    await desk.get_by_role("button", name="Gửi kết quả").click()
    await bot_says(phone, f"{REGISTRATION}: Ảnh mờ")
    await picture(phone, "chat-returned.png")

    await tap(phone, f"Gửi lại: {REGISTRATION}", "Ảnh mờ")
    await send_photo(phone, better, "hết thì bấm")
    await tap(phone, "Xong", "Khô cá lóc Bảy Chóp")
    await hand_in(phone)

    await desk.reload()
    await expect(card).to_contain_text("Bản trước (1)")
    await accept_all_waiting(desk)
    await desk.get_by_role("link", name="Ghi nhận xét").click()
    for field in ("materials", "workers", "idea", "identity"):
        await desk.fill(f"#{field}", "Xã xác nhận đúng như bà con khai.")
    await desk.get_by_role("button", name="Lưu nhận xét").click()
    await desk.get_by_role("button", name="Đề nghị lên tỉnh").click()
    await bot_says(phone, "đã đề nghị tỉnh xét")

    province, wrong_there = await watched(chromium, 1280, 900)
    await open_at_desk(province, province_link(house), house["BASE"])
    await province.get_by_role("button", name="Tiếp nhận hồ sơ").click()
    await province.get_by_role("button", name="Trình Hội đồng").click()
    await province.get_by_role("link", name="Ghi kết quả công nhận").click()
    await province.fill("#score", "62,5")
    await province.get_by_label("3 sao").check()
    await province.fill("#decision_no", "88/QĐ-UBND")
    await province.fill("#decided_on", f"{datetime.now(UTC):%Y-%m-%d}")
    await province.get_by_role("button", name="Lưu kết quả").click()
    await expect(province.locator("main")).to_contain_text("Đã công nhận")
    await bot_says(phone, "được công nhận OCOP 3 sao, 62,5 điểm")
    await picture(phone, "chat-recognised.png")
    assert (wrong, wrong_too, wrong_there) == ([], [], [])
