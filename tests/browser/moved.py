"""Runs the program with its clock moved, for tests whose day must not end while they run."""

import os
import sys
from datetime import timedelta

from ocop_core import clock

SHIFT = "CLOCK_SHIFT"


def main() -> None:
    """The program as from the command line; the seconds stand in the environment."""
    real, shift = clock.utc_now, timedelta(seconds=float(os.environ.get(SHIFT, "0")))
    # Before anything else is loaded, as the entry points take the function by its name.
    clock.utc_now = lambda: real() + shift
    import ocop

    sys.argv[0] = "ocop"
    ocop.main()


if __name__ == "__main__":
    main()
