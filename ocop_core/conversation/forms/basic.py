"""Fields of every form: free text, one of a few, a whole number; and how answers are shown."""

import re
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
    turned,
    yes_no,
)
from ocop_core.conversation.forms.reading import bared, corrected, longest
from ocop_core.conversation.said import Choice, Say
from ocop_core.conversation.world import World

SHOWN_GUESS = 200
_OWN_NUMBER = re.compile(r"\d+(?= )")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Field):
    """Free words, `at_least` to `at_most` characters. A guess is confirmed; `suggest` can be tapped instead.

    `letters`: digits alone are no answer. `or_files`: it may stay empty where photos say it all. `people`: it is
    the name of a person, and many a name is a common word without its marks (Huy, hủy).
    """

    at_least: int = 2
    at_most: int = 300
    letters: bool = True
    or_files: bool = False
    people: bool = False
    suggest: tuple[str, ...] = ()

    @property
    def free(self) -> bool:
        """Any text is an answer."""
        return True

    def mistakable(self, text: str) -> bool:
        """Words without marks where a person's name is asked for."""
        return self.people and text.isascii()

    def may_skip(self, answers: Mapping[str, Any]) -> bool:
        """Also where photos are there."""
        return self.optional or (self.or_files and bool(answers.get("photos")))

    def guess(self, text: str) -> Mapping[str, Any]:
        """The words, as many as fit."""
        return {"guess": reading.shorten(" ".join(text.split()), self.at_most)}

    def ask(self, at: Context) -> Prompt:
        """The open question with what can be tapped, or the guess to be confirmed."""
        key = f"{at.form}.{self.id}"
        if guess := at.aside.get("guess"):
            shown = reading.shorten(str(guess), SHOWN_GUESS)
            return Prompt(f"{key}.confirm", {"guess": shown}, yes_no(at.world, "nav.right", f"{key}.change"))
        choices = tuple(Choice(f"s:{s}", at.world.label(f"{key}.{s}")) for s in self.suggest)
        return Prompt(f"{key}.ask", choices=choices, plain=True)

    def read(self, meant: Meant, at: Context) -> Reading:
        """The words, tidied; of words that are too many the beginning is offered."""
        if meant.choice == "yes" and at.aside.get("guess"):
            return Take(at.aside["guess"])
        if meant.choice == "no":
            return Stay({})
        if meant.choice and meant.choice.startswith("s:"):
            return Take(at.world.label(f"{at.form}.{self.id}.{meant.choice[2:]}"))
        words = self._words(meant, at)
        if len(words) < self.at_least or (self.letters and not any(c.isalpha() for c in words)):
            return self.retry(at) if words else Pass()
        if len(words) > self.at_most:
            params = {"length": len(words), "limit": self.at_most}
            return Stay(self.guess(words), Say("nav.too_long", params))
        return Stay(self.guess(words)) if meant.inbound.files or self._doubtful(words, at) else Take(words)

    def _doubtful(self, words: str, at: Context) -> bool:
        """Whether words speak of something else, such as an address, and were not said twice."""
        speaks = longest(words, at.world.listed(f"{at.form}.{self.id}.doubt_words"))
        return speaks > 0 and words != at.aside.get("guess")

    def _words(self, meant: Meant, at: Context) -> str:
        words = " ".join(meant.text.split())
        behind_no = corrected(words) if at.aside.get("guess") else ""
        tail = () if _at_home(words, at.world) else at.world.listed("nav.tail_words")
        return bared(behind_no or words, at.world.listed("nav.front_words") if behind_no else (), tail)


