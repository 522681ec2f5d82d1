"""The calls of the local Official Account: check as the real one does, charge, record, answer."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.fakes.zalo_ledger import Book, Buttons, Held, Json, Sent, ZaloRefusal
from bot.fakes.zalo_oa_people import OaPeople

TEXT, BUTTONS, TITLE, PAYLOAD = 2000, 5, 100, 1000
IMAGE, FILE = 1024 * 1024, 5 * 1024 * 1024
FREE, PAID, PRICE = timedelta(hours=48), timedelta(days=7), 55
DAY_BEGINS, NIGHT_BEGINS = 6, 22
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Approved:
    """A template: its fields, its price each way, how many a day."""

    fields: tuple[str, ...]
    by_uid: int = 120
    by_phone: int = 200
    per_day: int = 500


class OaMethods(OaPeople):
    """`templates` are those that were approved; `quiet` whether templates are refused at night."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.templates: dict[str, Approved] = {}
        self.quiet = True
        self._today: Counter[tuple[str, str]] = Counter()

    def cs(self, body: Json) -> Json:
        """A message to somebody who acted lately."""
        user, message = _user(body), body.get("message")
        if not isinstance(message, dict):
            raise ZaloRefusal(-201, "message is invalid!")
        text, buttons, file, asks = self._content(message)
        self._reachable(user)
        since = self.since(user)
        if since is None or since > PAID:
            raise ZaloRefusal(-230, "User has not interacted with the OA in the past 7 days")
        price = 0 if since <= FREE else PRICE
        if price:
            self.book.charge(price)
        sent = Sent(user, text, buttons, self.clock(), self._id(), "cs", price, file, asks)
        return self._deliver(sent)

    def by_uid(self, body: Json) -> Json:
        """A template by user id; both forms of the body are taken."""
        user = _user(body)
        self._reachable(user)
        return self._template(body, user, "uid")

    def by_phone(self, body: Json) -> Json:
        """A template by phone number."""
        phone = str(body.get("phone", ""))
        if not (phone.startswith("84") and phone.isdecimal() and len(phone) == 11):
            raise ZaloRefusal(-108, "Phone number is invalid")
        if phone not in self.phones:
            raise ZaloRefusal(-118, "Zalo account not existed")
        return self._template(body, self.phones[phone], "phone")

    def _template(self, body: Json, user: str, way: str) -> Json:
        name, data = str(body.get("template_id", "")), body.get("template_data")
        known = self.templates.get(name)
        if known is None:
            raise ZaloRefusal(-109, "Template ID is invalid")
        if not isinstance(data, dict) or set(data) != set(known.fields) or not all(map(_is_short, data.values())):
            raise ZaloRefusal(-112, "Template data is invalid")
        now = self.clock().astimezone(VIETNAM)
        if self.quiet and not DAY_BEGINS <= now.hour < NIGHT_BEGINS:
            raise ZaloRefusal(-234 if way == "uid" else -133, "night")
        key = (f"{now:%Y-%m-%d}", name)
        if self._today[key] >= known.per_day:
            raise ZaloRefusal(-147 if way == "uid" else -144, "Template exceeds daily quota")
        price = known.by_uid if way == "uid" else known.by_phone
        self.book.charge(price)
        self._today[key] += 1
        text = " · ".join(str(value) for value in data.values())
        left = known.per_day - self._today[key]
        answer = self._deliver(Sent(user, text, (), self.clock(), self._id(), way, price, template=name))
        quota = {"dailyQuota": str(known.per_day), "remainingQuota": str(left)}
        return {"msg_id": answer["message_id"], **answer, "quota": quota}

    def take_upload(self, kind: str, name: str, mime: str, content: bytes) -> Json:
        """An uploaded file."""
        if not content or len(content) > (IMAGE if kind == "image" else FILE):
            raise ZaloRefusal(-210, "Parameter exceeds allowable limit")
        key = f"{kind}-{self._id()}"
        self.files[key] = Held(name, mime, content, self.clock())
        return {"attachment_id": key} if kind == "image" else {"token": key}

    def _content(self, message: Json) -> tuple[str, Buttons, str, bool]:
        text = message.get("text", "")
        if not isinstance(text, str) or len(text) > TEXT:
            raise ZaloRefusal(-210, "Parameter exceeds allowable limit")
        attachment = message.get("attachment") or {}
        payload = attachment.get("payload") or {}
        if attachment.get("type") == "file":
            return text, (), self._held(str(payload.get("token", ""))).name, False
        match payload:
            case {"template_type": "media", "elements": [{"attachment_id": str(key)}]}:
                return text, (), self._held(key).name, False
            case {"template_type": "request_user_info", "elements": [dict(element)]}:
                if len(element.get("title", "")) > 100 or len(element.get("subtitle", "")) > 500:
                    raise ZaloRefusal(-201, "title is invalid!")
                return text, (), "", True
            case {"buttons": list(buttons)}:
                return text, tuple(_button(one) for one in _at_most(buttons)), "", False
        if attachment or not text.strip():
            raise ZaloRefusal(-201, "message is invalid!")
        return text, (), "", False

    def _held(self, key: str) -> Held:
        held = self.files.get(key)
        if held is None or self.clock() - held.at > held.lives:
            raise ZaloRefusal(-100, "Attachment is invalid or expired")
        return held

    def _reachable(self, user: str) -> None:
        if not user.isdecimal():
            raise ZaloRefusal(-201, "user_id is invalid!")
        if user in self.left:
            raise ZaloRefusal(-213, "User has not followed OA")

    def _id(self) -> str:
        return f"out{next(self._ids)}"

    def _deliver(self, sent: Sent) -> Json:
        self.book.sent.append(sent)
        return {"message_id": sent.message_id, "user_id": sent.user, "sent_time": str(_ms(sent.at))}


def _user(body: Json) -> str:
    recipient = body.get("recipient")
    return str(recipient.get("user_id", "") if isinstance(recipient, dict) else body.get("user_id", ""))


def _at_most(buttons: list[Any]) -> list[Any]:
    if not 1 <= len(buttons) <= BUTTONS:
        raise ZaloRefusal(-201, "buttons is invalid!")
    return buttons


def _button(button: Any) -> tuple[str, str]:
    match button:
        case {"title": str(title), "type": "oa.query.hide" | "oa.query.show", "payload": str(payload)}:
            if 0 < len(title) <= TITLE and 0 < len(payload) <= PAYLOAD:
                return title, payload
    raise ZaloRefusal(-201, "buttons is invalid!")


def _is_short(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 400


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


__all__ = ["Approved", "Book", "OaMethods"]
