"""Writes a parcel as Telegram requests: pieces of text, buttons, files."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.channels.base import Call, Limits
from ocop_core.conversation.said import Body, Button
from ocop_core.text.splitting import shorten, split, units

MIB = 1024 * 1024
LIMITS = Limits(
    text=4096,
    buttons=100,
    label=64,
    data=64,
    file_bytes=20 * MIB,
    rate=30.0,
    chat_rate=1.0,
    recall=timedelta(hours=48),
    caption=1024,
)
EXITS_IN_A_ROW = 3
PHOTO_BYTES = 10 * MIB
# Before the number of a message: it is a file, alone or with words under it, and is changed in another way.
FILE, CAPTIONED = "f", "c"
PHOTO_MIMES = ("image/jpeg", "image/png", "image/webp")
ASKS = {"phone": ("send_phone", "request_contact"), "location": ("send_location", "request_location")}

Keyboard = dict[str, Any]
Shape = Callable[[str, Button], Keyboard]


@dataclass(frozen=True, slots=True)
class FileCall(Call):
    """A call that sends a stored file, and which one."""

    file_id: int

    @property
    def part(self) -> str:
        """Under which argument the file goes."""
        return "photo" if self.method == "sendPhoto" else "document"

    @property
    def known(self) -> bool:
        """Whether Telegram has the file already, and gets only its name there."""
        return isinstance(self.args[self.part], str)


def write(body: Body, labels: Mapping[str, str]) -> tuple[Call, ...]:
    """The sendMessage calls for a body's text, buttons under the last; none where there is no text.

    `labels` holds the words of the buttons that ask for a phone number (`send_phone`) and for a place
    (`send_location`); without them the person types. For whom they are is added by `addressed`.
    """
    if body.replaces is not None:
        return tuple(_changes(body, body.replaces.split(), labels))
    pieces = [piece for piece in split(body.text, LIMITS.text) if piece.strip()]
    calls = [Call("sendMessage", {"text": piece}) for piece in pieces]
    if calls and (keyboard := _keyboard(body, labels)):
        calls[-1].args["reply_markup"] = keyboard
    return tuple(calls)


def addressed(calls: Sequence[Call], address: str) -> tuple[Call, ...]:
    """The calls for one of those who get them."""
    whom = chat(address)
    return tuple(Call(call.method, {"chat_id": whom, **call.args}) for call in calls)


def _changes(body: Body, ids: Sequence[str], labels: Mapping[str, str]) -> Iterator[Call]:
    """Other words in the last of the messages that were sent, and the rest taken back; without words all are.

    Files stay with the words that were put right.
    """
    kept = ids[-1:] if body.text else []
    for number in ids[: len(ids) - len(kept)]:
        if not kept or not number.startswith(FILE):
            yield Call("deleteMessage", {"message_id": _number(number)})
    for number in kept:
        keyboard = _keyboard(body, labels)
        under = number.startswith(CAPTIONED)
        method, part = ("editMessageCaption", "caption") if under else ("editMessageText", "text")
        args = {"message_id": _number(number), part: body.text}
        yield Call(method, {**args, "reply_markup": keyboard} if keyboard else args)


def _number(sent: str) -> int:
    return int(sent.lstrip(FILE + CAPTIONED))


def write_file(address: str, file_id: int, name: str, mime: str, content: bytes) -> FileCall:
    """The call that sends a stored file: pictures that Telegram can show as pictures, all else as it is."""
    args = {"chat_id": chat(address), "filename": _one_line(name) or "file"}
    if mime in PHOTO_MIMES and len(content) <= PHOTO_BYTES:
        return FileCall("sendPhoto", {**args, "photo": content}, file_id)
    return FileCall("sendDocument", {**args, "document": content}, file_id)


def write_held(address: str, file_id: int, held: str) -> FileCall:
    """The call that sends what Telegram has already; `held` says what it is and its name there."""
    part, _, name = held.partition(":")
    return FileCall("sendPhoto" if part == "photo" else "sendDocument", {"chat_id": chat(address), part: name}, file_id)


def as_document(call: FileCall) -> FileCall:
    """A picture that Telegram would not take as a picture, sent as a plain file."""
    args = {"document" if key == "photo" else key: value for key, value in call.args.items()}
    return FileCall("sendDocument", args, call.file_id)


def together(files: Sequence[FileCall], said: Sequence[Call]) -> tuple[Call, ...]:
    """One file and few words are one message: the words stand under the picture, and half the messages are needed."""
    if len(files) != 1 or len(said) != 1 or units(said[0].args["text"]) > LIMITS.caption:
        return (*files, *said)
    under = {"caption": said[0].args["text"]}
    if "reply_markup" in said[0].args:
        under["reply_markup"] = said[0].args["reply_markup"]
    return (replace(files[0], args={**files[0].args, **under}),)


def named(call: Call, sent: str) -> str:
    """How a message is remembered, so that it can be changed later."""
    if not isinstance(call, FileCall) or not sent:
        return sent
    return (CAPTIONED if "caption" in call.args else FILE) + sent


def chat(address: str) -> int | str:
    """The chat id of an address, as a number where it is one."""
    return int(address) if address.removeprefix("-").isdecimal() else address


def _keyboard(body: Body, labels: Mapping[str, str]) -> Keyboard | None:
    label, ask = ASKS.get(body.want or "", ("", ""))
    asking = [[{"text": labels[label], ask: True}]] if label in labels else []
    if asking or not _can_be_inline((*body.choices, *body.exits)):
        return _under_the_keys([*asking, *_rows(body, _typed)])
    rows = _rows(body, _inline)
    return {"inline_keyboard": rows} if rows else None


def _can_be_inline(buttons: Sequence[Button]) -> bool:
    return len(buttons) <= LIMITS.buttons and all(1 <= len(b.data.encode()) <= LIMITS.data for b in buttons)


def _under_the_keys(rows: list[list[Keyboard]]) -> Keyboard:
    # Telegram shows no two keyboards in one message; a tap here sends the label as if it were typed.
    return {"keyboard": rows, "resize_keyboard": True, "one_time_keyboard": True, "is_persistent": False}


def _rows(body: Body, shape: Shape) -> list[list[Keyboard]]:
    choices = [[shape(button.numbered, button)] for button in body.choices]
    exits = [shape(button.label, button) for button in body.exits]
    return choices + [exits[at : at + EXITS_IN_A_ROW] for at in range(0, len(exits), EXITS_IN_A_ROW)]


def _inline(label: str, button: Button) -> Keyboard:
    return {"text": shorten(label, LIMITS.label), "callback_data": button.data}


def _typed(label: str, _: Button) -> Keyboard:
    return {"text": shorten(label, LIMITS.label)}


def _one_line(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable()).strip()
