"""What people can be chosen by on a page, and what was chosen there."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from aiohttp import web
from multidict import MultiMapping

from admin.panel import officer, panel
from ocop_core.errors import Refused
from ocop_core.rulebook.dossier_steps import STATES
from ocop_core.rulebook.editions import edition
from ocop_core.rulebook.working_days import IN_FORCE
from ocop_core.services import ideas
from ocop_core.services.announcements import invited
from ocop_core.services.announcements.audience import Audience
from ocop_core.services.announcements.previewing import IN_ONE

STARS = (3, 4, 5)
ENDS = (60, 120, 180, 365)


def choices(request: web.Request) -> dict[str, Any]:
    """What one may choose people by, for the page that offers it."""
    knowledge = panel(request).knowledge
    return {
        "units": () if officer(request).role == "commune" else knowledge.province.units,
        "sets": knowledge.sets.all,
        "states": ideas.STATES,
        # A draft is the producer's own affair, and has no words here.
        "ways": [state for state in STATES if knowledge.words.has(f"admin_dossier.state.{state}")],
        "papers": edition(IN_FORCE).papers,
        "stars": STARS,
        "ends": ENDS,
    }


def read_choice(request: web.Request, given: MultiMapping[Any], until: str = "ends") -> Audience:
    """What was ticked; without anything everybody is meant. Raises Refused for what no form of ours offers.

    It must not count as nothing, or everybody would be meant. `until` is the name of the field that says how soon
    certificates run out.
    """

    def told(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(str(value) for value in given.getall(name, ()) if value))

    def numbers(name: str) -> tuple[int, ...]:
        return tuple(whole(value) for value in told(name) if whole(value))

    _check_offered(request, told)
    ends, silent, event = numbers(until), numbers("silent_of"), numbers("event")
    chosen = Audience(
        units=told("unit"),
        sets=numbers("set"),
        stars=numbers("star"),
        ideas=told("idea"),
        dossiers=told("dossier"),
        lacks=next(iter(told("lacks")), "")[:40],
        ends=ends[0] if ends else None,
        channels=told("channel"),
        lists=numbers("list"),
        silent_of=silent[0] if silent else None,
        event=event[0] if event else None,
        answers=told("answer") if event else (),
    )
    return chosen if chosen.named else replace(chosen, everyone=True)


def _check_offered(request: web.Request, told: Callable[[str], tuple[str, ...]]) -> None:
    """Raises Refused where a commune, a state, a paper, a channel or an answer is named that nobody could tick."""
    offered = choices(request)
    known: dict[str, Collection[str]] = {
        "unit": {unit.code for unit in panel(request).knowledge.province.units},
        "idea": set(offered["states"]),
        "dossier": set(offered["ways"]),
        "lacks": {paper.id for paper in offered["papers"]},
        "channel": IN_ONE,
        "answer": invited.ANSWERS,
    }
    if any(not set(told(name)).issubset(values) for name, values in known.items()):
        raise Refused("access.none")


def whole(text: str) -> int:
    """A number that was posted; 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0
