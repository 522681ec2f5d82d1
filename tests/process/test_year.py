"""A year of the demo, tick by tick: the ledger of three producers is as it was reckoned by hand on a calendar."""

from datetime import date
from pathlib import Path

import pytest

from bench import year
from ocop_core.services.knowledge import load_knowledge

# 22/05/2027: 180 days before is 23/11 (7 + 31 + 31 + 28 + 31 + 30 + 22), 150 is 23/12, 130 is 12/01, 120 is 22/01,
# 119 is 23/01, 30 is 22/04. The one that ends on 20/05 was two days inside its window when the year began.
# 21/07/2027: 180 is 22/01 (9 + 28 + 31 + 30 + 31 + 30 + 21), 150 is 21/02, 130 is 13/03, 120 is 23/03, 30 is 21/06.
# 18/05/2027, without a chat: 150 is 19/12, 130 is 08/01, 120 is 18/01, 119 is 19/01, 30 is 18/04. No day is a holiday.
BY_HAND = {
    date(2027, 5, 22): "23/11/2026 23/12/2026 12/01/2027 22/01/2027 23/01/2027 22/04/2027 22/05/2027",
    date(2027, 5, 20): "23/11/2026 21/12/2026 10/01/2027 20/01/2027 21/01/2027 20/04/2027 20/05/2027",
    date(2027, 7, 21): "22/01/2027 21/02/2027 13/03/2027 23/03/2027 24/03/2027 21/06/2027 21/07/2027",
    date(2027, 5, 18): "23/11/2026 19/12/2026 08/01/2027 18/01/2027 19/01/2027 18/04/2027 18/05/2027",
}
STAGES = ["opens", "half", "last_call", "last_day", "missed", "soon", "ended"]
# Seven days after the last call, or at once where there is no chat.
CALLS = {
    date(2027, 5, 22): "từ 19/01/2027, vì không trả lời",
    date(2027, 5, 20): "từ 17/01/2027, vì không trả lời",
    date(2027, 7, 21): "từ 20/03/2027, vì không trả lời",
    date(2027, 5, 18): "từ 23/11/2026, vì không có chat",
}


@pytest.mark.slow
async def test_the_ledger_of_a_year_is_as_reckoned_by_hand_and_as_the_page_says(tmp_path: Path) -> None:
    found = await year.walk(tmp_path)
    for ends, days in BY_HAND.items():
        told = found[ends]
        assert [f"{each.day:%d/%m/%Y}" for each in told.heard] == days.split()
        assert [each.stage for each in told.heard] == STAGES
        (call,) = told.calls
        assert call.startswith(CALLS[ends]) and "chuyển cấp tỉnh" in call
    first, second = (found[date(2027, 5, day)].heard[0] for day in (22, 20))
    assert first.text == second.text and "2 việc có hạn" in first.text
    assert year.written(found, load_knowledge().words) == year.FILE.read_text(encoding="utf-8")
