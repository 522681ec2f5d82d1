"""Hears which star a dossier is to aim at: named outright, asked for, or one that no certificate is given for."""

from ocop_core import text as reading
from ocop_core.conversation.dossiers import settling
from ocop_core.conversation.dossiers.view import DossierView
from ocop_core.conversation.forms.dossier import STARS
from ocop_core.conversation.forms.reading import longest
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import World

_NAMED = ("dossier.star_label", "dossier.star_also")


def told(state: State, view: DossierView, text: str, world: World) -> Turn | None:
    """ "Nhắm 4 sao" at any screen of the dossier, "4 sao" or "bốn sao" where it was asked; None where none is meant."""
    if longest(text, (world.label("dossier.do_star"),)):
        return _aim(state, view, "", world)
    star = _asked(text, world) if state.aside.get("stars") else _named(text, world)
    return None if star is None else _aim(state, view, str(star), world)


def _aim(state: State, view: DossierView, star: str, world: World) -> Turn:
    return settling.ACTS["dossier.star"](state, f"{view.code}:{star}", world)


def _named(text: str, world: World) -> int | None:
    labels = ((star, world.label(key, stars=star)) for star in range(1, 10) for key in _NAMED)
    return next((star for star, label in labels if longest(text, (label,))), None)


def _asked(text: str, world: World) -> int | None:
    """Also one that does not exist, so that this can be said instead of "not understood"."""
    for name, star in STARS.items():
        if longest(text, world.listed(f"dossier.stars.{name}_words")):
            return star
    bare = text.isdecimal() or longest(text, world.listed("dossier.stars.line_words"))
    number = reading.parse_number(text) if bare else None
    return int(number) if number is not None and number == int(number) else None
