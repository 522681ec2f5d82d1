"""Promises as pure decisions: which stage speaks, when nobody is disturbed, whole lives under bad schedulers."""

from datetime import date, datetime, time, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import promise_lives
from ocop_core.clock import VIETNAM
from ocop_core.errors import BadData
from ocop_core.rulebook import promises
from ocop_core.rulebook.promises import Plan, Slot, fault, following, hush, last_chance, look, shipped_plans, slots
from ocop_core.rulebook.rest_days import is_holiday, is_tet

DAY = timedelta(days=1)
PLANS = shipped_plans()
CERTIFICATE = PLANS["certificate"]
ENDS = st.dates(date(2026, 1, 1), date(2032, 12, 31))
STAGES = [stage.id for stage in CERTIFICATE.stages]
SAID = st.sets(st.sampled_from(STAGES))


def stages_of(ends_on: date, plan: Plan = CERTIFICATE) -> dict[str, Slot]:
    return {slot.stage: slot for slot in slots(plan, ends_on)}


def test_the_days_of_a_certificate_are_those_of_the_law() -> None:
    found = {stage: slot.day for stage, slot in stages_of(date(2027, 5, 22)).items()}
    assert found == {
        "opens": date(2026, 11, 23),
        "half": date(2026, 12, 23),
        "last_call": date(2027, 1, 12),
        "last_day": date(2027, 1, 22),
        "missed": date(2027, 1, 23),
        "soon": date(2027, 4, 22),
        "ended": date(2027, 5, 22),
    }


def test_what_falls_on_tet_is_said_before_it_if_it_is_urgent_and_else_behind() -> None:
    # T-120 is the third day of Tết 2027, T-119 the fourth.
    found = stages_of(date(2027, 2, 8) + 120 * DAY)
    assert (found["last_day"].day, found["last_day"].until) == (date(2027, 2, 3), date(2027, 2, 8))
    assert found["missed"].day == date(2027, 2, 11)
    assert last_chance(found["last_day"], date(2027, 2, 3))


def test_an_ordinary_holiday_moves_only_what_is_not_urgent() -> None:
    day = date(2027, 4, 30)
    assert stages_of(day + 130 * DAY)["last_call"].day == day
    assert stages_of(day + 150 * DAY)["half"].day == date(2027, 5, 2)


@given(ENDS, st.integers(-300, 100), SAID)
def test_one_stage_at_most_speaks_and_it_is_the_most_urgent_whose_day_has_come(
    ends_on: date, offset: int, said: set[str]
) -> None:
    of, today = slots(CERTIFICATE, ends_on), ends_on + offset * DAY
    now = look(of, today, said)
    assert not (now.speaks and now.waits_for)
    if now.speaks:
        assert now.speaks.stage not in said and now.speaks.day <= today <= now.speaks.until
        later = of[of.index(now.speaks) + 1 :]
        assert all(slot.stage in said or slot.day > today for slot in later)
    if now.waits_for:
        assert now.waits_for.day > today and now.waits_for.stage not in said
    settled = {slot.stage for slot in now.overtaken}
    assert not settled & said and (now.speaks is None or now.speaks.stage not in settled)


@given(ENDS, st.integers(-300, 100))
def test_looking_again_after_speaking_says_nothing(ends_on: date, offset: int) -> None:
    of, today = slots(CERTIFICATE, ends_on), ends_on + offset * DAY
    now = look(of, today, set())
    said = {slot.stage for slot in now.overtaken} | ({now.speaks.stage} if now.speaks else set())
    again = look(of, today, said)
    assert again.speaks is None and again.overtaken == ()


@given(ENDS, st.sampled_from(sorted(PLANS)))
def test_no_stage_is_planned_for_a_day_of_rest_unless_it_is_urgent_and_never_for_tet(ends_on: date, plan: str) -> None:
    for slot in slots(PLANS[plan], ends_on):
        assert not is_tet(slot.day)
        assert slot.urgent or not is_holiday(slot.day)
        assert hush(slot.due, urgent=slot.urgent) is None


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.times(), st.booleans())
def test_between_nine_in_the_evening_and_half_past_six_nobody_is_disturbed(day: date, hour: time, urgent: bool) -> None:
    why = hush(datetime.combine(day, hour, tzinfo=VIETNAM), urgent=urgent)
    if hour >= time(21) or hour < time(6, 30):
        assert why == "quiet"


