"""Announcements: sent at Telegram's pace beside replies, and as fast as one core can."""

import asyncio
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import audience
from bench.audience import CHANNELS
from bench.local_telegram import state, telegram
from bench.report import Figure, middle, percentile, say
from bot.channels.telegram import Telegram
from bot.channels.webchat import WebChat
from bot.pace import Pace
from bot.relay import Relay
from ocop_core.clock import utc_now
from ocop_core.conversation.heard import Heard, Inbound
from ocop_core.db.base import Database
from ocop_core.services import talk
from ocop_core.services.announcements import listing, watching
from ocop_core.services.knowledge import load_knowledge

if TYPE_CHECKING:
    from bench.__main__ import Plan

TOKEN = "100:ocop-bench"
CHATS_A_SECOND = 20
VISITORS = 400
NO_PEERS = "peers: the registry cannot be reached"
PEERS = ("aiogram", "aiogram_broadcaster", "python-telegram-bot[rate-limiter]")


async def measure(plan: "Plan") -> list[Figure]:
    """Counting and listing; the unpaced rate; the paced one beside web chats that are answered; memory; peers."""
    many, paced = (20_000, 300) if plan.quick else (100_000, 10_000)
    figures = await audience.counted_and_listed(plan, many)
    figures += await _unpaced(plan, 2_000 if plan.quick else 10_000)
    figures += await _paced(plan, paced)
    figures.append(await audience.memory(plan, 100_000 if plan.quick else 1_000_000))
    return figures


