"""Keeps a channel's pace: replies first, announcements evenly in what is left, never more than the channel takes."""

import asyncio
import time
from collections import deque

# A channel counts by its own clock, over a network that hastens one message and delays the next.
WINDOW = 1.006
EVENLY = 0.988
MOST_AT_ONCE = 3
# In seconds: what was missed for longer is not caught up with.
OVERDUE = 0.5
# A reply that would wait longer leaves all the same: channels forgive replies before they forgive lists.
PATIENCE = 0.1
WITHOUT_LIMIT = 1_000_000
# After a refusal it is slower for a while.
SLOWER, FASTER, SLOWEST = 1.1, 0.9995, 1.5
# How fast the usual time of an answer is forgotten, and the most that is believed of a late one.
DRIFT, MOST_LATE, FIRST_ONES = 1.001, 1.0, 10

# When messages left, or rather were counted as far as one can tell.
Departure = list[float]


class Pace:
    """At most `rate` messages in any second over all chats; None is without a limit."""

    def __init__(self, rate: float | None) -> None:
        self.rate = rate
        self._left: deque[list[float]] = deque()
        self._usual = MOST_LATE
        self._answers = 0
        self._leaving = 0
        self._evenly = self._gap = 1 / (rate * EVENLY) if rate else 0.0
        self._next = 0.0
        self._urgent = 0

    async def turn(self, count: int = 1) -> None:
        """Returns when so many replies may leave: at once, or as soon as the second has room for them."""
        if self.rate is None:
            return
        self._urgent += 1
        until = time.monotonic() + PATIENCE
        while (now := time.monotonic()) < until and (wait := self._full_for(now, count)):
            await asyncio.sleep(min(wait, until - now))
        self._urgent -= 1
        now = time.monotonic()
        self._left.extend([[now]] * count)
        self._advance(count, now)

    def room(self, each: int = 1) -> int:
        """How many messages of an announcement may leave at this moment, where each counts as so many."""
        if self.rate is None:
            return WITHOUT_LIMIT
        now = time.monotonic()
        if self._urgent or self._full_for(now, each) or now < self._next:
            return 0
        free = (int(self.rate) - len(self._left) - self._leaving) // each
        # After a rest nothing is owed: one by one from the first, as a kill doubts whatever is on its way.
        owed = int((now - self._next) / self._gap / each) if self._left else 0
        return max(1, min(free, owed + 1, MOST_AT_ONCE))

    def reserve(self, count: int) -> None:
        """So many are about to leave."""
        if self.rate is not None and count:
            self._leaving += count
            self._advance(count, time.monotonic())

    def leave(self, count: int = 1, reserved: int = 1) -> Departure:
        """So many leave at this very moment, of which so many were reserved; what `arrived` wants to know of it."""
        departure = [time.monotonic()]
        if self.rate is not None:
            self._leaving -= reserved
            self._left.extend([departure] * count)
            self._advance(max(0, count - reserved), departure[0])
        return departure

    def arrived(self, departure: Departure) -> None:
        """The answer is here. What took longer than usual was probably counted later than it left."""
        took = time.monotonic() - departure[0]
        self._usual = min(self._usual * DRIFT, took)
        self._answers += 1
        # The first ones open connections, so nothing is usual yet.
        late = took if self._answers <= FIRST_ONES else took - self._usual
        departure[0] += min(late, MOST_LATE)

    def refused(self) -> None:
        """The channel found it too fast."""
        self._gap = min(self._gap * SLOWER, self._evenly * SLOWEST)

    def wait(self, each: int = 1) -> float:
        """Seconds until an announcement may go on."""
        now = time.monotonic()
        return max(self._next - now, self._full_for(now, each), 0.0)

    def _advance(self, count: int, now: float) -> None:
        if not count:
            return
        # A late one does not make the next late too; after a rest nothing is owed.
        overdue = OVERDUE if self._left else 0.0
        self._next = max(self._next, now - overdue) + count * self._gap
        self._gap = max(self._evenly, self._gap * FASTER)

    def _full_for(self, now: float, count: int = 1) -> float:
        """Seconds until so many more have room; 0.0 where there is room. More than all have it when all is free."""
        while self._left and self._left[0][0] <= now - WINDOW:
            self._left.popleft()
        if self.rate is None:
            return 0.0
        most = int(self.rate)
        excess = len(self._left) + self._leaving + min(count, most) - most
        if excess <= 0:
            return 0.0
        return self._left[excess - 1][0] + WINDOW - now if excess <= len(self._left) else WINDOW / self.rate
