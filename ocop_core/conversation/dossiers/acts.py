"""What can be done with a dossier, each by a wish or a button that is valid at any time."""

from collections.abc import Callable

from ocop_core.conversation.dossiers import sorting
from ocop_core.conversation.dossiers.changing import changed
from ocop_core.conversation.dossiers.dating import asks_date
from ocop_core.conversation.dossiers.effects import (
    DropPage,
    FinishPaper,
    NewVersion,
    PutPages,
)
from ocop_core.conversation.dossiers.looking import after, every, one, open_ones, parted
from ocop_core.conversation.dossiers.view import FORMED, SAMPLES, UPDATE, DossierView
from ocop_core.conversation.effects import KeepPhotos, ListMine
from ocop_core.conversation.moves import park, start
from ocop_core.conversation.pose import pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Out, Turn
from ocop_core.conversation.where import half_told
from ocop_core.conversation.world import World

Act = Callable[[State, str, World], Turn]
With = Callable[[State, DossierView, str, World], Turn]


def at(state: State, mode: str, view: DossierView, **aside: object) -> State:
    """The conversation at a screen of a dossier. A form at hand has to be put aside before."""
    return state.with_(mode=mode, aside={"code": view.code, **aside}, dossier=view.code, held="", misses=0)


def placed(state: State) -> dict[str, object]:
    """How many photos have their paper already, while they are placed one by one; nothing else."""
    return {"placed": state.aside["placed"]} if "placed" in state.aside else {}


def onward(state: State, view: DossierView, world: World, *leads: Out | None) -> Turn:
    """The next of the photos that are placed one by one; without one the dossier."""
    if placed(state) and state.loose and view.changeable:
        return pose(at(state, "sort", view, **placed(state)), world, *leads)
    return home(state, view, world, *leads)


def home(state: State, view: DossierView, world: World, *leads: Out | None) -> Turn:
    """The screen that says where the dossier stands."""
    return pose(at(state, "dossier", view), world, *leads)


def with_one(act: str, do: With, *, settled: bool = False) -> Act:
    """`do` with the dossier that is named, else the one at hand, else the only one; else one asks which.

    `settled`: also those that are decided count where one has to be chosen.
    """

    def acting(state: State, rest: str, world: World) -> Turn:
        code, arg = parted(rest)
        fresh = park(state, world)
        fresh = fresh.with_(aside={**fresh.aside, **placed(state)})
        if code:
            view = one(code, world)
            return do(fresh, view, arg, world) if view else pose(fresh, world, Say("dossier.unknown", {"code": code}))
        # Where nothing is under way and only one was decided, that one is meant, and says what can be done with it.
        whole = every(world)
        found = whole if settled else open_ones(world) or (whole if len(whole) == 1 else ())
        here = [each for each in found if each.code == state.aside.get("code")] if not state.form else []
        chosen = here or (found if len(found) == 1 else ())
        if chosen:
            return do(fresh, chosen[0], arg, world)
        aside = {"act": act, "arg": "" if len(arg) > 20 else arg}
        mine: tuple[Out, ...] = () if whole else (ListMine(), *half_told(fresh, world))
        return pose(fresh.with_(mode="dossiers", aside=aside, misses=0), world, *mine)

    return acting


def _status(state: State, view: DossierView, arg: str, world: World) -> Turn:
    return home(state, view, world)


def _send(state: State, view: DossierView, arg: str, world: World) -> Turn:
    """Which paper comes now; a paper named in words is opened at once."""
    if not view.changeable:
        return home(state, view, world, Say(f"dossier.closed_{view.state}"))
    if arg and not arg.isdecimal() and (paper := sorting.named(arg, view, world)):
        return open_paper(state, view, paper.id, world)
    put = {"put": True, **placed(state)} if arg.isdecimal() and state.loose else {}
    return pose(at(state, "sending", view, page=int(arg) if arg.isdecimal() and len(arg) < 4 else 0, **put), world)


def open_paper(state: State, view: DossierView, paper: str, world: World, *leads: Out) -> Turn:
    """The screen of one paper; what is written from answers is asked in the form instead."""
    if not view.changeable:
        return home(state, view, world, Say(f"dossier.closed_{view.state}"))
    if not any(each.id == paper for each in view.edition.papers):
        return pose(at(state, "sending", view), world, Say("dossier.paper_unknown"))
    if paper in FORMED and (paper == UPDATE or view.sheet(paper) is None):
        return report(state, view, "", world)
    return pose(at(state, "paper", view, paper=paper), world, *leads)


def _paper(state: State, view: DossierView, arg: str, world: World) -> Turn:
    return open_paper(state, view, arg, world)


def _fresh(state: State, view: DossierView, arg: str, world: World) -> Turn:
    """A new version instead of the one that is there."""
    if not view.changeable or view.sheet(arg) is None:
        return open_paper(state, view, arg, world)
    act = NewVersion(view.code, arg)
    return pose(at(state, "paper", view, paper=arg), after(world, view, act), act, Say("dossier.fresh_said"))


