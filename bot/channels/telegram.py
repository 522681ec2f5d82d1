"""The Telegram channel: what the hook, the relay and the poller ask of it."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bot.channels.base import Call, Json, Parcel, StoredFile
from bot.channels.parts import send_parts
from bot.channels.telegram_read import NAME, read
from bot.channels.telegram_write import LIMITS, addressed, as_document, write, write_file
from ocop_core.conversation.heard import FileRef, Heard
from ocop_core.errors import SendError

if TYPE_CHECKING:
    from bot.channels.telegram_bot import TelegramBot

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
WRITTEN = 64
NO_LABELS: Mapping[str, str] = {}


class Telegram:
    """One bot account.

    `labels` are the words of two buttons (`send_phone`, `send_location`); `files` gives name, type and
    bytes of a stored file by its id, and without it a parcel's files are left out.
    """

    name = NAME

    def __init__(
        self,
        token: str,
        api_base: str,
        *,
        webhook_secret: str = "",
        labels: Mapping[str, str] = NO_LABELS,
        files: StoredFile | None = None,
        read_seconds: float | None = None,
        chat_rate: float | None = LIMITS.chat_rate,
    ) -> None:
        self.limits = replace(LIMITS, chat_rate=chat_rate)
        self._token = token
        self._api_base = api_base.rstrip("/")
        self._webhook_secret = webhook_secret
        # An announcement says the same to thousands, and is written once.
        self._write = lru_cache(maxsize=WRITTEN)(lambda body: write(body, labels))
        self._stored = files
        self._read_seconds = read_seconds
        self._started: TelegramBot | None = None

    def read(self, payload: Json) -> Heard | None:
        """The update in our words; None where there is nothing to answer."""
        return read(payload)

    def write(self, parcel: Parcel) -> tuple[Call, ...]:
        """The sendMessage calls; the parcel's files are added by `send`, which may read them."""
        return addressed(self._write(parcel.body), parcel.address)

    async def send(self, parcel: Parcel) -> str:
        """Sends files, then text with its buttons last; returns the ids of all messages, spaced. Raises SendError."""
        ids: list[str] = []

        async def send_one(call: Call) -> str:
            ids.append(await self._send_one(call))
            return ids[-1]

        await send_parts((*await self._file_calls(parcel), *self.write(parcel)), send_one, self.limits)
        return " ".join(filter(None, ids))

    async def _send_one(self, call: Call) -> str:
        try:
            return await self._bot.send(call)
        except SendError as error:
            if call.method != "sendPhoto" or error.kind != "refused":
                raise
            return await self._bot.send(as_document(call))

    async def _file_calls(self, parcel: Parcel) -> tuple[Call, ...]:
        if self._stored is None:
            return ()
        try:
            found = [await self._stored(file_id) for file_id in parcel.body.files]
        except (LookupError, OSError) as error:
            raise SendError("refused", f"a stored file is missing: {type(error).__name__}") from error
        return tuple(write_file(parcel.address, *file) for file in found)

    async def fetch(self, ref: FileRef) -> bytes:
        """The bytes of a file that a person sent. Raises SendError, `refused` for one too big or gone."""
        if (ref.size or 0) > LIMITS.file_bytes:
            raise SendError("refused", f"too big: {ref.size} bytes")
        return await self._bot.fetch(ref.ref, LIMITS.file_bytes)

    async def acknowledge(self, ack_id: str, text: str = "") -> None:
        """Ends the waiting sign on a tapped button, with a short notice if `text` is given."""
        await self._bot.acknowledge(ack_id, text)

    async def setup(self, commands: Sequence[tuple[str, str]], webhook_url: str | None) -> None:
        """Sets the menu of commands (name, what it does), and the web hook or, without one, polling."""
        await self._bot.set_commands(commands)
        if webhook_url:
            await self._bot.set_hook(webhook_url, self._webhook_secret)
        else:
            await self._bot.drop_hook()

    async def poll(self, offset: int | None, timeout: int = 25) -> list[dict[str, Any]]:
        """Waits up to `timeout` seconds for updates; `offset` says that all before it are stored."""
        return await self._bot.updates(offset, timeout)

    async def username(self) -> str:
        """The account's public name; the cheapest question that shows that the token is right."""
        return await self._bot.username()

    @staticmethod
    def verify(headers: Mapping[str, str], secret: str) -> bool:
        """Whether a web hook call knows the secret; never true without a secret."""
        given = headers.get(SECRET_HEADER, "")
        return bool(secret) and hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())

    async def start(self) -> None:
        """Opens connections; only now the library (14 MB) is imported, so a switched-off channel is free."""
        from bot.channels.telegram_bot import TelegramBot

        self._started = TelegramBot(self._token, self._api_base, self._read_seconds)
        await self._started.start()

    async def stop(self) -> None:
        """Closes them."""
        if self._started is not None:
            await self._started.stop()
            self._started = None

    @property
    def _bot(self) -> "TelegramBot":
        if self._started is None:
            raise RuntimeError("the Telegram channel is not started")
        return self._started
