"""The program and a browser for each browser test."""

import os
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser

from ocop_core.clock import VIETNAM
from tests.browser.house import OCOP, ROOT, until_ready
from tests.browser.moved import SHIFT
from tests.support.browsers import launched


@pytest.fixture
def house(tmp_path: Path) -> Iterator[dict[str, str]]:
    """`ocop run` in a process of its own, on an empty database."""
    with running(tmp_path) as env:
        yield env


@pytest.fixture
def house_at_noon(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The same, where it has just become noon: neither midnight nor the quiet hours come while a test runs."""
    now = datetime.now(VIETNAM)
    shift = tmp_path / "shift"
    shift.write_text(str((now.replace(hour=12, minute=0, second=0, microsecond=0) - now).total_seconds()))
    with running(tmp_path, str(shift)) as env:
        yield {**env, "TODAY": f"{now:%Y-%m-%d}"}


@contextmanager
def running(tmp_path: Path, shift: str = "") -> Iterator[dict[str, str]]:
    """The program and its settings; its clock is moved by what stands in the file `shift`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/x.db", "FILES_DIR": str(tmp_path / "files")}
    env |= {"PORT": str(port), "PUBLIC_URL": "", "TELEGRAM_TOKEN": "", SHIFT: shift}
    process = subprocess.Popen([*OCOP, "run"], env=env, cwd=ROOT, stderr=subprocess.PIPE)
    base = f"http://127.0.0.1:{port}"
    try:
        until_ready(base)
        yield {**env, "BASE": base}
    finally:
        process.terminate()
        _, said = process.communicate(timeout=60)
    assert b"Traceback" not in said, said.decode()


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    async with launched() as browser:
        yield browser
