"""What a field is: how it asks, how it reads an answer, how it shows one. No field ever says words itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.said import Choice, Say, Want
from ocop_core.conversation.world import World

PAGE = 5


@dataclass(frozen=True, slots=True)
class Meant:
    """An inbound after the engine has resolved it: tidied text, and the value of a choice if one was made."""

    inbound: Inbound
    text: str = ""
    choice: str | None = None
    command: str = ""
    arg: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What a field may look at: the form's name, the answers so far, its scratch paper, the world."""

    form: str
    answers: Mapping[str, Any]
    aside: Mapping[str, Any]
    world: World


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question: key, parameters, what can be tapped, what may be shared.

    `plain`: what was not understood may be said in the place of the question, as it names all there is to name.
    """

    key: str
    params: Mapping[str, Any] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    want: Want | None = None
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Take:
    """The answer is understood; `lead` is said before the next question."""

    value: Any
    lead: Say | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """Not finished: ask again with this scratch paper, e.g. to have a guess confirmed."""

    aside: Mapping[str, Any]
    lead: Say | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """An answer was tried and does not fit; the key says why, kindly, with an example."""

    key: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pass:
    """Nothing that this field can read."""


Reading = Take | Stay | Retry | Pass
When = Callable[[Mapping[str, Any]], bool]


def always(answers: Mapping[str, Any]) -> bool:
    """The condition of a field that is always asked."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """The common part of all fields.

    `free` marks one that takes any text as its answer, `questions` one where a question is an answer too, and
    `hears` the kind of inbound that it reads besides words.
    """

    id: str
    optional: bool = False
    when: When = always
    questions: bool = False

    @property
    def free(self) -> bool:
        """Whether any text is an answer here."""
        return False

    def mistakable(self, text: str) -> bool:
        """Whether words that are a wish elsewhere may well be the answer here."""
        return False

    def volunteered(self, text: str, at: Context) -> bool:
        """Whether words that nobody asked for can only be the answer here."""
        return False

    @property
    def hears(self) -> str:
        """The kind of inbound that answers this field without words; "" for none."""
        return ""

    def may_skip(self, answers: Mapping[str, Any]) -> bool:
        """Whether the question may stay unanswered."""
        return self.optional

    def skipped(self, at: Context) -> Any:
        """What stands where the question was left out; mostly nothing."""
        return None

    def begin(self, at: Context) -> Mapping[str, Any]:
        """The scratch paper with which the question is first asked: a guess to be confirmed, or nothing."""
        return {}

    def guess(self, text: str) -> Mapping[str, Any]:
        """The scratch paper on which `text` waits to be confirmed; nothing where only some texts can be answers."""
        return {}

    def doubts(self, changed: str, at: Context) -> bool:
        """Whether the answer given may be wrong now that the answer to `changed` is another."""
        return False

    def ask(self, at: Context) -> Prompt:
        """The question as it stands now."""
        return Prompt(f"{at.form}.{self.id}.ask", plain=True)

    def read(self, meant: Meant, at: Context) -> Reading:
        """What was meant by it."""
        return Pass()

    def show(self, value: Any, world: World) -> str:
        """The answer in full, as officers read it."""
        return str(value)

    def tell(self, value: Any, world: World) -> str:
        """The answer as it is read back in the chat."""
        return self.show(value, world)

    def retry(self, at: Context, **params: Any) -> Retry:
        """The field's own way to say that it did not understand."""
        return Retry(f"{at.form}.{self.id}.retry", params)


def yes_no(world: World, yes: str, no: str) -> tuple[Choice, ...]:
    """Two choices with the labels found under these keys."""
    return (Choice("yes", world.label(yes)), Choice("no", world.label(no)))


def paged(choices: tuple[Choice, ...], page: int, world: World, last: tuple[Choice, ...] = ()) -> tuple[Choice, ...]:
    """At most five at once: some, "Xem thêm", which goes round, and `last`, which stands on every page."""
    if len(choices) + len(last) <= PAGE:
        return (*choices, *last)
    size = PAGE - 1 - len(last)
    pages = -(-len(choices) // size)
    start = page % pages * size
    return (*choices[start : start + size], Choice("more", world.label("nav.more")), *last)


def turned(at: Context) -> dict[str, Any]:
    """The scratch paper with the next page open."""
    return {**at.aside, "page": at.aside.get("page", 0) + 1}
