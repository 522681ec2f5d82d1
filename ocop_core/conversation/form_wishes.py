"""The forms of a dossier as somebody may ask for them in the chat: filled in, as a Word file."""

from collections.abc import Callable
from dataclasses import dataclass

from ocop_core.conversation.effects import Effect


@dataclass(frozen=True, slots=True)
class WriteForm(Effect):
    """A form of the person's dossier, of the one with this code, else of the one they last did something with."""

    form: str
    code: str = ""


def _of(form: str) -> Callable[[str], Effect]:
    return lambda rest: WriteForm(form, rest.strip().upper())


EFFECTS: tuple[type[Effect], ...] = (WriteForm,)
LOOKS: dict[str, Callable[[str], Effect]] = {"dossier.mau01": _of("mau01"), "dossier.mau02": _of("mau02")}
