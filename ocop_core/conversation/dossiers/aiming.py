"""Hears which star a dossier is to aim at: named outright, asked for, or one that no certificate is given for."""

from ocop_core.conversation.dossiers import settling
from ocop_core.conversation.dossiers.view import DossierView
from ocop_core.conversation.forms import stars
from ocop_core.conversation.forms.reading import longest
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import World

_NAMED = ("dossier.star_label", "dossier.star_also")


def told(state: State, view: DossierView, text: str, world: World) -> Turn | None:
    """ "Nhắm 4 sao" at any screen of the dossier, "4 sao" or "bốn sao" where it was asked; None where none is meant."""
    if longest(text, (world.label("dossier.do_star"),)):
        return _aim(state, view, "", world)
    star = stars.named(text, world) if state.aside.get("stars") else _named(text, world)
    return None if star is None else _aim(state, view, str(star), world)


def _aim(state: State, view: DossierView, star: str, world: World) -> Turn:
    return settling.ACTS["dossier.star"](state, f"{view.code}:{star}", world)


def _named(text: str, world: World) -> int | None:
    labels = ((star, world.label(key, stars=star)) for star in range(1, 10) for key in _NAMED)
    found = next((star for star, label in labels if longest(text, (label,))), None)
    return stars.NO_STAR if found and stars.half(text, world) else found
