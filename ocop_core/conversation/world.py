"""What the engine may know: the moment, the words, the law's tables and who is asking. Read-only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ocop_core.clock import local_day
from ocop_core.i18n import Words
from ocop_core.rulebook.places import Province
from ocop_core.rulebook.sets import Sets
from ocop_core.understanding import SURE, Meaning

if TYPE_CHECKING:
    from ocop_core.conversation.forms.form import Form


Fact = TypeVar("Fact")


@dataclass(frozen=True, slots=True)
class Need(Generic[Fact]):
    """A fact that only some messages need, by its name and what it is about, e.g. ("dossier", "HS-7K3MX")."""

    name: str
    about: str = ""


class Lacking(Exception):
    """The engine cannot go on without a fact. Whoever called it looks it up and takes the same step again."""

    def __init__(self, need: Need[Any]) -> None:
        super().__init__(need.name)
        self.need = need


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants, and the rest of the sentence, e.g. ("idea.register", "đường thốt nốt").

    `whole`: the sentence says nothing else, so it cannot be the answer to a question; `first`: it begins with it.
    `score` says how sure that is (0 to 1), `other` what may be meant as well, "" where nothing is near.
    """

    name: str
    rest: str = ""
    whole: bool = False
    first: bool = False
    score: float = 1.0
    other: str = ""

    @property
    def sure(self) -> bool:
        """Whether it is done at once."""
        return self.score >= SURE


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What does not change between messages: words, forms, law, territory, ways to read a sentence.

    `read` says what a text means and how surely; `wish` makes of it what can be done;
    `written_out` is the text without short forms.
    """

    words: Words
    forms: Mapping[str, "Form"]
    sets: Sets
    province: Province
    read: Callable[[str], Meaning]
    wish: Callable[[str], Wish | None]
    asks: Callable[[str], bool]
    written_out: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class World:
    """Knowledge plus this message's moment and person. `code` is a fresh receipt code, should one be needed.

    `facts` are those looked up for this very message; the engine asks for one with `look`.
    """

    knowledge: Knowledge
    now: datetime
    consented: bool = False
    you: str = "mình"
    code: str = ""
    phone: str | None = None
    known: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[Need[Any], Any] = field(default_factory=dict)

    def look(self, need: Need[Fact]) -> Fact:
        """A fact. Raises Lacking where it has not been looked up yet."""
        try:
            found: Fact = self.facts[need]
        except KeyError:
            raise Lacking(need) from None
        return found

    @property
    def words(self) -> Words:
        """The words of the person's language."""
        return self.knowledge.words

    @property
    def today(self) -> date:
        """The Vietnamese day."""
        return local_day(self.now)

    def label(self, key: str, **params: object) -> str:
        """Words for a button or for a part of a sentence."""
        return self.words.say(key, {"you": self.you, "You": self.you[:1].upper() + self.you[1:], **params})

    def listed(self, key: str) -> tuple[str, ...]:
        """The words that stand under `key`, separated by commas; none where there is no such key."""
        return _listed(self.words.say(key)) if self.words.has(key) else ()


@lru_cache(maxsize=512)
def _listed(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))
