"""Poses what is about papers: which one, how it is sent, its date, where photos belong, and what is needed."""

from collections.abc import Callable
from typing import Any

from ocop_core.conversation.dossiers import saying
from ocop_core.conversation.dossiers.looking import is_kept, one
from ocop_core.conversation.dossiers.posing import LONGEST_LABEL, WAYS, button, of_dossier, pages
from ocop_core.conversation.dossiers.sorting import likely, order
from ocop_core.conversation.dossiers.view import CHANGE, SAMPLES, UPDATE, DossierView
from ocop_core.conversation.forms.field import PAGE
from ocop_core.conversation.forms.stars import STARS
from ocop_core.conversation.said import Choice, Say
from ocop_core.conversation.state import State
from ocop_core.conversation.world import World
from ocop_core.rulebook import checklist
from ocop_core.rulebook.editions import edition_at
from ocop_core.rulebook.papers import Paper
from ocop_core.rulebook.producer import Producer
from ocop_core.text import shorten


def _papers(view: DossierView, state: State, world: World) -> Say:
    """Which paper comes now: those that came back first, then those that are missing."""
    page = int(state.aside.get("page", 0))
    act = "dossier.put" if state.loose and state.aside.get("put") else "dossier.paper"
    choices = [
        button(act, view.code, world, _marked(each.need.paper, each.standing.state, world), each.need.paper.id)
        for each in order(view, world.today)
    ]
    numbered = [Choice(c.value, c.label, n) for n, c in enumerate(choices, start=1)]
    return Say(
        "dossier.paper_which",
        saying.about(view, world),
        pages(numbered, page, f"do:dossier.send:{view.code}", world),
        WAYS,
    )


def _marked(paper: Paper, state: str, world: World) -> str:
    return shorten(world.label(f"dossier.paper_{state}", paper=paper.name), LONGEST_LABEL)


def _paper(view: DossierView, state: State, world: World) -> Say:
    """One paper: how it is sent, and the end of it."""
    paper = view.paper(str(state.aside["paper"]))
    sheet = view.sheet(paper.id)
    pages = sheet.pages if sheet and sheet.state in ("draft", "given") else 0
    done = button("dossier.done", view.code, world, "", paper.id)
    other = button("dossier.send", view.code, world, world.label("dossier.do_other"))
    more = max(0, state.more - state.again)
    params: dict[str, Any] = {"paper": paper.name, "what": paper.what, "where": paper.where}
    params |= {"count": pages, "more": more}
    if paper.id == SAMPLES:
        return Say(
            "dossier.samples_ask", params, (Choice(done.value, world.label("dossier.samples_done")), other), WAYS
        )
    fresh = button("dossier.fresh", view.code, world, "", paper.id)
    choices = (done, fresh, other) if sheet and sheet.state == "given" else (done, other) if pages else (other,)
    if paper.id in (UPDATE, CHANGE):
        choices = (button("dossier.report", view.code, world), *choices)
    gone = "dossier.paper_again" if _came_back(view, paper.id) else "dossier.paper_ask"
    key = gone if not pages else "dossier.paper_run" if more else "dossier.paper_more"
    comment = sheet.comment or sheet.before if sheet else ""
    return Say(key, {**params, "comment": comment}, choices, WAYS, want="photo")


def _came_back(view: DossierView, paper: str) -> bool:
    sheet = view.sheet(paper)
    return sheet is not None and bool(sheet.comment if sheet.state == "returned" else sheet.before)


def _date(view: DossierView, state: State, world: World) -> Say:
    paper = view.paper(str(state.aside["paper"]))
    kind = "ends" if paper.validity.kind == "on_paper" else "issued"
    skip = button("dossier.undated", view.code, world, "", paper.id)
    return Say(f"dossier.date_{kind}", {"paper": paper.name, "rule": paper.validity.rule}, (skip,), WAYS)


def _sort(view: DossierView, state: State, world: World) -> Say:
    """To which paper photos belong that came out of the blue: all of them, or the one that is shown."""
    one = "placed" in state.aside
    several = len(state.loose) > 1 and not one
    found = [each.need.paper for each in likely(view, world.today)][: PAGE - 2 - several]
    choices = [button("dossier.put", view.code, world, shorten(p.name, LONGEST_LABEL), p.id) for p in found]
    acts = ("dossier.each", "dossier.other", "dossier.no_paper")[not several :]
    choices += [button(act, view.code, world) for act in acts]
    if one:
        return _sort_one(state, tuple(choices), world)
    key = "dossier.sort_run" if state.more else "dossier.sort_ask"
    params = {**saying.about(view, world), "count": len(state.loose), "more": state.more}
    return Say(key, params, tuple(choices), ("person",))


def _sort_one(state: State, choices: tuple[Choice, ...], world: World) -> Say:
    """The first of the photos that wait, shown where it has arrived, as nobody counts twelve of them in their mind."""
    number, first = int(state.aside["placed"]) + 1, state.loose[0]
    params = {"number": number, "of": number - 1 + len(state.loose)}
    shown = (first,) if is_kept(first, world) else ()
    return Say("dossier.sort_one", params, choices, ("person",), alone=True, files=shown)


def _needs(state: State, world: World) -> Say:
    """Five papers at a time, of the dossier at hand or of any set."""
    view = one(str(state.aside.get("code", "")), world)
    law = view.edition if view else edition_at(world.today)
    assert law is not None
    set_no, stars = (view.set_no, view.stars) if view else (int(state.aside["set_no"]), int(state.aside["stars"]))
    needs = view.needs if view else checklist.needed(law, set_no, stars, Producer())
    needs = tuple(need for need in needs if need.required) if not state.aside.get("all") else needs
    page = int(state.aside.get("page", 0))
    start = page * PAGE
    shown = needs[start : start + PAGE]
    params = {
        "lines": saying.need_lines(shown, start + 1, view, world),
        "set": world.knowledge.sets.get(set_no).plain,
        "stars": stars,
        "count": len(needs),
    }
    choices = _needs_choices(view, set_no, stars, page, start + PAGE < len(needs), bool(state.aside.get("all")), world)
    key = "dossier.needs" if not page else "dossier.needs_more"
    return Say(key, params, choices, WAYS)


def _needs_choices(
    view: DossierView | None, set_no: int, stars: int, page: int, more: bool, all_: bool, world: World
) -> tuple[Choice, ...]:
    whose = view.code if view else f"{set_no}-{stars}"
    found = [button("dossier.needs", whose, world, world.label("nav.more"), f"{page + 1}-{int(all_)}")] if more else []
    if not all_:
        found.append(button("dossier.needs", whose, world, world.label("dossier.do_all"), "0-1"))
    if view and view.changeable:
        return (*found, button("dossier.send", view.code, world))
    if view:
        return (*found, button("dossier.status", view.code, world))
    others = [star for star in STARS.values() if star != stars]
    found += [
        button("dossier.needs", f"{set_no}-{s}", world, world.label("dossier.star_label", stars=s), "0-0")
        for s in others
    ]
    return (*found[: PAGE - 1], Choice("do:dossier.open", world.label("dossier.none_open")))


POSES: dict[str, Callable[[State, World], Say]] = {
    "sending": of_dossier(_papers),
    "paper": of_dossier(_paper),
    "paper_date": of_dossier(_date),
    "sort": of_dossier(_sort),
    "needs": _needs,
}
