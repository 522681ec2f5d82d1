"""Buttons that stand far from where one is, chosen by their words: on some messengers nobody sees them."""

from dataclasses import replace

from ocop_core import text as reading
from ocop_core.conversation.dossiers import hearing, labels
from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.state import State
from ocop_core.conversation.told import AT_REST, LONGEST, comparable
from ocop_core.conversation.world import World

# Taken to the word only, so that no answer to a question is lost.
SAID = {"link.said": "link.offer", "who.said": "who.ask"}
# Outside any form, where no question waits for words of one's own.
_RESTING = AT_REST | hearing.HANDLERS.keys()


def named(state: State, meant: Meant, world: World) -> Meant:
    """The same, or the button whose words were typed and that no choice at hand has."""
    taken = meant.command or meant.choice is not None
    if meant.inbound.kind != "text" or taken or not 0 < len(meant.text) <= LONGEST:
        return meant
    said = reading.words(meant.text)
    found = next((command for key, command in SAID.items() if said in comparable(world.listed(key))), "")
    if found or state.mode not in _RESTING:
        return replace(meant, command=found)
    command, arg = labels.named(state, meant.text, world) or ("", "")
    return replace(meant, command=command, arg=arg)
