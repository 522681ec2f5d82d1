"""What is said without being asked: no question at hand is disturbed, and numbers are used only where they are free."""

from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State

# Asked after all was done; whoever left them open may be told something weeks later and answer that.
YIELD = ("event_who", "event_asked")


def pushed(state: State, say: Say) -> tuple[State, Say]:
    """The state in which the choices of `say` can be named by number, and `say` as it is then shown.

    Choices without a number get one where no question stands; in the middle of anything they can only be tapped,
    as the numbers belong to that question. Each of them is valid at any time (`do:…`).
    """
    state = yielding(state)
    if state.mode != "idle" or any(choice.n is not None for choice in say.choices):
        shown = tuple(choice.with_(n=choice.n or 0) for choice in say.choices)
        return state, say.with_(choices=shown)
    if not say.choices:
        return state, say
    offer = tuple((n, choice.value, choice.label) for n, choice in enumerate(say.choices, start=1))
    return state.with_(turn=state.turn + 1, offer=offer), say


def yielding(state: State) -> State:
    """The same, or at rest where only a question stands that need not be answered."""
    return state.with_(mode="idle", aside={}, misses=0) if state.mode in YIELD else state
