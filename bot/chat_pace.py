"""Keeps the pace within one chat: a few messages at once, then so many a second."""

from datetime import datetime, timedelta

# So many chats are remembered before those that have rested are forgotten.
REMEMBERED = 4_096
# Nobody owes a rest of minutes: the clock was set back.
LONGEST = timedelta(seconds=60)


class ChatPace:
    """`rate` messages a second in one chat after the first `burst`; None is without a limit."""

    def __init__(self, rate: float | None, burst: int) -> None:
        self._each = timedelta(seconds=1 / rate) if rate else None
        self._burst = burst
        # When each chat will have rested enough to take a whole burst again.
        self._rested: dict[int, datetime] = {}
        self._most = REMEMBERED

    def wait(self, chat: int, count: int, now: datetime) -> float:
        """Seconds until `count` more may be shown there; 0.0 is at once. More than a burst needs a rested chat."""
        rested = self._rested.get(chat)
        if self._each is None or rested is None or not now < rested < now + LONGEST:
            return 0.0
        allowed = self._each * (self._burst - min(count, self._burst))
        return max(0.0, (rested - now - allowed).total_seconds())

    def took(self, chat: int, count: int, now: datetime) -> None:
        """So many are shown there now."""
        if self._each is None:
            return
        rested = self._rested.get(chat, now)
        begin = rested if now < rested < now + LONGEST else now
        self._rested[chat] = begin + self._each * count
        if len(self._rested) > self._most:
            self._rested = {one: at for one, at in self._rested.items() if now < at < now + LONGEST}
            # Where most still owe a rest, looking through all of them again at every message would cost more than them.
            self._most = max(REMEMBERED, 2 * len(self._rested))
