"""A house with its panel for each test, on both databases."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.settings import from_env
from tests.admin.house import Browser, House, Open
from tests.support.clock import Clock


@pytest.fixture
def house(db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path) -> House:
    """Nobody is there yet; of the messengers Telegram is on."""
    env = {"FILES_DIR": str(tmp_path / "files"), "SECRET_KEY": "k" * 40, "TELEGRAM_TOKEN": "1:x"}
    settings = from_env(env)
    return House(db, knowledge, settings, clock)


@pytest.fixture
async def root(house: House) -> AsyncIterator[TestServer]:
    """The panel, served."""
    server = TestServer(house.app())
    await server.start_server()
    yield server
    await server.close()


@pytest.fixture
async def open_browser(root: TestServer) -> AsyncIterator[Open]:
    """Opens one more browser, with cookies of its own."""
    clients: list[TestClient[Any, Any]] = []

    async def opened() -> Browser:
        client: TestClient[Any, Any] = TestClient(root)
        clients.append(client)
        return Browser(client)

    yield opened
    for client in clients:
        await client.close()


@pytest.fixture
async def browser(open_browser: Open) -> Browser:
    """One browser."""
    return await open_browser()


@pytest.fixture
async def lan(house: House, browser: Browser) -> Browser:
    """A commune officer of Núi Cấm, signed in."""
    await house.officer()
    await house.enter(browser)
    return browser
