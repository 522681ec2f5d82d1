"""Papers that run out, added by anyone in two answers: which, and its day; listed, made anew, left."""

from collections.abc import Callable, Sequence
from datetime import date

from ocop_core.conversation.days import day_said
from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.forms.reading import longest
from ocop_core.conversation.misses import missed
from ocop_core.conversation.moves import leave, park
from ocop_core.conversation.pose import pose
from ocop_core.conversation.promises.effects import KeepPaper, PicturePaper
from ocop_core.conversation.promises.facts import PAPERS, Kept
from ocop_core.conversation.promises.paper_posing import KINDS
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import World
from ocop_core.rulebook.promises import Plan, shipped_plans
from ocop_core.text import parse_date

MODE = "papers"
MOST_YEARS_BACK, MOST_YEARS_AHEAD = 12, 20
Otherwise = Callable[[State, Meant, World], Turn]


def listed(state: State, rest: str, world: World) -> Turn:
    """All papers of the person."""
    return pose(park(state, world).with_(mode=MODE, aside={"view": "list"}), world)


def add(state: State, rest: str, world: World) -> Turn:
    """A new paper; its kind may be named at once."""
    kind = rest if rest in KINDS else _kind(rest, world)
    aside = {"view": "date", "kind": kind} if kind else {"view": "kind"}
    return pose(park(state, world).with_(mode=MODE, aside=aside), world)


def see(state: State, rest: str, world: World) -> Turn:
    """One paper."""
    chosen = _chosen(rest, world)
    aside = {"view": "one", "id": chosen.id} if chosen else {"view": "list"}
    return pose(park(state, world).with_(mode=MODE, aside=aside), world)


def anew(state: State, rest: str, world: World) -> Turn:
    """The paper was made anew: its new day."""
    chosen = _chosen(rest, world)
    if chosen is None:
        return pose(park(state, world).with_(mode=MODE, aside={"view": "list"}), world, Say("paper.unknown"))
    aside = {"view": "date", "kind": chosen.kind, "id": chosen.id}
    return pose(park(state, world).with_(mode=MODE, aside=aside), world)


def _chosen(rest: str, world: World) -> Kept | None:
    return next((each for each in world.look(PAPERS) if str(each.id) == rest), None)


def heard(state: State, meant: Meant, world: World, otherwise: Otherwise) -> Turn:
    """A paper of the list, a kind, a day; all else as outside of it."""
    choice, view = meant.choice or "", state.aside.get("view")
    if choice == "more":
        return pose(state.with_(aside={**state.aside, "page": state.aside.get("page", 0) + 1}), world)
    if choice.startswith("p") and choice[1:].isdecimal():
        return pose(state.with_(aside={"view": "one", "id": int(choice[1:])}), world)
    if meant.command == "nav.back":
        return _back(state, world)
    if meant.command or view not in {"kind", "date"}:
        return otherwise(leave(state), meant, world)
    return (_heard_kind if view == "kind" else _heard_date)(state, meant, world, otherwise)


def _back(state: State, world: World) -> Turn:
    if state.aside.get("view") == "date" and "id" not in state.aside:
        return pose(state.with_(aside={"view": "kind"}), world)
    return pose(state.with_(aside={"view": "list"}) if state.aside.get("view") != "list" else leave(state), world)


def _heard_kind(state: State, meant: Meant, world: World, otherwise: Otherwise) -> Turn:
    kind = (meant.choice or "").removeprefix("k") or _kind(meant.text, world)
    if kind in KINDS:
        day = parse_date(meant.text, world.today) if not meant.choice else None
        dated = state.with_(aside={"view": "date", "kind": kind}, misses=0)
        return _taken(dated, day, world) if day else pose(dated, world)
    return _elsewhere(state, meant, world, otherwise) or missed(state, world, Say("dated_paper.kind.retry"))


def _kind(text: str, world: World) -> str:
    found = {
        kind: longest(text, (world.label(f"dated_paper.kind.{kind}"), *world.listed(f"dated_paper.kind.{kind}_words")))
        for kind in KINDS
    }
    best = max(found, key=lambda kind: found[kind])
    return best if found[best] else ""


def _heard_date(state: State, meant: Meant, world: World, otherwise: Otherwise) -> Turn:
    day = parse_date(meant.text, world.today)
    if day is None:
        return _elsewhere(state, meant, world, otherwise) or missed(state, world, Say("paper.date_retry"))
    return _taken(state, day, world)


def _taken(state: State, day: date, world: World) -> Turn:
    plan = shipped_plans()[state.aside["kind"]]
    if problem := _doubt(plan, day, world.today):
        return missed(state, world, Say(f"paper.date_{problem}", {"day": day_said(world.words, day)}))
    kept = KeepPaper(plan.id, day, int(state.aside.get("id", 0)))
    return pose(leave(state), world, kept)


def _doubt(plan: Plan, day: date, today: date) -> str:
    """What speaks against a day; "" where nothing does."""
    if plan.told != "end" and day > today:
        return "to_come"
    if not today.year - MOST_YEARS_BACK <= day.year <= today.year + MOST_YEARS_AHEAD:
        return "far"
    return "over" if plan.ends_on(day) < today else ""


def _elsewhere(state: State, meant: Meant, world: World, otherwise: Otherwise) -> Turn | None:
    """What is plainly a wish or a question is done; the two answers are soon given again."""
    if not meant.text:
        return None
    wish = world.knowledge.wish(meant.text)
    asks = bool(wish and wish.whole) or world.knowledge.asks(meant.text)
    return otherwise(leave(state), meant, world) if asks else None


def pictured(state: State, files: Sequence[int], world: World) -> Turn | None:
    """A photo that came while one paper is at hand belongs to it; None where none is."""
    if state.mode != MODE or state.aside.get("view") != "one" or not files:
        return None
    return pose(state, world, PicturePaper(int(state.aside["id"]), files[-1]))
