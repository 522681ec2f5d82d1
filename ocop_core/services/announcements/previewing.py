"""An announcement as each channel shows it, before it is sent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ocop_core.conversation.numbered import in_words
from ocop_core.conversation.said import Body
from ocop_core.settings_zalo import ZaloOa
from ocop_core.text.splitting import split

# How much of a text goes into one message, by channel; longer ones come in parts.
IN_ONE: Mapping[str, int] = {"zalo_oa": 2_000, "zalo_bot": 2_000, "telegram": 4_096, "webchat": 20_000}
# These have no buttons: what can be answered stands below the text.
WORDED = ("zalo_bot",)


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as one channel shows it: each of its parts, and the buttons under the last."""

    channel: str
    parts: tuple[str, ...]
    buttons: tuple[str, ...]


def on_channels(body: Body, account: ZaloOa) -> Sequence[Shown]:
    """The message on each channel, split at sentences where it is too long for one."""
    # Of the Official Account the office decides whether it has buttons.
    worded = (*WORDED, "zalo_oa") if account.buttons == "off" else WORDED
    return [_shown(body, name, most, worded) for name, most in IN_ONE.items()]


def _shown(body: Body, channel: str, most: int, worded: Collection[str]) -> Shown:
    said = in_words(body, {}) if channel in worded else body.text
    parts = tuple(part.strip() for part in split(said, most))
    return Shown(channel, parts, () if channel in worded else tuple(button.label for button in body.choices))
