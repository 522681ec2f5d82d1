"""What the wishes about certificates, dated papers and their reminders lead to."""

from collections.abc import Callable

from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.moves import present
from ocop_core.conversation.pose import pose
from ocop_core.conversation.promises import certificates, papers
from ocop_core.conversation.promises.effects import React
from ocop_core.conversation.promises.reminding import CERTIFICATE, PAPER
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import World

Act = Callable[[State, str, World], Turn]
Handler = Callable[[State, Meant, World], Turn]
_KINDS = (CERTIFICATE, PAPER)


def _about(rest: str) -> tuple[str, int] | None:
    """The kind and the number in "certificate:12"."""
    kind, _, number = rest.partition(":")
    return (kind, int(number)) if kind in _KINDS and number.isdecimal() and len(number) < 12 else None


def _reacts(act: str) -> Act:
    def react(state: State, rest: str, world: World) -> Turn:
        about = _about(rest)
        done = React(*about, act) if about else Say("promise.unknown")
        return pose(present(state), world, done)

    return react


def _stop(state: State, rest: str, world: World) -> Turn:
    about = _about(rest)
    if about and about[0] == CERTIFICATE:
        return certificates.why(state, str(about[1]), world)
    return _reacts("stopped")(state, rest, world)


def _see(state: State, rest: str, world: World) -> Turn:
    kind, number = _about(rest) or (CERTIFICATE, 0)
    return (papers.see if kind == PAPER else certificates.see)(state, str(number), world)


ACTS: dict[str, Act] = {
    "certificate.check": certificates.check,
    "promise.see": _see,
    "promise.filed": _reacts("filed"),
    "promise.again": _reacts("again"),
    "promise.call": _reacts("officer"),
    "promise.stop": _stop,
    "paper.list": papers.listed,
    "paper.add": papers.add,
    "paper.see": papers.see,
    "paper.new": papers.anew,
}


def evidence(state: State, meant: Meant, world: World) -> Turn | None:
    """A photo for the paper at hand; None where it belongs elsewhere."""
    return papers.pictured(state, [f.file_id for f in meant.inbound.files if f.file_id], world)


def contact(state: State, meant: Meant, world: World) -> Turn | None:
    """A phone number that the messenger vouches for may bring certificates along; None where none was asked for."""
    if state.mode != certificates.MODE or not meant.inbound.phone:
        return None
    return pose(state, world, Say("certificate.phone_taken"))


def handlers(otherwise: Handler) -> dict[str, Handler]:
    """How words are read where a certificate or a paper is at hand; `otherwise` reads all that is something else."""
    return {
        certificates.MODE: lambda state, meant, world: certificates.heard(state, meant, world, otherwise),
        papers.MODE: lambda state, meant, world: papers.heard(state, meant, world, otherwise),
    }
