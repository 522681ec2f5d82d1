"""Fields of every form: free text, one of a few, phone, number, several of a few."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ocop_core import text as reading
from ocop_core.conversation.forms.field import (
    Context,
    Field,
    Meant,
    Pass,
    Prompt,
    Reading,
    Retry,
    Stay,
    Take,
    paged,
    yes_no,
)
from ocop_core.conversation.said import Choice
from ocop_core.conversation.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Field):
    """Free words, `at_least` to `at_most` characters, with at least one letter. A guess is confirmed."""

    at_least: int = 2
    at_most: int = 300

    @property
    def free(self) -> bool:
        """Any text is an answer."""
        return True

    def ask(self, at: Context) -> Prompt:
        """The open question, or the guess to be confirmed."""
        if guess := at.aside.get("guess"):
            return Prompt(
                f"{at.form}.{self.id}.confirm",
                {"guess": guess},
                yes_no(at.world, "nav.right", f"{at.form}.{self.id}.change"),
            )
        return Prompt(f"{at.form}.{self.id}.ask")

    def read(self, meant: Meant, at: Context) -> Reading:
        """The words, tidied."""
        if meant.choice == "yes" and at.aside.get("guess"):
            return Take(at.aside["guess"])
        if meant.choice == "no":
            return Stay({})
        words = " ".join(meant.text.split())
        if not words:
            return Pass()
        if len(words) > self.at_most:
            return Retry("nav.too_long", {"limit": self.at_most, "length": len(words)})
        if len(words) < self.at_least or not any(c.isalpha() for c in words):
            return self.retry(at)
        return Take(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf(Field):
    """One of a few. Labels are `<form>.<field>.<option>`, further words for it `<option>_words`."""

    options: tuple[str, ...]

    def labels(self, at: Context) -> tuple[Choice, ...]:
        """All options with their labels."""
        return tuple(Choice(o, at.world.label(f"{at.form}.{self.id}.{o}")) for o in self.options)

    def ask(self, at: Context) -> Prompt:
        """The question with at most five options at once."""
        return Prompt(f"{at.form}.{self.id}.ask", {}, paged(self.labels(at), at.aside.get("page", 0), at.world))

    def read(self, meant: Meant, at: Context) -> Reading:
        """The option tapped, or named in words of any option."""
        if meant.choice == "more":
            return Stay({"page": at.aside.get("page", 0) + 1})
        if meant.choice in self.options:
            return Take(meant.choice)
        named = [o for o in self.options if _names(meant.text, self._words(o, at))]
        return Take(named[0]) if len(named) == 1 else Pass()

    def _words(self, option: str, at: Context) -> tuple[str, ...]:
        key = f"{at.form}.{self.id}.{option}"
        more = at.world.label(f"{key}_words").split(",") if at.world.words.has(f"{key}_words") else []
        return (at.world.label(key), *more)

    def show(self, value: Any, world: World) -> str:
        """The label of the option; the form is part of its key."""
        return str(value)


def _names(text: str, phrases: tuple[str, ...]) -> bool:
    padded = f" {reading.words(text)} "
    return any(f" {reading.words(phrase)} " in padded for phrase in phrases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone(Field):
    """A Vietnamese telephone number in national form; the messenger's own number counts as given."""

    def ask(self, at: Context) -> Prompt:
        """The question; a number that is known already is offered."""
        if at.world.phone and not at.aside.get("other"):
            shown = {"guess": reading.show_phone(at.world.phone)}
            choices = yes_no(at.world, "nav.right", f"{at.form}.{self.id}.change")
            return Prompt(f"{at.form}.{self.id}.confirm", shown, choices)
        return Prompt(f"{at.form}.{self.id}.ask", want="phone")

    def read(self, meant: Meant, at: Context) -> Reading:
        """The one number in it. Two numbers are asked back, nine digits are named."""
        if meant.inbound.phone and (shared := reading.parse_phone(meant.inbound.phone)):
            return Take(shared)
        if meant.choice == "yes" and at.world.phone:
            return Take(at.world.phone)
        if meant.choice == "no":
            return Stay({"other": True})
        found = reading.phones(meant.text)
        if len(found) == 1:
            return Take(found[0])
        if len(found) > 1:
            return Retry(f"{at.form}.{self.id}.several", {"first": reading.show_phone(found[0])})
        digits = reading.phone_digits(meant.text)
        if digits > 1:
            return Retry(f"{at.form}.{self.id}.digits", {"count": digits})
        return Pass()

    def show(self, value: Any, world: World) -> str:
        """Grouped as people write it."""
        return reading.show_phone(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole(Field):
    """A whole number between `low` and `high`; "không có" is 0."""

    low: int = 0
    high: int = 1_000_000

    def read(self, meant: Meant, at: Context) -> Reading:
        """The number in it."""
        number = reading.parse_number(meant.text.replace("%", " "))
        if number is None and reading.parse_yes_no(meant.text) is False:
            number = reading.parse_number("0")
        if number is None:
            return Pass()
        if number != int(number) or not self.low <= number <= self.high:
            return Retry(f"{at.form}.{self.id}.retry", {"low": self.low, "high": self.high})
        return Take(int(number))


@dataclass(frozen=True, slots=True, kw_only=True)
class SomeOf(OneOf):
    """Several of a few: numbers in one line ("1 3 5"), words, or taps one after the other; "Xong" ends."""

    def ask(self, at: Context) -> Prompt:
        """All options as a numbered list, the next ones to tap, and "Xong"."""
        chosen = at.aside.get("chosen", [])
        lines = "\n".join(
            f"{'✓' if c.value in chosen else n}. {c.label}" for n, c in enumerate(self.labels(at), start=1)
        )
        done = Choice("done", at.world.label("nav.done" if chosen else "nav.none"), len(self.options) + 1)
        return Prompt(f"{at.form}.{self.id}.ask", {"lines": lines}, (done,))

    def read(self, meant: Meant, at: Context) -> Reading:
        """The options whose number or words occur, together with those chosen before."""
        chosen: list[str] = list(at.aside.get("chosen", []))
        if meant.choice == "done":
            return Take(chosen)
        numbers = {int(w) for w in reading.words(meant.text).split() if w.isdecimal() and len(w) < 3}
        named = {o for o in self.options if _names(meant.text, self._words(o, at))}
        picked = [o for n, o in enumerate(self.options, 1) if n in numbers or o in named]
        if not picked:
            return Pass()
        kept = [o for o in self.options if (o in chosen) != (o in picked)]
        return Stay({"chosen": kept})


def shown_options(value: list[str] | str, prefix: str, world: World) -> str:
    """Chosen options in words, for a summary."""
    values = [value] if isinstance(value, str) else value
    return ", ".join(world.label(f"{prefix}.{v}") for v in values) or world.label("nav.none")


def answers_shown(answers: Mapping[str, Any], field: Field, form: str, world: World) -> str:
    """One answer in words: options by their labels, the rest as the field shows it."""
    value = answers[field.id]
    if value is None:
        return world.label("nav.skipped")
    if isinstance(field, OneOf):
        return shown_options(value, f"{form}.{field.id}", world)
    return field.show(value, world)
