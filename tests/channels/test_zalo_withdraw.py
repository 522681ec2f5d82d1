"""Who withdraws at Zalo is gone from the whole database and the disk within a day, by the clockwork alone."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import clockwork
from bot.fetcher import fetch_due
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Base
from ocop_core.settings import Settings
from tests.channels.zalo import USER, House, opened
from tests.services.test_dossier_talk import OPENING
from tests.support.clock import Clock
from tests.support.pictures import picture
from tests.support.talking import IDEA

# What only this person can have brought: their id at Zalo, number, words, place of work.
TRACES = (USER, "0912345678", "912345678", "912 345 678", "Bảy Chóp", "bay chop", "ghe nhà em")


@pytest.fixture
async def house(db: Database, knowledge: Knowledge, settings: Settings, clock: Clock) -> AsyncIterator[House]:
    async with opened(db, knowledge, settings, clock) as made:
        yield made


async def lived(house: House) -> None:
    """Somebody follows, registers an idea, opens a dossier with a page, gives a number, talks to an officer."""
    await house.hear(await house.server.follow(USER))
    for words in ("xin chào", "đồng ý", *IDEA, *OPENING, "gửi giấy attp"):
        house.clock.go(seconds=20)
        await house.says(words)
    await house.hear(await house.server.photo(USER, picture("một"), "giấy của Bảy Chóp"))
    await fetch_due(house.deps, house.channel)
    for words in ("xong", "không ghi ngày", "gặp cán bộ", "Bảy Chóp ghe nhà em hư rồi, gọi 0912345678 nha"):
        house.clock.go(seconds=20)
        await house.says(words)
    await house.hear(await house.server.submit(USER, "84912345678", "Bảy Chóp"))
    await house.hear(await house.server.receipt(USER, house.server.sent[-1].message_id))


async def lying(db: Database) -> str:
    """Every value of every row."""
    async with db.reading() as session:
        found = [
            str(tuple(row)) for table in Base.metadata.sorted_tables for row in await session.execute(select(table))
        ]
    return "\n".join(found)


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_within_a_day_nothing_of_who_withdrew_is_left(house: House) -> None:
    await lived(house)
    before, files = await lying(house.db), house.deps.settings.files_dir
    assert [trace for trace in TRACES if trace not in before] == [] and stored(files)
    for path in stored(files):
        os.utime(path, (house.clock().timestamp(),) * 2)
    await house.hear(await house.server.withdraw(USER))
    for _ in range(24):
        house.clock.go(hours=1)
        await clockwork.tick(house.db, house.deps.settings, house.clock())
    after = await lying(house.db)
    assert [trace for trace in TRACES if trace in after] == []
    assert stored(files) == []
