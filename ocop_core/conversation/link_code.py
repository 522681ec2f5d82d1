"""One-time codes that join chats: how they are typed, what stands behind one, and the question it leads to."""

import re
from dataclasses import dataclass
from typing import Literal

from ocop_core import text as reading
from ocop_core.conversation.forms.field import yes_no
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.world import Need, World

USE = "link.use"
_CODE = re.compile(r"(?:ma )?noi ?(\d{4}) ?(\d{4})")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class LinkView:
    """What stands behind a code: nothing, the chat's own account, another account, an officer, or too many tries.

    `name` says whose it is, as much as a stranger may read.
    """

    kind: Literal["none", "own", "account", "officer", "tries"]
    name: str = ""


def link_need(code: str) -> Need[LinkView]:
    """The fact of what stands behind a code."""
    return Need("link", code)


def code_in(text: str) -> str:
    """The eight digits of a code as people type it, "NOI 4829 1375"; "" for anything else."""
    found = _CODE.fullmatch(reading.words(text)) if len(text) < _LONGEST else None
    return found[1] + found[2] if found else ""


def ask(state: State, world: World) -> Say:
    """Whether this chat shall belong to whom the code names."""
    view = world.look(link_need(state.held))
    if view.kind not in ("account", "officer"):
        return Say(f"link.{view.kind}")
    return Say(f"link.ask_{view.kind}", {"name": view.name}, yes_no(world, "link.yes", "link.no"))
