"""A turn: the new state, and in order what is said and what is recorded."""

from dataclasses import dataclass

from ocop_core.conversation.effects import Effect
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State

Out = Say | Effect


@dataclass(frozen=True, slots=True)
class Turn:
    """What one inbound leads to. `waits`: what is said may wait a moment for more of the same, and be said once."""

    state: State
    outs: tuple[Out, ...] = ()
    waits: bool = False

    def led_by(self, *outs: Out | None) -> "Turn":
        """The same turn with `outs` before everything else; None is left out."""
        return Turn(self.state, (*(o for o in outs if o is not None), *self.outs))

    @property
    def says(self) -> tuple[Say, ...]:
        """Only what is said."""
        return tuple(out for out in self.outs if isinstance(out, Say))

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of what is said, in order."""
        return tuple(say.key for say in self.says)
