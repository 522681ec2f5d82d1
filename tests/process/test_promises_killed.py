"""Two schedulers that are really killed say nothing twice and leave nothing out."""

from pathlib import Path

import pytest

from bench.soak_promises import soak


@pytest.mark.slow
def test_two_schedulers_killed_again_and_again(tmp_path: Path) -> None:
    found = soak(tmp_path, certificates=12, days=40, kills=5, seed=3)
    assert found["faults"] == []
    assert found["kills"] == 5 and int(str(found["sent"])) >= 8
