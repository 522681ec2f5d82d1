"""`ocop chat` is killed at every line: the same question goes on, no answer is lost."""

import json
import random
import time
from pathlib import Path
from typing import Any

import pytest

from tests.process.talker import Talker
from tests.process.way import CODE, KEPT, WAY, finish, go_on, rows


@pytest.mark.slow
def test_killed_after_every_single_answer_the_conversation_still_reaches_its_receipt(
    talker: Talker, tmp_path: Path
) -> None:
    last: dict[str, Any] = {}
    for line, field in WAY[:-1]:
        talker.open()
        last = go_on(talker, line, field, last)
        talker.kill()
    talker.open()
    finish(talker, tmp_path, go_on(talker, *WAY[-1], last))
    assert talker.close() == 0
    assert rows(tmp_path, "select count(*) from inbox") == [(len(WAY),)]


@pytest.mark.slow
@pytest.mark.parametrize("killed_after", [1, 5, 9, 15])
def test_killed_after_any_answer_the_conversation_goes_on_where_it_was(
    talker: Talker, tmp_path: Path, killed_after: int
) -> None:
    last: dict[str, Any] = {}
    talker.open()
    for line, field in WAY[:killed_after]:
        last = go_on(talker, line, field, last)
    talker.kill()
    talker.open()
    for line, field in WAY[killed_after:]:
        last = go_on(talker, line, field, last)
    finish(talker, tmp_path, last)
    assert talker.close() == 0
    assert rows(tmp_path, "select count(*) from inbox") == [(len(WAY),)]


@pytest.mark.slow
def test_killed_between_a_line_and_its_answer_nothing_is_lost_and_nothing_skipped(
    talker: Talker, tmp_path: Path
) -> None:
    seed = time.time_ns() % 100_000
    chance = random.Random(seed)
    shown: list[dict[str, Any]] = []
    talker.open()
    for line, field in WAY:
        before = shown[-1:]
        talker.write(line)
        if chance.random() < 0.6:
            time.sleep(chance.uniform(0, 0.02))
            talker.kill()
            talker.open()
        shown += talker.up_to_now()
        if shown[-1:] == before:
            # The question is still the same, so the line died with the process: it is typed again.
            talker.write(line)
            shown += talker.up_to_now()
        assert shown[-1]["field"] == field, f"seed {seed}, {line}: {shown[-1]}"
    receipts = {CODE.search(said["text"])[0] for said in shown if said["key"] == "idea.receipt"}  # type: ignore[index]
    assert receipts == {code for (code,) in rows(tmp_path, "select code from idea")}, f"seed {seed}"
    ((answers,),) = rows(tmp_path, "select answers from idea")
    assert {key: json.loads(answers)[key] for key in KEPT} == KEPT, f"seed {seed}"
    assert rows(tmp_path, "select distinct state from outbox") == [("sent",)]
