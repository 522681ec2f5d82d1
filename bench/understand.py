"""Understanding: microseconds for a step of the conversation and for the readers it leans on."""

import time
import unicodedata
from collections.abc import Callable, Sequence
from random import Random
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

from bench import people
from bench.report import Figure, middle
from ocop_core.clock import utc_now
from ocop_core.conversation.engine import step
from ocop_core.conversation.world import World
from ocop_core.services.knowledge import load_knowledge
from ocop_core.text.fold import fold

if TYPE_CHECKING:
    from bench.__main__ import Plan

ROUNDS = 7
BARE = "NFD without marks, nothing else"
FUZZY = "rapidfuzz token_set_ratio over the folded names"


async def measure(plan: "Plan") -> list[Figure]:
    """Each on texts that people type; there is no target, the dialogue as a whole has one."""
    knowledge, now = load_knowledge(), utc_now()
    walks = [people.walk(knowledge, Random(i), now) for i in range(20 if plan.quick else 200)]
    steps = [(m.before, m.inbound, World(knowledge, now, m.consented, code="YT-22222")) for walk in walks for m in walk]
    sets = [fold(each.name) for each in knowledge.sets.all]
    places = [fold(name) for name in (*(u.name for u in knowledge.province.units), *_old(knowledge.province))]
    return [
        _figure("step", [steps] * ROUNDS, lambda each: step(*each)),
        _figure("Sets.likely", [people.NAMES] * ROUNDS, knowledge.sets.likely, _fuzzy(sets), FUZZY),
        _figure("Province.find", [people.PLACES] * ROUNDS, knowledge.province.find, _fuzzy(places), FUZZY),
        _figure("fold, a text seen before", [people.NAMES] * ROUNDS, fold, _bare, BARE),
        _figure("fold, a new text", [_new_texts(i) for i in range(ROUNDS)], fold, _bare, BARE),
    ]


def _old(province: Any) -> list[str]:
    return [old.label for old in province.old_units]


def _fuzzy(names: Sequence[str]) -> Callable[[str], Any]:
    return lambda text: process.extractOne(fold(text), names, scorer=fuzz.token_set_ratio)


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).lower()


def _new_texts(turn: int) -> list[str]:
    """Texts that no round before this one has seen, so that none is remembered."""
    return [f"{name} {turn}/{i}" for i in range(100) for name in (*people.NAMES, *people.PLACES)]


def _figure(
    name: str,
    rounds: Sequence[Sequence[Any]],
    ours: Callable[[Any], Any],
    peer: Callable[[Any], Any] | None = None,
    peer_name: str = "",
) -> Figure:
    mine = [_micros(texts, ours) for texts in rounds]
    theirs = middle([_micros(texts, peer) for texts in rounds]) if peer else None
    return Figure(name, "µs", middle(mine), min(mine), theirs, peer_name, want="at most")


def _micros(texts: Sequence[Any], work: Callable[[Any], Any]) -> float:
    begun = time.perf_counter()
    for text in texts:
        work(text)
    return (time.perf_counter() - begun) / len(texts) * 1_000_000
