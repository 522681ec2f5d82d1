"""Durable dialogue steps: every message recorded, decided, answered and stored in one transaction on disk."""

import asyncio
import gc
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

from bench import dialogue_peer, seed
from bench.people import walk, worded_anew
from bench.report import Figure, middle, percentile, say
from ocop_core.clock import utc_now
from ocop_core.conversation.heard import Heard
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.services import talk
from ocop_core.services.knowledge import load_knowledge

if TYPE_CHECKING:
    from bench.__main__ import Plan

ROUNDS = 3
AT_ONCE = 16
CALM = 500
# One in eight is new and goes from /start to the receipt; the others say a few words in the form where they
# stand. So about one message in fifteen hands in an idea, as in a whole conversation.
NEWCOMERS = 8
FEW = 4
TARGET, TARGET_P99 = 3_000, 3.0


@dataclass(slots=True)
class Round:
    """One run through some messages: seconds by the clock and of CPU, and each message's own milliseconds."""

    seconds: float
    cpu: float
    took: list[float]

    @property
    def rate(self) -> float:
        return len(self.took) / self.seconds


@dataclass(frozen=True, slots=True)
class Flush:
    """How long the peer needed to write so many users to disk."""

    users: int
    seconds: float


class Crowd:
    """Chats that have something to say. Within a chat the order holds, between chats it is mixed."""

    def __init__(self, knowledge: Knowledge, rests: Sequence[seed.Rest]) -> None:
        self._knowledge, self._rests, self._random = knowledge, rests, Random(2)
        self._fresh = self._random.sample(range(len(rests)), len(rests))
        self._newest = len(rests)

    def talks(self, messages: int) -> list[list[Heard]]:
        """The talks of as many chats as it takes to say so many messages."""
        found: list[list[Heard]] = []
        while messages > 0:
            found.append(self._talk()[:messages])
            messages -= len(found[-1])
        return found

    def worded_anew(self, messages: int) -> list[list[Heard]]:
        """Such talks in which hardly a text comes twice, so that each is really read and none remembered."""
        talks = self.talks(messages)
        return [[replace(h, inbound=worded_anew(h.inbound, self._random)) for h in talk] for talk in talks]

    def _talk(self) -> list[Heard]:
        if self._random.randrange(NEWCOMERS) == 0 or not self._fresh:
            self._newest += 1
            return self._heard(self._newest, walk(self._knowledge, self._random, utc_now()))
        place = self._fresh.pop()
        return self._heard(place + 1, self._rests[place][:FEW])

    def _heard(self, chat: int, moments: seed.Rest) -> list[Heard]:
        return [Heard(seed.CHANNEL, str(chat), f"n{chat}:{n}", m.inbound) for n, m in enumerate(moments)]


def mixed(talks: Sequence[list[Heard]], random: Random) -> Iterator[Heard]:
    """All messages, the chats taking turns at random, each in its own order; about fifty talk at a time."""
    waiting = [iter(talk) for talk in talks]
    talking, waiting = waiting[:50], waiting[50:]
    while talking:
        place = random.randrange(len(talking))
        heard = next(talking[place], None)
        if heard is not None:
            yield heard
        elif waiting:
            talking[place] = waiting.pop()
        else:
            talking.pop(place)


