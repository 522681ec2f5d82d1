"""Runs the program with its clock moved, for tests whose day must not end while they run, and who would not wait."""

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

from ocop_core import clock

# The name of a file in which stands by how many seconds; nought where there is none.
SHIFT = "CLOCK_SHIFT"


def main() -> None:
    """The program as from the command line; its clock follows the file."""
    real, shift = clock.utc_now, Path(os.environ.get(SHIFT) or os.devnull)

    def moved() -> datetime:
        return real() + timedelta(seconds=float(shift.read_text() or 0))

    # Before anything else is loaded, as the entry points take the function by its name.
    clock.utc_now = moved
    import ocop

    sys.argv[0] = "ocop"
    ocop.main()


def move(env: dict[str, str], seconds: float) -> None:
    """Moves the clock of a program that runs with these settings."""
    shift = Path(env[SHIFT])
    whole = float(shift.read_text() or 0) + seconds
    # In one piece, or the program might read half a number.
    part = shift.with_suffix(".part")
    part.write_text(str(whole))
    part.replace(shift)


if __name__ == "__main__":
    main()
