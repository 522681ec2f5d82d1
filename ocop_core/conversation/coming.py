"""What a wish leads to as long as no part of the program does more for it: the answer that helps best, and a person."""

from collections.abc import Callable

from ocop_core.conversation.answers import LIBRARY
from ocop_core.conversation.asking import told
from ocop_core.conversation.moves import present
from ocop_core.conversation.pose import pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import World
from ocop_core.knowledge.library import Found

Act = Callable[[State, str, World], Turn]


def _answer(entry_id: str, lead: str = "") -> Act:
    """Says an entry; where officers have hidden it, that a person knows."""

    def act(state: State, rest: str, world: World) -> Turn:
        entry, first = world.look(LIBRARY).entries.get(entry_id), Say(lead) if lead else None
        if entry is None or state.form:
            return pose(present(state), world, first or Say("coming.person"))
        return told(state, (Found(entry, 1.0),), world).led_by(first)

    return act


# A part that does more for a wish registers its own act behind these.
ACTS: dict[str, Act] = {
    "support.request": _answer("ho_tro_gi"),
    "sales.points": _answer("diem_ban_ocop"),
}
