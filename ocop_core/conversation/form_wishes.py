"""The forms of a dossier as somebody may ask for them in the chat: filled in, as a Word file."""

from dataclasses import dataclass

from ocop_core.conversation.dossiers.acts import Act, home, with_one
from ocop_core.conversation.dossiers.view import DossierView
from ocop_core.conversation.effects import Effect
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import World


@dataclass(frozen=True, slots=True)
class WriteForm(Effect):
    """A form of the person's dossier, of the one with this code, else of the one they last did something with."""

    form: str
    code: str = ""


def _of(form: str) -> Act:
    def write(state: State, view: DossierView, arg: str, world: World) -> Turn:
        return home(state, view, world, WriteForm(form, view.code))

    return with_one(f"dossier.{form}", write)


EFFECTS: tuple[type[Effect], ...] = (WriteForm,)
ACTS: dict[str, Act] = {"dossier.mau01": _of("mau01"), "dossier.mau02": _of("mau02")}
