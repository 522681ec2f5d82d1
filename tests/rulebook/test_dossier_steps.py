"""The way of a dossier: nobody takes a step that is not open to them, and every way ends."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop_core.errors import Refused
from ocop_core.rulebook import dossier_steps
from ocop_core.rulebook.dossier_steps import BY_NAME, OPEN, SETTLED, STATES, STEPS
from ocop_core.rulebook.editions import edition
from ocop_core.rulebook.working_days import is_working_day, working_days_left

ROLES = ("producer", "commune", "province")
NAMES = st.sampled_from([step.name for step in STEPS])


@given(st.lists(st.tuples(NAMES, st.sampled_from((*ROLES, "operator"))), max_size=40))
def test_whoever_tries_what_a_step_is_taken_exactly_where_it_is_open(tried: list[tuple[str, str]]) -> None:
    state: str = "draft"
    for name, role in tried:
        step = BY_NAME[name]
        if role in step.roles and state in step.before:
            state = dossier_steps.after(name, state, role)
            assert state == step.after
        else:
            with pytest.raises(Refused):
                dossier_steps.after(name, state, role)
    assert state in STATES


@given(st.lists(st.integers(0, 10), max_size=12))
def test_from_wherever_a_dossier_stands_it_can_still_be_settled(choices: list[int]) -> None:
    state: str = "draft"
    for choice in choices:
        steps = [step for step in STEPS if state in step.before]
        if steps:
            state = steps[choice % len(steps)].after
    reached, todo = {state}, [state]
    while todo:
        here = todo.pop()
        fresh = {step.after for step in STEPS if here in step.before} - reached
        reached |= fresh
        todo += fresh
    assert reached & set(SETTLED)


def test_what_is_settled_goes_on_only_to_the_ministry() -> None:
    onward = {step.name for step in STEPS if set(step.before) & set(SETTLED)}
    assert onward == {"to_ministry"}
    assert set(OPEN) | set(SETTLED) == set(STATES)


def test_a_commune_never_does_what_only_the_province_may() -> None:
    assert dossier_steps.open_to("council", "commune") == ()
    assert dossier_steps.open_to("submitted", "commune") == ("give_back", "propose")
    assert dossier_steps.open_to("council", "province") == ("recognise", "to_ministry", "fail")
    with pytest.raises(Refused, match="not_yours"):
        dossier_steps.after("recognise", "council", "commune")


def test_the_commune_has_fifteen_working_days_and_the_first_is_not_counted() -> None:
    law, monday = edition("QD26"), date(2026, 11, 23)
    due = dossier_steps.due("submitted", "first", law, monday)
    assert due == date(2026, 12, 15)
    assert working_days_left(monday, due) == 15
    over_new_year = dossier_steps.due("submitted", "first", law, date(2026, 12, 21))
    assert over_new_year is not None and is_working_day(over_new_year)


def test_the_province_decides_by_the_end_of_its_round_and_a_renewal_within_45_days() -> None:
    law = edition("QD26")
    assert dossier_steps.due("proposed", "first", law, date(2026, 4, 10)) == date(2026, 6, 29)
    assert dossier_steps.due("proposed", "first", law, date(2026, 11, 23)) == date(2027, 6, 29)
    assert dossier_steps.due("council", "renewal", law, date(2026, 11, 23)) == date(2027, 1, 7)
    assert dossier_steps.due("ministry", "first", law, date(2026, 11, 23)) == date(2027, 3, 29)
    assert dossier_steps.due("returned", "first", law, date(2026, 11, 23)) is None
