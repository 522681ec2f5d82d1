"""Writes a parcel as requests of the Official Account: text in NFC, at most five buttons, a card for the phone."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from bot.channels.base import Call, Limits, Parcel
from ocop_core.conversation.numbered import in_words
from ocop_core.conversation.said import Body, Button
from ocop_core.settings_zalo import Buttons
from ocop_core.text.splitting import shorten, split

MIB = 1024 * 1024
LIMITS = Limits(text=2000, buttons=5, label=100, data=1000, file_bytes=20 * MIB, rate=4000 / 60)
TITLE, SUBTITLE = 100, 500
SEND = "message/cs"


def write(parcel: Parcel, labels: Mapping[str, str], buttons: Buttons, picture: str = "") -> tuple[Call, ...]:
    """The calls for a parcel's text, buttons under the last piece; then the card where a phone number is wanted.

    `picture` is the address of the card's picture; without one there is no card.
    """
    shown, under = _shown(parcel.body, labels, buttons)
    text = unicodedata.normalize("NFC", shown)
    pieces = [piece.strip() for piece in split(text, LIMITS.text) if piece.strip()]
    calls = [_call(parcel.address, {"text": piece}) for piece in pieces]
    if calls and under:
        calls[-1].args["message"]["attachment"] = {"type": "template", "payload": {"buttons": under}}
    if calls and parcel.body.want == "phone" and picture and "contact_title" in labels:
        calls.append(_call(parcel.address, {"attachment": _card(labels, picture)}))
    return tuple(calls)


def _shown(body: Body, labels: Mapping[str, str], kind: Buttons) -> tuple[str, list[dict[str, Any]]]:
    """The text, and the buttons. What does not fit under five buttons stands in the text with its number."""
    every = (*body.choices, *body.exits)
    if kind == "off" or not every:
        return in_words(body, labels), []
    if len(every) <= LIMITS.buttons:
        return body.text, [_button(button, kind) for button in every]
    if len(body.choices) <= LIMITS.buttons:
        text = in_words(body.with_(choices=()), labels)
        return text, [_button(button, kind) for button in body.choices]
    return in_words(body, labels, exits=False), [_button(button, kind) for button in body.exits[: LIMITS.buttons]]


def _button(button: Button, kind: Buttons) -> dict[str, Any]:
    # A tap that shows must show words; one that hides carries what we know it by.
    payload = button.data if kind == "hide" else button.numbered[: LIMITS.data]
    title = shorten(unicodedata.normalize("NFC", button.numbered), LIMITS.label)
    return {"title": title, "type": f"oa.query.{kind}", "payload": payload}


def _card(labels: Mapping[str, str], picture: str) -> dict[str, Any]:
    element = {
        "title": labels["contact_title"][:TITLE],
        "subtitle": labels.get("contact_subtitle", "")[:SUBTITLE],
        "image_url": picture,
    }
    return {"type": "template", "payload": {"template_type": "request_user_info", "elements": [element]}}


def write_file(address: str, kind: str, token: str) -> Call:
    """The call that sends an uploaded file: `image` by its attachment id, `file` by its token."""
    if kind == "image":
        element = {"media_type": "image", "attachment_id": token}
        payload = {"template_type": "media", "elements": [element]}
        return _call(address, {"attachment": {"type": "template", "payload": payload}})
    return _call(address, {"attachment": {"type": "file", "payload": {"token": token}}})


def _call(address: str, message: dict[str, Any]) -> Call:
    return Call(SEND, {"recipient": {"user_id": address}, "message": message})
