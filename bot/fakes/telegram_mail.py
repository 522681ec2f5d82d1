"""Updates on their way to the bot: kept in order, handed out by polling or posted to a web hook."""

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.fakes.telegram_checks import ApiError

FIRST_UPDATE = 900_000_001
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 2.0
HOOK_SECONDS = 60.0
LONGEST_POLL = 50
BATCH = 100
OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
HOOK_IS_SET = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)

Update = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hook:
    """Where updates are posted, the secret in their header, how many at once."""

    url: str
    secret: str = ""
    at_once: int = 40


class Mail:
    """One bot's updates. Within one chat the next is posted only when the one before was taken (2xx).

    copies: how often each update is handed over, as by a messenger that did not see the answer. doors: public
    addresses by where they lead on this machine, as through the proxy that holds the certificate.
    """

    def __init__(self) -> None:
        self.hook: Hook | None = None
        self.copies = 1
        self.doors: dict[str, str] = {}
        self.allowed: tuple[str, ...] = ()
        self.posts = 0
        self.failed_posts = 0
        self._next = FIRST_UPDATE
        self._pending: dict[int, tuple[int, Update]] = {}
        self._chats: dict[int, deque[int]] = defaultdict(deque)
        self._postmen: dict[int, asyncio.Task[None]] = {}
        self._news = asyncio.Event()
        self._poller = 0
        self._session: aiohttp.ClientSession | None = None
        self._places = asyncio.Semaphore(1)

    def put(self, chat_id: int, kind: str, event: Update) -> int:
        """Takes an update in; returns its id. Kinds that the bot did not ask for are dropped, as there."""
        number, self._next = self._next, self._next + 1
        if self.allowed and kind not in self.allowed:
            return number
        self._pending[number] = (chat_id, {"update_id": number, kind: event})
        self._chats[chat_id].append(number)
        self._wake()
        if self.hook:
            self._send_postman(chat_id)
        return number

    @property
    def waiting(self) -> int:
        return len(self._pending)

    async def settled(self, seconds: float = 5.0) -> None:
        """Returns when every update was taken. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while self._pending:
                await asyncio.sleep(0.005)

    async def take(self, offset: int, limit: int, seconds: int) -> list[Update]:
        """getUpdates: forgets what lies before `offset`, then waits for something to hand out."""
        if self.hook:
            raise ApiError(409, HOOK_IS_SET)
        self._poller += 1
        me = self._poller
        self._wake()
        self._forget_before(offset)
        try:
            async with asyncio.timeout(min(seconds, LONGEST_POLL)):
                while not self._pending and self._poller == me:
                    await self._news.wait()
        except TimeoutError:
            return []
        if self._poller != me:
            raise ApiError(409, OTHER_POLLER)
        batch = list(self._pending.values())[: max(1, min(limit or BATCH, BATCH))]
        return [update for _, update in batch for _ in range(self.copies)]

    async def set_hook(self, hook: Hook) -> None:
        await self.drop_hook()
        self.hook = hook
        self._places = asyncio.Semaphore(hook.at_once)
        for chat_id in list(self._chats):
            self._send_postman(chat_id)

    async def drop_hook(self) -> None:
        self.hook = None
        postmen = list(self._postmen.values())
        for postman in postmen:
            postman.cancel()
        await asyncio.gather(*postmen, return_exceptions=True)
        self._postmen.clear()

    def forget(self) -> None:
        self._pending.clear()
        self._chats.clear()

    async def start(self) -> None:
        timeout = aiohttp.ClientTimeout(total=HOOK_SECONDS)
        self._session = aiohttp.ClientSession(timeout=timeout, trust_env=False)

    async def stop(self) -> None:
        await self.drop_hook()
        self._poller += 1
        self._wake()
        if self._session:
            await self._session.close()

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    def _forget_before(self, offset: int) -> None:
        numbers = list(self._pending)
        done = numbers[:offset] if offset < 0 else [number for number in numbers if number < offset]
        for number in done:
            self._done(number)

    def _done(self, number: int) -> None:
        if number not in self._pending:
            return
        chat_id, _ = self._pending.pop(number)
        self._chats[chat_id].remove(number)
        if not self._chats[chat_id]:
            del self._chats[chat_id]

    def _send_postman(self, chat_id: int) -> None:
        if chat_id not in self._postmen:
            self._postmen[chat_id] = asyncio.create_task(self._carry(chat_id))

    async def _carry(self, chat_id: int) -> None:
        pause = FIRST_PAUSE
        while numbers := self._chats.get(chat_id):
            update = self._pending[numbers[0]][1]
            if all(await asyncio.gather(*(self._post(update) for _ in range(self.copies)))):
                self._done(numbers[0])
                pause = FIRST_PAUSE
            else:
                self.failed_posts += 1
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        del self._postmen[chat_id]

    def _inside(self, url: str) -> str:
        found = next((public for public in self.doors if url.startswith(public)), "")
        return self.doors[found] + url.removeprefix(found) if found else url

    async def _post(self, update: Update) -> bool:
        if not self.hook or not self._session:
            return False
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.hook.secret} if self.hook.secret else {}
        self.posts += 1
        try:
            async with (
                self._places,
                self._session.post(self._inside(self.hook.url), json=update, headers=headers) as answer,
            ):
                return 200 <= answer.status <= 299
        except (TimeoutError, aiohttp.ClientError):
            return False
