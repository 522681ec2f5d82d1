"""The rulebook: loading it in a fresh process, and one checklist, one score, one way up for each of the 26 sets."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bench.report import Figure, middle, percentile
from ocop_core.rulebook.cheapest import cheapest
from ocop_core.rulebook.checklist import Held, missing, needed
from ocop_core.rulebook.editions import Edition, edition
from ocop_core.rulebook.producer import Producer
from ocop_core.rulebook.scoring import score

if TYPE_CHECKING:
    from bench.__main__ import Plan

ROOT = Path(__file__).resolve().parents[1]
LOAD_TARGET = 0.3
CALL_TARGET = 1.0
# Python itself starts before the clock does; importing the modules counts.
LOAD = """
import time
began = time.perf_counter()
from ocop_core.rulebook.editions import load_editions
load_editions()
print(time.perf_counter() - began)
"""


async def measure(plan: "Plan") -> list[Figure]:
    """Loads in fresh processes, then calls each function for every set and star."""
    loads = [_load() for _ in range(3 if plan.quick else 9)]
    law = edition("QD26")
    rounds = 20 if plan.quick else 200
    middles = {number: _middling(law, number) for number in law.criteria}
    aims = [(number, star) for number in law.criteria for star in (3, 4, 5)]
    producer, papers = Producer(), [Held("registration"), Held("food_safety"), Held("trademark")]
    today = law.law.checked

    def checklist(number: int, star: int) -> None:
        missing(needed(law, number, star, producer), papers, today)

    def way_up(number: int, star: int) -> None:
        cheapest(law, number, middles[number], star)

    return [
        Figure(
            "rulebook, load in a fresh process", "s", middle(loads), min(loads), target=LOAD_TARGET, want="at most",
            note=f"{len(law.criteria)} sets, {sum(len(each.all) for each in law.criteria.values())} criteria",
        ),
        _calls("checklist and what is missing", checklist, aims, rounds),
        _calls("score", lambda number, _: score(law, number, middles[number]), aims, rounds),
        _calls("way up from half the points", way_up, aims, rounds),
        _calls("way up from nothing", lambda number, star: cheapest(law, number, {}, star), aims, rounds),
    ]  # fmt: skip


def _load() -> float:
    ran = subprocess.run([sys.executable, "-c", LOAD], cwd=ROOT, capture_output=True, text=True, check=True)
    return float(ran.stdout)


def _middling(law: Edition, number: int) -> dict[str, int]:
    return {each.code: each.ladder[len(each.ladder) // 2] for each in law.criteria[number].all}


def _calls(name: str, call: Callable[[int, int], object], aims: list[tuple[int, int]], rounds: int) -> Figure:
    took = []
    for number, star in aims * rounds:
        began = time.perf_counter()
        call(number, star)
        took.append((time.perf_counter() - began) * 1000)
    note = f"all sets and stars, p99 {percentile(took, 0.99):.2f} ms"
    return Figure(f"rulebook, {name}", "ms", middle(took), min(took), target=CALL_TARGET, want="at most", note=note)
