"""What an event means for the account, beside what is said in it: the window, staff who answer, receipts, leaving."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.channels.base import Json
from bot.channels.values import branch, ident, moment_ms, words
from bot.channels.zalo_oa_read import user_of

# Receipts do not open the window; following, writing, calling and tapping do.
OPENING = ("follow", "user_click_chatnow", "user_call_oa", "user_submit_info", "user_reply_consent")
Meaning = Literal["acted", "staff", "delivered", "withdrawn", "other"]


@dataclass(frozen=True, slots=True)
class Event:
    """`address` is the user's id; `ids` are the messages that a receipt is about."""

    meaning: Meaning
    address: str = ""
    at: datetime | None = None
    ids: tuple[str, ...] = ()


def understood(payload: object) -> Event:
    """What an event means; `other` where it means nothing for the account."""
    if not isinstance(payload, Mapping):
        return Event("other")
    name, at = words(payload, "event_name"), moment_ms(payload, "timestamp")
    if name == "user_withdraw":
        return _about("withdrawn", user_of(payload), at)
    if name.startswith("oa_send_"):
        # Echoes of our own messages have no admin: somebody of the office wrote this one by hand.
        by_hand = ident(branch(payload, "sender"), "admin_id")
        return _about("staff" if by_hand else "other", ident(branch(payload, "recipient"), "id"), at)
    if name in ("user_received_message", "user_seen_message"):
        return Event("delivered", "", at, _ids(branch(payload, "message")))
    if name in OPENING or (name.startswith("user_send_")):
        return _about("acted", user_of(payload), at)
    return Event("other")


def _about(meaning: Meaning, address: str, at: datetime | None) -> Event:
    return Event(meaning, address, at) if address else Event("other")


def _ids(message: Json) -> tuple[str, ...]:
    many = message.get("msg_ids")
    found = [ident({"id": one}, "id") for one in many] if isinstance(many, list) else []
    return tuple(one for one in (ident(message, "msg_id"), *found) if one)[:100]
