"""Nobody is written to unasked at night and on Tết."""

from datetime import datetime

import pytest

from ocop_core.clock import VIETNAM
from ocop_core.rulebook.quiet_hours import is_quiet, speaks_next


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("at", "speaks"),
    [
        ("2026-11-28T06:29", "2026-11-28T06:30"),
        ("2026-11-28T06:30", "2026-11-28T06:30"),
        ("2026-11-28T20:59", "2026-11-28T20:59"),
        ("2026-11-28T21:00", "2026-11-29T06:30"),
        ("2026-11-29T00:10", "2026-11-29T06:30"),
        # The eve of Tết 2027 is the fifth of February, the fifth day of it the tenth.
        ("2027-02-06T09:00", "2027-02-11T06:30"),
        ("2027-01-01T09:00", "2027-01-01T09:00"),
    ],
)
def test_one_may_write_from_half_past_six_to_nine_at_night_but_not_on_tet(at: str, speaks: str) -> None:
    assert speaks_next(moment(at)) == moment(speaks)
    assert is_quiet(moment(at)) == (at != speaks)
