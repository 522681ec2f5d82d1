"""The whole first piece of the mission, in a real browser: an idea by phone, an officer's answer at a desk."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from ocop_core.demo.pictures import product_picture

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
OCOP = Path(sys.executable).with_name("ocop")
# Set to a folder to keep the pictures that the README shows.
PICTURES = os.environ.get("PICTURES")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[dict[str, str]]:
    """`ocop run` in a process of its own, on an empty database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/x.db", "FILES_DIR": str(tmp_path / "files")}
    env |= {"PORT": str(port), "PUBLIC_URL": "", "TELEGRAM_TOKEN": ""}
    process = subprocess.Popen([OCOP, "run"], env=env, stderr=subprocess.PIPE)
    base = f"http://127.0.0.1:{port}"
    _until_ready(base)
    yield {**env, "BASE": base}
    process.terminate()
    _, said = process.communicate(timeout=15)
    assert b"Traceback" not in said, said.decode()


def _until_ready(base: str) -> None:
    for _ in range(200):
        try:
            with urlopen(f"{base}/healthz", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(base)


def officers_link(env: dict[str, str]) -> str:
    """A one-time link, as the operator gets it from the command line."""
    command = [OCOP, "staff", "add", "nuicam", "Lê Thị Mỹ Hạnh", "--role", "commune", "--unit", "Núi Cấm"]
    said = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout
    found = re.search(r"/admin/link/\S+", said)
    assert found, said
    return env["BASE"] + found[0]


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


async def watched(browser: Browser, width: int, height: int) -> tuple[Page, list[str]]:
    """A page, and whatever goes wrong in it."""
    page = await browser.new_page(viewport={"width": width, "height": height}, locale="vi-VN")
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    return page, wrong


async def bot_says(page: Page, text: str) -> None:
    await expect(page.locator("#log .msg.bot").last).to_contain_text(text, timeout=8000)


async def say(page: Page, text: str, then: str) -> None:
    await page.fill("#text", text)
    await page.click("#send")
    await bot_says(page, then)


async def tap(page: Page, label: str, then: str) -> None:
    # Slow fingers: the page ignores a second tap within 0.6 s.
    await page.wait_for_timeout(700)
    await page.locator("#log .msg.bot").last.get_by_role("button", name=label).first.click()
    await bot_says(page, then)


async def picture(page: Page, name: str) -> None:
    if PICTURES:
        await page.wait_for_timeout(800)
        await page.screenshot(path=Path(PICTURES) / name)


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
