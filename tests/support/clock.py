"""A clock that stands still until a test moves it."""

from datetime import datetime, timedelta

from ocop_core.clock import VIETNAM

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM)


class Clock:
    """Call it for the present moment; `go` moves it on."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def go(self, **passed: float) -> datetime:
        """Lets time pass, e.g. `clock.go(hours=3)`, and returns the new moment."""
        self.now += timedelta(**passed)
        return self.now
