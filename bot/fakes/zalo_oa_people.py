"""Plays the people who write to the Official Account: each method is one thing that somebody does there."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from bot.fakes.zalo_ledger import Book, Faults, Held, Json
from bot.fakes.zalo_post import Post

OA = "388613280879808645"
KEPT = timedelta(days=7)


class OaPeople:
    """Everybody's chats with the one account. Each method returns the event it caused, which the hook gets too."""

    def __init__(self, post: Post, app_id: str, clock: Callable[[], datetime]) -> None:
        self.post, self.app_id, self.clock = post, app_id, clock
        self.book, self.faults = Book(), Faults()
        self.base = ""
        self.acted: dict[str, datetime] = {}
        self.left: set[str] = set()
        self.phones: dict[str, str] = {}
        self.files: dict[str, Held] = {}
        self._ids = count(1)

    async def say(self, user: str, text: str, **extra: Any) -> Json:
        """Types a text, or taps a button that carries it."""
        return await self._says(user, "user_send_text", text=text, **extra)

    async def begin(self, user: str, payload: str = "") -> Json:
        """Opens the chat; there are no links that carry something, so one says it."""
        return await (self.say(user, payload) if payload else self.follow(user))

    async def press(self, user: str, title: str) -> Json:
        """Taps the button of the last message whose title contains `title`. Raises LookupError."""
        last = self.book.last_to(user)
        for shown, payload in last.buttons if last else ():
            if title in shown:
                return await self.say(user, payload)
        raise LookupError(title)

    async def tap(self, user: str, data: str) -> Json:
        """Taps a button that carries `data`, of the last message or of an old one."""
        return await self.say(user, data)

    async def photo(self, user: str, content: bytes, caption: str = "") -> Json:
        """Sends a picture."""
        held = {"url": self.store("anh.jpg", "image/jpeg", content), "thumbnail": ""}
        return await self._sends(user, "user_send_image", "image", held, **({"text": caption} if caption else {}))

    async def document(self, user: str, content: bytes, name: str, mime: str = "") -> Json:
        """Sends a file."""
        held = {"url": self.store(name, mime, content), "name": name, "size": str(len(content)), "type": mime}
        return await self._sends(user, "user_send_file", "file", held)

    async def voice(self, user: str, content: bytes) -> Json:
        """Sends a voice note."""
        url = self.store("voice.aac", "audio/aac", content)
        return await self._sends(user, "user_send_audio", "audio", {"url": url})

    async def sticker(self, user: str) -> Json:
        """Sends a sticker."""
        return await self._sends(user, "user_send_sticker", "sticker", {"id": "1", "url": ""})

    async def location(self, user: str, latitude: float, longitude: float) -> Json:
        """Shares a place; the figures come as text."""
        spot = {"latitude": str(latitude), "longitude": str(longitude)}
        return await self._sends(user, "user_send_location", "location", {"coordinates": spot})

    async def submit(self, user: str, phone: str, name: str = "") -> Json:
        """Fills in the form that asks for contact details."""
        info = {"name": name or "Khách", "phone": phone}
        return await self._happens(user, "user_submit_info", sender={"id": user}, recipient={"id": OA}, info=info)

    async def follow(self, user: str) -> Json:
        """Follows the account."""
        self.left.discard(user)
        return await self._happens(user, "follow", follower={"id": user}, oa_id=OA, source="oa_profile")

    async def block(self, user: str) -> Json:
        """Stops following: from now on messages are refused with -213."""
        self.left.add(user)
        return await self._event("unfollow", follower={"id": user}, oa_id=OA)

    async def unblock(self, user: str) -> Json:
        return await self.follow(user)

    async def withdraw(self, user: str) -> Json:
        """Withdraws the consent that Zalo may pass data on."""
        self.acted.pop(user, None)
        return await self._event("user_withdraw", user_id=user, oa_id=OA)

    async def staff(self, user: str, text: str) -> Json:
        """Somebody of the office answers in Zalo's own app."""
        sender = {"id": OA, "admin_id": "77"}
        return await self._event(
            "oa_send_text", sender=sender, recipient={"id": user}, message=self._message(text=text)
        )

    async def receipt(self, user: str, message_id: str, *, seen: bool = False) -> Json:
        """A message has arrived, or was seen."""
        name = "user_seen_message" if seen else "user_received_message"
        message = {"msg_ids" if seen else "msg_id": [message_id] if seen else message_id}
        return await self._event(name, sender={"id": OA}, recipient={"id": user}, message=message)

    def store(self, name: str, mime: str, content: bytes) -> str:
        """Keeps a file; returns its address."""
        key = f"f{len(self.files) + 1}"
        self.files[key] = Held(name, mime, content, self.clock(), KEPT)
        return f"{self.base}/media/{key}"

    def since(self, user: str) -> timedelta | None:
        """How long ago somebody did what opens the window."""
        return self.clock() - self.acted[user] if user in self.acted else None

    def _message(self, **content: Any) -> Json:
        return {"msg_id": f"zm{next(self._ids)}", **content}

    async def _sends(self, user: str, event: str, kind: str, held: Json, **content: Any) -> Json:
        return await self._says(user, event, attachments=[{"type": kind, "payload": held}], **content)

    async def _says(self, user: str, event: str, **content: Any) -> Json:
        sides = {"sender": {"id": user}, "recipient": {"id": OA}}
        return await self._happens(user, event, **sides, message=self._message(**content))

    async def _happens(self, user: str, event: str, **content: Any) -> Json:
        self.acted[user] = self.clock()
        return await self._event(event, **content)

    async def _event(self, event: str, **content: Any) -> Json:
        # Every moment is another one, as far as two events of one user are concerned.
        stamp = round(self.clock().timestamp() * 1000) + next(self._ids) % 1000
        payload = {"app_id": self.app_id, "event_name": event, **content, "timestamp": str(stamp)}
        await self.post.deliver(payload)
        return payload