def done(state: State, view: DossierView, arg: str, world: World) -> Turn:
    """ "Xong": the paper is there; its date is asked where it bears one."""
    sheet = view.sheet(arg)
    if not view.changeable or (arg != SAMPLES and (sheet is None or not sheet.pages)):
        return open_paper(state, view, arg, world, Say("dossier.paper_empty"))
    paper = view.paper(arg)
    act = FinishPaper(view.code, arg)
    now = after(world, view, act)
    said = Say("dossier.samples_said" if arg == SAMPLES else "dossier.done_said", {"paper": paper.name})
    if asks_date(paper) and sheet and not (sheet.issued_on or sheet.expires_on):
        return pose(at(state, "paper_date", view, paper=arg, **placed(state)), now, act, said)
    return onward(state, view, now, act, said)


def _undated(state: State, view: DossierView, arg: str, world: World) -> Turn:
    return onward(state, view, world, Say("dossier.undated_said"))


def put(state: State, view: DossierView, arg: str, world: World) -> Turn:
    """Photos that waited go to a paper; where they are placed one by one, the first of them, which is all of it."""
    files, known = state.loose, any(each.id == arg for each in view.edition.papers)
    if not files or not known or not view.changeable:
        return open_paper(state, view, arg, world)
    if placed(state):
        act = PutPages(view.code, arg, files[:1])
        return done(_one_less(state), changed(view, act), arg, after(world, view, act)).led_by(act)
    act = PutPages(view.code, arg, files)
    fresh = at(state.with_(loose=()), "paper", view, paper=arg)
    return pose(fresh, after(world, view, act), act, Say("dossier.put_said", {"count": len(files)}))


def _one_less(state: State) -> State:
    number = int(state.aside["placed"]) + 1
    return state.with_(loose=state.loose[1:], aside={**state.aside, "placed": number})


def each(state: State, view: DossierView, arg: str, world: World) -> Turn:
    """The photos that wait are of different papers: asked one by one."""
    if not state.loose or not view.changeable:
        return home(state, view, world)
    return pose(at(state, "sort", view, placed=0), world)


def _other(state: State, view: DossierView, arg: str, world: World) -> Turn:
    """Another paper than those that were offered for photos that wait."""
    return pose(at(state, "sending", view, put=True, **placed(state)), world)


def sort(state: State, view: DossierView, arg: str, world: World) -> Turn:
    """Asks to which paper the photos belong that wait."""
    if not state.loose or not view.changeable:
        return home(state, view, world)
    return pose(at(state, "sort", view, **placed(state)), world)


def _no_paper(state: State, view: DossierView, arg: str, world: World) -> Turn:
    """Photos that are no paper belong to the idea, as where there is no dossier; without one they are not counted."""
    files = state.loose[:1] if placed(state) else state.loose
    kept = (KeepPhotos(files) if state.latest else Say("dossier.no_paper_said")) if files else None
    rest = _one_less(state) if placed(state) else state.with_(loose=())
    return onward(rest, view, world, kept)


def _drop(state: State, view: DossierView, arg: str, world: World) -> Turn:
    """A page that is not good enough goes; the paper is open again for a better one."""
    paper, _, page = arg.partition(":")
    if not page.isdecimal():
        return home(state, view, world)
    act = DropPage(view.code, int(page), paper)
    known = view.changeable and any(each.id == paper for each in view.edition.papers)
    now, later = after(world, view, act), changed(view, act)
    return open_paper(state, later, paper, now, act) if known else home(state, view, world, act)


def _keep(state: State, view: DossierView, arg: str, world: World) -> Turn:
    return home(state, view, world, Say("dossier.kept_said"))


def report(state: State, view: DossierView, arg: str, world: World) -> Turn:
    """The words of Mẫu 01 and 02: what is known is not asked again."""
    if not view.changeable:
        return home(state, view, world, Say(f"dossier.closed_{view.state}"))
    fields = world.knowledge.forms["dossier_report"].fields
    known = {field.id: view.answers[field.id] for field in fields if view.answers.get(field.id)}
    seed = {"dossier": view.code, "kind": view.kind, "title": view.name, **known}
    return start(state.with_(dossier=view.code), "dossier_report", world, seed, None, Say("dossier_report.begin"))


def _list(state: State, rest: str, world: World) -> Turn:
    """All dossiers; after a dossier's code, which counts for nothing here, or with the page to open."""
    parts = rest.split(":")
    page = int(parts[-1]) if parts[-1].isdecimal() and len(parts[-1]) < 4 else 0
    kept = state.aside if state.mode == "dossiers" else {}
    aside = {"act": kept.get("act", "dossier.status"), "arg": kept.get("arg", ""), "page": page}
    return pose(park(state, world).with_(mode="dossiers", aside=aside), world)


ACTS: dict[str, Act] = {
    "dossier.status": with_one("dossier.status", _status, settled=True),
    "dossier.send": with_one("dossier.send", _send),
    "dossier.paper": with_one("dossier.paper", _paper),
    "dossier.fresh": with_one("dossier.fresh", _fresh),
    "dossier.done": with_one("dossier.done", done),
    "dossier.undated": with_one("dossier.undated", _undated),
    "dossier.put": with_one("dossier.put", put),
    "dossier.sort": with_one("dossier.sort", sort),
    "dossier.each": with_one("dossier.each", each),
    "dossier.other": with_one("dossier.other", _other),
    "dossier.no_paper": with_one("dossier.no_paper", _no_paper),
    "dossier.drop": with_one("dossier.drop", _drop),
    "dossier.keep": with_one("dossier.keep", _keep),
    "dossier.report": with_one("dossier.report", report),
    "dossier.list": _list,
}
