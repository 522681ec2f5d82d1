"""Reads what somebody says to a Zalo Bot, flat as it comes or wrapped as it is documented."""

from collections.abc import Callable, Mapping

from bot.channels.base import Json
from bot.channels.values import branch, ident, moment_ms, words
from ocop_core.conversation.heard import FileRef, Heard, Inbound, Kind

NAME = "zalo_bot"
Reader = Callable[[Json], Inbound]


def read(payload: object) -> Heard | None:
    """One event. None for groups, for bots, for what has neither a chat nor an id by which a repeat could be known."""
    event = unwrapped(payload)
    message = branch(event, "message")
    sender, chat = branch(message, "from"), branch(message, "chat")
    address, number = ident(chat, "id") or ident(sender, "id"), ident(message, "message_id")
    private = words(chat, "chat_type").upper() in ("PRIVATE", "")
    if not (address and number and private) or sender.get("is_bot") is True:
        return None
    said = _said(words(event, "event_name"), message)
    return Heard(NAME, address, number, said, at=moment_ms(message, "date"), name=words(sender, "display_name")[:120])


def unwrapped(payload: object) -> Json:
    """The event itself, out of `result` where it is wrapped."""
    if not isinstance(payload, Mapping):
        return {}
    return branch(payload, "result") or payload


def _said(event: str, message: Json) -> Inbound:
    for kind, reader in READERS.items():
        if event == f"message.{kind}.received":
            return reader(message)
    # Files, places, cards and quotes come without content, and so does everything from protected users.
    return Inbound("text", text=words(message, "text")) if words(message, "text") else Inbound("unsupported")


def _text(message: Json) -> Inbound:
    return Inbound("text", text=words(message, "text"))


def _image(message: Json) -> Inbound:
    url = words(message, "photo_url") or words(message, "photo")
    return _file("photo", url, "image/jpeg", words(message, "caption"))


def _voice(message: Json) -> Inbound:
    return _file("voice", words(message, "voice_url") or words(message, "voice"), "audio/aac", "")


def _file(kind: Kind, url: str, mime: str, text: str) -> Inbound:
    return Inbound(kind, text=text, files=(FileRef(url, mime=mime),)) if url else Inbound("unsupported", text=text)


READERS: dict[str, Reader] = {
    "text": _text,
    "image": _image,
    "voice": _voice,
    "sticker": lambda message: Inbound("sticker"),
    "link": lambda message: Inbound("link", text=words(message, "text") or words(message, "url")),
    "unsupported": lambda message: Inbound("unsupported"),
}
