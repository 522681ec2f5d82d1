"""Poses what is asked about certificates: which one, what can be done about it, why not any more."""

from collections.abc import Sequence

from ocop_core.conversation.days import day_left, day_said
from ocop_core.conversation.forms.field import paged
from ocop_core.conversation.meaning import ALWAYS
from ocop_core.conversation.promises.facts import CERTIFICATES, Held
from ocop_core.conversation.promises.reminding import CERTIFICATE, Matter, line_of, stage_now
from ocop_core.conversation.said import Choice, Say
from ocop_core.conversation.state import State
from ocop_core.conversation.world import World
from ocop_core.rulebook.working_days import hand_in_by, renewal_window
from ocop_core.text import shorten

REASONS = ("cost", "papers", "no_use", "stopped", "other")
LONGEST_LABEL = 40
_OPEN = {"", "opens", "half", "last_call", "last_day"}


def ask(state: State, world: World) -> Say:
    """The view at hand, with the certificates as they are now."""
    held, view = world.look(CERTIFICATES), state.aside.get("view", "list")
    chosen = next((each for each in held if each.id == state.aside.get("id")), None)
    if view == "why":
        return _why(state, chosen, world)
    if view == "words":
        return Say("certificate.why_words", {}, (), ("back",))
    if not held:
        ways = (_do("paper.list", "certificate.papers", world), _do("officer.contact", "menu.officer_contact", world))
        return Say("certificate.none", {}, ways, want="phone")
    if chosen is None and len(held) == 1:
        chosen = held[0]
    return _list(state, held, world) if chosen is None else one(chosen, world, _ways(chosen, held, world))


def _list(state: State, held: Sequence[Held], world: World) -> Say:
    lines = "\n".join(f"• {line_of(_matter(each), world.words, world.today)}" for each in held)
    choices = tuple(Choice(f"c{each.id}", shorten(each.name, LONGEST_LABEL)) for each in held)
    last = (_do("paper.list", "certificate.papers", world),)
    shown = paged(choices, state.aside.get("page", 0), world, last)
    return Say("certificate.list", {"count": len(held), "lines": lines}, shown, ("person",))


def one(each: Held, world: World, choices: tuple[Choice, ...]) -> Say:
    """One certificate, and what its days mean today."""
    window, today = renewal_window(each.ends_on), world.today
    params = {
        "name": each.name,
        "stars": each.stars,
        "number": " " + world.label("certificate.number", number=each.number) if each.number else "",
        "ends": day_left(world.words, each.ends_on, today),
        "opens": day_said(world.words, window.opens),
        "closes": day_left(world.words, window.closes, today),
        "safe": day_said(world.words, hand_in_by(window.closes)),
        "answered": world.label(f"certificate.answered_{each.answered}") if each.answered in _TOLD else "",
    }
    now = stage_now(each.ends_on, today)
    moment = "early" if not now else "open" if now in _OPEN else "missed" if today <= each.ends_on else "ended"
    return Say(f"certificate.one_{moment}", params, choices)


_TOLD = {"filed", "stopped"}
MOST_STARS = 5


def _ways(each: Held, held: Sequence[Held], world: World) -> tuple[Choice, ...]:
    now = stage_now(each.ends_on, world.today)
    acts: tuple[str, ...] = ("renew", "filed", "stop", "call") if now in _OPEN else ("call", "filed", "stop")
    if each.answered in _TOLD:
        acts = ("renew", "call") if now in _OPEN else ("call",)
    if not now and each.stars < MOST_STARS:
        # Any time is right for more stars (QĐ 26/2026/QĐ-TTg, Điều 7.5), and there is nothing else to do yet.
        acts = ("upgrade", "call")
    values = {"renew": f"certificate.renew:{each.id}", "upgrade": f"certificate.upgrade:{each.id}"}
    ways = tuple(
        _do(values.get(act, f"promise.{act}:certificate:{each.id}"), f"promise.certificate_way_{act}", world)
        for act in acts
    )
    others = _do("certificate.check", "certificate.others", world) if len(held) > 1 else None
    return (*ways, others or _do("paper.list", "certificate.papers", world))


def _why(state: State, chosen: Held | None, world: World) -> Say:
    labels = tuple(Choice(reason, world.label(f"certificate.why_{reason}")) for reason in REASONS)
    return Say("certificate.why", {"name": chosen.name if chosen else ""}, labels, ("back", "person"))


def _do(wish: str, key: str, world: World) -> Choice:
    return Choice(f"{ALWAYS}{wish}", world.label(key))


def _matter(each: Held) -> Matter:
    return Matter(CERTIFICATE, each.id, CERTIFICATE, each.name, each.ends_on, "", each.stars)
