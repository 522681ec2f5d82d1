"""What the local Telegram delivered, what it refused, and the faults it was told to have."""

from collections import Counter, deque
from dataclasses import dataclass, field
from math import ceil
from typing import Literal

from bot.fakes.telegram_checks import ApiError, Buttons

FaultKind = Literal["500", "html", "429", "hang", "cut"]


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that reached a person; `at` in seconds of the server's clock, `file` its name if any.

    `buttons` are (label, data); for keys under the keyboard the data is empty or what the key asks for.
    """

    chat_id: int
    text: str
    buttons: Buttons
    at: float
    method: str
    message_id: int
    keyboard: str = ""
    file: str = ""


@dataclass(slots=True)
class Ledger:
    """Figures always; whole messages only while `record` is on, or a long measurement fills the memory."""

    record: bool = True
    sent: list[Sent] = field(default_factory=list)
    delivered: int = 0
    per_chat: Counter[int] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    refused: Counter[int] = field(default_factory=Counter)
    first_at: float | None = None
    last_at: float | None = None

    def add(self, sent: Sent) -> None:
        self.delivered += 1
        self.per_chat[sent.chat_id] += 1
        self.first_at = sent.at if self.first_at is None else self.first_at
        self.last_at = sent.at
        if self.record:
            self.sent.append(sent)

    def last_to(self, chat_id: int) -> Sent | None:
        return next((sent for sent in reversed(self.sent) if sent.chat_id == chat_id), None)


@dataclass(frozen=True, slots=True)
class Fault:
    """How a call goes wrong. `hang` and `cut` deliver first, and the answer never comes in time.

    `prefix` says which methods: it is the beginning of their names. `seconds`: of the wait or the hang.
    """

    kind: FaultKind
    prefix: str = "send"
    seconds: float = 1.0


@dataclass(slots=True)
class Faults:
    """Faults for the next calls, in order, and people who cannot be reached."""

    coming: deque[Fault] = field(default_factory=deque)
    blocked: set[int] = field(default_factory=set)
    deactivated: set[int] = field(default_factory=set)
    unknown: set[int] = field(default_factory=set)

    def next(self, method: str) -> Fault | None:
        """Takes the next fault, if it is meant for this method."""
        if self.coming and method.startswith(self.coming[0].prefix):
            return self.coming.popleft()
        return None

    def check(self, chat_id: int) -> None:
        if chat_id in self.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if chat_id in self.deactivated:
            raise ApiError(403, "Forbidden: user is deactivated")
        if chat_id in self.unknown:
            raise ApiError(400, "Bad Request: chat not found")


@dataclass(slots=True)
class Flood:
    """Limits as strict as they are told: `rate` messages in any one second over all chats; within one
    chat one a second after `chat_burst`. Who goes over `rate` is refused everything for a second.

    `grace` seconds forgive what the way over the network does to an even pace.
    """

    rate: int = 30
    grace: float = 0.02
    chat_rate: float = 1.0
    chat_burst: int = 3
    _recent: deque[float] = field(default_factory=deque)
    _chats: dict[int, float] = field(default_factory=dict)
    _until: float = 0.0

    def take(self, chat_id: int, now: float) -> None:
        """Counts one message at `now` (seconds). Raises ApiError 429 with the seconds to wait."""
        if now < self._until:
            raise too_many(self._until - now)
        while self._recent and self._recent[0] <= now - 1.0 + self.grace:
            self._recent.popleft()
        if len(self._recent) >= self.rate:
            self._until = now + 1.0
            raise too_many(1.0)
        # The moment at which this chat's allowance is full again, one message costing 1/chat_rate seconds.
        full_at = max(self._chats.get(chat_id, now), now) + 1 / self.chat_rate
        over = full_at - now - self.chat_burst / self.chat_rate
        if over > 1e-6:
            raise too_many(over)
        self._recent.append(now)
        self._chats[chat_id] = full_at


def too_many(seconds: float) -> ApiError:
    wait = max(1, ceil(seconds))
    return ApiError(429, f"Too Many Requests: retry after {wait}", {"retry_after": wait})
