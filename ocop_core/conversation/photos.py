"""Photos and papers: one thing, evidence; they may come at any time, many at once, with or without words."""

from collections.abc import Callable
from dataclasses import replace

from ocop_core.conversation.dossiers import paging
from ocop_core.conversation.effects import KeepPhotos
from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.meaning import worded
from ocop_core.conversation.pose import pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import Draft, State
from ocop_core.conversation.turn import Out, Turn
from ocop_core.conversation.where import form_of, title
from ocop_core.conversation.world import World

MOST = 100

Read = Callable[[State, Meant, World], Turn]


def kept(state: State, meant: Meant, world: World, read: Read) -> Turn:
    """Keeps files where they belong; the words under them are read like any others. Never a misunderstanding."""
    ids = tuple(f.file_id for f in meant.inbound.files if f.file_id)
    if not ids:
        return pose(state, world, Say("nav.empty_photo"))
    if turn := paging.taken(state, ids, meant, world):
        return turn
    fresh, told = _place(state, ids, world)
    if meant.text and (turn := _captioned(fresh, meant, world, read)):
        return _with_words(turn, fresh, told)
    asked = isinstance(told, KeepPhotos) and state.question and not state.form
    return pose(fresh, world, told, Say("nav.photo_reply") if asked else None)


def _place(state: State, ids: tuple[int, ...], world: World) -> tuple[State, Out]:
    """With the form at hand, else with the draft put aside last, else with the latest idea."""
    place = form_of(state, world).files if state.form else None
    if place:
        fresh, count = _added(state.answers, place, ids)
        key = "nav.photos_full" if count >= MOST else "nav.photos_kept" if state.more else "nav.photo_kept"
        return state.with_(answers=fresh, misses=0), Say(key, {"count": count, "more": state.more})
    if state.form:
        return _loose(state, ids), Say("nav.photo_held")
    draft = state.drafts[-1] if state.drafts and state.mode != "more" else None
    if draft and (draft_place := world.knowledge.forms[draft.form].files):
        fresh, _ = _added(draft.answers, draft_place, ids)
        kept_draft = Draft(draft.form, draft.field, fresh, draft.at, draft.aside, draft.editing)
        said = Say("nav.photo_draft", {"title": title(draft, world)})
        return state.with_(drafts=(*state.drafts[:-1], kept_draft)), said
    return (state if state.latest or state.question else _loose(state, ids)), KeepPhotos(ids, state.more)


def _added(answers: dict[str, object], place: str, ids: tuple[int, ...]) -> tuple[dict[str, object], int]:
    before = answers.get(place)
    photos = list(dict.fromkeys([*(before if isinstance(before, list) else ()), *ids]))[:MOST]
    return {**answers, place: photos}, len(photos)


def _loose(state: State, ids: tuple[int, ...]) -> State:
    return state.with_(loose=tuple(dict.fromkeys([*state.loose, *ids]))[:MOST])


def _captioned(state: State, meant: Meant, world: World, read: Read) -> Turn | None:
    """What the words lead to; None where they were not understood, which under a photo is no matter."""
    said = replace(worded(state, meant.inbound, meant.text), inbound=meant.inbound)
    turn = read(state, said, world)
    lost = turn.state.misses > state.misses or (turn.state.mode == "handover" and state.mode != "handover")
    return None if lost else turn


def _with_words(turn: Turn, fresh: State, told: Out) -> Turn:
    """Photos that came with the name of a new product are its own, and no other's."""
    if isinstance(told, KeepPhotos) and turn.state.form == "idea" and fresh.form != "idea":
        place = [*turn.state.answers.get("photos", ()), *told.files]
        mine = turn.state.with_(answers={**turn.state.answers, "photos": list(dict.fromkeys(place))}, loose=())
        return Turn(mine, turn.outs).led_by(Say("nav.photo_kept", {"count": len(place)}))
    return turn.led_by(told)
