"""What the words on the buttons of a dossier do where they are typed and no choice at hand has them."""

from collections.abc import Mapping
from functools import lru_cache

from ocop_core import text as reading
from ocop_core.conversation.dossiers.looking import every
from ocop_core.conversation.state import State
from ocop_core.conversation.world import World
from ocop_core.text.fold import tokens
from ocop_core.understanding.finer import cores

# Which button, and what it does: those that belong to one question lead to the screen nearest to it.
# "Xong" is a wish of its own, and of "Rút hồ sơ" the one that asks once more counts.
ACTS = {
    "status": "dossier.status",
    "send": "dossier.send",
    "report": "dossier.report",
    "self": "score.self",
    "requirements": "dossier.requirements",
    "hand_in": "dossier.hand_in",
    "facts": "dossier.facts",
    "reuse": "dossier.reuse",
    "more": "dossier.more",
    "set": "dossier.set",
    "star": "dossier.star",
    "withdraw": "dossier.withdraw",
    "list": "dossier.list",
    "open": "dossier.open",
    "fresh": "dossier.send",
    "other": "dossier.send",
    "undated": "dossier.status",
    "sort": "dossier.sort",
    "each": "dossier.each",
    "no_paper": "dossier.no_paper",
    "send_in": "dossier.hand_in",
    "change": "dossier.report",
    "mau01": "dossier.mau01",
    "mau02": "dossier.mau02",
    "keep": "dossier.status",
    "pick": "score.pick",
    "all": "dossier.needs",
}
_OF_NONE = {"dossier.open", "dossier.list"}
_DETAILS = {"dossier.needs": ":0-1"}


def named(state: State, text: str, world: World) -> tuple[str, str] | None:
    """The act and its rest that a typed label of a dossier's button stands for; None for who has no dossier."""
    waiting = len(state.loose)
    acts = _by_words(tuple(world.label(f"dossier.do_{name}", count=waiting) for name in ACTS))
    act = next((acts[said] for said in map(reading.words, cores(tokens(text))) if said in acts), None)
    views = every(world) if act else ()
    if act is None or not views:
        return None
    code = str(state.aside.get("code") or (views[0].code if len(views) == 1 else ""))
    return act, code + _DETAILS.get(act, "") if code and act not in _OF_NONE else ""


@lru_cache(maxsize=4)
def _by_words(labels: tuple[str, ...]) -> Mapping[str, str]:
    return {reading.words(label): act for label, act in zip(labels, ACTS.values(), strict=True)}
