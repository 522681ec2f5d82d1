"""The editions by their dates, what is refused, and what a score and a checklist say beside the figures."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from ocop_core.rulebook import working_days as days
from ocop_core.rulebook.cheapest import cheapest
from ocop_core.rulebook.checklist import Need, needed
from ocop_core.rulebook.criteria import CERTIFIED_STARS
from ocop_core.rulebook.editions import edition, load_editions
from ocop_core.rulebook.papers import LEVELS
from ocop_core.rulebook.producer import Producer
from ocop_core.rulebook.scoring import score
from tests.rulebook.reading import law


def test_the_newest_edition_comes_first_and_each_is_found_by_its_id():
    assert [each.id for each in load_editions()] == ["QD26", "QD148"]
    assert edition("QD148").law.until == date(2026, 7, 21)
    with pytest.raises(KeyError):
        edition("QD1048")


def test_the_old_edition_reads_old_certificates_and_scores_nothing():
    old = edition("QD148")
    assert [band.at_least for band in old.law.bands] == [90, 70, 50, 30, 0]
    assert days.expires(date(2023, 11, 30), old) == date(2026, 11, 30)
    assert old.criteria == {}
    with pytest.raises(KeyError):
        score(old, 8, {})


def test_the_law_in_force_has_its_deadlines_and_grounds():
    rules = law().law
    assert (rules.certificate.months, rules.renewal.opens_days, rules.renewal.closes_days) == (36, 180, 120)
    assert (rules.renewal.evaluation_days, rules.commune.working_days, rules.revocation.days) == (45, 15, 15)
    assert (len(rules.commune.topics), len(rules.revocation.grounds), len(rules.rounds)) == (4, 6, 4)
    assert law().rejections(26) == ()
    assert any("giấy phép sản xuất" in reason for reason in law().rejections(15))
    assert [each.certain for each in rules.transitions if "180 ngày sau" in each.text] == [False]


def test_the_rounds_of_the_ministry_have_no_hand_in_day():
    found = [days.round_dates(each, 2027) for each in law().law.rounds if each.level == "ministry"]
    assert [(each.hand_in_by, each.propose_by, each.decide_by) for each in found] == [
        (None, date(2027, 7, 29), date(2027, 9, 29)),
        (None, date(2027, 1, 29), date(2027, 3, 29)),
    ]


def test_a_points_total_outside_0_to_100_is_refused():
    for wrong in (-1, 100.5, Decimal("100.01")):
        with pytest.raises(ValueError):
            law().star_of(wrong)
    with pytest.raises(KeyError):
        law().band(6)


def test_points_off_the_ladder_and_unknown_codes_are_refused():
    with pytest.raises(ValueError, match=r"4\.1"):
        score(law(), 8, {"4.1": 4})
    with pytest.raises(ValueError, match=r"9\.9"):
        score(law(), 8, {"9.9": 1})
    with pytest.raises(ValueError):
        cheapest(law(), 8, {}, 2)
    with pytest.raises(KeyError):
        score(law(), 27, {})


def test_an_unmet_minimum_says_what_there_is_and_what_is_asked():
    unmet = score(law(), 8, {"9": 1}).unmet[4]
    quality = next(each for each in unmet if each.code == "9")
    assert (quality.points, quality.least, quality.name) == (1, 3, "Đảm bảo chất lượng sản phẩm")


def test_a_star_that_the_set_does_not_know_is_refused():
    for wrong in (0, 2, 6):
        with pytest.raises(ValueError):
            needed(law(), 8, wrong, Producer())
    with pytest.raises(KeyError):
        needed(law(), 30, 3, Producer())


def ids(needs: tuple[Need, ...]) -> set[str]:
    return {need.paper.id for need in needs if need.required}


@pytest.mark.parametrize("number", sorted(law().criteria))
def test_a_higher_star_needs_no_fewer_papers_except_what_better_ones_cover(number: int):
    three, four, five = (needed(law(), number, star, Producer()) for star in CERTIFIED_STARS)
    assert ids(three) - ids(four) <= {"trademark_filed"}
    assert ids(four) <= ids(five)
    for needs in (three, four, five):
        assert [LEVELS.index(need.level) for need in needs] == sorted(LEVELS.index(need.level) for need in needs)
        assert {"mau01", "mau02", "registration"} <= ids(needs)
        assert ("samples" in ids(needs)) == (number != 26)


@pytest.mark.parametrize("number", sorted(law().criteria))
def test_evidence_names_the_criteria_it_proves(number: int):
    needs = {need.paper.id: need for need in needed(law(), number, 3, Producer())}
    codes = law().criteria[number].by_code
    assert needs["local_workers"].criteria == ("3.3",)
    assert all(code in codes for need in needs.values() for code in need.criteria)


# Conditions that are seen on the product itself, by taste or by what the commune says: no paper proves them.
WITHOUT_PAPER = {
    "Nguồn gốc ý tưởng sản phẩm", "Đóng gói, bao bì sản phẩm", "Phong cách, ghi nhãn hàng hóa", "Gia tăng giá trị",
    "Bao bì, ghi nhãn sản phẩm", "Phong cách, ghi nhãn sản phẩm (tem, nhãn gắn trên sản phẩm)", "Tính độc đáo",
}  # fmt: skip


@pytest.mark.parametrize("number", sorted(law().criteria))
def test_every_condition_that_a_paper_can_prove_has_its_paper(number: int):
    proven = {code for need in needed(law(), number, 5, Producer(must_publish=True)) for code in need.criteria}
    for each in law().criteria[number].all:
        tasted = each.group == "6" and number != 18
        if each.minimums and not tasted and each.name not in WITHOUT_PAPER:
            assert each.code in proven, each.name


def test_working_days_are_counted_both_ways():
    monday = date(2026, 11, 23)
    assert days.is_working_day(monday)
    assert not days.is_working_day(date(2026, 11, 22))
    assert days.working_days_left(monday, monday) == 0
    assert days.working_days_left(monday, days.add_working_days(monday, 15)) == 15
    assert days.working_days_left(days.add_working_days(monday, 3), monday) == -3


def test_tet_is_never_a_working_day():
    for first in (date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26)):
        assert not any(days.is_working_day(first + timedelta(days=number)) for number in range(-1, 3))
