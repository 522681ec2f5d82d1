"""Photos and papers: one thing, evidence; they may come at any time."""

from ocop_core.conversation.effects import KeepPhotos
from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.pose import form_of, pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import World


def keep_photos(state: State, inbound: Inbound, world: World) -> Turn:
    """Kept with the form's answers; outside a form with the person's latest idea. Never a misunderstanding."""
    ids = tuple(f.file_id for f in inbound.files if f.file_id)
    place = form_of(state, world).files if state.form else None
    if not ids:
        return pose(state, world, Say("nav.empty_photo", {"you": world.you}))
    if not place:
        return pose(state, world, KeepPhotos(ids))
    kept = list(dict.fromkeys([*state.answers.get(place, ()), *ids]))
    fresh = state.with_(answers={**state.answers, place: kept}, misses=0)
    return pose(fresh, world, Say("nav.photo_kept", {"you": world.you, "count": len(kept)}))