def _at_home(words: str, world: World) -> bool:
    """Whether "nha" at the end is a house and no politeness: "lúa trong của nhà", "cá nuôi ở nhà"."""
    typed = words.split()
    behind = {reading.fold(word) for word in world.listed("nav.home_words")}
    return len(typed) > 1 and reading.fold(typed[-1].lower()) == "nha" and reading.fold(typed[-2].lower()) in behind


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf(Field):
    """One of a few. Labels are `<form>.<field>.<option>`, further words for it `<option>_words`.

    `yes` and `no` are the options that a mere yes or no stands for.
    """

    options: tuple[str, ...]
    yes: str | None = None
    no: str | None = None

    def labels(self, at: Context) -> tuple[Choice, ...]:
        """All options with their labels. "3 sao" has the number 3: whoever types it means the label, not the place."""
        labels = [at.world.label(f"{at.form}.{self.id}.{o}") for o in self.options]
        own = [int(found[0]) if (found := _OWN_NUMBER.match(label)) else None for label in labels]
        numbers = own if len(set(own)) == len(own) and None not in own else [None] * len(own)
        return tuple(Choice(*choice) for choice in zip(self.options, labels, numbers, strict=True))

    def ask(self, at: Context) -> Prompt:
        """The question with at most five options at once."""
        choices = paged(self.labels(at), at.aside.get("page", 0), at.world)
        return Prompt(f"{at.form}.{self.id}.ask", choices=choices, plain=True)

    def read(self, meant: Meant, at: Context) -> Reading:
        """The option tapped, or named in words of any option; the longest name counts."""
        if meant.choice == "more":
            return Stay(turned(at))
        if meant.choice in self.options:
            return Take(meant.choice)
        found = {o: length for o in self.options if (length := longest(meant.text, self._phrases(o, at)))}
        best = [o for o, length in found.items() if length == max(found.values())]
        if len(best) == 1:
            return Take(best[0])
        return self._yes_or_no(meant.text) if not best else Pass()

    def _yes_or_no(self, text: str) -> Reading:
        answer = reading.parse_yes_no(text) if self.yes or self.no else None
        option = None if answer is None else self.yes if answer else self.no
        return Take(option) if option else Pass()

    def _phrases(self, option: str, at: Context) -> tuple[str, ...]:
        key = f"{at.form}.{self.id}.{option}"
        return (at.world.label(key), *at.world.listed(f"{key}_words"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole(Field):
    """A whole number between `low` and `high`; "không có" is the lowest."""

    low: int = 0
    high: int = 1_000_000

    def read(self, meant: Meant, at: Context) -> Reading:
        """The number in it."""
        number = reading.parse_number(meant.text.replace("%", " "))
        if number is None and longest(meant.text, at.world.listed(f"{at.form}.{self.id}.all_words")):
            return Take(self.high)
        if number is None:
            return Take(self.low) if reading.parse_yes_no(meant.text) is False else Pass()
        if number != int(number) or not self.low <= number <= self.high:
            return self.retry(at)
        return Take(int(number))

    def retry(self, at: Context, **params: Any) -> Retry:
        """With the bounds, should the words name them."""
        return Retry(f"{at.form}.{self.id}.retry", {"low": self.low, "high": self.high, **params})


def shown_options(value: list[str] | str, prefix: str, world: World) -> str:
    """Chosen options in words, for a summary."""
    values = [value] if isinstance(value, str) else value
    none = f"{prefix}.none" if world.words.has(f"{prefix}.none") else "nav.none"
    return ", ".join(world.label(f"{prefix}.{v}") for v in values) or world.label(none)


def answers_shown(answers: Mapping[str, Any], field: Field, form: str, world: World) -> str:
    """One answer in full words, as officers read it: options by their labels, the rest as the field shows it."""
    value = answers[field.id]
    if value is None:
        return world.label("nav.skipped")
    if isinstance(field, OneOf):
        return shown_options(value, f"{form}.{field.id}", world)
    return field.show(value, world)


def answer_told(value: Any, field: Field, form: str, world: World) -> str:
    """One answer as it is read back in the chat."""
    if value is None or isinstance(field, OneOf):
        return answers_shown({field.id: value}, field, form, world)
    return field.tell(value, world)
