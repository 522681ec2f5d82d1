"""Talks to Telegram through python-telegram-bot; every failure comes out as a SendError."""

import json
import logging
import os
from collections.abc import Mapping, Sequence
from typing import Any, cast
from urllib.parse import urlencode

from telegram import Bot, Message
from telegram.error import BadRequest
from telegram.request import RequestData

from bot.channels.base import Call
from bot.channels.telegram_errors import asking, sending
from bot.channels.telegram_http import READ_SECONDS, AiohttpRequest, ReadyData
from bot.channels.telegram_write import FileCall
from ocop_core.errors import SendError

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
MAX_CONNECTIONS = 40
POLL_GRACE = 10.0
TOAST = 200
TOO_LATE = "query is too old"
# What was to be changed is as it should be.
DONE_ALREADY = ("message is not modified", "message to delete not found")
CHANGES = ("deleteMessage", "editMessageText", "editMessageCaption")


class TelegramBot:
    """One account. `start` opens connections and asks nothing, so a start without network succeeds."""

    def __init__(self, token: str, api_base: str, read_seconds: float | None = None) -> None:
        # Its debug lines hold addresses with the token, and people's words.
        logging.getLogger("telegram").setLevel(logging.INFO)
        # Without it every wait that Telegram asks for comes with a deprecation warning.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        self._files = f"{api_base}/file/bot{token}"
        self._http = AiohttpRequest(api_base, READ_SECONDS if read_seconds is None else read_seconds)
        self._bot = Bot(
            token,
            base_url=f"{api_base}/bot",
            base_file_url=f"{api_base}/file/bot",
            request=self._http,
            get_updates_request=self._http,
        )

    async def start(self) -> None:
        await self._http.initialize()

    async def stop(self) -> None:
        await self._http.shutdown()

    async def send(self, call: Call) -> str:
        """Makes one call; returns the message id, empty where Telegram says that nothing changed."""
        with sending():
            try:
                if call.method == "sendMessage":
                    return await self._said(call.args)
                if call.method in CHANGES:
                    return await self._changed(call.method, call.args)
                raise SendError("refused", f"no such call: {call.method}")
            except BadRequest as error:
                if any(words in error.message.lower() for words in DONE_ALREADY):
                    return ""
                raise

    async def send_file(self, call: FileCall) -> tuple[str, str]:
        """Sends a file; the message id, and the name of the file at Telegram."""
        with sending():
            if call.known:
                args = cast(RequestData, ReadyData(call.args))
                answer: Any = await self._http.post(f"{self._bot.base_url}/{call.method}", args)
                return str(int(answer["message_id"])), ""
            sent = await self._sent(call.method, call.args)
            held = sent.photo[-1] if sent.photo else sent.document
            return str(sent.message_id), held.file_id if held else ""

    async def _said(self, args: Mapping[str, Any]) -> str:
        """Without the library's objects around it, which would take a third of the time of a whole message."""
        answer: Any = await self._http.post(f"{self._bot.base_url}/sendMessage", cast(RequestData, ReadyData(args)))
        return str(int(answer["message_id"]))

    async def _changed(self, method: str, args: Mapping[str, Any]) -> str:
        if method == "deleteMessage":
            await self._bot.delete_message(args["chat_id"], args["message_id"])
            return ""
        markup = args.get("reply_markup")
        more = {"reply_markup": markup} if markup else None
        place = {"chat_id": args["chat_id"], "message_id": args["message_id"]}
        if method == "editMessageCaption":
            await self._bot.edit_message_caption(**place, caption=args["caption"], api_kwargs=more)
        else:
            await self._bot.edit_message_text(args["text"], **place, api_kwargs=more)
        return str(args["message_id"])

    async def _sent(self, method: str, args: Mapping[str, Any]) -> Message:
        match method:
            case "sendPhoto":
                return await self._bot.send_photo(**args)
            case _:
                return await self._bot.send_document(**args)

    async def fetch(self, ref: str, limit: int) -> bytes:
        """The bytes of a file by its Telegram id."""
        with asking():
            file = await self._bot.get_file(ref)
            path = file.file_path or ""
        return await self._http.download(path if "://" in path else f"{self._files}/{path}", limit)

    async def acknowledge(self, ack_id: str, text: str) -> None:
        """Ends the waiting sign on a tapped button; a tap from before a stop is past that."""
        with asking():
            try:
                await self._bot.answer_callback_query(ack_id, text=text[:TOAST] or None)
            except BadRequest as error:
                if TOO_LATE not in error.message.lower():
                    raise

    async def set_commands(self, commands: Sequence[tuple[str, str]]) -> None:
        with asking():
            await self._bot.set_my_commands(list(commands))

    async def set_hook(self, url: str, secret: str) -> None:
        with asking():
            await self._bot.set_webhook(
                url,
                secret_token=secret or None,
                allowed_updates=ALLOWED_UPDATES,
                max_connections=MAX_CONNECTIONS,
            )

    async def drop_hook(self) -> None:
        """Needed before polling; updates that wait on Telegram's side stay."""
        with asking():
            await self._bot.delete_webhook()

    async def updates(self, offset: int | None, seconds: int) -> list[dict[str, Any]]:
        """Raw updates: the library would lose a whole batch for one that it cannot parse."""
        asked = {"timeout": seconds, "allowed_updates": json.dumps(ALLOWED_UPDATES)}
        query = urlencode(asked if offset is None else {**asked, "offset": offset})
        with asking():
            found = await self._http.post(f"{self._bot.base_url}/getUpdates?{query}", read_timeout=seconds + POLL_GRACE)
        return [update for update in found if isinstance(update, dict)] if isinstance(found, list) else []

    async def username(self) -> str:
        """The account's public name, for links that open the chat."""
        with asking():
            return (await self._bot.get_me()).username or ""
