"""What was understood: a wish, how surely, and what else it may have been."""

from dataclasses import dataclass

from ocop_core.understanding.scores import NONE, SURE, rivals


@dataclass(frozen=True, slots=True)
class Meaning:
    """A wish and how sure it is (0 to 1), the next likely wish, the words that spoke for it, and what follows them.

    `intent` is "none" where no wish was understood; `runner_up` is then the best guess, which is too weak to act on.
    `rest` keeps the spelling of the person; `whole` says that every word speaks for the wish,
    `first` that the text begins with it.
    """

    intent: str
    score: float
    runner_up: str | None = None
    runner_score: float = 0.0
    because: str = ""
    rest: str = ""
    whole: bool = False
    first: bool = False


def sure(meaning: Meaning) -> bool:
    """Whether the chat may do at once what was understood."""
    return meaning.intent != NONE and meaning.score >= SURE


def near(meaning: Meaning) -> bool:
    """Whether two wishes are so near each other that the person is asked which one was meant."""
    if meaning.intent == NONE or sure(meaning) or meaning.runner_up in {None, NONE}:
        return False
    return rivals(meaning.score, meaning.runner_score)
