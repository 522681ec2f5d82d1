"""python -m bench.simulate [--years N] [--seed N]: a million certificate-years, and what must hold in every one.

The figures say what was lived through: looks of the scheduler, outages, clocks that jumped; faults must be none.
"""

import argparse
import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from math import ceil

from bench.promise_lives import run

# A little less than a certificate lives at the least on average, so that no year of those asked for is missing.
YEARS_EACH = 2.99
LIVES_AT_ONCE = 2_000


def main() -> None:
    """Runs the lives on all cores; ends with 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    start, parts = time.perf_counter(), ceil(asked.years / (YEARS_EACH * LIVES_AT_ONCE))
    total: dict[str, float] = {}
    faults: list[str] = []
    with ProcessPoolExecutor(asked.workers) as pool:
        for tally in pool.map(run, range(asked.seed, asked.seed + parts), [LIVES_AT_ONCE] * parts):
            found = asdict(tally)
            faults += found.pop("faults")
            total = {name: total.get(name, 0) + value for name, value in found.items()}
    print(json.dumps({**total, "faults": len(faults), "seconds": round(time.perf_counter() - start)}))
    for fault in faults[:20]:
        print(fault, file=sys.stderr)
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
