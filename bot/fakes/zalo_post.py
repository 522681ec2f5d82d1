"""Brings events to our web hook as Zalo does: signed, at least once, in no order, and not for ever."""

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import msgspec

SECONDS = 2.0
PAUSES = (0.05, 0.2, 0.5, 1.0, 2.0)
Json = dict[str, Any]
Headers = Callable[[Json, bytes], dict[str, str]]


def oa_signature(app_id: str, secret: str) -> Headers:
    """The signature of an Official Account's events."""

    def headers(payload: Json, raw: bytes) -> dict[str, str]:
        signed = app_id.encode() + raw + str(payload.get("timestamp", "")).encode() + secret.encode()
        return {"X-ZEvent-Signature": f"mac={hashlib.sha256(signed).hexdigest()}"}

    return headers


@dataclass(slots=True)
class Post:
    """`hook` is where events go, or nowhere; `copies` how often each is brought; `disabled`: Zalo has given up."""

    headers: Headers
    hook: str = ""
    copies: int = 1
    posts: int = 0
    failed: int = 0
    slowest: float = 0.0
    disabled: bool = False
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _session: aiohttp.ClientSession | None = None

    async def deliver(self, payload: Json) -> None:
        """Begins to bring an event; returns at once."""
        if not self.hook or self.disabled:
            return
        for _ in range(self.copies):
            task = asyncio.create_task(self._bring(payload))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Returns when everything was brought or given up."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _bring(self, payload: Json) -> None:
        raw = msgspec.json.encode(payload)
        for retry, pause in enumerate((*PAUSES, 0.0)):
            headers = self.headers(payload, raw) | ({"num_retry": str(retry)} if retry else {})
            if await self._post(raw, headers):
                return
            self.failed += 1
            await asyncio.sleep(pause)
        self.disabled = True

    async def _post(self, raw: bytes, headers: dict[str, str]) -> bool:
        self.posts += 1
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            all_headers = {**headers, "Content-Type": "application/json"}
            async with self._open().post(self.hook, data=raw, headers=all_headers) as answer:
                return answer.status == 200
        except (TimeoutError, aiohttp.ClientError):
            return False
        finally:
            self.slowest = max(self.slowest, loop.time() - began)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=SECONDS)
            self._session = aiohttp.ClientSession(timeout=timeout, trust_env=False)
        return self._session

    async def stop(self) -> None:
        """Lets everything go."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None
