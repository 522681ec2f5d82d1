"""What the browser tests share: the program in a process of its own, pages that are watched, thumbs that tap."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

from playwright.async_api import Browser, Page, expect

ROOT = Path(__file__).parents[2]
OCOP = (sys.executable, "-m", "tests.browser.moved")
# Set to a folder to keep the pictures that the README shows.
PICTURES = os.environ.get("PICTURES")
# A busy machine may take a minute to start the program; that is no fault of a page.
READY_TENTHS = 1200


def until_ready(base: str) -> None:
    for _ in range(READY_TENTHS):
        try:
            with urlopen(f"{base}/healthz", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(base)


def officers_link(env: dict[str, str]) -> str:
    """A one-time link for an officer of the commune, as the operator gets it from the command line."""
    return _link(env, "nuicam", "Lê Thị Mỹ Hạnh", "--role", "commune", "--unit", "Núi Cấm")


def province_link(env: dict[str, str]) -> str:
    """A one-time link for an officer of the province."""
    return _link(env, "tinh", "Trần Quốc Khánh", "--role", "province")


def _link(env: dict[str, str], *about: str) -> str:
    command = [*OCOP, "staff", "add", *about]
    said = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = re.search(r"/admin/link/\S+", said)
    assert found, said
    return env["BASE"] + found[0]


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
