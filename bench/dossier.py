"""The page of a dossier with forty photos, and the photos on it, as an officer's browser fetches them."""

import asyncio
import re
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp.test_utils import TestClient, TestServer

from bench import seed
from bench.report import Figure, middle, percentile
from ocop_core.clock import utc_now
from ocop_core.db.models import Chat
from ocop_core.db.models_dossiers import Dossier
from ocop_core.services.dossiers import page_checks, paper_acts, producer_acts
from ocop_core.services.knowledge import load_knowledge
from ocop_core.settings import from_env
from tests.admin.house import Browser, House
from tests.support.clock import Clock
from tests.support.dossiers import hand_in, make_dossier
from tests.support.making import make_file, stored
from tests.support.pictures import picture

if TYPE_CHECKING:
    from bench.__main__ import Plan

PHOTOS = 40
TARGET = 50.0
# As many as a browser fetches at once.
AT_ONCE = 6
PAPER = "origin"
SMALL = re.compile(r"/admin/files/\d+\?size=thumb")


async def measure(plan: "Plan") -> list[Figure]:
    """Made by the services and looked at as the program does, before the officer comes."""
    house = await _house(plan.folder)
    row = await _dossier(house)
    pages, photos = await _opened(house, row, 5 if plan.quick else 40)
    await house.db.close()
    note = "sign-in looked up, page built, sent and read, in one process with the one who asks"
    return [
        Figure(f"dossier, page of {PHOTOS} photos", "ms", middle(pages), min(pages), target=TARGET, want="at most",
               note=f"p99 {percentile(pages, 0.99):.1f} ms; {note}"),
        Figure("dossier, one of its photos, small", "ms", middle(photos), min(photos),
               note=f"{AT_ONCE} at once; p99 {percentile(photos, 0.99):.1f} ms; made small when they came"),
    ]  # fmt: skip


async def _house(folder: Path) -> House:
    files = folder / "dossier-files"
    shutil.rmtree(files, ignore_errors=True)
    settings = from_env({"FILES_DIR": str(files), "SECRET_KEY": "k" * 40})
    return House(await seed.new_database(folder, "dossier"), load_knowledge(), settings, Clock(utc_now()))


async def _dossier(house: House) -> Dossier:
    """Handed in, with forty photos of one paper."""
    at, files_dir = house.clock.now, house.settings.files_dir
    row = await make_dossier(house.db, at)
    chat = await stored(house.db, Chat, row.chat_id)
    sent = [await make_file(house.db, files_dir, chat, picture(f"{n}", 1200, 1600), at) for n in range(PHOTOS)]
    async with house.db.writing() as session:
        own = await producer_acts.own(session, row.person_id, row.code)
        await paper_acts.put(session, own, PAPER, sent, at)
    await hand_in(house.db, files_dir, row, at)
    while await page_checks.look_at_new(house.db, house.knowledge, files_dir, at):
        pass
    return row


async def _opened(house: House, row: Dossier, times: int) -> tuple[list[float], list[float]]:
    """Milliseconds for the page, and for each photo on it."""
    await house.officer()
    server: TestServer = TestServer(house.app())
    client: TestClient[Any, Any] = TestClient(server)
    await client.start_server()
    browser = Browser(client)
    await house.enter(browser)
    pages, photos = [], []
    for _ in range(times):
        began = time.perf_counter()
        html = await browser.page(f"/admin/dossiers/{row.id}")
        pages.append((time.perf_counter() - began) * 1000)
    if len(SMALL.findall(html)) < PHOTOS:
        raise RuntimeError("not all photos are on the page")
    room = asyncio.Semaphore(AT_ONCE)

    async def fetch(address: str) -> None:
        async with room:
            began = time.perf_counter()
            response = await browser.get(address)
            await response.read()
            photos.append((time.perf_counter() - began) * 1000)

    await asyncio.gather(*map(fetch, SMALL.findall(html)))
    await client.close()
    return pages, photos
