"""Which star is meant: one of those that a certificate is given for, or one that there is not."""

from collections.abc import Mapping
from dataclasses import dataclass

from ocop_core import text as reading
from ocop_core.conversation.forms.basic import OneOf
from ocop_core.conversation.forms.field import Context, Meant, Prompt, Reading, Retry, Take
from ocop_core.conversation.forms.reading import longest
from ocop_core.conversation.world import World

STARS: Mapping[str, int] = {"three": 3, "four": 4, "five": 5}
# Stands for 7 stars, or five and a half.
NO_STAR = 0
_SHORT = 4


def half(text: str, world: World) -> bool:
    """Whether words speak of half a star more: "năm sao rưỡi"."""
    return longest(text, world.listed("dossier.stars.half_words")) > 0


def named(text: str, world: World) -> int | None:
    """The star that words name, `NO_STAR` for one that does not exist; None for none, or for several."""
    lined = longest(text, world.listed("dossier.stars.line_words"))
    if lined and half(text, world):
        return NO_STAR
    found = [star for name, star in STARS.items() if longest(text, world.listed(f"dossier.stars.{name}_words"))]
    if found:
        return found[0] if len(found) == 1 else None
    number = reading.parse_number(text) if lined or text.isdecimal() else None
    if number is None:
        return None
    return int(number) if number in STARS.values() else NO_STAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Stars(OneOf):
    """The star that a dossier aims at."""

    def volunteered(self, text: str, at: Context) -> bool:
        """ "7 sao", "nhắm bốn sao": a number alone may be a line of the summary."""
        return text.count(" ") < _SHORT and not text.isdecimal() and named(text, at.world) is not None

    def ask(self, at: Context) -> Prompt:
        """Whoever has a star is told which, instead of what is usual at first."""
        found, had = OneOf.ask(self, at), at.answers.get("had")
        if not had:
            return found
        least, kind = _least(at), "upgrade" if at.answers.get("kind") == "upgrade" else "renewal"
        choices = tuple(each for each in found.choices if STARS[each.value] >= least)
        return Prompt(f"{at.form}.{self.id}.{kind}", {"had": had, "next": had + 1}, choices, plain=True)

    def read(self, meant: Meant, at: Context) -> Reading:
        """One of the three; of any other it is said that there is none, and an upgrade asks for more than there is."""
        if meant.choice is None and named(meant.text, at.world) == NO_STAR:
            return self.retry(at)
        found = OneOf.read(self, meant, at)
        if isinstance(found, Take) and STARS[found.value] < _least(at):
            return Retry(f"{at.form}.{self.id}.not_more", {"had": _least(at) - 1, "next": _least(at)})
        return found


def _least(at: Context) -> int:
    """The lowest star that can be meant: an upgrade aims at more than the certificate has."""
    had = at.answers.get("had") if at.answers.get("kind") == "upgrade" else None
    return had + 1 if had else min(STARS.values())
