"""What a benchmark found, as a short table or as one JSON object a line."""

import json
import os
import statistics
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing. `ours` is the median of the rounds, `best` the best of them.

    `peer` is what the other program reached in the same run; `want` says on which side of `target` is good.
    """

    name: str
    unit: str
    ours: float
    best: float | None = None
    peer: float | None = None
    peer_name: str = ""
    target: float | None = None
    want: Literal["at least", "at most"] = "at least"
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the median reaches the target; None where there is none."""
        if self.target is None:
            return None
        return self.ours >= self.target if self.want == "at least" else self.ours <= self.target


def middle(rounds: Sequence[float]) -> float:
    """The median of several rounds."""
    return statistics.median(rounds)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def say(text: str) -> None:
    """Progress, beside the figures."""
    print(text, file=sys.stderr, flush=True)


def machine() -> str:
    """How busy the machine is, as figures of a busy one say little."""
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} CPUs, load {load:.1f}, Python {sys.version.split()[0]}"


def megabytes(process: int | str, which: Literal["VmRSS", "VmHWM"] = "VmRSS") -> float:
    """The memory of a process by its number or "self": now, or the most of its life.

    Not what `getrusage` calls the most, which begins with what the process held that started it.
    """
    lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{which}:")) / 1024


def as_json(figure: Figure) -> str:
    """The figure as one line."""
    return json.dumps({**asdict(figure), "met": figure.met}, ensure_ascii=False)


def table(figures: Iterable[Figure]) -> str:
    """The figures in columns: name, ours, peer, target, note."""
    rows = [("name", "ours", "peer", "target", "note"), *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join([*(row[i].ljust(widths[i]) for i in range(4)), row[4]]).rstrip() for row in rows]
    lines.insert(1, "  ".join("─" * width for width in widths))
    return "\n".join(lines)


def _row(figure: Figure) -> tuple[str, str, str, str, str]:
    ours = f"{_number(figure.ours)} {figure.unit}"
    if figure.best is not None:
        ours += f" (best {_number(figure.best)})"
    peer = "" if figure.peer is None else f"{_number(figure.peer)} {figure.unit}"
    sign = "≥" if figure.want == "at least" else "≤"
    mark = {True: " ✓", False: " ✗", None: ""}[figure.met]
    target = "" if figure.target is None else f"{sign} {_number(figure.target)}{mark}"
    note = "; ".join(part for part in (figure.peer_name and f"peer: {figure.peer_name}", figure.note) if part)
    return figure.name, ours, peer, target, note


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
