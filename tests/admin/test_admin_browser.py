"""The panel in a real browser: no page is inaccessible, too wide, or dependent on scripts."""

import re
from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, expect

from ocop_core.db.models_dossiers import Dossier
from ocop_core.services.reports import periods
from tests.admin.house import PASSWORD, THOI_SON, House
from tests.support.browsers import MARKS, ON_SQLITE, launched
from tests.support.pictures import png

ALSO_WIDE = ("", "ideas", "ideas/1", "inbox", "inbox/1")
TABLES = "[...document.querySelectorAll('table')].map(each => getComputedStyle(each).display)"
OGG = b"OggS" + bytes(60)
pytestmark = [*MARKS, ON_SQLITE]


@pytest.fixture
async def chromium() -> AsyncIterator[Chromium]:
    async with launched() as browser:
        yield browser


async def sign_in(page: Page, root: TestServer) -> None:
    await page.goto(f"{root.make_url('/admin')}/sign-in")
    await page.fill("#login", "van-hanh")
    await page.fill("#password", PASSWORD)
    await page.click("main button")
    await page.wait_for_url("**/admin/")


async def fill(house: House) -> list[str]:
    officer = await house.officer("van-hanh", "operator", None)
    idea = await house.idea("Trà mãng cầu Bảy Núi sấy lạnh không đường hộp hai mươi túi lọc", owner="Nguyễn" * 8)
    talk = await house.talk(idea, "a" * 200)
    await house.says(talk, "nhãn nè em", await house.photo(idea, png()), await house.photo(idea, OGG, "audio/ogg"))
    pages = ["", "ideas", "ideas?q=khong-co", "inbox", "inbox?state=closed", "inbox/canned", "inbox/canned/new"]
    pages += ["account", "staff", "staff/new", "ideas/999"]
    pages += [f"ideas/{idea.id}{act}" for act in ("", "/ask", "/accept", "/decline")]
    pages += [*await house.knows(), *await house.dossiers(), *await house.imports(), *await reports(house)]
    pages += ["week", "calls", "coming", "stages", "certificates", "notices", "events"]
    return [*pages, f"inbox/{talk.id}", f"staff/{officer.id}"]


async def reports(house: House) -> list[str]:
    await periods.make_due(house.db, house.settings, house.clock())
    async with house.db.reading() as session:
        (period, *_) = await periods.listed(session, 102)
    return ["reports", f"reports/{period.period.id}", f"reports/{period.period.id}/{THOI_SON}"]


async def test_no_page_is_inaccessible_or_wider_than_the_screen(
    house: House, chromium: Chromium, root: TestServer
) -> None:
    paths = await fill(house)
    for width in (320, 1280):
        page = await chromium.new_page(viewport={"width": width, "height": 740})
        said: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.on("pageerror", lambda error, said=said: said.append(str(error)))
        await sign_in(page, root)
        for path in paths:
            await page.goto(f"{root.make_url('/admin')}/{path}")
            if width == 320 or path in ALSO_WIDE:
                found = (await Axe().run(page)).response["violations"]
                assert not found, (width, path, [each["id"] for each in found])
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (width, path)
            # On a phone the rows of a list stand as cards, elsewhere its columns under their heads.
            assert width == 320 or set(await page.evaluate(TABLES)) <= {"table"}, path
        assert [text for text in said if "404" not in text] == []
        await page.close()


async def test_everything_can_be_done_without_scripts(house: House, chromium: Chromium, root: TestServer) -> None:
    await fill(house)
    context = await chromium.new_context(java_script_enabled=False)
    page = await context.new_page()
    await sign_in(page, root)
    await page.click("#new .row")
    await page.click("text=Nhận xử lý ý tưởng này")
    await page.click("aside >> text=Hỏi thêm")
    await page.fill("#words", "Cô cho em xin ảnh nhãn")
    await page.click("main form button")
    assert "Đã gửi câu hỏi" in await page.inner_text(".done")
    assert len(await house.owed()) == 2


async def test_scripts_show_the_message_and_keep_the_draft(house: House, chromium: Chromium, root: TestServer) -> None:
    await fill(house)
    page = await chromium.new_page()
    await sign_in(page, root)
    await page.goto(f"{root.make_url('/admin')}/ideas/1/ask")
    await page.fill("#words", "Cô cho em xin ảnh <b>nhãn</b>")
    assert await page.inner_text("#preview") == "Cô cho em xin ảnh <b>nhãn</b>"
    await page.goto(f"{root.make_url('/admin')}/")
    await page.goto(f"{root.make_url('/admin')}/ideas/1/ask")
    assert await page.input_value("#words") == "Cô cho em xin ảnh <b>nhãn</b>"
    await page.goto(f"{root.make_url('/admin')}/ideas/1/accept")
    assert "nhắn:" not in await page.inner_text(".phone")
    await page.fill("#words", "Thứ Hai em ghé cô")
    assert (await page.inner_text(".phone .bubble:visible")).endswith("nhắn:\nThứ Hai em ghé cô")
    await page.goto(f"{root.make_url('/admin')}/ideas/1/ask")
    await page.dblclick("main form button")
    await page.wait_for_selector(".done")
    await page.goto(f"{root.make_url('/admin')}/ideas/1/ask")
    assert await page.input_value("#words") == ""
    assert len(await house.owed()) == 1


