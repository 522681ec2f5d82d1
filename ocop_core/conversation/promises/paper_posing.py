"""Poses what is asked about dated papers: which kind, which day, and the list of those that are known."""

from collections.abc import Sequence

from ocop_core.conversation.days import day_left, day_said
from ocop_core.conversation.forms.field import paged
from ocop_core.conversation.forms.reading import at_start
from ocop_core.conversation.meaning import ALWAYS
from ocop_core.conversation.promises.facts import PAPERS, Kept
from ocop_core.conversation.said import Choice, Say
from ocop_core.conversation.state import State
from ocop_core.conversation.world import World
from ocop_core.rulebook.promises import shipped_plans
from ocop_core.text import shorten

SHOWN_NAME = 60
KINDS = (
    "food_safety", "test", "barcode", "trademark", "quality", "vietgap", "organic", "halal", "health", "contract",
    "pledge", "alcohol", "other",
)  # fmt: skip


def ask(state: State, world: World) -> Say:
    """The view at hand, with the papers as they are now."""
    view = state.aside.get("view", "list")
    if view == "kind":
        labels = tuple(Choice(f"k{kind}", world.label(f"dated_paper.kind.{kind}")) for kind in KINDS)
        return Say("dated_paper.kind.ask", {}, paged(labels, state.aside.get("page", 0), world), ("back", "person"))
    if view == "date":
        kind = state.aside["kind"]
        told = shipped_plans()[kind].told
        params = {"paper": world.label(f"dated_paper.kind.{kind}_name")}
        key = f"paper.date_{kind}" if world.words.has(f"paper.date_{kind}") else f"paper.date_{told}"
        return Say(key, params, (), ("back", "person"))
    kept = world.look(PAPERS)
    chosen = next((each for each in kept if each.id == state.aside.get("id")), None)
    return _one(chosen, world) if view == "one" and chosen else _list(state, kept, world)


def _list(state: State, kept: Sequence[Kept], world: World) -> Say:
    new = Choice(f"{ALWAYS}paper.add", world.label("paper.add"))
    if not kept:
        return Say("paper.none", {}, (new,), ("back",))
    lines = "\n".join(f"• {_line(each, world)}" for each in kept)
    named = tuple(Choice(f"p{each.id}", _label(each, world)) for each in kept)
    shown = paged(named, state.aside.get("page", 0), world, (new,))
    return Say("paper.list", {"lines": lines}, shown, ("back",))


def _label(each: Kept, world: World) -> str:
    return shorten(at_start(each.name), SHOWN_NAME) if each.name else world.label(f"dated_paper.kind.{each.kind}")


def _line(each: Kept, world: World) -> str:
    name = at_start(each.name or world.label(f"dated_paper.kind.{each.kind}_name"))
    return world.label("promise.line_soon", name=name, day=day_left(world.words, each.ends_on, world.today))


def _one(each: Kept, world: World) -> Say:
    params = {"line": _line(each, world), "told": told_on(each, world)}
    ways = (("new", f"paper.new:{each.id}"), ("stop", f"promise.stop:paper:{each.id}"), ("list", "paper.list"))
    choices = tuple(Choice(f"{ALWAYS}{wish}", world.label(f"paper.way_{way}")) for way, wish in ways)
    return Say("paper.one_pictured" if each.has_photo else "paper.one", params, choices)


def told_on(each: Kept, world: World) -> str:
    """When the next reminder speaks, in words."""
    if each.told_on is None:
        return world.label("paper.told_no_more")
    return world.label("paper.told_on", day=day_said(world.words, each.told_on))
