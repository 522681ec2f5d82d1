"""The name of a product: the spelling with marks is proposed, never assumed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from ocop_core import text as plain
from ocop_core.conversation.forms.basic import Text
from ocop_core.conversation.forms.field import Context, Meant, Reading, Retry, Stay, Take
from ocop_core.conversation.forms.reading import bared, folded, longest, same_spelling, sentence_case
from ocop_core.rulebook.sets import Guess, Sets


@lru_cache(maxsize=256)
def guessed(likely: Callable[[str, int], tuple[Guess, ...]], text: str) -> tuple[Guess, ...]:
    """The two likeliest sets. The name and then the set ask for the same words in one step."""
    return likely(text, 2)


def known_name(text: str, sets: Sets) -> str:
    """The product that everybody calls so and that `text` speaks of, e.g. "mắm cá lóc"; "" for none."""
    likely = guessed(sets.likely, text)
    return likely[0].because.replace(" + ", " ") if likely else ""


def spelled(text: str, sets: Sets, talk: Iterable[str] = ()) -> str:
    """How a name is proposed: with the marks left out, or the product alone out of a whole sentence.

    A sentence is told by the words of `talk`. The text itself, with a first capital, where nothing better is known.
    """
    known = known_name(text, sets)
    if known and (same_spelling(text, known) or longest(text, talk)):
        return sentence_case(known)
    return sentence_case(text)


def _numbered(name: str, at: Context) -> bool:
    """Whether a set is called by its number, which is no product's name: "bộ 8", "nhóm số 99"."""
    lead, _, number = plain.words(name).rpartition(" ")
    return number.isdecimal() and lead in {folded(word) for word in at.world.listed(f"{at.form}.set.number_words")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Text):
    """The product's name as it is sold."""

    def read(self, meant: Meant, at: Context) -> Reading:
        """The name; another spelling than the typed one is asked back, once."""
        refused = at.aside.get("guess")
        if meant.choice == "no" and refused:
            return Stay({"refused": plain.words(str(refused))})
        found = Text.read(self, meant, at)
        if not isinstance(found, Take) or meant.choice is not None:
            return found
        if _numbered(str(found.value), at):
            return Retry(f"{at.form}.{self.id}.number")
        typed = bared(str(found.value), at.world.listed("nav.front_words"), ())
        proposed = spelled(typed, at.world.knowledge.sets, at.world.listed(f"{at.form}.{self.id}.talk_words"))
        if proposed == sentence_case(typed) or plain.words(proposed) == at.aside.get("refused"):
            return Take(sentence_case(typed))
        return Stay({"guess": proposed})
