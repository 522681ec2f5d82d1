"""`ocop rules`: the law in force for programs and for people."""

import json
from typing import Any

from click.testing import CliRunner

from bot.commands.rules import rules


def told(*options: str) -> str:
    result = CliRunner().invoke(rules, [*options])
    assert result.exit_code == 0, result.output
    return result.stdout


def facts(*options: str) -> dict[str, Any]:
    lines = told("--json", *options).splitlines()
    assert len(lines) == 1
    found: dict[str, Any] = json.loads(lines[0])
    return found


def test_the_edition_in_force_is_told_in_full():
    found = facts("--at", "2026-11-23")
    assert (found["edition"]["id"], found["at"]) == ("QD26", "2026-11-23")
    criteria = [
        each
        for one in found["sets"]
        for part in one["sections"]
        for group in part["groups"]
        for each in group["criteria"]
    ]
    assert (len(found["sets"]), len(criteria)) == (26, 787)
    assert [band["at_least"] for band in found["bands"]] == [90, 70, 50, 30, 0]
    assert found["deadlines"]["renewal"]["closes_days"] == 120
    assert found["deadlines"]["commune"]["working_days"] == 15
    assert {"mau01", "food_safety", "trademark"} <= {paper["id"] for paper in found["papers"]}


def test_a_criterion_carries_its_points_its_minimums_and_its_doubts():
    one = facts("--at", "2026-11-23", "--set", "10")["sets"][0]
    mark = next(
        each
        for part in one["sections"]
        for group in part["groups"]
        for each in group["criteria"]
        if each["code"] == "3.5"
    )
    assert mark["option_points"] == [1, 2, 3]
    assert (mark["min_3star"], mark["min_4star"], mark["min_5star"]) == (1, 1, 1)
    assert mark["uncertain"]
    assert mark["doubts"][0]["other"] == 2


def test_an_earlier_day_has_the_earlier_edition():
    found = facts("--at", "2024-05-01")
    assert (found["edition"]["id"], found["sets"], found["papers"]) == ("QD148", [], [])
    assert found["deadlines"]["certificate_months"] == 36


def test_people_read_it_in_words():
    text = told("--at", "2026-11-23")
    assert "Ngày 23/11/2026: 26/2026/QĐ-TTg" in text
    assert "4 sao  từ 70 điểm" in text
    assert "nộp từ 180 đến 120 ngày trước khi hết hạn" in text
    assert "Tham khảo:" in text
    assert "9 Đảm bảo chất lượng sản phẩm (1/3/5) [3 sao: 1, 4 sao: 3, 5 sao: 3]" in told(
        "--set", "8", "--at", "2026-11-23"
    )


def test_a_day_without_rules_and_a_day_that_is_none_are_told():
    early = CliRunner().invoke(rules, ["--at", "2020-01-01"])
    assert early.exit_code == 1
    assert "01/01/2020" in early.output
    wrong = CliRunner().invoke(rules, ["--at", "mai"])
    assert wrong.exit_code == 2
    old = CliRunner().invoke(rules, ["--at", "2024-05-01", "--set", "8"])
    assert old.exit_code == 1
