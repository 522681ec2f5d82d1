"""Carries owed messages to a channel: claims, sends without a transaction, settles."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from datetime import datetime
from itertools import groupby
from typing import Any

from bot import waiting
from bot.carrier import Carrier
from bot.channels.base import Channel
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.services import leases, outbox
from ocop_core.services.announcements import sending
from ocop_core.services.outbox import Settled

log = logging.getLogger(__name__)
POLL = 0.5
# Without a pace hundreds come down in a second: so many, or whatever came in so long, are settled together.
TOGETHER, GATHERED = 16, 0.02
# At a stop: long enough for an answer on its way, short enough that whoever stops us does not kill us.
GRACE = 2.0
# Each lane has its own places, so that an announcement never keeps a reply waiting.
LANES: tuple[tuple[tuple[int, int], int], ...] = (((0, 1), 48), ((2, 9), 32))


class Relay:
    """One channel's sender. Only the holder of the channel's lease sends, so the order within a chat holds."""

    def __init__(
        self,
        db: Database,
        channel: Channel,
        clock: Callable[[], datetime],
        *,
        only: str | None = None,
        knowledge: Knowledge | None = None,
    ) -> None:
        """`only` limits to one address; without `knowledge` no announcements are sent."""
        self.db, self.channel, self.clock, self.only, self.knowledge = db, channel, clock, only, knowledge
        self.lease = f"relay:{channel.name}" + (f":{only}" if only else "")
        self.holder = leases.holder_of("relay")
        self.carrier = Carrier(channel, clock)
        self._settled: deque[Settled] = deque()
        self._wake = asyncio.Event()
        self._rang = False
        # Whether an announcement had more to tell than it was given room for.
        self._more = False
        self._turning = asyncio.Lock()
        self._places = [places for _, places in LANES]
        self._tasks: set[asyncio.Task[None]] = set()
        self._flying: set[int] = set()
        self._stopping = False
        self._renewed: datetime | None = None
        self._ours = False

    def ring(self) -> None:
        """Something is owed."""
        self._rang = True
        self._wake.set()

    async def run(self) -> None:
        """Goes on until `stop`; an unforeseen error is logged and the next turn tries again."""
        self.db.on_owed(self.ring)
        while not self._stopping:
            try:
                async with self._turning:
                    busy = not self._stopping and await self._turn()
            except Exception:
                log.exception("relay %s", self.channel.name)
                busy = False
                await asyncio.sleep(1)
            if not busy:
                await self._nap()

    async def _nap(self) -> None:
        await waiting.until(self._wake, self._patience())
        self._wake.clear()

    def _patience(self) -> float:
        """Seconds after which one looks again though nothing rings."""
        return max(0.001, min(POLL, self.carrier.wait())) if self._more and self._places[1] > 0 else POLL

    async def stop(self) -> None:
        """Lets what is in flight come down, settles it, and gives up the lease. What stays out is in doubt."""
        self._stopping = self.carrier.stopping = True
        self._wake.set()
        async with self._turning:
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=GRACE)
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks)
            async with self.db.writing() as session:
                await outbox.settle(session, self._drain(), self.clock())
                await leases.give_up(session, self.lease, self.holder, self.clock())

    async def drain(self) -> None:
        """Sends everything that is due now, then returns; waits if another process is just about to send it."""
        while await self._turn() or self._tasks or self._settled or await self._anothers():
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=self._patience(), return_when=asyncio.FIRST_COMPLETED)

    async def _anothers(self) -> bool:
        """Whether something is due while another process holds the lease; a moment later one looks again."""
        if self._ours:
            return False
        await asyncio.sleep(POLL)
        return await self._anything_due(self.clock(), rang=False)

    def _drain(self) -> list[Settled]:
        results, self._settled = list(self._settled), deque()
        return results

    async def _turn(self) -> bool:
        """Settles what came down and claims what is due, in one transaction; True if anything was done."""
        now = self.clock()
        results, rang = self._drain(), self._rang
        self._rang = False
        if not results and not await self._anything_due(now, rang):
            return False
        try:
            async with self.db.writing() as session:
                await outbox.settle(session, results, now)
                claimed = await self._claim(session, now)
        except BaseException:
            self._settled.extendleft(reversed(results))
            # Perhaps the claim was stored and only its answer lost: the next turn looks for what nobody carries.
            self._ours, self._renewed = False, None
            raise
        self._flying.difference_update(result.id for result in results)
        for lane, rows in enumerate(claimed):
            self._places[lane] -= len(rows)
            reserved = self.carrier.reserve(len(rows)) if lane else 0
            self._flying.update(row.id for row in rows)
            for _, group in groupby(sorted(rows, key=lambda r: (r.chat_id, r.id)), key=lambda r: r.chat_id):
                self._carry_later(lane, list(group), reserved)
        return bool(results or any(claimed))

    async def _anything_due(self, now: datetime, rang: bool) -> bool:
        """A look without the writer's lock, needless if it rang; also renews the lease before it runs out."""
        if self._renewed is None or now - self._renewed > leases.HELD / 3:
            return True
        if self.carrier.paused(now) or not any(self._places):
            return False
        if rang or (self._more and self._bulk_room()):
            return True
        async with self.db.reading() as session:
            if await outbox.anything_due(session, self.channel.name, now, self.only):
                return True
            lists = self.knowledge is not None and self._bulk_room() > 0
            return lists and await sending.anybody_waits(session, self.channel.name, now)

    def _bulk_room(self) -> int:
        """How many messages of announcements may leave now."""
        return min(self._places[1], self.carrier.room())

    async def _claim(self, session: Any, now: datetime) -> list[list[Any]]:
        surely = self._ours and self.carrier.paused_until is None
        if surely and await leases.renew(session, self.lease, self.holder, now):
            self._renewed = now
        elif not await self._take(session, now):
            return []
        return [await self._due(session, now, 0, self._places[0]), await self._bulk(session, now)]

    async def _due(self, session: Any, now: datetime, lane: int, limit: int) -> list[Any]:
        if limit <= 0:
            return []
        lanes = LANES[lane][0]
        return list(await outbox.claim(session, self.channel.name, now, lanes=lanes, limit=limit, only=self.only))

    async def _bulk(self, session: Any, now: datetime) -> list[Any]:
        """What is tried again of announcements, then who is next: no more than leave at once, as a kill doubts them."""
        limit = self._bulk_room()
        rows = await self._due(session, now, 1, limit)
        if self.knowledge is not None:
            rows += await sending.take(session, self.knowledge, self.channel.name, now, limit - len(rows))
        self._more = self._more if limit <= 0 else len(rows) == limit
        return rows

    async def _take(self, session: Any, now: datetime) -> bool:
        """Whether we may send now: the lease is ours and nobody asked for quiet."""
        taken = await leases.take(session, self.lease, self.holder, now)
        self._renewed = now
        if taken is None:
            self._ours = False
            return False
        lease, fresh = taken
        if fresh or not self._ours:
            doubtful = await outbox.recover(session, self.channel.name, now, self.only, carried=self._flying)
            if doubtful:
                log.warning("relay %s: %s messages were in flight when their sender died", self.lease, doubtful)
            self._ours = True
        if self.carrier.paused_until is not None:
            lease.not_before, self.carrier.paused_until = self.carrier.paused_until, None
        if lease.not_before is not None and now < lease.not_before:
            self.carrier.paused_until = lease.not_before
            return False
        return True

    def _carry_later(self, lane: int, rows: list[Any], reserved: int) -> None:
        task = asyncio.create_task(self._carry(lane, rows, reserved))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(self, lane: int, rows: list[Any], reserved: int) -> None:
        """The messages of one chat, in order."""
        async for result in self.carrier.carry(lane, rows, reserved):
            self._settled.append(result)
            self._places[lane] += 1
            self._landed(lane)

    def _landed(self, lane: int) -> None:
        """Something has come down: it is settled at once, or soon and together with others where many come."""
        many = lane == 1 and self.carrier.pace.rate is None and len(self._flying) >= TOGETHER
        if not many or len(self._settled) >= TOGETHER:
            self._wake.set()
        elif len(self._settled) == 1:
            asyncio.get_running_loop().call_later(GATHERED, self._wake.set)
