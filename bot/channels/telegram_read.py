"""Reads Telegram updates into our words; only private chats, and never an error on a bad shape."""

from collections.abc import Callable, Mapping

from bot.channels.base import Json
from bot.channels.telegram_content import inbound
from bot.channels.values import branch, moment, whole, words
from ocop_core.conversation.heard import Heard, Inbound, Kind

NAME = "telegram"
MEMBERSHIP: dict[str, Kind] = {"kicked": "blocked", "member": "unblocked"}


def read(payload: object) -> Heard | None:
    """One update as it came, from the web hook or from polling.

    None for groups and channels, for kinds of update that were not asked for, for service notices, for a
    moving live location, and for whatever has neither a chat nor an id by which a repeat could be known.
    """
    if not isinstance(payload, Mapping):
        return None
    for field, reader in READERS:
        if event := branch(payload, field):
            return reader(event, _update_id(payload))
    return None


def _update_id(payload: Json) -> str:
    number = whole(payload, "update_id")
    return "" if number is None else f"u{number}"


def _message(message: Json, update: str) -> Heard | None:
    said = inbound(message)
    return _heard(message, update or _spare("m", whole(message, "message_id")), said) if said else None


def _edited(message: Json, update: str) -> Heard | None:
    # A shared live location is edited every few seconds for hours.
    if "location" in message:
        return None
    spare = _spare("e", whole(message, "message_id"), whole(message, "edit_date"))
    said = Inbound("edited", text=words(message, "text") or words(message, "caption"))
    return _heard(message, update or spare, said)


def _button(query: Json, update: str) -> Heard | None:
    ack, sender, message = words(query, "id"), branch(query, "from"), branch(query, "message")
    # Telegram leaves the message out when it is too old; in a private chat the sender is the chat.
    chat = branch(message, "chat") or {"id": sender.get("id"), "type": "private"}
    data = words(query, "data")
    said = Inbound("button", data=data) if data else Inbound("unsupported")
    return _heard({"chat": chat, "from": sender}, update or _spare("c", ack), said, ack)


def _membership(event: Json, update: str) -> Heard | None:
    kind = MEMBERSHIP.get(words(branch(event, "new_chat_member"), "status"))
    return _heard(event, update, Inbound(kind)) if kind else None


def _spare(letter: str, *parts: str | int | None) -> str:
    return letter + ".".join(str(part) for part in parts) if all(parts) else ""


def _heard(envelope: Json, message_id: str, said: Inbound, ack: str = "") -> Heard | None:
    address, sender = _private(branch(envelope, "chat")), branch(envelope, "from")
    if not address or not message_id:
        return None
    name = " ".join(filter(None, (words(sender, "first_name"), words(sender, "last_name"))))
    at = moment(envelope, "edit_date") or moment(envelope, "date")
    return Heard(NAME, address, message_id, said, at=at, name=name, ack=ack)


def _private(chat: Json) -> str:
    number = whole(chat, "id")
    # Only people have positive ids; groups and channels count downwards.
    is_private = words(chat, "type") in ("private", "") and number is not None and number > 0
    return str(number) if is_private else ""


READERS: tuple[tuple[str, Callable[[Json, str], Heard | None]], ...] = (
    ("message", _message),
    ("callback_query", _button),
    ("edited_message", _edited),
    ("my_chat_member", _membership),
)
