"""Writes choices as words, for messengers that have no buttons or too few of them."""

from collections.abc import Mapping

from ocop_core.conversation.said import Body, Button

WAYS = "ways"


def in_words(body: Body, labels: Mapping[str, str], *, exits: bool = True) -> str:
    """The text with its choices below, each with its number, and the ways out in a last line.

    `labels` has the words that begin that line under `ways`.
    """
    blocks = [body.text]
    if body.choices:
        blocks.append("\n".join(_line(button) for button in body.choices))
    if exits and body.exits:
        named = " · ".join(f'"{_lower(button.label)}"' for button in body.exits)
        blocks.append(f"{labels.get(WAYS, '')} {named}".strip())
    return "\n\n".join(block for block in blocks if block)


def _line(button: Button) -> str:
    # A choice without a number is said by its words.
    return button.numbered if button.n else f"• {button.label}"


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]
