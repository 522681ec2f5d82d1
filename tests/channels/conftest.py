"""A person on every channel, or on every one with a messenger in between."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from bot.channels.base import Means
from bot.channels.labels import labels
from bot.deps import Deps
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.services.files import storing
from ocop_core.settings import Settings
from tests.channels.drivers import DRIVERS, MESSENGERS
from tests.channels.people import Person
from tests.support.clock import Clock


@asynccontextmanager
async def _person(
    name: str, db: Database, knowledge: Knowledge, settings: Settings, clock: Clock
) -> AsyncIterator[Person]:
    driver = DRIVERS[name]()
    await driver.open(Means(settings, labels(knowledge.words), storing.reader(db, settings.files_dir), db, clock))
    yield Person(driver, Deps(db, knowledge, settings, clock, {driver.channel.name: driver.channel}), clock)
    await driver.close()


@pytest.fixture(params=sorted(DRIVERS))
async def person(
    request: pytest.FixtureRequest, db: Database, knowledge: Knowledge, settings: Settings, clock: Clock
) -> AsyncIterator[Person]:
    """Somebody on each channel."""
    async with _person(request.param, db, knowledge, settings, clock) as made:
        yield made


@pytest.fixture(params=sorted(set(DRIVERS) - {"console"}))
async def producer(
    request: pytest.FixtureRequest, db: Database, knowledge: Knowledge, settings: Settings, clock: Clock
) -> AsyncIterator[Person]:
    """Somebody on each channel on which the office announces anything; at a console nobody waits for it."""
    async with _person(request.param, db, knowledge, settings, clock) as made:
        yield made


@pytest.fixture(params=sorted(MESSENGERS))
async def outsider(
    request: pytest.FixtureRequest, db: Database, knowledge: Knowledge, settings: Settings, clock: Clock
) -> AsyncIterator[Person]:
    """Somebody on each channel whose messenger may fail, or who may leave it."""
    async with _person(request.param, db, knowledge, settings, clock) as made:
        yield made


@pytest.fixture
async def meet(
    db: Database, knowledge: Knowledge, settings: Settings, clock: Clock
) -> AsyncIterator[Callable[[str], Awaitable[Person]]]:
    """Opens as many channels as a test asks for, over the one house."""
    async with AsyncExitStack() as opened:

        async def on(name: str) -> Person:
            return await opened.enter_async_context(_person(name, db, knowledge, settings, clock))

        yield on
