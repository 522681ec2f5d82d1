"""Poses the screens of a dossier. Every button is valid at any time and names its dossier."""

from collections.abc import Callable

from ocop_core.conversation.dossiers import saying
from ocop_core.conversation.dossiers.looking import at_hand, every, renewals, seeds, to_exceed, upgradable
from ocop_core.conversation.dossiers.view import FORMED, REGISTRATION, REPORT, DossierView
from ocop_core.conversation.forms.field import PAGE, Context
from ocop_core.conversation.forms.stars import STARS
from ocop_core.conversation.said import Choice, Exit, Say
from ocop_core.conversation.state import State
from ocop_core.conversation.world import World
from ocop_core.text import shorten

WAYS: tuple[Exit, ...] = ("back", "later", "person")
LONGEST_LABEL = 60
Posing = Callable[[DossierView, State, World], Say]


def button(act: str, code: str, world: World, label: str = "", arg: object = "", **params: object) -> Choice:
    """A choice that does `act` with the dossier, at any time."""
    value = f"do:{act}:{code}:{arg}" if arg != "" else f"do:{act}:{code}"
    return Choice(value, label or world.label(f"dossier.do_{act.partition('.')[2]}", **params))


def of_dossier(posing: Posing) -> Callable[[State, World], Say]:
    """A screen about the dossier at hand; where that is gone, the way to a new one."""

    def posed(state: State, world: World) -> Say:
        view = at_hand(state, world)
        return posing(view, state, world) if view else _none(world)

    return posed


def _none(world: World) -> Say:
    acts = ("dossier.open", "dossier.requirements", "score.self", "idea.mine")
    choices = tuple(Choice(f"do:{act}", world.label(f"dossier.none_{act.partition('.')[2]}")) for act in acts)
    return Say("dossier.none", {}, choices, ("back", "person"))


def _list(state: State, world: World) -> Say:
    """Which of several; what is wanted with it goes along."""
    views, act = every(world), str(state.aside.get("act", "dossier.status"))
    if not views:
        return _none(world)
    page, arg = int(state.aside.get("page", 0)), str(state.aside.get("arg", ""))
    labels = [
        Choice(f"do:{act}:{view.code}" + (f":{arg}" if arg else ""), _called(view, world), n)
        for n, view in enumerate(views, start=1)
    ]
    fresh = Choice("do:dossier.open", world.label("dossier.none_open"), len(labels) + 2)
    return Say("dossier.which", {"count": len(views)}, pages(labels, page, "do:dossier.list", world, fresh), WAYS)


def _called(view: DossierView, world: World) -> str:
    label = world.label("dossier.called", name=view.name, state=world.label(f"dossier.state_{view.state}"))
    return shorten(label, LONGEST_LABEL)


