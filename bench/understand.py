"""Understanding: phrases and whole lines a second on one core, until ready, memory, and how often rightly."""

import itertools
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bench.report import Figure, middle, say
from ocop_core.knowledge.library import shipped
from ocop_core.rulebook.places import load_province
from ocop_core.rulebook.sets import load_sets
from ocop_core.understanding.everything import everything
from ocop_core.understanding.reader import Reader
from ocop_core.understanding.report import NEWEST, outcomes, read_cases, share_right, share_wrong_acts
from ocop_core.understanding.teaching import teach

if TYPE_CHECKING:
    from bench.__main__ import Plan

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "messages" / "vi" / "phrases"
CASES = ROOT / "tests" / "understanding" / "phrases.tsv"
UNSEEN = CASES.with_name(f"phrases_{NEWEST}.tsv")
ROUNDS = 7
TARGET_PHRASES, TARGET_LINES = 5_000, 2_000
TARGET_READY_S, TARGET_MIB, TARGET_RIGHT, TARGET_WRONG = 0.3, 30, 95, 1
AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
# A fresh process, so that nothing is warm and nothing else is counted.
_ALONE = """
import resource, sys, time
from pathlib import Path
import ocop_core.understanding.teaching as teaching
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20
before = resident()
started = time.perf_counter()
reader = teaching.teach(Path(sys.argv[1]))
ready = time.perf_counter() - started
for line in Path(sys.argv[2]).read_text("utf-8").splitlines()[1:]:
    reader.read(line.split("\\t")[2])
print(ready, resident() - before)
"""


async def measure(plan: "Plan") -> list[Figure]:
    """Speed on the phrases of the test set, each made a new one every round by a word at its end."""
    rounds = 2 if plan.quick else ROUNDS
    cases = read_cases(CASES)
    phrases = [case.phrase for case in cases]
    reader = teach(FOLDER)
    say("  reading")
    sets, province, library = load_sets(), load_province(), shipped()

    def whole(text: str) -> object:
        return everything(text, AT, reader, sets, province, library, lambda entry: entry.answer)

    reading = _rates(reader.read, phrases, rounds)
    lines = _rates(whole, phrases, rounds)
    say("  starting anew")
    fresh = [_fresh() for _ in range(rounds)]
    return [
        _rate("understand, phrases", reading, TARGET_PHRASES),
        _rate("understand, whole lines", lines, TARGET_LINES),
        _at_most("understand, ready", "s", [ready for ready, _ in fresh], TARGET_READY_S),
        _at_most("understand, memory added", "MiB", [memory for _, memory in fresh], TARGET_MIB),
        *_rightness(reader),
    ]


def _rates(read: Callable[[str], object], phrases: Sequence[str], rounds: int) -> list[float]:
    """Phrases a second, round by round; the first round, in which every word is new, is not counted."""
    endings = itertools.cycle(("nha", "nghen", "em", "ạ", "nhé", "hen", "vậy", "đó"))
    rates: list[float] = []
    for ending in itertools.islice(endings, rounds + 1):
        texts = [f"{phrase} {ending}" for phrase in phrases]
        started = time.perf_counter()
        for text in texts:
            read(text)
        rates.append(len(texts) / (time.perf_counter() - started))
    return rates[1:]


def _fresh() -> tuple[float, float]:
    """Seconds until ready and MiB added, in a process of its own."""
    command = [sys.executable, "-c", _ALONE, str(FOLDER), str(CASES)]
    ready, memory = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout.split()
    return float(ready), float(memory)


def _rightness(reader: Reader) -> list[Figure]:
    unseen = outcomes(reader, read_cases(UNSEEN))
    right, wrong = 100 * share_right(unseen), 100 * share_wrong_acts(unseen)
    note = f"{len(unseen)} phrases, 94.5 % right and 0.9 % wrong acts at first look"
    return [
        Figure("understand, right at first", "%", right, target=TARGET_RIGHT, note=note),
        Figure("understand, wrong acts", "%", wrong, target=TARGET_WRONG, want="at most", note=note),
    ]


def _rate(name: str, rates: Sequence[float], target: float) -> Figure:
    return Figure(name, "/s", middle(rates), best=max(rates), target=target, note="one core")


def _at_most(name: str, unit: str, values: Sequence[float], target: float) -> Figure:
    return Figure(name, unit, middle(values), best=min(values), target=target, want="at most")
