"""Renders what is said into messages that any channel can show."""

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from ocop_core.conversation.said import Body, Button, Choice, Say
from ocop_core.i18n import Words

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Body)
TURNLESS = "do:"


def dump(body: Body) -> str:
    """The body as it lies in the outbox."""
    return _encoder.encode(body).decode()


@lru_cache(maxsize=2048)
def load(text: str) -> Body:
    """The body again."""
    return _decoder.decode(text)


def render(says: Sequence[Say], words: Words, turn: int, you: str) -> list[Body]:
    """Messages in order: what stands alone is its own, the rest of the turn is one message.

    Choices and ways out belong to the last utterance of a message.
    """
    bodies: list[Body] = []
    texts: list[str] = []
    for place, say in enumerate(says):
        texts.append(_text(say, words, you))
        last = place == len(says) - 1
        if say.alone or last or says[place + 1].alone:
            bodies.append(_body(say, "\n\n".join(texts), words, turn))
            texts = []
    return bodies


def _text(say: Say, words: Words, you: str) -> str:
    text = words.say(say.key, {"you": you, "You": you[:1].upper() + you[1:], **say.params})
    return f"({say.step}/{say.of}) {text}" if say.step else text


def _button(choice: Choice, place: int, turn: int) -> Button:
    """A choice without a number (0) is tapped only: the numbers belong to the question below it."""
    n = place if choice.n is None else choice.n
    return Button(n, choice.label, choice.value if choice.value.startswith(TURNLESS) else f"b:{turn}:{n}")


def _body(say: Say, text: str, words: Words, turn: int) -> Body:
    choices = tuple(_button(c, i, turn) for i, c in enumerate(say.choices, start=1))
    exits = tuple(Button(0, words.say(f"nav.exit_{e}"), f"x:{turn}:{e}") for e in say.exits)
    return Body(say.key, text, choices, exits, say.form, say.field, say.step, say.of, say.want, say.files)
