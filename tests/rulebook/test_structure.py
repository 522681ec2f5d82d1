"""The criteria of all 26 sets hold together as Điều 3.1 and Phụ lục II say, and so do their words and papers."""

import unicodedata

import pytest

from ocop_core.rulebook.criteria import CERTIFIED_STARS, Criteria, Criterion
from ocop_core.rulebook.promises import shipped_plans
from ocop_core.rulebook.sets import load_sets
from tests.rulebook.reading import law

SETS = sorted(law().criteria)
EVERY = [(number, each) for number in SETS for each in law().criteria[number].all]

# Points of the groups, written down from the tables of the decision: part A, part B, part C.
FOOD_C12 = (12, 3, 5, 5, 5, 2, 3)
FOOD_C15 = (15, 5, 5, 5, 2, 3)
DRINK_C = (15, 5, 5, 5, 5)
GROUPS = {
    **{no: ((18, 10, 12), (13, 12), FOOD_C12) for no in (1, 3, 4)},
    **{no: ((18, 10, 12), (13, 12), FOOD_C15) for no in (2, 6, 7, 8, 9, 10, 11, 12, 13)},
    5: ((16, 12, 12), (13, 12), FOOD_C15),
    **{no: ((17, 11, 12), (13, 12), DRINK_C) for no in (14, 15, 16, 17)},
    18: ((18, 10, 12), (13, 12), (5, 4, 5, 3, 3, 5, 3, 2, 5)),
    19: ((17, 11, 12), (13, 12), (5, 3, 5, 4, 5, 3, 5, 2, 3)),
    20: ((17, 11, 12), (13, 12), (5, 3, 5, 4, 3, 5, 5, 2, 3)),
    21: ((19, 9, 12), (13, 12), (21, 4, 5, 5)),
    22: ((18, 10, 12), (13, 12), (24, 3, 3, 5)),
    23: ((19, 9, 12), (13, 12), (14, 8, 4, 4, 5)),
    24: ((19, 9, 12), (13, 12), (17, 9, 4, 5)),
    25: ((19, 9, 12), (13, 12), (15, 10, 5, 5)),
    26: ((14, 12, 14), (17, 8), (3, 3, 3, 2, 3, 2, 3, 4, 4, 3, 3, 2)),
}

# The least points for 3, 4 and 5 stars of set 8, from the table of the decision; a dash is 0.
SET_8 = {
    "1.1": (1, 1, 1), "1.5": (0, 2, 3), "1.6": (0, 1, 1), "2.1": (0, 3, 3), "2.2": (2, 2, 2), "2.3": (1, 3, 3),
    "3.4": (0, 2, 2), "3.5": (1, 2, 2), "4.1": (2, 3, 5), "5.1": (0, 5, 5), "5.3": (1, 1, 1), "6.1": (0, 2, 2),
    "6.3": (0, 2, 3), "6.4": (0, 2, 3), "6.5": (0, 2, 4), "7": (0, 3, 5), "8": (2, 2, 2), "9": (1, 3, 3),
}  # fmt: skip


def minimums(criterion: Criterion) -> tuple[int, ...]:
    return tuple(criterion.minimum(star) for star in CERTIFIED_STARS)


def named(number: int, *names: str) -> list[Criterion]:
    return [each for each in law().criteria[number].all if each.name in names]


def test_there_are_787_criteria_in_26_sets():
    assert list(range(1, 27)) == SETS
    assert len(EVERY) == 787


@pytest.mark.parametrize("number", SETS)
def test_a_set_sums_to_100_with_parts_of_40_25_and_35(number: int):
    parts = law().criteria[number].parts
    assert [(part.code, sum(each.max for group in part.groups for each in group.criteria)) for part in parts] == [
        ("A", 40),
        ("B", 25),
        ("C", 35),
    ]


@pytest.mark.parametrize("number", SETS)
def test_the_groups_have_the_points_of_the_decision(number: int):
    held = tuple(tuple(group.max for group in part.groups) for part in law().criteria[number].parts)
    summed = tuple(
        tuple(sum(each.max for each in group.criteria) for group in part.groups)
        for part in law().criteria[number].parts
    )
    assert held == summed == GROUPS[number]


@pytest.mark.parametrize("number", SETS)
def test_every_ladder_reaches_its_maximum_and_every_minimum_lies_on_it(number: int):
    for each in law().criteria[number].all:
        assert each.ladder[-1] == max(each.ladder) == each.max, each.code
        assert list(each.ladder) == sorted(each.ladder), each.code
        assert len(set(each.ladder)) == len(each.ladder) or each.uncertain, each.code
        assert all(least in each.ladder for least in each.minimums.values()), each.code
        assert list(minimums(each)) == sorted(minimums(each)), each.code
        assert all(doubt.at is None or doubt.at in each.ladder for doubt in each.doubts), each.code


