"""What a phrase is taken for once one knows whether an answer fits it."""

from collections.abc import Callable
from dataclasses import replace

from ocop_core.knowledge.library import Found, Library
from ocop_core.understanding.meaning import Meaning, sure
from ocop_core.understanding.scores import GUARDED, NONE

ASK = "question.ask"
# What is asked about these is answered by a fact, whoever asks; of all others one's own things are meant.
GENERAL = frozenset({ASK, "dossier.requirements", "support.request", "sales.points", "nav.help", "notice.list"})
# Whoever says these wants something done, even where the words resemble a question.
_DEEDS = frozenset({"idea.register", "officer.contact", "data.mine", "settings.open", "event.mine"})
_FITS_HALF, _FITS, _FITS_WELL = 0.45, 0.55, 0.75
_HARDLY = 0.6
_BETTER = 0.05
# An answer that fits makes a question likely, not sure.
_MOST = 0.94


def found(library: Library, text: str, written_out: Callable[[str], str], limit: int = 3) -> tuple[Found, ...]:
    """What the library has to say to a text, or to the same text written out where that fits better."""
    plainly = library.find(text, limit)
    if plainly and plainly[0].score >= _FITS_WELL:
        return plainly
    full = written_out(text)
    better = library.find(full, limit) if full != text.lower() else ()
    least = plainly[0].score + _BETTER if plainly else 0.0
    return better if better and better[0].score >= least else plainly


def advised(meaning: Meaning, fit: float) -> Meaning:
    """The reading, changed to a question where it was weak and an answer fits by `fit` (0 to 1)."""
    if sure(meaning) or meaning.intent in GUARDED or fit < _FITS:
        return meaning
    weak = meaning.intent == NONE or meaning.score < _HARDLY and meaning.intent != ASK
    if weak and (fit >= _FITS_WELL or meaning.intent == NONE or meaning.runner_up == ASK):
        return Meaning(
            ASK, round(min(fit, _MOST), 3), _other(meaning), round(1 - fit, 3), meaning.because, meaning.rest
        )
    if meaning.intent == ASK:
        return replace(meaning, score=max(meaning.score, round(min(fit + 0.2, _MOST), 3)))
    return meaning


def _other(meaning: Meaning) -> str | None:
    if meaning.intent not in {NONE, ASK}:
        return meaning.intent
    return meaning.runner_up if meaning.runner_up != ASK else None


def asked_for(meaning: Meaning, *, asks: bool, fit: float) -> bool:
    """Whether the best answer is wanted: `meaning` as advised, `asks` as its words sound, `fit` as it fits (0 to 1).

    Who says yes, no or "quay lại" has asked nothing, whatever else the words resemble.
    """
    if not fit or meaning.intent in GUARDED:
        return False
    if meaning.intent == NONE:
        return asks
    if meaning.intent in GENERAL:
        return True
    if asks or not sure(meaning):
        return fit >= _FITS_HALF
    return fit >= _FITS and meaning.intent not in _DEEDS
