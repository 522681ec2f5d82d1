"""Forms put aside whose dossier meanwhile went on its way: what they would say can no longer be said."""

from collections.abc import Iterable

from ocop_core.conversation.dossiers.looking import one
from ocop_core.conversation.state import Draft, State
from ocop_core.conversation.world import World


def of_use(drafts: Iterable[Draft], world: World) -> tuple[Draft, ...]:
    """All but those about a dossier that was handed in, withdrawn or decided."""
    return tuple(draft for draft in drafts if not _past(draft, world))


def without(state: State, world: World) -> State:
    """The state with the drafts that are still of use."""
    left = of_use(state.drafts, world) if world.consented else state.drafts
    return state if left == state.drafts else state.with_(drafts=left)


def _past(draft: Draft, world: World) -> bool:
    # One that is not found may be that of another person at this phone.
    view = one(str(draft.answers.get("dossier", "")), world)
    return view is not None and not view.changeable
