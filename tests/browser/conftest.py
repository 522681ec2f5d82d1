"""The program and a browser for each browser test."""

import os
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from tests.browser.house import CHROMIUM, FLAGS, OCOP, until_ready


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
    until_ready(base)
    yield {**env, "BASE": base}
    process.terminate()
    _, said = process.communicate(timeout=15)
    assert b"Traceback" not in said, said.decode()


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()