async def test_further_questions_are_found_while_one_types(house: House, chromium: Chromium, root: TestServer) -> None:
    await fill(house)
    page = await chromium.new_page()
    await sign_in(page, root)
    await page.goto(f"{root.make_url('/admin')}/knowledge/unanswered")
    await page.get_by_role("link", name="Soạn câu trả lời").click()
    assert await page.input_value("#question") == "nuoi ong du muc nop o dau"
    await page.fill("#answer", "Dạ, nộp ở xã đặt cơ sở.")
    assert await page.inner_text("#preview") == "Dạ, nộp ở xã đặt cơ sở."
    await page.fill("#source", "Sở NN&MT, 11/2026")
    await page.fill("#find", "giay attp may nam")
    await page.check("#found [value=attp_han]")
    await page.fill("#find", "giay an toan thuc pham")
    await page.press("#find", "Enter")
    await page.wait_for_selector("#found [value=attp_can_khong]")
    assert await page.locator("#found [value=attp_han]").count() == 0
    await page.click("main form button.main")
    await page.wait_for_selector(".done")
    assert "mấy năm" in await page.inner_text(".offers")
    await page.goto(f"{root.make_url('/admin')}/knowledge/new")
    assert await page.input_value("#answer") == ""


async def as_province(page: Page, root: TestServer) -> None:
    await page.goto(f"{root.make_url('/admin')}/sign-in")
    await page.fill("#login", "tinh")
    await page.fill("#password", PASSWORD)
    await page.click("main button")
    await page.wait_for_url("**/admin/")


async def in_province(house: House) -> None:
    """The dossier lies with the province, whose officer reviews it."""
    await house.dossiers()
    async with house.db.writing() as session:
        row = await session.get_one(Dossier, 1)
        row.state = "appraising"


@pytest.mark.parametrize("width", [360, 1280])
async def test_pictures_are_zoomed_turned_and_left_by_keyboard_and_by_finger(
    house: House, chromium: Chromium, root: TestServer, width: int
) -> None:
    await in_province(house)
    page = await chromium.new_page(viewport={"width": width, "height": 740})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    await as_province(page, root)
    await page.goto(f"{root.make_url('/admin')}/dossiers/1")
    link = page.locator("a[data-zoom]").first
    await link.click()
    shown = page.locator("#viewer img")
    await expect(shown).to_have_attribute("style", re.compile("width"))
    before = await shown.bounding_box()
    assert before
    assert before["width"] <= width
    await page.keyboard.press("+")
    after = await shown.bounding_box()
    assert after and after["width"] > 1.3 * before["width"]
    await page.click("#viewer [data-do=out]")
    await page.keyboard.press("r")
    turned = await shown.bounding_box()
    assert turned
    assert (turned["width"] > turned["height"]) != (before["width"] > before["height"])
    found = (await Axe().run(page)).response["violations"]
    assert not found, [each["id"] for each in found]
    await page.keyboard.press("Escape")
    assert await page.evaluate("document.activeElement.dataset.zoom") == await link.get_attribute("data-zoom")
    assert said == []


async def test_papers_are_decided_without_leaving_the_place(house: House, chromium: Chromium, root: TestServer) -> None:
    await in_province(house)
    page = await chromium.new_page(viewport={"width": 1280, "height": 740})
    await as_province(page, root)
    await page.goto(f"{root.make_url('/admin')}/dossiers/1")
    await page.evaluate("window.notReloaded = true")
    cards = page.locator(".paper.is-given")
    waiting = await cards.count()
    card = cards.nth(1)
    name = await card.locator("h2").inner_text()
    await card.locator("summary", has_text="Trả lại").click()
    await card.get_by_role("button", name="Ảnh bị cắt mất góc").click()
    await card.get_by_role("button", name="Trả lại giấy này").click()
    await expect(page.locator("#next")).to_contain_text(f"{name}: Ảnh bị cắt mất góc")
    await page.locator(".paper.is-given").first.get_by_role("button", name="Được").click()
    await expect(page.locator(".paper.is-given")).to_have_count(waiting - 2)
    await expect(page.locator("#progress")).to_contain_text("2 giấy trả lại")
    assert await page.evaluate("window.notReloaded") is True
    await page.get_by_role("button", name="Gửi kết quả").dblclick()
    await expect(page.locator(".done")).to_contain_text("Đã gửi kết quả")
    assert len([told for told in await house.owed() if "Ảnh bị cắt mất góc" in told]) == 1
