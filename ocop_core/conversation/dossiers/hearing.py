"""Hears what is said at the screens of a dossier: taps, words that name a paper, a date, points; ways back."""

from collections.abc import Callable

from ocop_core import text as reading
from ocop_core.conversation import wishing
from ocop_core.conversation.asking import ASKED, answered
from ocop_core.conversation.days import day_said
from ocop_core.conversation.dossiers import acts, aiming, dating, needing, scoring, settling, sorting
from ocop_core.conversation.dossiers.changing import changed
from ocop_core.conversation.dossiers.effects import DatePaper, GivePoints, MoveSet
from ocop_core.conversation.dossiers.looking import after, at_hand, every, one
from ocop_core.conversation.dossiers.view import DossierView
from ocop_core.conversation.forms.field import Context, Meant, Stay, Take
from ocop_core.conversation.forms.reading import longest
from ocop_core.conversation.misses import missed
from ocop_core.conversation.moves import leave, park
from ocop_core.conversation.pose import pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import Wish, World
from ocop_core.errors import Refused
from ocop_core.rulebook.checklist import Held, valid_until

Reads = Callable[[State, DossierView, Meant, World], Turn | None]
Handler = Callable[[State, Meant, World], Turn]


def _handler(read: Reads | None = None) -> Handler:
    """Ways out first, then what the screen itself can read, then wishes and questions, as anywhere."""

    def hear(state: State, meant: Meant, world: World) -> Turn:
        if meant.command == "nav.back":
            return _back(state, world)
        view = at_hand(state, world)
        if meant.command:
            return _commanded(state, view, Wish(meant.command, meant.arg), world)
        wish = world.knowledge.wish(meant.text)
        if wish and wish.whole and wish.name == "nav.back":
            return _back(state, world)
        if wish and wish.whole and ((state.mode, wish.name) in _OWN or wish.name not in _WEAK | ASKED):
            return _commanded(state, view, wish, world)
        if view and read and (turn := read(state, view, meant, world)):
            return turn
        if wish and wish.sure and wish.name not in ASKED:
            return _commanded(state, view, wish, world)
        return answered(state, meant.text, world) or missed(state, world, Say("nav.choose_one"))

    return hear


def _said_back(hear: Handler) -> Handler:
    """Points that were typed are said back: "2" is taken as the second line, and two points may have been meant."""

    def heard(state: State, meant: Meant, world: World) -> Turn:
        turn, view = hear(state, meant, world), at_hand(state, world)
        act = next((out for out in turn.outs if isinstance(out, GivePoints)), None)
        if not (meant.text and act and view) or "score.noted" in turn.keys:
            return turn
        most = view.edition.criteria[view.set_no].by_code[act.criterion].max
        return turn.led_by(Say("score.taken", {"points": act.points, "max": most}))

    return heard


# Words that a screen may read as its own answer: "hết rồi", "không", "bỏ qua", and a paper that is named.
_WEAK = {"nav.finish", "nav.help", "nav.skip", "no", "yes", "dossier.send", "none"}


def _commanded(state: State, view: DossierView | None, wish: Wish, world: World) -> Turn:
    """What ends or skips the screen at hand; all else is done as anywhere."""
    if view and (way := _OWN.get((state.mode, wish.name))):
        return way(state, view, world)
    return wishing.do(state, wish, world)


def _skip_criterion(state: State, view: DossierView, world: World) -> Turn:
    return scoring.onward(state, view, str(state.aside.get("criterion", "")), world)


def _finish_paper(state: State, view: DossierView, world: World) -> Turn:
    return acts.done(state, view, str(state.aside.get("paper", "")), world)


def _no_date(state: State, view: DossierView, world: World) -> Turn:
    return acts.onward(state, view, world, Say("dossier.undated_said"))


def _hand_in(state: State, view: DossierView, world: World) -> Turn:
    return settling.ACTS["dossier.hand_in"](state, view.code, world)


_ASIDES = ("sending", "needs", "scored", "dossier_more", "withdrawing", "handing")
_OWN: dict[tuple[str, str], Callable[[State, DossierView, World], Turn]] = {
    ("scoring", "nav.skip"): _skip_criterion,
    ("scoring", "nav.finish"): lambda state, view, world: scoring.result(state, view, "", world),
    ("paper", "nav.finish"): _finish_paper,
    ("paper_date", "nav.skip"): _no_date,
    ("paper_date", "nav.finish"): _no_date,
    ("dossier", "nav.finish"): _hand_in,
    ("sort", "nav.finish"): lambda state, view, world: acts.sort(state, view, "", world),
    **{(mode, "nav.finish"): acts.home for mode in _ASIDES},
}


def _back(state: State, world: World) -> Turn:
    """One screen back: from a paper to the papers, from there to the dossier, from there to the menu."""
    view = at_hand(state, world)
    if view is None or state.mode in ("dossier", "dossiers", "renewals", "dossier_from"):
        return pose(leave(state), world)
    if state.mode == "scoring":
        return scoring.back(state, view, world)
    if state.mode in ("paper", "paper_date", "sort") and view.changeable:
        return pose(acts.at(state, "sending", view), world)
    if state.mode == "needs" and not state.aside.get("code"):
        return pose(leave(state), world)
    return acts.home(state, view, world)


def _paper_named(state: State, view: DossierView, meant: Meant, world: World) -> Turn | None:
    """A paper that is called by its name is opened, or takes the photos that wait."""
    paper = sorting.named(meant.text, view, world) if meant.text else None
    if paper is None or not view.changeable:
        return None
    if state.loose and (state.mode == "sort" or state.aside.get("put")):
        return acts.put(state, view, paper.id, world)
    return acts.open_paper(state, view, paper.id, world)


