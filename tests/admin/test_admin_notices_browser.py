"""Announcements in a real browser: few clicks, no scripts needed, nothing too wide, accessible."""

from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, expect

from tests.admin.house import PASSWORD, House
from tests.announcements import house as people_house
from tests.support.browsers import MARKS, ON_SQLITE, launched

pytestmark = [*MARKS, ON_SQLITE]


@pytest.fixture
async def chromium() -> AsyncIterator[Chromium]:
    async with launched() as browser:
        yield browser


class Clicks:
    """Counts what an officer has to click."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    async def on(self, what: str) -> None:
        self.count += 1
        await self.page.click(what)


async def to_sent(page: Page, root: TestServer, text: str) -> int:
    """From the sign-in to the message on its way; how many clicks that took."""
    clicks = Clicks(page)
    await page.goto(f"{root.make_url('/admin')}/sign-in")
    await page.fill("#login", "binh")
    await page.fill("#password", PASSWORD)
    await clicks.on("main button")
    await page.wait_for_url("**/admin/")
    await clicks.on("nav >> text=Thông báo")
    await clicks.on("text=Soạn thông báo")
    await clicks.on("text=Tiếp tục: nội dung")
    await page.fill("#words", text)
    await clicks.on("text=Tiếp tục: kiểm tra")
    await clicks.on("text=Gửi cho 3 người")
    await page.wait_for_selector(".done")
    return clicks.count


@pytest.mark.parametrize("scripts", [True, False])
async def test_from_the_sign_in_to_sent_in_six_clicks_then_pause_go_on_stop_and_recall(
    house: House, chromium: Chromium, root: TestServer, scripts: bool
) -> None:
    await house.officer("binh", "province", None)
    await people_house.people(house.db, house.clock(), 3)
    context = await chromium.new_context(java_script_enabled=scripts)
    page = await context.new_page()
    assert await to_sent(page, root, "Mai có tập huấn.") <= 6
    await people_house.move_on(house.db, house.knowledge, house.clock.go(seconds=61))
    for button, told in (("Tạm dừng", "Đã tạm dừng"), ("Gửi tiếp", "Đang gửi tiếp")):
        await page.reload()
        await page.click(f"aside >> text={button}")
        assert told in await page.inner_text(".done")
    rows = await people_house.take(house.db, house.knowledge, house.clock(), 2)
    await people_house.settle(house.db, house.clock(), [row.id for row in rows])
    await page.click("aside >> text=Dừng hẳn")
    assert "1 người không gửi nữa" in await page.inner_text("main")
    await page.click("text=Sửa hoặc thu hồi")
    await page.click("text=Thu hồi, xóa tin")
    assert "Đang sửa hoặc thu hồi" in await page.inner_text(".done")
    await people_house.move_on(house.db, house.knowledge, house.clock())
    assert len(await people_house.take(house.db, house.knowledge, house.clock())) == 2


async def test_no_page_of_announcements_is_inaccessible_or_wider_than_the_screen(
    house: House, chromium: Chromium, root: TestServer
) -> None:
    await house.officer("binh", "province", None)
    await people_house.people(house.db, house.clock(), 3)
    page = await chromium.new_page(viewport={"width": 1280, "height": 740})
    await to_sent(page, root, "Chào {ten}, " + "mai có tập huấn. " * 150)
    await people_house.sent_to_all(house.db, house.knowledge, house.clock.go(seconds=61), 1)
    await page.goto(f"{root.make_url('/admin')}/notices/new")
    await page.click("text=Tiếp tục: nội dung")
    await page.fill("#words", "Mốt có hội chợ.")
    await page.click("text=Tiếp tục: kiểm tra")
    pages = ["", "/new", "/1", "/1/people", "/1/people?fate=sent", "/1/calls", "/1/recall"]
    pages += ["/2/whom", "/2/text", "/2/check", "/2/names"]
    for width in (320, 1280):
        await page.set_viewport_size({"width": width, "height": 740})
        for path in pages:
            await page.goto(f"{root.make_url('/admin')}/notices{path}")
            found = (await Axe().run(page)).response["violations"]
            assert not found, (width, path, [each["id"] for each in found])
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (width, path)


async def test_the_count_follows_what_is_ticked(house: House, chromium: Chromium, root: TestServer) -> None:
    await house.officer("binh", "province", None)
    await people_house.people(house.db, house.clock(), 2)
    await people_house.people(house.db, house.clock(), 1, unit="30502")
    page = await chromium.new_page()
    await page.goto(f"{root.make_url('/admin')}/sign-in")
    await page.fill("#login", "binh")
    await page.fill("#password", PASSWORD)
    await page.click("main button")
    await page.goto(f"{root.make_url('/admin')}/notices/new")
    assert "3 người" in await page.inner_text("#count")
    await page.click("text=Xã, phường, đặc khu")
    await page.check("input[name=unit][value='30502']")
    await page.wait_for_selector("#count >> text=1 người nhắn tin được")


async def test_on_a_phone_the_number_stays_in_sight_while_one_chooses_and_covers_no_button(
    house: House, chromium: Chromium, root: TestServer
) -> None:
    await house.officer("binh", "province", None)
    await people_house.people(house.db, house.clock(), 3)
    await people_house.people(house.db, house.clock(), 1, unit="30502")
    page = await chromium.new_page(viewport={"width": 360, "height": 640})
    await page.goto(f"{root.make_url('/admin')}/sign-in")
    await page.fill("#login", "binh")
    await page.fill("#password", PASSWORD)
    await page.click("main button")
    await page.goto(f"{root.make_url('/admin')}/notices/new")
    count = page.locator(".counted")
    await page.click(".choose summary >> nth=0")
    await page.check("input[value='30502']")
    await expect(count).to_contain_text("1 người")
    box = await count.bounding_box()
    assert box and box["height"] <= 100 and abs(box["y"] + box["height"] - 640) < 1
    await page.click(".choose summary >> nth=0")
    await page.locator(".choose > button.main").focus()
    on_top = """() => {
      const button = document.querySelector(".choose > button.main"), at = button.getBoundingClientRect();
      const high = document.elementFromPoint(at.x + at.width / 2, at.bottom - 2);
      return button === high;
    }"""
    assert await page.evaluate(on_top)
