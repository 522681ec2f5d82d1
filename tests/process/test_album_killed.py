"""The program is killed while the receipt of an album still waits for more photos: all are kept, and told once."""

import asyncio
import hashlib
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.fakes.telegram_server import TelegramServer
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.ledger import GATHERED
from ocop_core.db.models import Outbox
from ocop_core.db.models_dossiers import DossierFile
from tests.process.conftest import Build
from tests.process.phone import Phone, fetched
from tests.support.pictures import picture

LINES = (
    "mở hồ sơ", "Khô cá lóc Bảy Chóp", "đúng", "Núi Cấm", "đúng", "hộ kinh doanh", "không", "chưa có", "3 sao",
    "0912 345 678",
)  # fmt: skip
REST = 6
ALL_TOLD = f"tất cả {1 + REST} trang"


async def waits(db: Database) -> None:
    """Returns when the receipt that tells all of them stands in its row, and has not gone out."""
    async with asyncio.timeout(20):
        while True:
            async with db.reading() as session:
                bodies = (await session.scalars(select(Outbox.body).where(Outbox.ref == GATHERED))).all()
            if any(ALL_TOLD in body for body in bodies):
                return
            await asyncio.sleep(0.02)


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
async def test_an_album_cut_short_by_a_kill_is_kept_whole_and_told_once(
    database: str, db: Database, telegram: TelegramServer, build: Build, knowledge: Knowledge, tmp_path: Path
) -> None:
    house = build(database, telegram.base)
    await house.start()
    phone = Phone(telegram, knowledge, 1007)
    await phone.does(telegram.begin(1007))
    await phone.press("consent.yes")
    for line in LINES:
        await phone.say(line)
    await phone.say("gửi")
    await phone.say("gửi giấy attp")
    album = [picture(f"page {number}") for number in range(1 + REST)]
    await phone.does(telegram.photo(1007, album[0], album="g1"))
    for each in album[1:]:
        await telegram.photo(1007, each, album="g1")
    await waits(db)
    house.kill()
    await house.start()
    while ALL_TOLD not in (await phone.shows()).text:
        pass
    files = await fetched(db)
    await phone.nothing_more()
    async with db.reading() as session:
        pages = (await session.scalars(select(DossierFile.file_id).order_by(DossierFile.position))).all()
    assert list(pages) == [file.id for file in files]
    assert [file.sha256 for file in files] == [hashlib.sha256(each).hexdigest() for each in album]