def _home_told(state: State, view: DossierView, meant: Meant, world: World) -> Turn | None:
    """Another star to aim at, or a paper that is named."""
    return aiming.told(state, view, meant.text, world) or _paper_named(state, view, meant, world)


def paper_spoken_of(state: State, text: str, world: World) -> Turn | None:
    """At the menu: a paper of the dossier that was spoken of last, called by its name."""
    view = one(state.dossier, world)
    paper = sorting.named(text, view, world) if view and view.changeable else None
    return acts.open_paper(park(state, world), view, paper.id, world) if view and paper else None


def _date_told(state: State, view: DossierView, meant: Meant, world: World) -> Turn | None:
    """The date that a paper bears; one that cannot be is said kindly, and asked again."""
    paper = view.paper(str(state.aside.get("paper", "")))
    day = reading.parse_date(meant.text, world.today)
    if day is None:
        without = longest(meant.text, world.listed("dossier.date_none_words"))
        return _no_date(state, view, world) if without else missed(state, world, Say("dossier.date_retry"))
    issued, ends = (None, day) if dating.asks_end(paper) else (day, None)
    try:
        dating.check(paper, world.today, issued, ends)
    except Refused as refused:
        return missed(state, world, Say(refused.key, refused.params))
    act = DatePaper(view.code, paper.id, issued, ends)
    params = {"paper": paper.name, "day": f"{day:%d/%m/%Y}"}
    if (until := valid_until(paper, Held(paper.id, issued, ends))) is not None:
        said = Say("dossier.dated_said", {**params, "ends": day_said(world.words, until)})
    else:
        said = Say("dossier.dated_plain", params)
    return acts.onward(state, view, after(world, view, act), act, said)


def _sort_told(state: State, view: DossierView, meant: Meant, world: World) -> Turn | None:
    """The paper to which photos belong, or that each belongs to another."""
    if len(state.loose) > 1 and longest(meant.text, world.listed("dossier.each_words")):
        return acts.each(state, view, "", world)
    return _paper_named(state, view, meant, world)


def _points_told(state: State, view: DossierView, meant: Meant, world: World) -> Turn | None:
    """ "2 điểm", or yes and no where there is nothing between."""
    code = str(state.aside.get("criterion", ""))
    criterion = view.edition.criteria[view.set_no].by_code.get(code)
    if criterion is None:
        return None
    if longest(meant.text, world.listed("score.unsure_words")):
        return _skip_criterion(state, view, world)
    if longest(meant.text, world.listed("score.points_words")):
        number = reading.parse_number(meant.text)
        return (
            scoring.give(state, view, code, int(number), world)
            if number in criterion.ladder and number is not None
            else None
        )
    answer = reading.parse_yes_no(meant.text)
    if answer is False and criterion.ladder[0] == 0:
        return scoring.give(state, view, code, 0, world)
    return (
        scoring.give(state, view, code, criterion.ladder[-1], world) if answer and len(criterion.ladder) == 2 else None
    )


def _criterion_named(state: State, view: DossierView, meant: Meant, world: World) -> Turn | None:
    """ "sửa 3.5": a criterion by its code."""
    named = [each.code for each in scoring.criteria_of(view) if each.code in meant.text.split()]
    return scoring.ask(state, view, named[0], world) if len(named) == 1 and view.changeable else None


def _set_told(state: State, meant: Meant, world: World) -> Turn:
    """A set, as the opening form reads it: of the dossier at hand, or to see what it needs."""
    if meant.command == "nav.back":
        return _back(state, world)
    if meant.command:
        return wishing.do(state, Wish(meant.command, meant.arg), world)
    wish = world.knowledge.wish(meant.text) if meant.choice is None else None
    if wish and wish.whole:
        return wishing.do(state, wish, world)
    field = world.knowledge.forms["dossier"].field("set")
    match field.read(meant, Context("dossier", {}, state.aside.get("set", {}), world)):
        case Take(value=int(number)):
            return _set_chosen(state, number, world)
        case Stay(aside, lead):
            return pose(state.with_(aside={**state.aside, "set": dict(aside)}, misses=0), world, lead)
    if wish:
        return wishing.do(state, wish, world)
    return answered(state, meant.text, world) or missed(state, world, Say("dossier.set.retry"))


def _set_chosen(state: State, number: int, world: World) -> Turn:
    code = state.aside.get("code")
    view = next((each for each in every(world) if each.code == code), None) if code else None
    if view is None or not view.changeable:
        return needing.of_set(state, number, 3, world)
    act, name = MoveSet(view.code, number), world.knowledge.sets.get(number).plain
    now = changed(view, act)
    aside = len(now.beside())
    said = Say("dossier.set_said" if aside else "dossier.set_said_all", {"set": name, "count": aside})
    return acts.home(state, now, after(world, view, act), act, said)


HANDLERS: dict[str, Handler] = {
    "dossiers": _handler(),
    "dossier": _handler(_home_told),
    "dossier_more": _handler(_home_told),
    "dossier_set": _set_told,
    "sending": _handler(_paper_named),
    "paper": _handler(_paper_named),
    "paper_date": _handler(_date_told),
    "sort": _handler(_sort_told),
    "needs": _handler(),
    "handing": _handler(),
    "withdrawing": _handler(),
    "scoring": _said_back(_handler(_points_told)),
    "scored": _handler(_criterion_named),
    "renewals": _handler(),
    "dossier_from": _handler(),
}
