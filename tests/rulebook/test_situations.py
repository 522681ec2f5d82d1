"""Situations as data: points, stars, ways up, papers and days, each as the law says it."""

from decimal import Decimal

import pytest

from ocop_core.rulebook import working_days as days
from ocop_core.rulebook.cheapest import cheapest
from ocop_core.rulebook.checklist import Held, missing, needed, standings
from ocop_core.rulebook.editions import edition, edition_at
from ocop_core.rulebook.scoring import score
from tests.rulebook.reading import FOLDER, Situation, answers, held, law, paper_id, producer, situations


def codes(unmet) -> list[str]:
    return [each.code for each in unmet]


@pytest.mark.parametrize("situation", situations("score"))
def test_points_and_stars_are_as_the_law_says(situation: Situation):
    result = score(law(), situation["set"], answers(situation))
    assert result.total == situation["points"]
    assert result.star_by_points == situation["star_by_points"]
    assert result.star_after_minimums == situation["star"]
    assert {part: result.by_part[part] for part in situation.get("by_part", {})} == situation.get("by_part", {})
    for star, expected in situation.get("unmet", {}).items():
        assert codes(result.unmet[int(star)]) == expected
    if "uncertain" in situation:
        assert sorted({flag.code for flag in result.uncertain}) == situation["uncertain"]


@pytest.mark.parametrize("situation", situations("way_up"))
def test_the_way_up_is_the_cheapest(situation: Situation):
    steps = cheapest(law(), situation["set"], answers(situation), situation["target"])
    assert [f"{step.code}: {step.before} -> {step.after}" for step in steps] == situation["steps"]
    assert sum(step.added for step in steps) == situation["added"]


@pytest.mark.parametrize("situation", situations("band"))
def test_an_average_falls_into_its_band(situation: Situation):
    rules = edition(situation["edition"])
    star = rules.star_of(Decimal(situation["average"]))
    assert star == rules.star_of(float(situation["average"])) == situation["star"]
    assert rules.band(star).certificate is situation["certificate"]


def names(needs) -> list[str]:
    return [need.paper.name for need in needs]


@pytest.mark.parametrize("situation", situations("papers"))
def test_the_papers_are_those_that_are_needed(situation: Situation):
    needs = needed(law(), situation["set"], situation["star"], producer(situation))
    expected = {*situation["lists"][situation["like"]], *situation.get("plus", [])} - {*situation.get("minus", [])}
    assert sorted(names(need for need in needs if need.required)) == sorted(expected)
    only_points = names(need for need in needs if not need.required)
    assert set(situation.get("points", [])) <= set(only_points)
    mandatory = names(need for need in needs if need.level == "mandatory")
    assert set(situation.get("mandatory", [])) <= set(mandatory)
    if "unsure" in situation:
        assert sorted(names(need for need in needs if not need.certain)) == sorted(situation["unsure"])


@pytest.mark.parametrize("situation", situations("standing"))
def test_each_paper_stands_as_it_should(situation: Situation):
    needs = needed(law(), situation["set"], situation["star"], producer(situation))
    papers = held(situation.get("held", []))
    if "all_but" in situation:
        out = [paper_id(name) for name in situation["all_but"]]
        papers += [Held(need.paper.id) for need in needs if need.required and need.paper.id not in out]
    blocking = [each.need.paper.name for each in missing(needs, papers, situation["today"])]
    if "missing" in situation:
        assert sorted(blocking) == sorted(situation["missing"])
    if "count" in situation:
        assert len(blocking) == situation["count"]
    found = {each.need.paper.name: each for each in standings(needs, papers, situation["today"])}
    assert {name: found[name].state for name in situation.get("states", {})} == situation.get("states", {})
    assert {name: found[name].until for name in situation.get("until", {})} == situation.get("until", {})


@pytest.mark.parametrize("situation", situations("expiry"))
def test_a_certificate_ends_on_its_day(situation: Situation):
    assert days.expires(situation["issued"]) == situation["expires"]


@pytest.mark.parametrize("situation", situations("renewal"))
def test_the_window_for_renewal_has_both_its_edges(situation: Situation):
    assert days.renewal_window(situation["expires"]) == (situation["opens"], situation["closes"])
    assert days.renewal_state(situation["expires"], situation["today"]) == situation["state"]


@pytest.mark.parametrize("situation", situations("safe"))
def test_the_commune_has_its_days_before_the_window_closes(situation: Situation):
    closes = days.renewal_window(situation["expires"]).closes
    by = days.hand_in_by(closes)
    assert (closes, by) == (situation["closes"], situation["hand_in_by"])
    assert (situation["expires"] - by).days == situation["days_before"]
    assert days.commune_due(by) <= closes


@pytest.mark.parametrize("situation", situations("commune"))
def test_the_commune_has_fifteen_working_days(situation: Situation):
    assert days.commune_due(situation["received"]) == situation["due"]


@pytest.mark.parametrize("situation", situations("round"))
def test_the_next_round_is_the_one_that_can_still_be_reached(situation: Situation):
    coming = days.next_round(situation["today"])
    assert (coming.no, coming.hand_in_by) == (situation["no"], situation["hand_in_by"])
    assert (coming.propose_by, coming.decide_by) == (situation["propose_by"], situation["decide_by"])


@pytest.mark.parametrize("situation", situations("evaluation"))
def test_a_re_evaluation_takes_forty_five_days_at_most(situation: Situation):
    assert days.evaluation_due(situation["complete"]) == situation["due"]


@pytest.mark.parametrize("situation", situations("edition"))
def test_each_day_has_its_edition(situation: Situation):
    found = edition_at(situation["day"])
    assert (found.id if found else "") == situation["id"]


@pytest.mark.parametrize("situation", situations("authority"))
def test_each_star_has_who_recognises_it(situation: Situation):
    found = edition(situation["edition"]).authority("recognise", situation["star"], situation["day"])
    assert (found.who if found else "") == situation["who"]


def test_there_are_situations_enough_and_each_has_a_name_of_its_own():
    kinds = ("score", "way_up", "band", "papers", "standing", "expiry", "renewal", "safe", "commune", "round",
             "evaluation", "edition", "authority")  # fmt: skip
    titles = [each.id for kind in kinds for each in situations(kind)]
    written = sum(path.read_text(encoding="utf-8").count("\ntitle = ") for path in FOLDER.glob("*.toml"))
    assert len(titles) == len(set(titles)) == written >= 130