def pages(choices: list[Choice], page: int, more: str, world: World, last: Choice | None = None) -> tuple[Choice, ...]:
    """At most five at once; the button for more names the page it opens, so that a second tap does no harm."""
    tail = (last,) if last else ()
    if len(choices) + len(tail) <= PAGE:
        # Without a button for more, the last one has no place to leave free before it.
        return (*choices, *(Choice(each.value, each.label) for each in tail))
    size = PAGE - 1 - len(tail)
    pages = -(-len(choices) // size)
    start = page % pages * size
    onward = Choice(f"{more}:{(page + 1) % pages}", world.label("nav.more"), len(choices) + 1)
    return (*choices[start : start + size], onward, *tail)


def _home(view: DossierView, state: State, world: World) -> Say:
    params = saying.about(view, world)
    if view.changeable:
        lines = (saying.lines(view, world), saying.still_open(view, world))
        params |= {"lines": "\n".join(line for line in lines if line)}
        return Say("dossier.home", params, _to_do(view, len(state.loose), world), WAYS)
    choices = (button("dossier.requirements", view.code, world), button("dossier.more", view.code, world))
    return Say(f"dossier.stands_{view.state}", params, choices, WAYS)


def _to_do(view: DossierView, waiting: int, world: World) -> tuple[Choice, ...]:
    """What comes next, the most urgent first: photos that wait for a word where they belong go before all."""
    blocking = [each.need.paper.id for each in view.blocking(world.today)]
    wanted = (
        ("dossier.facts", not view.answers.get("producer_kind")),
        ("dossier.hand_in", not blocking),
        ("dossier.reuse", bool(view.reusable)),
        ("dossier.send", any(paper not in FORMED for paper in blocking)),
        ("dossier.report", bool(view.open_answers(REPORT)[:-1] or view.open_answers(REGISTRATION))),
        ("score.self", bool(view.scored.unanswered)),
        ("dossier.requirements", True),
    )
    acts = [act for act, wants in wanted if wants][: PAGE - 1 - bool(waiting)]
    label = world.label("dossier.do_sort", count=waiting)
    sort = (button("dossier.sort", view.code, world, label),) if waiting else ()
    return (*sort, *(button(act, view.code, world) for act in (*acts, "dossier.more")))


def _more(view: DossierView, state: State, world: World) -> Say:
    acts = ["dossier.send", "dossier.report", "dossier.set", "dossier.star", "dossier.withdraw"]
    if not view.changeable:
        acts = ["dossier.mau01", "score.self", "dossier.list", "dossier.open"]
        acts += ["dossier.withdraw"] if view.state in ("submitted", "proposed", "appraising", "council") else []
    if state.aside.get("stars"):
        choices = tuple(
            button("dossier.star", view.code, world, world.label(f"dossier.stars.{name}"), star).with_(n=star)
            for name, star in STARS.items()
            if star > to_exceed(view, world)
        )
        return Say("dossier.star_ask", saying.about(view, world), choices, WAYS)
    return Say("dossier.more_ask", saying.about(view, world), tuple(button(a, view.code, world) for a in acts), WAYS)


def _handing(view: DossierView, state: State, world: World) -> Say:
    choices = (
        button("dossier.send_in", view.code, world),
        button("dossier.report", view.code, world, world.label("dossier.do_change")),
        button("dossier.send", view.code, world),
        button("dossier.mau01", view.code, world),
        button("dossier.mau02", view.code, world),
    )
    return Say("dossier.summary", saying.summary(view, world), choices, WAYS)


def _withdrawing(view: DossierView, state: State, world: World) -> Say:
    choices = (
        button("dossier.status", view.code, world, world.label("dossier.do_keep")),
        button("dossier.take_back", view.code, world),
    )
    return Say("dossier.withdraw_ask", saying.about(view, world), choices, WAYS)


def _set(state: State, world: World) -> Say:
    """The question for a set, as the opening form asks it."""
    field = world.knowledge.forms["dossier"].field("set")
    prompt = field.ask(Context("dossier", {}, state.aside.get("set", {}), world))
    return Say(prompt.key, dict(prompt.params), prompt.choices, WAYS)


def _renewals(state: State, world: World) -> Say:
    act, found = ("upgrade", upgradable(world)) if state.aside.get("act") else ("renew", renewals(world))
    choices = [
        Choice(f"do:certificate.{act}:{each.certificate}", shorten(each.name, LONGEST_LABEL), n)
        for n, each in enumerate(found, start=1)
    ]
    page, more = int(state.aside.get("page", 0)), "upgrades" if act == "upgrade" else "renewals"
    return Say(f"dossier.{act}_which", {}, pages(choices, page, f"do:dossier.{more}", world), WAYS)


def _from(state: State, world: World) -> Say:
    """Out of which idea a dossier is to grow, or out of none."""
    found = [
        Choice(f"do:dossier.open:{seed.code}", shorten(str(seed.answers["name"]), LONGEST_LABEL), n)
        for n, seed in enumerate(seeds(world), start=1)
    ]
    fresh = Choice("do:dossier.open:new", world.label("dossier.from_new"), len(found) + 2)
    page = int(state.aside.get("page", 0))
    return Say("dossier.from_which", {}, pages(found, page, "do:dossier.from", world, fresh), WAYS)


POSES: dict[str, Callable[[State, World], Say]] = {
    "dossiers": _list,
    "dossier": of_dossier(_home),
    "dossier_more": of_dossier(_more),
    "dossier_set": _set,
    "handing": of_dossier(_handing),
    "withdrawing": of_dossier(_withdrawing),
    "renewals": _renewals,
    "dossier_from": _from,
}
