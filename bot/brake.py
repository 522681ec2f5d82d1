"""Slows down who asks too much: so many in a burst, so many a second after it."""

import time
from collections import OrderedDict

MOST_KEYS = 20_000


class Brake:
    """A bucket for each key; `allow` says whether one more is fine."""

    def __init__(self, burst: int, per_second: float) -> None:
        self.burst, self.per_second = burst, per_second
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allow(self, key: str) -> bool:
        """Takes one from the key's bucket; False where it is empty."""
        now = time.monotonic()
        left, since = self._left.pop(key, (float(self.burst), now))
        left = min(float(self.burst), left + (now - since) * self.per_second)
        allowed = left >= 1
        self._left[key] = (left - 1 if allowed else left, now)
        if len(self._left) > MOST_KEYS:
            self._left.popitem(last=False)
        return allowed
