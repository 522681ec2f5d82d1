"""Pages that arrive: to the paper at hand, to what proves the criterion at hand, or asked where they belong."""

from ocop_core.conversation.dossiers import acts, sorting
from ocop_core.conversation.dossiers.changing import changed
from ocop_core.conversation.dossiers.effects import PutPages
from ocop_core.conversation.dossiers.looking import after, at_hand, every
from ocop_core.conversation.dossiers.view import SAMPLES, DossierView
from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.pose import pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import World

MOST_WAITING = 100
# Where a photo is not an answer to something else.
_FREE = {"idle", "topics", "dossiers", "dossier", "dossier_more", "dossier_set", "sending", "needs", "handing"} | {
    "withdrawing",
    "scored",
    "renewals",
    "dossier_from",
}
_ELSEWHERE = {"idle", "topics"}


def taken(state: State, ids: tuple[int, ...], meant: Meant, world: World) -> Turn | None:
    """What becomes of files outside any form; None where they are no papers of a dossier."""
    if state.form:
        return None
    if state.mode in ("paper", "paper_date", "scoring") and (view := at_hand(state, world)):
        paper = _of_criterion(view, state) if state.mode == "scoring" else str(state.aside.get("paper", ""))
        if view.changeable and paper:
            return _put(state, view, paper, ids, meant, world)
    if state.mode == "sort":
        return _wait(state, ids, meant, world)
    return _new(state, ids, meant, world) if state.mode in {*_FREE, "scoring", "paper", "paper_date"} else None


def _of_criterion(view: DossierView, state: State) -> str:
    """The first paper that proves the criterion at hand."""
    code = str(state.aside.get("criterion", ""))
    return next((need.paper.id for need in view.needs if code in need.criteria), "")


def _put(state: State, view: DossierView, paper: str, ids: tuple[int, ...], meant: Meant, world: World) -> Turn:
    """One more page."""
    act = PutPages(view.code, paper, ids)
    now, later, known = after(world, view, act), changed(view, act), view.sheet(paper)
    again = len(set(ids) & set(known.files)) if known else 0
    state = state.with_(again=state.again + again)
    if state.mode == "paper" and meant.text and _ends(meant.text, world):
        return acts.done(state, later, paper, now).led_by(act)
    if state.mode == "scoring":
        return pose(state.with_(misses=0), now, act, Say("dossier.proof_kept", {"paper": view.paper(paper).name}))
    # The question says how many there are, and what comes next.
    return pose(acts.at(state, "paper", view, paper=paper), now, act, _doubled(state))


def _doubled(state: State) -> Say | None:
    """What was there already is counted, not listed."""
    if state.again > 1:
        return Say("dossier.pages_again", {"count": state.again})
    return Say("dossier.page_again") if state.again else None


def _ends(text: str, world: World) -> bool:
    wish = world.knowledge.wish(text)
    return wish is not None and wish.name == "nav.finish"


def _wait(state: State, ids: tuple[int, ...], meant: Meant, world: World) -> Turn:
    """More of those that wait for a word where they belong."""
    fresh = _waiting(state, ids)
    view = at_hand(state, world)
    return _sorted(fresh, view, meant, world) if view else pose(fresh, world)


def _new(state: State, ids: tuple[int, ...], meant: Meant, world: World) -> Turn | None:
    """Photos out of the blue, while a dossier is in the person's own hands."""
    # At a screen of the dossier they are its papers, even if an officer waits for a word about the idea.
    if (state.question and state.mode in _ELSEWHERE) or state.thread:
        return None
    mine = [view for view in every(world) if view.changeable]
    here = [view for view in mine if view.code == (state.aside.get("code") or state.dossier)]
    if not mine:
        return None
    fresh = _waiting(state, ids)
    if len(mine) > 1 and not here:
        return pose(
            fresh.with_(mode="dossiers", aside={"act": "dossier.sort"}, misses=0), world, Say("dossier.photo_of")
        )
    return _sorted(fresh, (here or mine)[0], meant, world)


def _sorted(state: State, view: DossierView, meant: Meant, world: World) -> Turn:
    """To the paper that the words under a photo name, else asked."""
    paper = sorting.named(meant.text, view, world) if meant.text else None
    if paper and paper.id != SAMPLES:
        return acts.put(state, view, paper.id, world)
    return acts.sort(state, view, "", world)


def _waiting(state: State, ids: tuple[int, ...]) -> State:
    return state.with_(loose=tuple(dict.fromkeys([*state.loose, *ids]))[:MOST_WAITING])
