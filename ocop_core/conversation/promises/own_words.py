"""Words that an office writes itself for a reminder: plain {names} with the days of the paper, checked when stored."""

from collections.abc import Mapping
from typing import Any

from ocop_core.errors import BadData, Refused
from ocop_core.i18n import Template, parse

LONGEST = 600
# What the office writes, and by what the reminders know it.
CERTIFICATE: Mapping[str, str] = {
    "ten": "name",
    "sao": "stars",
    "het_han": "ends",
    "mo_nop": "opens",
    "han_nop": "closes",
    "nen_nop": "safe",
}
PAPER: Mapping[str, str] = {"ten": "paper", "het_han": "ends"}
_NEEDED = "ten"


def names(plan: str) -> Mapping[str, str]:
    """The names that may stand in the words about a kind of paper."""
    return CERTIFICATE if plan == "certificate" else PAPER


def check(plan: str, text: str) -> None:
    """Raises Refused(stages.…) for words that could not be said; "" stands for the usual words."""
    if not text:
        return
    if len(text) > LONGEST:
        raise Refused("stages.text_long", limit=LONGEST)
    found = _template(text)
    if found is None:
        raise Refused("stages.text_marks")
    if unknown := sorted(found.names - names(plan).keys()):
        raise Refused("stages.text_names", names=", ".join(unknown))
    if _NEEDED not in found.names:
        raise Refused("stages.text_of_what", mark=f"{{{_NEEDED}}}")


def filled(plan: str, text: str, params: Mapping[str, Any]) -> str:
    """The words with the days of one paper."""
    found = _template(text)
    assert found is not None, plan
    return found.fill({name: params[known] for name, known in names(plan).items()})


def _template(text: str) -> Template | None:
    try:
        return parse("stages", text)
    except BadData:
        return None