async def measure(plan: "Plan") -> list[Figure]:
    """Ours with 100,000 forms open, one after another, at once and at an even rate; then the peer."""
    chats, messages = (10_000, 2_000) if plan.quick else (100_000, 8_000)
    knowledge = load_knowledge()
    db = await seed.new_database(plan.folder, "dialogue")
    say(f"  filling: {chats:,} open forms")
    crowd = Crowd(knowledge, seed.open_forms(db, knowledge, chats, utc_now()))
    # A hundred thousand talks that only the benchmark holds must not be searched for garbage all the time.
    gc.collect()
    gc.freeze()
    ear = Ear(db, knowledge)
    await ear.one_by_one(crowd.talks(messages // 4))
    one_by_one = [await ear.one_by_one(crowd.talks(messages)) for _ in range(ROUNDS)]
    anew = [await ear.one_by_one(crowd.worded_anew(messages)) for _ in range(ROUNDS)]
    at_once = [await ear.at_once(crowd.talks(messages)) for _ in range(ROUNDS)]
    calm = [await ear.calmly(crowd.talks(messages // 2)) for _ in range(ROUNDS)]
    await ear.all_must_be_stored()
    await db.close()
    say("  peer: python-telegram-bot's ConversationHandler")
    peer = await dialogue_peer.in_memory(messages, ROUNDS)
    users = 200 if plan.quick else 2_000
    flush = Flush(users, await dialogue_peer.pickled(plan.folder / "dialogue", users))
    figures = _figures(chats, one_by_one, at_once, calm, peer, flush)
    return [*figures, _rate("dialogue, one by one, every text new to the reader", chats, anew, peer)]


class Ear:
    """Hears messages by the real way, `talk.receive`, and keeps the time."""

    def __init__(self, db: Database, knowledge: Knowledge) -> None:
        self.db, self.knowledge, self.heard = db, knowledge, 0

    async def one_by_one(self, talks: Sequence[list[Heard]]) -> Round:
        """The next message comes when the last one is stored."""
        messages = list(mixed(talks, Random(3)))
        took: list[float] = []
        begun, cpu = time.perf_counter(), time.process_time()
        for heard in messages:
            await self._hear(heard, took, time.perf_counter())
        return Round(time.perf_counter() - begun, time.process_time() - cpu, took)

    async def at_once(self, talks: Sequence[list[Heard]]) -> Round:
        """Several chats talk at the same time; each waits for its own answer."""
        took: list[float] = []
        queue = iter(talks)

        async def chat() -> None:
            for messages in queue:
                for heard in messages:
                    await self._hear(heard, took, time.perf_counter())

        begun, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*(chat() for _ in range(AT_ONCE)))
        return Round(time.perf_counter() - begun, time.process_time() - cpu, took)

    async def calmly(self, talks: Sequence[list[Heard]]) -> Round:
        """Messages arrive at random moments, CALM a second; the time counts from the arrival."""
        random, took, tasks = Random(4), list[float](), list[asyncio.Task[None]]()
        begun, cpu = time.perf_counter(), time.process_time()
        arrival = begun
        for heard in mixed(talks, Random(3)):
            arrival += random.expovariate(CALM)
            while (left := arrival - time.perf_counter()) > 0:
                # The loop wakes up to a millisecond late, which would be counted as ours.
                await asyncio.sleep(max(0.0, left - 0.002))
            tasks.append(asyncio.create_task(self._hear(heard, took, arrival)))
        await asyncio.gather(*tasks)
        return Round(time.perf_counter() - begun, time.process_time() - cpu, took)

    async def _hear(self, heard: Heard, took: list[float], since: float) -> None:
        if not await talk.receive(self.db, self.knowledge, heard, utc_now()):
            raise RuntimeError("a message was taken for a repeated one")
        took.append((time.perf_counter() - since) * 1000)
        self.heard += 1

    async def all_must_be_stored(self) -> None:
        """Counts what lies in the database, so that the figures are of work that was done."""
        from sqlalchemy import func, select

        from ocop_core.db.models import Idea, Inbox, Outbox

        async with self.db.reading() as session:
            new = select(func.count()).where(Inbox.message_id.startswith("n"), Inbox.problem.is_(None))
            stored = await session.scalar(new)
            owed = await session.scalar(select(func.count()).where(Outbox.state == "queued"))
            ideas = await session.scalar(select(func.count()).select_from(Idea))
        if stored != self.heard or not owed or owed < self.heard:
            raise RuntimeError(f"{self.heard} heard, {stored} stored without a problem, {owed} answers owed")
        say(f"  {stored:,} messages stored, {owed:,} answers owed, {ideas:,} ideas handed in")


def _figures(
    chats: int, one_by_one: list[Round], at_once: list[Round], calm: list[Round], peer: list[float], flush: Flush
) -> list[Figure]:
    return [
        _rate("dialogue, one by one", chats, one_by_one, peer),
        _rate(f"dialogue, {AT_ONCE} chats at once", chats, at_once, peer),
        *_latency("one by one", one_by_one),
        *_latency(f"{CALM:,}/s arriving", calm),
        Figure(
            f"dialogue, {flush.users:,} users' states to disk",
            "s",
            middle([flush.users / r.rate for r in one_by_one]),
            min(flush.users / r.rate for r in one_by_one),
            flush.seconds,
            "PicklePersistence, one flush",
            note="ours: that many whole steps",
        ),
    ]


def _rate(name: str, chats: int, rounds: list[Round], peer: list[float]) -> Figure:
    cpu = min(r.cpu / len(r.took) for r in rounds) * 1000
    return Figure(
        name,
        "/s",
        middle([r.rate for r in rounds]),
        max(r.rate for r in rounds),
        middle(peer),
        "ConversationHandler in memory, loses all at a stop",
        TARGET,
        note=f"{chats:,} open forms; CPU a message {cpu:.2f} ms",
    )


def _latency(name: str, rounds: list[Round]) -> list[Figure]:
    halves = [percentile(r.took, 0.5) for r in rounds]
    tails = [percentile(r.took, 0.99) for r in rounds]
    worst = max(max(r.took) for r in rounds)
    return [
        Figure(f"dialogue, {name}: p50", "ms", middle(halves), min(halves)),
        Figure(
            f"dialogue, {name}: p99",
            "ms",
            middle(tails),
            min(tails),
            target=TARGET_P99,
            want="at most",
            note=f"longest of all {worst:.1f} ms",
        ),
    ]