async def _unpaced(plan: "Plan", people: int) -> list[Figure]:
    rates = []
    async with telegram() as base:
        for _ in range(3):
            rates.append(await _sent_at_once(plan, base, people))
        say("  peers, in a throw-away environment")
        peers = await asyncio.to_thread(_peers, plan.folder, base, people // 5, "aiogram", "aiogram_broadcaster")
    note = ", ".join(f"{name} {rate:,.0f}/s at {cpu:.2f} ms" for name, (rate, cpu) in peers.items()) or NO_PEERS
    rate, cpu = peers.get("aiogram", (None, None))
    walls, cpus = [wall for wall, _ in rates], [spent for _, spent in rates]
    return [
        Figure(f"announcement to {people:,} without a pace", "/s", middle(walls), max(walls), rate,
               "aiogram's Bot, 32 at once, without rows", 4_500, note=f"one durable row each; {note}"),
        Figure("processor time of one of these messages", "ms", middle(cpus), min(cpus), cpu,
               "aiogram's Bot, without rows", 1000 / 4_500, "at most", note="what one core of its own would allow"),
    ]  # fmt: skip


async def _sent_at_once(plan: "Plan", base: str, people: int) -> tuple[float, float]:
    """Messages a second, and milliseconds of processor time a message."""
    db, knowledge = await audience.database(plan, people), load_knowledge()
    number = await audience.begin(db)
    await listing.enlist(db, knowledge, number, CHANNELS, utc_now(), per_day=2)
    channel = Telegram(TOKEN, base)
    await channel.start()
    relay = Relay(db, channel, utc_now, knowledge=knowledge)
    relay.carrier.pace = Pace(None)
    before, since, cpu = await state(base), time.perf_counter(), time.process_time()
    await relay.drain()
    took, used = time.perf_counter() - since, time.process_time() - cpu
    after = await state(base)
    await channel.stop()
    await db.close()
    if after["delivered"] - before["delivered"] != people:
        raise RuntimeError(f"{people} on the list, {after['delivered'] - before['delivered']} arrived")
    return people / took, used / people * 1000


async def _paced(plan: "Plan", people: int) -> list[Figure]:
    """At 30 a second, while 20 chats a second are answered on the web chat: Telegram counts its own messages."""
    db, knowledge = await audience.database(plan, people), load_knowledge()
    async with telegram("--strict") as base:
        channel, web = Telegram(TOKEN, base), WebChat()
        await channel.start()
        relays = [Relay(db, each, utc_now, knowledge=knowledge) for each in (channel, web)]
        tasks = [asyncio.create_task(relay.run()) for relay in relays]
        waits: list[float] = []
        # The reader of words is taught once, at the first that come back.
        for number in (-1, -1 - VISITORS):
            await _ask(db, knowledge, web, number, [])
        chats = asyncio.create_task(_chats(db, knowledge, web, waits))
        number, since = await audience.begin(db), time.perf_counter()
        await listing.enlist(db, knowledge, number, CHANNELS, utc_now(), per_day=2)
        while (seen := await state(base))["delivered"] < people:
            await asyncio.sleep(0.2)
            await watching.move_on(db, knowledge, CHANNELS, utc_now(), per_day=2)
        took = time.perf_counter() - since
        chats.cancel()
        for relay in relays:
            await relay.stop()
        await asyncio.gather(*tasks, chats, return_exceptions=True)
        await channel.stop()
        peer, note = await _limiter(plan, base)
    await db.close()
    refused = sum(seen["refused"].values())
    return [
        Figure(f"announcement to {people:,} at 30/s", "s", took, None, peer and people / peer,
               "AIORateLimiter, reckoned from 300", people / 30 + 7, "at most",
               note=f"{refused} refused with 429; floor {people / 30:.1f} s; {note}"),
        Figure(f"meanwhile {CHATS_A_SECOND} chats a second answered, p99", "ms", percentile(waits, 0.99),
               min(waits), target=150, want="at most", note=f"{len(waits):,} answers, from hearing to the open page"),
    ]  # fmt: skip


async def _chats(db: Database, knowledge: Any, web: WebChat, waits: list[float]) -> None:
    """Somebody writes twenty times a second; each waits for the answer."""
    count = 0
    running: set[asyncio.Task[None]] = set()
    while True:
        count += 1
        task = asyncio.create_task(_ask(db, knowledge, web, count, waits))
        running.add(task)
        task.add_done_callback(running.discard)
        await asyncio.sleep(1 / CHATS_A_SECOND)


async def _ask(db: Database, knowledge: Any, web: WebChat, count: int, waits: list[float]) -> None:
    heard = Heard("webchat", f"bench-{count % VISITORS}", f"bench-{count}", Inbound("text", "xin chào"))
    async with db.writing() as session:
        speaker = await talk.speaker_of(session, heard, utc_now())
    shown, since = asyncio.Event(), time.perf_counter()
    web.listen(speaker.chat_id, shown)
    await talk.receive(db, knowledge, heard, utc_now())
    await shown.wait()
    waits.append((time.perf_counter() - since) * 1000)
    web.leave(speaker.chat_id, shown)


async def _limiter(plan: "Plan", base: str) -> tuple[float | None, str]:
    """What python-telegram-bot's own limiter reaches against the strict server, and how often it is refused."""
    before = await state(base)
    found = await asyncio.to_thread(_peers, plan.folder, base, 300, "limiter")
    after = await state(base)
    if not found:
        return None, NO_PEERS
    calls = sum(after["calls"].values()) - sum(before["calls"].values())
    refused = sum(after["refused"].values()) - sum(before["refused"].values())
    rate, _ = found["AIORateLimiter"]
    return rate, f"AIORateLimiter {rate:.1f}/s, {refused / calls:.0%} of its calls refused"


def _peers(folder: Path, base: str, count: int, *names: str) -> dict[str, tuple[float, float]]:
    """What others reach against the same server, a second and in processor time; nothing without the registry."""
    room = folder / "peers"
    python = room / "bin" / "python"
    if not python.exists():
        made = subprocess.run([sys.executable, "-m", "venv", str(room)], capture_output=True, check=False)
        pip = [str(python), "-m", "pip", "install", "-q", *PEERS]
        if made.returncode or subprocess.run(pip, capture_output=True, check=False, timeout=300).returncode:
            return {}
    command = [str(python), str(Path(__file__).with_name("announce_peers.py")), base, str(count), *names]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        say(done.stderr[-500:])
    found = re.findall(r"^(\w+) ([\d.]+) ([\d.]+)$", done.stdout, re.MULTILINE)
    return {name: (float(rate), float(cpu)) for name, rate, cpu in found}
