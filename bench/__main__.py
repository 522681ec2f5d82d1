"""python -m bench [name…] [--json] [--quick]: measures, and says beside what."""

import argparse
import asyncio
import importlib
from dataclasses import dataclass
from pathlib import Path

from bench.report import Figure, as_json, machine, say, table

NAMES = (
    "understand",
    "startup",
    "dialogue",
    "zalo",
    "relay",
    "announce",
    "rulebook",
    "dossier",
    "knowledge",
    "office",
    "promises",
    "importing",
)
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Plan:
    """How to measure: `quick` is smaller everywhere and good for a look only; `folder` is on a disk."""

    quick: bool
    folder: Path


def main() -> None:
    """Runs the benchmarks that are named, or all."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("name", nargs="*", help=", ".join(NAMES))
    parser.add_argument("--json", action="store_true", help="one JSON object a line on standard output")
    parser.add_argument("--quick", action="store_true", help="smaller, for a look")
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "bench", help="where databases are made")
    asked = parser.parse_args()
    unknown = set(asked.name) - set(NAMES)
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    asked.folder.mkdir(parents=True, exist_ok=True)
    say(machine())
    figures: list[Figure] = []
    for name in asked.name or NAMES:
        say(f"· {name}")
        found = asyncio.run(importlib.import_module(f"bench.{name}").measure(Plan(asked.quick, asked.folder)))
        figures += found
        if asked.json:
            print("\n".join(map(as_json, found)), flush=True)
    if not asked.json:
        print(table(figures))
    say(machine())


if __name__ == "__main__":
    main()
