"""Houses to kill, a Telegram on the loopback address, and people who talk over it."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from bench.soak_house import TOKEN, House
from bot.fakes.telegram_server import TelegramServer
from tests.process.talker import Talker
from tests.support import databases

Build = Callable[..., House]


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    server = TelegramServer(token=TOKEN)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    """Makes a house for a database; whatever still runs at the end is killed."""
    houses: list[House] = []

    def make(database: str, telegram: str = "", *, command: str = "run", **env: str) -> House:
        house = House(tmp_path, telegram, database=database, command=command)
        house.env |= env
        houses.append(house)
        return house

    yield make
    for house in houses:
        if house.running:
            house.kill()


@pytest.fixture
def talker(sqlite_template: Path, tmp_path: Path) -> Iterator[Talker]:
    made = Talker(tmp_path, databases.sqlite_copy(sqlite_template, tmp_path))
    yield made
    if made.open_now:
        made.kill()
