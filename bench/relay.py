"""Sending: owed rows on disk, through the relay and the Telegram channel, to a local Telegram next door."""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from bench import seed
from bench.local_telegram import state, telegram
from bench.report import Figure, middle, say
from bot.channels.telegram import Telegram
from bot.pace import Pace
from bot.relay import LANES, Relay
from ocop_core.clock import utc_now
from ocop_core.conversation.said import Body
from ocop_core.db.base import Database
from ocop_core.services import outbox, render

if TYPE_CHECKING:
    from bench.__main__ import Plan

ROUNDS = 3
TOKEN = "100:ocop-bench"
AT_ONCE = 48
TARGET = 2_000
TEXT = "Dạ, từ ngày mai có lớp tập huấn OCOP tại Châu Đốc, mình bấm Tham gia để em ghi tên nha." * 2


async def measure(plan: "Plan") -> list[Figure]:
    """Ours in both lanes, each message a row that ends as sent; then the library's Bot without rows."""
    count = 2_000 if plan.quick else 10_000
    async with telegram() as base:
        replies = [await _ours(plan, base, count, outbox.REPLY) for _ in range(ROUNDS)]
        announced = [await _ours(plan, base, count, outbox.BULK) for _ in range(ROUNDS)]
        say("  peer: python-telegram-bot's Bot")
        peer = [await _peer(base, count // 4) for _ in range(ROUNDS)]
    return [
        _figure(f"relay, {count:,} replies", LANES[0][1], replies, peer, TARGET),
        _figure(f"relay, announcement to {count:,}", LANES[1][1], announced, peer, TARGET),
    ]


def _figure(
    name: str, places: int, ours: list[tuple[float, float]], peer: list[tuple[float, float]], target: float
) -> Figure:
    our_cpu, peer_cpu = (min(cpu for _, cpu in rounds) * 1000 for rounds in (ours, peer))
    return Figure(
        name,
        "/s",
        middle([rate for rate, _ in ours]),
        max(rate for rate, _ in ours),
        middle([rate for rate, _ in peer]),
        f"Bot.send_message over httpx, {AT_ONCE} at once, without rows",
        target,
        note=f"{places} at once; CPU a message {our_cpu:.2f} ms, peer {peer_cpu:.2f} ms",
    )


async def _ours(plan: "Plan", base: str, count: int, lane: int) -> tuple[float, float]:
    db = await seed.new_database(plan.folder, "relay")
    _owe(db, count, lane)
    channel = Telegram(TOKEN, base)
    await channel.start()
    relay = Relay(db, channel, utc_now)
    relay.carrier.pace = Pace(None)
    figures = await _timed(base, count, relay.drain)
    await channel.stop()
    with sqlite3.connect(db.url.removeprefix("sqlite:///")) as connection:
        (sent,) = connection.execute("SELECT count(*) FROM outbox WHERE state = 'sent'").fetchone()
    await db.close()
    if sent != count:
        raise RuntimeError(f"{count} owed, {sent} rows say sent")
    return figures


async def _peer(base: str, count: int) -> tuple[float, float]:
    from telegram import Bot

    numbers = iter(range(1, count + 1))

    async def send(bot: Any) -> None:
        for number in numbers:
            await bot.send_message(number, TEXT)

    async with Bot(TOKEN, base_url=f"{base}/bot") as bot:
        return await _timed(base, count, lambda: asyncio.gather(*(send(bot) for _ in range(AT_ONCE))))


async def _timed(base: str, count: int, work: Callable[[], Awaitable[Any]]) -> tuple[float, float]:
    """Messages a second, and seconds of CPU a message; the local Telegram must have seen them all."""
    before = (await state(base))["delivered"]
    begun, cpu = time.perf_counter(), time.process_time()
    await work()
    took, used = time.perf_counter() - begun, time.process_time() - cpu
    arrived = (await state(base))["delivered"] - before
    if arrived != count:
        raise RuntimeError(f"{count} to send, {arrived} arrived")
    return count / took, used / count


def _owe(db: Database, count: int, lane: int) -> None:
    micros = round(utc_now().timestamp() * 1_000_000)
    body = render.dump(Body("bench", TEXT))
    kind = "reply" if lane == outbox.REPLY else "bulk"
    with sqlite3.connect(db.url.removeprefix("sqlite:///")) as connection:
        connection.execute("INSERT INTO person (id, name, call, created_at) VALUES (1, '', '', ?)", (micros,))
        connection.executemany(
            "INSERT INTO chat (id, channel, address, person_id, state, reachable, created_at)"
            " VALUES (?, 'telegram', ?, 1, '', 1, ?)",
            ((i, str(i), micros) for i in range(1, count + 1)),
        )
        connection.executemany(
            "INSERT INTO outbox (chat_id, channel, lane, kind, state, body, attempts, created_at)"
            " VALUES (?, 'telegram', ?, ?, 'queued', ?, 0, ?)",
            ((i, lane, kind, body, micros) for i in range(1, count + 1)),
        )
    connection.close()
