"""Reads what one Telegram message says: words, pictures, files, places, cards."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.channels.base import Json
from bot.channels.values import branch, degrees, whole, words
from ocop_core.conversation.heard import FileRef, Inbound, Kind

# Telegram reports these acts as messages; nobody who pins or paints a chat waits for an answer.
SILENT = (
    "pinned_message",
    "message_auto_delete_timer_changed",
    "chat_background_set",
    "write_access_allowed",
)
FORWARDED = ("forward_origin", "forward_date", "forward_from", "forward_sender_name")

Reader = Callable[[Json], Inbound | None]


def inbound(message: Json) -> Inbound | None:
    """What a message says; None where no answer is waited for, `unsupported` where nothing is understood."""
    if any(field in message for field in SILENT):
        return None
    found = next((said for field, read in READERS if field in message and (said := read(message))), None)
    said = found or Inbound("unsupported", text=words(message, "caption"))
    return replace(said, forwarded=True) if is_forwarded(message) else said


def is_forwarded(message: Json) -> bool:
    """Whether somebody else wrote it first."""
    return any(field in message for field in FORWARDED)


def _text(message: Json) -> Inbound:
    text = words(message, "text")
    command, _, payload = text.partition(" ")
    if command.partition("@")[0] == "/start":
        return Inbound("start", text=text, data=payload.strip())
    return Inbound("text", text=text)


def _photo(message: Json) -> Inbound | None:
    sizes = message["photo"]
    shown = [size for size in sizes if isinstance(size, dict)] if isinstance(sizes, list) else []
    biggest = max(shown, key=_area, default={})
    return _with_file("photo", biggest, "image/jpeg", message)


def _area(size: dict[str, Any]) -> int:
    return (whole(size, "width") or 0) * (whole(size, "height") or 0)


def _document(message: Json) -> Inbound | None:
    held = branch(message, "document")
    kind: Kind = "photo" if words(held, "mime_type").startswith("image/") else "document"
    return _with_file(kind, held, "", message)


def _media(field: str, kind: Kind, mime: str) -> Reader:
    return lambda message: _with_file(kind, branch(message, field), mime, message)


def _with_file(kind: Kind, held: Json, mime: str, message: Json) -> Inbound | None:
    ref = words(held, "file_id")
    if not ref:
        return None
    size = whole(held, "file_size")
    file = FileRef(
        ref=ref,
        name=words(held, "file_name"),
        mime=words(held, "mime_type") or mime,
        size=size if size is not None and size >= 0 else None,
    )
    return Inbound(kind, text=words(message, "caption"), files=(file,))


def _sticker(message: Json) -> Inbound:
    return Inbound("sticker", text=words(branch(message, "sticker") or branch(message, "dice"), "emoji"))


def _place(message: Json) -> Inbound | None:
    venue = branch(message, "venue")
    spot = branch(message, "location") or branch(venue, "location")
    latitude, longitude = degrees(spot, "latitude", 90), degrees(spot, "longitude", 180)
    if latitude is None or longitude is None:
        return None
    named = ", ".join(filter(None, (words(venue, "title"), words(venue, "address"))))
    return Inbound("location", text=named, place=(latitude, longitude))


def _contact(message: Json) -> Inbound | None:
    card = branch(message, "contact")
    number = words(card, "phone_number")
    if not number:
        return None
    # A forwarded card looks the same as an own one; Telegram vouches only for the sender's own number.
    owner, sender = whole(card, "user_id"), whole(branch(message, "from"), "id")
    if owner is None or owner != sender or is_forwarded(message):
        return Inbound("contact", text=number)
    return Inbound("contact", text=number, phone="+" + number.removeprefix("+"))


# An animation carries a document as well, and a venue a location: the more telling field comes first.
READERS: tuple[tuple[str, Reader], ...] = (
    ("text", _text),
    ("photo", _photo),
    ("animation", _media("animation", "video", "video/mp4")),
    ("video", _media("video", "video", "video/mp4")),
    ("video_note", _media("video_note", "video", "video/mp4")),
    ("voice", _media("voice", "voice", "audio/ogg")),
    ("audio", _media("audio", "voice", "audio/mpeg")),
    ("document", _document),
    ("sticker", _sticker),
    ("dice", _sticker),
    ("venue", _place),
    ("location", _place),
    ("contact", _contact),
)
