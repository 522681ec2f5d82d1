"""The web part for each test of it."""

from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestServer

from bot.deps import Deps
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.settings import Settings
from tests.support import web
from tests.support.clock import Clock
from tests.support.web import Phone


@pytest.fixture
def deps(db: Database, knowledge: Knowledge, settings: Settings, clock: Clock) -> Deps:
    """What the handlers share."""
    return web.make_deps(db, knowledge, settings, clock)


@pytest.fixture
async def server(deps: Deps) -> AsyncIterator[TestServer]:
    """The application on a port."""
    async with web.serving(deps) as started:
        yield started


@pytest.fixture
async def phone(server: TestServer) -> AsyncIterator[Phone]:
    """A browser that has opened the chat."""
    browser = Phone(server)
    await browser.open()
    yield browser
    await browser.close()


@pytest.fixture
async def stranger(server: TestServer) -> AsyncIterator[Phone]:
    """Another browser, with a key of its own."""
    browser = Phone(server)
    await browser.open()
    yield browser
    await browser.close()
