"""What the engine may know: the moment, the words, the law's tables and who is asking. Read-only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from ocop_core.clock import local_day
from ocop_core.i18n import Words
from ocop_core.rulebook.places import Province
from ocop_core.rulebook.sets import Sets

if TYPE_CHECKING:
    from ocop_core.conversation.forms.form import Form


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants, and the rest of the sentence, e.g. ("idea.register", "đường thốt nốt")."""

    name: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What does not change between messages: words, forms, law, territory, ways to read a sentence."""

    words: Words
    forms: Mapping[str, "Form"]
    sets: Sets
    province: Province
    wish: Callable[[str], Wish | None]
    answer: Callable[[str], str | None]
    asks: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class World:
    """Knowledge plus this message's moment and person. `code` is a fresh receipt code, should one be needed."""

    knowledge: Knowledge
    now: datetime
    consented: bool = False
    you: str = "mình"
    code: str = ""
    phone: str | None = None
    known: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """The words of the person's language."""
        return self.knowledge.words

    @property
    def today(self) -> date:
        """The Vietnamese day."""
        return local_day(self.now)

    def label(self, key: str, **params: object) -> str:
        """A label for a button."""
        return self.words.say(key, {"you": self.you, **params})
