"""The Telegram channel: what the hook, the relay and the poller ask of it."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bot.channels.base import Call, Json, Parcel, StoredFile
from bot.channels.holding import Holding
from bot.channels.parts import send_parts
from bot.channels.telegram_read import NAME, read
from bot.channels.telegram_write import (
    LIMITS,
    FileCall,
    addressed,
    as_document,
    named,
    together,
    write,
    write_file,
    write_held,
)
from ocop_core.conversation.heard import FileRef, Heard
from ocop_core.errors import SendError

if TYPE_CHECKING:
    from bot.channels.telegram_bot import TelegramBot

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
WRITTEN = 64
NO_LABELS: Mapping[str, str] = {}
# Telegram promises no end; a name that has become wrong is noticed.
LASTS = timedelta(days=365)
# A name that Telegram has forgotten, or never gave to this account.
UNKNOWN_THERE = ("file identifier", "file_id", "file reference")


class Telegram:
    """One bot account.

    `labels` are the words of two buttons (`send_phone`, `send_location`); `files` gives name, type and
    bytes of a stored file by its id, and without it a parcel's files are left out; `holding` remembers which
    of them Telegram has already.
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
        holding: Holding | None = None,
        read_seconds: float | None = None,
        chat_rate: float | None = LIMITS.chat_rate,
    ) -> None:
        self.limits = replace(LIMITS, chat_rate=chat_rate)
        self._token = token
        self._api_base = api_base.rstrip("/")
        self._webhook_secret = webhook_secret
        # An announcement says the same to thousands, and is written once.
        self._write = lru_cache(maxsize=WRITTEN)(lambda body: write(body, labels))
        self._stored, self._holding = files, holding
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
        files = parcel.body.files if self._stored is not None else ()
        if not files or self._holding is None:
            return await self._send(parcel, dict.fromkeys(files, ""))
        async with self._holding.bringing(files) as held:
            return await self._send(parcel, held)

    async def _send(self, parcel: Parcel, held: Mapping[int, str]) -> str:
        ids: list[str] = []

        async def send_one(call: Call) -> str:
            sent = await (self._send_file(call) if isinstance(call, FileCall) else self._bot.send(call))
            ids.append(named(call, sent))
            return ids[-1]

        files = [await self._file_call(parcel.address, *file) for file in held.items()]
        await send_parts(together(files, self.write(parcel)), send_one, self.limits)
        return " ".join(filter(None, ids))

    async def _send_file(self, call: FileCall) -> str:
        try:
            sent, name = await self._bot.send_file(call)
        except SendError as error:
            if error.kind != "refused":
                raise
            if call.known:
                if not any(words in error.reason.lower() for words in UNKNOWN_THERE):
                    raise
                whole = await self._file_call(str(call.args["chat_id"]), call.file_id)
                under = {key: value for key, value in call.args.items() if key != call.part}
                return await self._send_file(replace(whole, args={**under, **whole.args}))
            if call.method != "sendPhoto":
                raise
            return await self._send_file(as_document(call))
        if name and not call.known and self._holding is not None:
            await self._holding.remember(call.file_id, f"{call.part}:{name}")
        return sent

    async def _file_call(self, address: str, file_id: int, held: str = "") -> FileCall:
        if held:
            return write_held(address, file_id, held)
        assert self._stored is not None
        try:
            return write_file(address, file_id, *await self._stored(file_id))
        except (LookupError, OSError) as error:
            raise SendError("refused", f"a stored file is missing: {type(error).__name__}") from error

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
