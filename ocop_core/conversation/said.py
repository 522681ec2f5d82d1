"""What is said back: keys with parameters first, then a rendered body that any channel can show."""

from typing import Any, Literal

from ocop_core.conversation.frozen import Frozen

Want = Literal["phone", "location", "photo"]
Exit = Literal["back", "keep", "skip", "later", "person"]


class Choice(Frozen, frozen=True):
    """Something that can be tapped: `value` is what the engine understands, `label` what is read.

    `n` is its number where it is not simply its place in the list.
    """

    value: str
    label: str
    n: int | None = None


class Say(Frozen, frozen=True):
    """One utterance: message key, parameters, choices and ways out. Progress is `step` of `of`.

    `alone` keeps it a message of its own; otherwise neighbours of one turn are joined. `files` are stored files that
    go with a message of its own.
    """

    key: str
    params: dict[str, Any] = {}
    choices: tuple[Choice, ...] = ()
    exits: tuple[Exit, ...] = ()
    form: str | None = None
    field: str | None = None
    step: int | None = None
    of: int | None = None
    want: Want | None = None
    alone: bool = False
    files: tuple[int, ...] = ()


class Button(Frozen, frozen=True):
    """A rendered choice: number from 1, label, and what the channel hands back when it is tapped."""

    n: int
    label: str
    data: str

    @property
    def numbered(self) -> str:
        """The label behind its number, where it has one that it does not itself begin with."""
        return f"{self.n}. {self.label}" if self.n and not self.label.startswith(f"{self.n} ") else self.label


class Body(Frozen, frozen=True):
    """A rendered message as it lies in the outbox. `exits` are small buttons or a last line of words.

    `replaces` names what the messenger holds already: it gets these words, and without words it is taken back.
    """

    key: str
    text: str
    choices: tuple[Button, ...] = ()
    exits: tuple[Button, ...] = ()
    form: str | None = None
    field: str | None = None
    step: int | None = None
    of: int | None = None
    want: Want | None = None
    files: tuple[int, ...] = ()
    replaces: str | None = None
