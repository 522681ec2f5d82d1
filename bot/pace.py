"""Keeps a channel's pace: announcements wait their turn, replies only count."""

import asyncio
import time


class Pace:
    """At most `rate` messages a second over all chats; None is without a limit."""

    def __init__(self, rate: float | None) -> None:
        self.rate = rate
        self._next = 0.0

    async def turn(self, *, urgent: bool) -> None:
        """Waits until one more message may leave. An urgent one leaves at once; the others make room for it."""
        if self.rate is None:
            return
        now = time.monotonic()
        slot = max(now, self._next)
        self._next = slot + 1 / self.rate
        if not urgent and slot > now:
            await asyncio.sleep(slot - now)
