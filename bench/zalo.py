"""The web hook of the Official Account under load: how long Zalo waits at an even pace, and in a burst."""

import asyncio
import json
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
from sqlalchemy import select

from bench.report import Figure, percentile, say
from bench.soak_house import House
from bot.fakes.zalo_oa_server import APP_ID, OA_SECRET, ZaloOaServer
from bot.fakes.zalo_post import oa_signature
from ocop_core.db.base import Database
from ocop_core.db.models import Inbox

if TYPE_CHECKING:
    from bench.__main__ import Plan

EVEN, BURST, SECONDS = 200, 500, 10
PEOPLE = 1000
WORDS = ("xin chào", "đồng ý", "1", "khô cá lóc Út Mười", "1")
LATE = 2.0
_sign = oa_signature(APP_ID, OA_SECRET)


@dataclass
class Load:
    """Events at an even pace, whether or not the ones before were answered; what each waited, in seconds."""

    session: aiohttp.ClientSession
    url: str
    first: int
    waited: list[float] = field(default_factory=list)
    wrong: int = 0

    async def run(self, rate: int, seconds: float) -> None:
        tasks, began = [], time.monotonic()
        for number in range(round(rate * seconds)):
            await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
            tasks.append(asyncio.create_task(self._one(number)))
        await asyncio.gather(*tasks)

    async def _one(self, number: int) -> None:
        user, turn = number % PEOPLE, number // PEOPLE
        stamp = str(round(time.time() * 1000))
        message = {"msg_id": f"{self.first}:{number:06}", "text": WORDS[turn % len(WORDS)]}
        sender = {"id": _user(self.first, user)}
        event = {"app_id": APP_ID, "event_name": "user_send_text", "sender": sender, "message": message}
        event["timestamp"] = stamp
        raw = json.dumps(event, ensure_ascii=False).encode()
        began = time.monotonic()
        try:
            async with self.session.post(self.url, data=raw, headers=_sign(event, raw)) as answer:
                await answer.read()
                self.wrong += answer.status != 200
        except aiohttp.ClientError:
            self.wrong += 1
        self.waited.append(time.monotonic() - began)


def _user(first: int, number: int) -> str:
    return str(first * 10**12 + number)


async def measure(plan: "Plan") -> list[Figure]:
    """An even pace, then a burst, against a program of its own on SQLite."""
    seconds = SECONDS / 5 if plan.quick else SECONDS
    server = ZaloOaServer(per_minute=10**9)
    # As if they had said it there, so that the answers are taken.
    server.acted = {_user(first, number): server.clock() for first in (1, 2, 9) for number in range(PEOPLE)}
    await server.start()
    with tempfile.TemporaryDirectory(dir=plan.folder) as folder:
        house = House(Path(folder))
        house.env |= server.env()
        await house.start()
        try:
            figures = await _figures(house, seconds)
            figures.append(await _answered(server, house, seconds))
        finally:
            await house.stop()
            await server.stop()
    return figures


async def _figures(house: House, seconds: float) -> list[Figure]:
    url = f"{house.base}/hooks/zalo-oa"
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=120)) as session:
        even, burst = Load(session, url, 1), Load(session, url, 2)
        await Load(session, url, 9).run(50, 1)
        await even.run(EVEN, seconds)
        await burst.run(BURST, seconds)
    say(f"  {len(even.waited)} at {EVEN}/s, {len(burst.waited)} at {BURST}/s; not 200: {even.wrong + burst.wrong}")
    p99 = percentile(even.waited, 0.99) * 1000
    return [
        Figure("zalo hook, p99 at 200/s", "ms", p99, target=20.0, want="at most"),
        Figure(
            "zalo hook, slowest of a burst at 500/s", "ms", max(burst.waited) * 1000, target=LATE * 1000, want="at most"
        ),
        Figure("zalo hook, answered otherwise than 200", "calls", even.wrong + burst.wrong, target=0, want="at most"),
    ]


async def _answered(server: ZaloOaServer, house: House, seconds: float) -> Figure:
    """How many chats were heard in another order than they spoke."""
    db = Database(house.env["DATABASE_URL"])
    heard: dict[int, list[str]] = defaultdict(list)
    async with db.reading() as session:
        query = select(Inbox.chat_id, Inbox.message_id).where(Inbox.chat_id.is_not(None)).order_by(Inbox.id)
        for chat, message in (await session.execute(query)).all():
            heard[chat].append(message)
    await db.close()
    mixed = sum(messages != sorted(messages) for messages in heard.values())
    total = sum(map(len, heard.values()))
    say(f"  {total} heard in {len(heard)} chats, {len(server.sent)} answers delivered so far")
    return Figure(
        "zalo hook, chats heard out of order", "chats", mixed, target=0, want="at most", note=f"{total} heard"
    )