@pytest.mark.parametrize("number", SETS)
def test_every_criterion_is_asked_in_one_plain_question(number: int):
    for each in law().criteria[number].all:
        assert each.ask.count("?") == 1, each.code
        assert each.ask.endswith("?"), each.code
        assert unicodedata.is_normalized("NFC", each.ask + each.name + each.note), each.code
        for meaning in each.meanings:
            assert len(meaning.rungs) == len(each.ladder), each.code
            assert len(set(meaning.rungs)) == len(meaning.rungs), each.code
            assert all(rung and unicodedata.is_normalized("NFC", rung) for rung in meaning.rungs), each.code


def test_a_criterion_without_words_is_marked_and_most_have_words():
    told = [each for _, each in EVERY if each.explained]
    assert 600 <= len(told) < len(EVERY)
    assert not named(3, "Tạp chất")[0].explained


def test_set_8_has_the_minimums_of_the_table():
    assert {each.code: minimums(each) for each in law().criteria[8].all if each.minimums} == SET_8


def test_four_stars_ask_for_a_quality_system_but_not_of_water_cloth_living_things_and_tourism():
    asked = [no for no in SETS for each in named(no, "Đảm bảo chất lượng sản phẩm") if minimums(each) == (1, 3, 3)]
    assert asked == [*range(1, 16), 17, 19, 20, 21]
    assert [minimums(each) for each in named(16, "Điều kiện đảm bảo an toàn chất lượng sản phẩm")] == [(0, 0, 5)]
    assert named(22, "Đảm bảo chất lượng sản phẩm") == []
    assert [minimums(named(no, "Đảm bảo chất lượng sản phẩm")[0]) for no in (23, 24, 25)] == [
        (4,) * 3,
        (4,) * 3,
        (5,) * 3,
    ]
    assert [minimums(each) for each in named(18, "Chất lượng an toàn thực phẩm")] == [(1, 3, 3)]


def test_the_mark_is_asked_of_everyone():
    asked = {no: minimums(named(no, "Sở hữu trí tuệ")[0]) for no in SETS}
    assert asked == dict.fromkeys(SETS, (1, 2, 2)) | {10: (1, 1, 1), 19: (2, 2, 2), 20: (2, 2, 2)}


def test_tourism_asks_only_for_the_mark_and_for_growth():
    asked = {each.code: minimums(each) for each in law().criteria[26].all if each.minimums}
    assert asked == {"3.4": (0, 3, 3), "3.5": (1, 2, 2)}


def test_the_market_is_asked_of_goods_but_the_copy_is_silent_for_trees_and_animals():
    asked = {no: minimums(named(no, "Khu vực phân phối chính")[0]) for no in range(1, 26)}
    assert asked == dict.fromkeys(range(1, 24), (2, 3, 5)) | {24: (0, 0, 0), 25: (0, 0, 0)}


def test_crafts_and_cloth_need_the_finest_work_for_five_stars():
    for number in (21, 22):
        work = named(number, "Mức độ tinh xảo/sắc nét của sản phẩm", "Thiết kế độc đáo")
        assert [minimums(each) for each in work] == [(0, 0, 5), (0, 0, 5)]


def test_what_may_be_wrong_in_the_copy_is_marked():
    marked = {(no, each.code) for no, each in EVERY if each.uncertain}
    assert marked >= {(3, "5.1"), (10, "3.5"), (24, "4.1"), (25, "4.1"), (19, "3.5"), (20, "3.5")}
    assert marked >= {(4, "7"), (11, "6.1.1"), (23, "9")}
    assert all(doubt.note for _, each in EVERY for doubt in each.doubts)


def test_two_cases_of_tourism_are_told_apart():
    cases = {each.code: [meaning.case for meaning in each.meanings] for each in law().criteria[26].all if each.meanings}
    two = [code for code, found in cases.items() if len(found) == 2]
    assert two == ["8", "9", "15"]
    assert all(case for code in two for case in cases[code])


def test_every_set_of_the_list_has_its_criteria():
    assert [each.no for each in load_sets().all] == SETS
    edition, listed = law().law, load_sets().edition
    assert (edition.id, edition.number, edition.effective) == (listed.id, listed.number, listed.effective)


def test_every_figure_has_a_source_and_a_day():
    sourced: list[Criteria] = list(law().criteria.values())
    assert all(each.source.startswith("Quyết định 26/2026/QĐ-TTg") and each.checked for each in sourced)
    rules = law().law
    assert all(each.source for each in (*rules.bands, *rules.rounds, *rules.authorities, *rules.rejections))
    assert all(paper.source and paper.validity.rule for paper in law().papers)


def test_every_paper_is_reminded_of_by_a_plan_that_there_is():
    plans = shipped_plans()
    for paper in law().papers:
        plan = plans[paper.validity.plan]
        assert plan.id != "certificate", paper.id
        if plan.told == "yearly":
            assert paper.validity.due_before == plan.day, paper.id
