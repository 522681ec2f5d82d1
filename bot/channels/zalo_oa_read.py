"""Reads what a user of the Official Account says; never an error on a bad shape."""

import hashlib
import re
from collections.abc import Callable, Mapping

from bot.channels.base import Json
from bot.channels.values import branch, degrees, ident, moment_ms, whole, words
from ocop_core.conversation.heard import FileRef, Heard, Inbound, Kind

NAME = "zalo_oa"
# What our buttons carry comes back as if it had been typed.
TAPPED = re.compile(r"(b:\d{1,9}:\d{1,4}|x:\d{1,9}:[a-z]{1,10}|do:[a-z_.]{1,40}(:.{0,200})?)")
MOST_FILES = 20
PHONE = re.compile(r"\+?84\d{9}|0\d{9}")

Reader = Callable[[Json], Inbound | None]


def read(payload: object) -> Heard | None:
    """One event as it came. None where nothing is said: our own echoes, receipts, tags, the unknown.

    Without a message id an event is known by its name, its user and its moment.
    """
    if not isinstance(payload, Mapping):
        return None
    event = words(payload, "event_name")
    reader, address = READERS.get(event), user_of(payload)
    said = reader(payload) if reader and address else None
    if said is None:
        return None
    return Heard(NAME, address, message_id(payload, event, address), said, at=moment_ms(payload, "timestamp"))


def user_of(payload: Json) -> str:
    """Who an event is about: the sender, the follower, the one who withdraws."""
    for holder, key in ((branch(payload, "sender"), "id"), (branch(payload, "follower"), "id"), (payload, "user_id")):
        if found := ident(holder, key):
            return found
    return ""


def message_id(payload: Json, event: str, address: str) -> str:
    """By what a repeat is known."""
    message = branch(payload, "message")
    if given := ident(message, "msg_id"):
        return given
    # Hashed, because it outlives whoever withdraws.
    known_by = f"{event}:{address}:{ident(payload, 'timestamp')}"
    return f"{event}:{hashlib.sha256(known_by.encode('utf-8', 'replace')).hexdigest()[:32]}"[:80]


def _text(payload: Json) -> Inbound:
    text = words(branch(payload, "message"), "text")
    if TAPPED.fullmatch(text.strip()):
        return Inbound("button", data=text.strip())
    return Inbound("text", text=text)


def _attachments(payload: Json) -> list[Json]:
    held = branch(payload, "message").get("attachments")
    found = [one for one in held if isinstance(one, Mapping)] if isinstance(held, list) else []
    return [branch(one, "payload") for one in found[:MOST_FILES]]


def _files(kind: Kind, mime: str) -> Callable[[Json], Inbound]:
    def reader(payload: Json) -> Inbound:
        refs = tuple(ref for held in _attachments(payload) if (ref := _file(held, mime)))
        text = words(branch(payload, "message"), "text")
        return Inbound(kind, text=text, files=refs) if refs else Inbound("unsupported", text=text)

    return reader


def _file(held: Json, mime: str) -> FileRef | None:
    url = words(held, "url")
    if not url:
        return None
    size = whole(held, "size")
    return FileRef(url, words(held, "name"), mime, size if size is not None and size >= 0 else None)


def _document(payload: Json) -> Inbound:
    said = _files("document", "")(payload)
    # A picture that was sent as a file is a picture all the same.
    pictures = (".jpg", ".jpeg", ".png", ".heic", ".webp")
    are = bool(said.files) and all(ref.name.lower().endswith(pictures) for ref in said.files)
    return Inbound("photo", said.text, files=said.files) if are else said


def _plain(kind: Kind) -> Reader:
    return lambda payload: Inbound(kind, text=words(branch(payload, "message"), "text"))


def _link(payload: Json) -> Inbound:
    held = (_attachments(payload) or [{}])[0]
    return Inbound("link", text=words(held, "url") or words(held, "link") or words(branch(payload, "message"), "text"))


def _place(payload: Json) -> Inbound:
    for held in _attachments(payload):
        spot = branch(held, "coordinates")
        latitude, longitude = degrees(spot, "latitude", 90), degrees(spot, "longitude", 180)
        if latitude is not None and longitude is not None:
            return Inbound("location", text=words(branch(payload, "message"), "text"), place=(latitude, longitude))
    return Inbound("unsupported")


def _card(payload: Json) -> Inbound:
    """Somebody's card, perhaps not the sender's own: the number is asked back."""
    held = " ".join(f"{words(one, 'description')} {words(one, 'phone')}" for one in _attachments(payload))
    found = PHONE.search(held)
    return Inbound("contact", text=found.group()) if found else Inbound("unsupported")


def _submitted(payload: Json) -> Inbound:
    """The form about oneself. Its number was typed or could be changed, so Zalo does not vouch for it."""
    number = ident(branch(payload, "info"), "phone")
    return Inbound("contact", text=number) if number else Inbound("unsupported")


READERS: dict[str, Reader] = {
    "user_send_text": _text,
    "user_send_image": _files("photo", "image/jpeg"),
    "user_send_gif": _plain("sticker"),
    "user_send_sticker": _plain("sticker"),
    "user_send_link": _link,
    "user_send_audio": _files("voice", "audio/aac"),
    "user_send_video": _plain("video"),
    "user_send_file": _document,
    "user_send_location": _place,
    "user_send_business_card": _card,
    "user_submit_info": _submitted,
    "follow": lambda payload: Inbound("start"),
    "unfollow": lambda payload: Inbound("blocked"),
}
