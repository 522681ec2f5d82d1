"""What a local Zalo delivered, refused and charged, and the faults it was told to have."""

from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

Buttons = tuple[tuple[str, str], ...]
# What a fault may be beside an error code of Zalo's own, such as "-32".
HANG, CUT, HTTP_500, HTML, HTTP_429 = "hang", "cut", "500", "html", "429"


class ZaloRefusal(Exception):
    """A refusal as it goes over the wire: HTTP 200 with an error code."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that reached somebody; buttons as (title, payload), `way` is cs, uid, phone or bot."""

    user: str
    text: str
    buttons: Buttons
    at: datetime
    message_id: str
    way: str = "cs"
    price: int = 0
    file: str = ""
    asks_contact: bool = False
    template: str = ""


@dataclass(slots=True)
class Book:
    """Messages that were delivered, calls by name, refusals by code, dong left in the wallet (None: none linked)."""

    sent: list[Sent] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    refused: Counter[int] = field(default_factory=Counter)
    wallet: int | None = 1_000_000
    charged: int = 0

    def charge(self, price: int) -> None:
        """Takes dong out of the wallet. Raises ZaloRefusal."""
        if self.wallet is None:
            raise ZaloRefusal(-320, "Your app needs to connect with Zalo Cloud Account to use paid features")
        if self.wallet < price:
            raise ZaloRefusal(-321, "Zalo Cloud Account associated with app is out of balance")
        self.wallet -= price
        self.charged += price

    def last_to(self, user: str) -> Sent | None:
        """The last message with words that somebody got."""
        return next((sent for sent in reversed(self.sent) if sent.user == user and sent.text), None)


@dataclass(slots=True)
class Faults:
    """Faults for the next calls, in order: what, for which calls, how many seconds."""

    coming: deque[tuple[str, str, float]] = field(default_factory=deque)

    def next(self, call: str) -> tuple[str, float] | None:
        """Takes the next fault if it is meant for this call."""
        if self.coming and self.coming[0][1] in call:
            kind, _, seconds = self.coming.popleft()
            return kind, seconds
        return None


@dataclass(slots=True)
class Minute:
    """At most `limit` calls in each minute of the clock."""

    limit: int = 4000
    _minute: datetime | None = None
    _used: int = 0

    def take(self, now: datetime) -> int:
        """Counts one call; how many are left. Raises ZaloRefusal."""
        minute = now.replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute, self._used = minute, 0
        if self._used >= self.limit:
            raise ZaloRefusal(-32, "Your application reached limit call api")
        self._used += 1
        return self.limit - self._used


@dataclass(slots=True)
class Held:
    """A file that was uploaded, or sent by somebody."""

    name: str
    mime: str
    content: bytes
    at: datetime
    lives: timedelta = timedelta(days=7)


Json = dict[str, Any]
