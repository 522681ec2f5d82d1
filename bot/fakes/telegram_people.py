"""Plays the people who write to the bot: each method is one thing that somebody does in a chat."""

import time
from dataclasses import dataclass
from itertools import count
from typing import Any

from bot.fakes.telegram_ledger import Faults, Ledger, Sent
from bot.fakes.telegram_mail import Mail

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that the local Telegram holds."""

    name: str
    mime: str
    content: bytes


class People:
    """Everybody's chats with the one bot. Each method returns the id of the update it caused."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.faults = Faults()
        self.mail = Mail()
        self.files: dict[str, StoredFile] = {}
        self.names: dict[int, str] = {}
        self.taps: set[str] = set()
        self.message_ids = count(1)
        self._tap_ids = count(1)

    async def say(self, chat_id: int, text: str, **extra: Any) -> int:
        """Types a text. `extra` are further fields of the message, such as `forward_origin`."""
        return self.message(chat_id, text=text, **extra)

    async def begin(self, chat_id: int, payload: str = "") -> int:
        """Opens the chat by the Start button or by a link with a payload."""
        text = f"/start {payload}".rstrip()
        entity = {"type": "bot_command", "offset": 0, "length": 6}
        return self.message(chat_id, text=text, entities=[entity])

    async def tap(self, chat_id: int, data: str) -> int:
        """Taps a button that carries `data`, of the last message or of an old one."""
        tap_id = f"tap{next(self._tap_ids)}"
        self.taps.add(tap_id)
        last = self.ledger.last_to(chat_id)
        shown = {
            "message_id": last.message_id if last else 1,
            "date": int(time.time()),
            "chat": self.chat(chat_id),
            "text": last.text if last else "?",
        }
        query = {"id": tap_id, "from": self._user(chat_id), "chat_instance": str(chat_id)}
        return self.mail.put(chat_id, "callback_query", {**query, "message": shown, "data": data})

    async def press(self, chat_id: int, label: str) -> int:
        """Presses the button of the last message whose label contains `label`, of either keyboard.

        Raises LookupError where there is none: a person cannot press what is not shown.
        """
        last = self.ledger.last_to(chat_id)
        for shown, data in last.buttons if last else ():
            if label in shown and last:
                return await self._press(chat_id, last, shown, data)
        raise LookupError(label)

    async def _press(self, chat_id: int, last: Sent, shown: str, data: str) -> int:
        if last.keyboard == "inline":
            return await self.tap(chat_id, data)
        if data == "request_contact":
            return await self.contact(chat_id, f"8490{chat_id:07d}")
        if data == "request_location":
            return await self.location(chat_id, 10.3759, 105.4185)
        return await self.say(chat_id, shown)

    async def photo(self, chat_id: int, content: bytes, caption: str = "", album: str = "") -> int:
        """Sends a picture; `album` joins several to one group."""
        file_id = self.store("photo.jpg", "image/jpeg", content)
        small = {"file_id": file_id + "s", "file_unique_id": file_id + "s", "width": 90, "height": 120}
        big = {"file_id": file_id, "file_unique_id": file_id, "width": 960, "height": 1280}
        group = {"media_group_id": album} if album else {}
        photo = [small, {**big, "file_size": len(content)}]
        return self.message(chat_id, photo=photo, **_filled(caption=caption), **group)

    async def document(self, chat_id: int, content: bytes, name: str, mime: str, caption: str = "") -> int:
        """Sends a file as a file."""
        held = {**self._held(name, mime, content), "file_name": name}
        return self.message(chat_id, document=held, **_filled(caption=caption))

    async def voice(self, chat_id: int, content: bytes, seconds: int = 3) -> int:
        """Sends a voice note."""
        held = {**self._held("voice.oga", "audio/ogg", content), "duration": seconds}
        return self.message(chat_id, voice=held)

    async def contact(self, chat_id: int, phone: str, own: bool = True) -> int:
        """Shares the own number by the button, or sends somebody else's card."""
        card: Json = {"phone_number": phone, "first_name": self._user(chat_id)["first_name"]}
        return self.message(chat_id, contact={**card, "user_id": chat_id} if own else card)

    async def location(self, chat_id: int, latitude: float, longitude: float) -> int:
        return self.message(chat_id, location={"latitude": latitude, "longitude": longitude})

    async def sticker(self, chat_id: int, emoji: str = "👍") -> int:
        held = self._held("sticker.webp", "image/webp", b"RIFF")
        return self.message(chat_id, sticker={**held, "emoji": emoji, "type": "regular"})

    async def edit(self, chat_id: int, message_id: int, text: str) -> int:
        """Changes a text that was said before."""
        now = int(time.time())
        event = {**self._envelope(chat_id), "message_id": message_id, "edit_date": now, "text": text}
        return self.mail.put(chat_id, "edited_message", event)

    async def block(self, chat_id: int) -> int:
        """Blocks the bot: from now on it gets 403."""
        self.faults.blocked.add(chat_id)
        return self._membership(chat_id, "member", "kicked")

    async def unblock(self, chat_id: int) -> int:
        self.faults.blocked.discard(chat_id)
        return self._membership(chat_id, "kicked", "member")

    def message(self, chat_id: int, **content: Any) -> int:
        """Any message at all, by its fields."""
        return self.mail.put(chat_id, "message", {**self._envelope(chat_id), **content})

    def chat(self, chat_id: int) -> Json:
        """The private chat as Telegram describes it."""
        return {"id": chat_id, "type": "private", "first_name": self._user(chat_id)["first_name"]}

    def store(self, name: str, mime: str, content: bytes) -> str:
        """Keeps a file; returns its id."""
        file_id = f"file{len(self.files) + 1}"
        self.files[file_id] = StoredFile(name, mime, content)
        return file_id

    def _membership(self, chat_id: int, before: str, after: str) -> int:
        change = {"old_chat_member": {"status": before}, "new_chat_member": {"status": after}}
        return self.mail.put(chat_id, "my_chat_member", {**self._envelope(chat_id), **change})

    def _held(self, name: str, mime: str, content: bytes) -> Json:
        file_id = self.store(name, mime, content)
        held = {"file_id": file_id, "file_unique_id": file_id, "mime_type": mime}
        return {**held, "file_size": len(content)}

    def _envelope(self, chat_id: int) -> Json:
        envelope = {"from": self._user(chat_id), "chat": self.chat(chat_id), "date": int(time.time())}
        return {"message_id": next(self.message_ids), **envelope}

    def _user(self, chat_id: int) -> Json:
        name = self.names.get(chat_id, f"Khách {chat_id}")
        return {"id": chat_id, "is_bot": False, "first_name": name, "language_code": "vi"}


def _filled(**fields: str) -> dict[str, str]:
    return {key: value for key, value in fields.items() if value}