@given(ENDS, st.integers(-300, 100), st.integers(1, 60))
def test_what_is_asked_for_again_never_passes_a_stage(ends_on: date, offset: int, days: int) -> None:
    of, today = slots(CERTIFICATE, ends_on), ends_on + offset * DAY
    day = promises.again_on(of, today, days)
    assert today < day <= today + days * DAY
    assert not any(today < slot.day < day for slot in of)


@pytest.mark.parametrize(
    ("plan", "told", "ends"),
    [
        ("test", date(2026, 1, 5), date(2027, 1, 5)),
        ("health", date(2024, 2, 29), date(2025, 2, 28)),
        ("trademark", date(2020, 3, 15), date(2030, 3, 15)),
        ("barcode", date(2026, 5, 20), date(2027, 6, 30)),
        ("barcode", date(2026, 11, 2), date(2027, 6, 30)),
        ("halal", date(2027, 3, 1), date(2027, 3, 1)),
    ],
)
def test_the_last_day_follows_from_the_day_on_the_paper(plan: str, told: date, ends: date) -> None:
    assert PLANS[plan].ends_on(told) == ends


def test_the_fee_for_the_barcode_is_reminded_on_the_first_and_on_the_twentieth_of_june() -> None:
    found = stages_of(date(2027, 6, 30), PLANS["barcode"])
    assert (found["soon"].day, found["near"].day) == (date(2027, 6, 1), date(2027, 6, 20))


def test_the_yearly_surveillance_of_a_quality_system_is_reminded() -> None:
    found = stages_of(date(2029, 9, 1), PLANS["quality"])
    assert found["check_one"].day == date(2027, 8, 3) and found["check_two"].day == date(2028, 8, 2)


def changed(**stages: tuple[int, bool]) -> Plan:
    new = tuple(
        msgspec.structs.replace(s, days=stages[s.id][0], is_on=stages[s.id][1]) if s.id in stages else s
        for s in CERTIFICATE.stages
    )
    return msgspec.structs.replace(CERTIFICATE, stages=new)


@pytest.mark.parametrize(
    ("plan", "problem"),
    [
        (changed(opens=(150, True)), "same_day"),
        (changed(opens=(2000, True)), "too_far"),
        (changed(**{stage: (n, False) for n, stage in enumerate(STAGES)}), "none_left"),
        (changed(opens=(200, True)), None),
    ],
)
def test_a_plan_that_cannot_be_is_refused(plan: Plan, problem: str | None) -> None:
    assert fault(plan) == problem


def test_a_wrong_file_is_named(tmp_path: object) -> None:
    path = promises.FOLDER / "promises.toml"
    text = path.read_text("utf-8").replace("months = 12\n", "", 1)
    wrong = tmp_path / "promises.toml"  # type: ignore[operator]
    wrong.write_text(text, "utf-8")
    with pytest.raises(BadData, match="plan test"):
        promises.shipped_plans(wrong)


def test_lives_under_outages_jumping_clocks_and_two_schedulers() -> None:
    tally = promise_lives.run(seed=7, lives=150, each=50)
    assert tally.faults == []
    assert tally.said > 400 and tally.overtaken > 50 and tally.outages > 0


@pytest.mark.parametrize("broken", ["hush", "urgency", "memory"])
def test_the_judge_of_lives_notices_what_is_wrong(monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    if broken == "hush":
        monkeypatch.setattr(promise_lives, "hush", lambda moment, urgent=False: None)
    elif broken == "urgency":
        monkeypatch.setattr(promises, "following", _first)
    else:
        monkeypatch.setattr(promise_lives, "look", lambda of, today, said: look(of, today, set()))
    assert promise_lives.run(seed=7, lives=120, each=40).faults


def _first(of: tuple[Slot, ...], today: date, said: set[str]) -> Slot | None:
    return next((slot for slot in of if slot.day <= today and slot.stage not in said), following(of, today, said))
