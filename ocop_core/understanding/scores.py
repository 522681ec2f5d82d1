"""Says how sure a reading is, and what may be done with it: act, ask, or admit not to have understood."""

from dataclasses import dataclass
from math import exp

# From SURE on the chat acts; between NEAR and SURE it asks; below NEAR it has not understood.
SURE = 0.95
NEAR = 0.5
# Two wishes are near each other when the second has at least this share of it.
_RIVAL = 0.25
NONE = "none"
INTENTS = (
    "idea.register", "dossier.requirements", "dossier.send", "dossier.status", "certificate.check",
    "certificate.renew", "score.self", "event.list", "event.mine", "notice.list", "question.ask",
    "support.request", "sales.points", "officer.contact", "data.mine", "settings.open", "stop", "nav.menu",
    "nav.back", "nav.skip", "nav.cancel", "nav.resume", "nav.later", "nav.help", "yes", "no", "greeting",
    "thanks", NONE,
)  # fmt: skip
# These are short by nature and easily sounded like, so every word of the utterance must speak for them.
GUARDED = frozenset({"stop", "yes", "no", "greeting", "thanks"}) | {
    intent for intent in INTENTS if intent.startswith("nav.") and intent != "nav.help"
}
# What cannot be taken back is never done on a guess.
FINAL = frozenset({"stop", "nav.cancel"})
# These are taken for granted from whole utterances only; the other guarded ones are asked back if something is strange.
STRICT = FINAL | {"yes", "no"}
# Said beside a wish these are mere manners.
POLITE = frozenset({"yes", "no", "greeting", "thanks"})
_MOST_MARGIN, _MOST_EVIDENCE = 8.0, 14.0


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a reading: its lead over the next wish, the weight of its own features, the share of strange
    words (1 more if it speaks of something else altogether), how boldly words were mended, whether a teaching
    phrase says just this, whether it is a clause of a story, and whether what stands around it says something else."""

    margin: float
    evidence: float
    strange: float = 0.0
    bold: float = 0.0
    exact: bool = False
    story: bool = False
    loose: bool = False


def leaning(signs: Signs) -> float:
    """How much speaks for the reading being right, as the logarithm of the odds; fitted to phrases held out."""
    return (
        -1.3
        + 0.6 * min(signs.margin, _MOST_MARGIN)
        + 0.4 * min(signs.evidence, _MOST_EVIDENCE)
        - 2.0 * signs.strange
        - 1.3 * signs.bold
        + 1.5 * signs.exact
        - 0.9 * signs.story
    )


def likelihood(signs: Signs) -> float:
    """How likely the reading is right, 0 to 1."""
    return 1 / (1 + exp(-leaning(signs)))


def rivals(score: float, runner_score: float) -> bool:
    """Whether the second wish is so near that only the person can say which was meant."""
    return runner_score >= _RIVAL * score
