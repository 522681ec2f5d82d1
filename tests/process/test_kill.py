"""People talk while the program is killed again and again: nothing is lost, skipped or made up."""

import asyncio
import os
import random
import time
from pathlib import Path

import pytest

from bench.soak_check import examine
from bench.soak_kill import soak, words
from bench.soak_people import Person
from bot.fakes.telegram_server import TelegramServer
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from tests.process.conftest import Build

SEED = int(os.environ.get("SOAK_SEED", time.time_ns() % 1_000_000))


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
async def test_a_program_that_is_killed_again_and_again_loses_nothing(database: str, tmp_path: Path) -> None:
    kills, people = (12, 12) if database.startswith("sqlite") else (4, 8)
    found = await soak(tmp_path, kills=kills, people=people, seed=SEED, database=database)
    assert found.verdict.problems == [], words(found)
    assert found.verdict.ideas >= people, words(found)
    assert found.verdict.repeated <= found.in_flight, words(found)


@pytest.mark.slow
async def test_a_program_that_is_killed_while_it_makes_its_database_makes_it_the_next_time(
    tmp_path: Path, telegram: TelegramServer, build: Build, knowledge: Knowledge
) -> None:
    fresh = f"sqlite:///{tmp_path / 'new.db'}"
    house = build(fresh, telegram.base)
    chance = random.Random(SEED)
    for _ in range(3):
        house.launch()
        while not (tmp_path / "new.db").exists():
            await asyncio.sleep(0.001)
        await asyncio.sleep(chance.uniform(0, 0.12))
        house.kill()
    await house.start()
    person, stop = Person(telegram, knowledge, 1000, chance), asyncio.Event()
    stop.set()
    await asyncio.wait_for(person.live(stop), 30)
    db = Database(fresh)
    verdict = await examine(db, telegram, [person])
    await db.close()
    assert (verdict.problems, verdict.ideas, verdict.repeated) == ([], 1, 0), f"seed {SEED}"
