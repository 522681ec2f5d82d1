"""An officer's report by chat: the sheet that comes in, and the one tap that sends what was read from it."""

from collections.abc import Callable
from dataclasses import dataclass

from ocop_core.conversation.effects import Effect
from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.moves import present
from ocop_core.conversation.pose import pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import World

LONGEST = 40
SEND = "report.send"
ENDINGS = (".xlsx", ".xls", ".ods", ".csv")


@dataclass(frozen=True, slots=True)
class SendReport(Effect):
    """A report that was read from a file is sent as it was shown; `seen` tells which state that was."""

    report: int
    seen: int


def _send(state: State, rest: str, world: World) -> Turn:
    number, _, seen = rest.partition(":")
    is_known = len(rest) <= LONGEST and number.isdecimal() and seen.isdecimal()
    out = SendReport(int(number), int(seen)) if is_known else Say("report_form.unknown")
    return pose(present(state), world, out) if world.consented else Turn(state, (out,))


def is_sheet(inbound: Inbound) -> bool:
    """Whether it brings a spreadsheet, by its name: that is no evidence of anybody's."""
    names = [ref.name.lower() for ref in inbound.files]
    return inbound.kind == "document" and bool(names) and all(name.endswith(ENDINGS) for name in names)


def heard(state: State, meant: Meant, world: World) -> Turn | None:
    """What an officer does here needs no consent of a producer; None where it is something else."""
    if meant.command == SEND:
        return _send(state, meant.arg, world)
    kept = any(ref.file_id for ref in meant.inbound.files)
    return Turn(state, (Say("report_form.reading"),)) if kept and is_sheet(meant.inbound) else None


ACTS: dict[str, Callable[[State, str, World], Turn]] = {SEND: _send}
