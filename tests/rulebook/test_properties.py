"""What holds for any answers: scores within bounds, more points never harm, the way up arrives and is the cheapest."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ocop_core.rulebook.cheapest import cheapest
from ocop_core.rulebook.criteria import CERTIFIED_STARS
from ocop_core.rulebook.scoring import score
from tests.rulebook.reading import law

CRITERIA = law().criteria


@st.composite
def answered(draw: st.DrawFn) -> tuple[int, dict[str, int]]:
    """A set and answers to some of its criteria."""
    number = draw(st.sampled_from(sorted(CRITERIA)))
    points = {each.code: draw(st.sampled_from((0, *each.ladder))) for each in CRITERIA[number].all}
    left_out = draw(st.sets(st.sampled_from(sorted(points)), max_size=5))
    return number, {code: got for code, got in points.items() if code not in left_out}


@given(answered())
def test_a_score_lies_between_0_and_100_and_its_parts_sum_to_it(case: tuple[int, dict[str, int]]):
    number, points = case
    result = score(law(), number, points)
    assert 0 <= result.total <= 100
    assert result.total == sum(points.values()) == sum(result.by_part.values()) == sum(result.by_group.values())
    assert result.star_after_minimums <= result.star_by_points
    assert len(result.unanswered) == len(CRITERIA[number].all) - len(points)


@given(answered(), st.data())
def test_more_points_never_lower_the_star(case: tuple[int, dict[str, int]], data: st.DataObject):
    number, points = case
    more = {
        each.code: data.draw(st.sampled_from([p for p in (0, *each.ladder) if p >= points.get(each.code, 0)]))
        for each in CRITERIA[number].all
    }
    before, after = score(law(), number, points), score(law(), number, more)
    assert after.star_by_points >= before.star_by_points
    assert after.star_after_minimums >= before.star_after_minimums


@given(answered())
def test_a_star_is_given_only_where_nothing_is_unmet(case: tuple[int, dict[str, int]]):
    number, points = case
    result = score(law(), number, points)
    for star in CERTIFIED_STARS:
        given_star = result.star_after_minimums >= star
        assert given_star == (result.star_by_points >= star and not result.unmet[star])


def least_total(number: int, points: dict[str, int], target: int) -> int:
    """The smallest total that reaches the star, found by trying every sum that levels can make."""
    sums = {0}
    for each in CRITERIA[number].all:
        held = points.get(each.code, 0)
        floor = max(held, each.minimum(target))
        levels = {floor} if each.fixed else {floor, *(level for level in each.ladder if level >= floor)}
        sums = {total + level for total in sums for level in levels}
    return min(total for total in sums if total >= law().band(target).at_least)


@settings(max_examples=150)
@given(answered(), st.sampled_from(CERTIFIED_STARS))
def test_the_way_up_arrives_and_no_other_adds_fewer_points(case: tuple[int, dict[str, int]], target: int):
    number, points = case
    steps = cheapest(law(), number, points, target)
    after = dict(points)
    for step in steps:
        assert step.before == after.get(step.code, 0) < step.after
        after[step.code] = step.after
    assert score(law(), number, after).star_after_minimums >= target
    reached = score(law(), number, points).star_after_minimums >= target
    assert (steps == ()) == reached
    assert sum(after.values()) == (sum(points.values()) if reached else least_total(number, points, target))


@given(answered(), st.sampled_from(CERTIFIED_STARS))
def test_the_way_up_puts_conditions_first_and_is_always_the_same(case: tuple[int, dict[str, int]], target: int):
    number, points = case
    steps = cheapest(law(), number, points, target)
    assert steps == cheapest(law(), number, points, target)
    kinds = [step.why for step in steps]
    assert kinds == sorted(kinds)
    extra = [step.added for step in steps if step.why == "points"]
    assert extra == sorted(extra)
    fixed = {each.code for each in CRITERIA[number].all if each.fixed}
    assert not fixed & {step.code for step in steps}
