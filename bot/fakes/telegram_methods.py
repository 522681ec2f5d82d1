"""The methods of the Bot API that the local Telegram knows: check, record, answer."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

from bot.fakes import telegram_checks as checks
from bot.fakes.telegram_checks import ApiError, Args, bad
from bot.fakes.telegram_ledger import Flood, Ledger, Sent
from bot.fakes.telegram_mail import Hook
from bot.fakes.telegram_people import Json, People, StoredFile

DOWNLOAD = 20 * 1024 * 1024
PHOTO = 10 * 1024 * 1024
ME = {"id": 1, "is_bot": True, "first_name": "OCOP", "username": "ocop_local_bot"}
TOO_LATE = "query is too old and response timeout expired or query ID is invalid"
UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)

Method = Callable[[Args], Awaitable[Any]]


class Methods(People):
    """`flood` may be None: then nothing is too fast. `clock` gives seconds for limits and records."""

    def __init__(self, ledger: Ledger, flood: Flood | None, clock: Callable[[], float]) -> None:
        super().__init__(ledger)
        self.flood = flood
        self.commands: list[dict[str, str]] = []
        self._clock = clock
        self._shown: dict[tuple[int, int], tuple[str, object]] = {}
        self._with_file: set[tuple[int, int]] = set()
        self._methods: dict[str, Method] = {
            "getme": self._get_me,
            "sendmessage": self._send_message,
            "sendphoto": self._send_photo,
            "senddocument": self._send_document,
            "sendchataction": self._send_chat_action,
            "editmessagetext": self._edit,
            "editmessagecaption": self._edit_caption,
            "deletemessage": self._delete,
            "answercallbackquery": self._acknowledge,
            "setmycommands": self._set_commands,
            "setwebhook": self._set_hook,
            "deletewebhook": self._drop_hook,
            "getwebhookinfo": self._hook_info,
            "getupdates": self._updates,
            "getfile": self._get_file,
        }

    async def answer(self, method: str, args: Args) -> Any:
        """The result of one call, as it stands under `result`. Raises ApiError."""
        known = self._methods.get(method.lower())
        if known is None:
            raise ApiError(404, "Not Found")
        return await known(args)

    async def _get_me(self, _: Args) -> Json:
        return ME

    async def _send_message(self, args: Args) -> Json:
        text = checks.text(args)
        return {**self._deliver("sendMessage", args, text), "text": text}

    async def _send_photo(self, args: Args) -> Json:
        file_id, file = self._file(args, "photo")
        if len(file.content) > PHOTO:
            raise bad("PHOTO_INVALID_DIMENSIONS")
        caption = checks.caption(args)
        size = {"file_id": file_id, "file_unique_id": file_id, "width": 960, "height": 1280}
        return {**self._deliver("sendPhoto", args, caption, file.name), "photo": [size]}

    async def _send_document(self, args: Args) -> Json:
        file_id, file = self._file(args, "document")
        caption = checks.caption(args)
        held = {"file_id": file_id, "file_unique_id": file_id, "file_name": file.name}
        message = self._deliver("sendDocument", args, caption, file.name)
        return {**message, "document": {**held, "mime_type": file.mime, "file_size": len(file.content)}}

    async def _send_chat_action(self, args: Args) -> bool:
        self.faults.check(checks.number(args, "chat_id"))
        return True

    async def _edit(self, args: Args) -> Json:
        place = checks.number(args, "chat_id"), checks.number(args, "message_id")
        if place in self._with_file:
            raise bad("there is no text in the message to edit")
        return {**self._changed("editMessageText", args, place, checks.text(args)), "text": checks.text(args)}

    async def _edit_caption(self, args: Args) -> Json:
        place = checks.number(args, "chat_id"), checks.number(args, "message_id")
        if place not in self._with_file and place in self._shown:
            raise bad("there is no caption in the message to edit")
        return self._changed("editMessageCaption", args, place, checks.caption(args))

    def _changed(self, method: str, args: Args, place: tuple[int, int], text: str) -> Json:
        chat_id, message_id = place
        keyboard, buttons = checks.markup(args)
        self.faults.check(chat_id)
        before = self._shown.get((chat_id, message_id))
        if before is None:
            raise bad("message to edit not found")
        if before == (text, buttons):
            raise bad(UNCHANGED)
        return self._record(method, chat_id, text, (keyboard, buttons), message_id)

    async def _delete(self, args: Args) -> bool:
        place = checks.number(args, "chat_id"), checks.number(args, "message_id")
        if self._shown.pop(place, None) is None:
            raise bad("message to delete not found")
        return True

    async def _acknowledge(self, args: Args) -> bool:
        if args.get("callback_query_id") not in self.taps:
            raise bad(TOO_LATE)
        if len(str(args.get("text", ""))) > 200:
            raise bad("MESSAGE_TOO_LONG")
        return True

    async def _set_commands(self, args: Args) -> bool:
        self.commands = checks.commands(args)
        return True

    async def _set_hook(self, args: Args) -> bool:
        url, secret = str(args.get("url", "")), checks.secret(args)
        allowed = checks.parsed(args.get("allowed_updates") or self.mail.allowed)
        if not url:
            return await self._drop_hook(args)
        at_once = checks.number(args, "max_connections", 40)
        if not url.startswith(("http://", "https://")) or not 1 <= at_once <= 100:
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        self.mail.allowed = tuple(allowed)
        await self.mail.set_hook(Hook(url, secret, at_once))
        return True

    async def _drop_hook(self, args: Args) -> bool:
        await self.mail.drop_hook()
        if str(args.get("drop_pending_updates", "")).lower() == "true":
            self.mail.forget()
        return True

    async def _hook_info(self, _: Args) -> Json:
        hook = self.mail.hook
        return {
            "url": hook.url if hook else "",
            "has_custom_certificate": False,
            "pending_update_count": self.mail.waiting,
        }

    async def _updates(self, args: Args) -> list[Json]:
        if "allowed_updates" in args:
            self.mail.allowed = tuple(checks.parsed(args["allowed_updates"]))
        offset, limit = checks.number(args, "offset", 0), checks.number(args, "limit", 100)
        return await self.mail.take(offset, limit, checks.number(args, "timeout", 0))

    async def _get_file(self, args: Args) -> Json:
        file_id = str(args.get("file_id", ""))
        file = self.files.get(file_id)
        if file is None:
            raise bad("wrong file_id or the file is temporarily unavailable")
        if len(file.content) > DOWNLOAD:
            raise bad("file is too big")
        described = {"file_id": file_id, "file_unique_id": file_id, "file_size": len(file.content)}
        return {**described, "file_path": f"files/{file_id}"}

    def _file(self, args: Args, field: str) -> tuple[str, StoredFile]:
        given = args.get(field)
        if isinstance(given, StoredFile) and given.content:
            return self.store(given.name, given.mime, given.content), given
        if isinstance(given, str) and given in self.files:
            return given, self.files[given]
        if isinstance(given, str):
            raise bad("wrong file identifier/HTTP URL specified")
        raise bad(f"there is no {field} in the request")

    def _deliver(self, method: str, args: Args, text: str, file: str = "") -> Json:
        chat_id, shown = checks.number(args, "chat_id"), checks.markup(args)
        self.faults.check(chat_id)
        if self.flood:
            self.flood.take(chat_id, self._clock())
        return self._record(method, chat_id, text, shown, next(self.message_ids), file)

    def _record(
        self,
        method: str,
        chat_id: int,
        text: str,
        shown: tuple[str, checks.Buttons],
        message_id: int,
        file: str = "",
    ) -> Json:
        keyboard, buttons = shown
        self.ledger.add(Sent(chat_id, text, buttons, self._clock(), method, message_id, keyboard, file))
        if self.ledger.record:
            self._shown[chat_id, message_id] = (text, buttons)
            if file:
                self._with_file.add((chat_id, message_id))
        return {"message_id": message_id, "date": int(time.time()), "chat": self.chat(chat_id), "from": ME}
