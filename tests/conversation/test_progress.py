"""How far one is in a form is honest and calm: each answer brings the end nearer, and never more questions."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop_core.conversation.forms import FORMS
from ocop_core.rulebook.sets import SETS_IN_ALL

KNOWN: dict[str, st.SearchStrategy[Any]] = {
    "name": st.just("khô cá lóc"),
    "set": st.integers(1, SETS_IN_ALL),
    "place": st.just("30502"),
    "producer_kind": st.sampled_from(("person", "company")),
    "phone": st.just("0912345678"),
    "novelty": st.sampled_from(("existing", "idea")),
    "kind": st.sampled_from(("first", "renewal", "upgrade")),
    "trial": st.booleans(),
}


@pytest.mark.parametrize("name", sorted(FORMS))
@given(known=st.fixed_dictionaries({}, optional=KNOWN), set_no=st.integers(1, SETS_IN_ALL))
def test_the_end_only_comes_nearer(name: str, known: dict[str, Any], set_no: int) -> None:
    form, answers, before = FORMS[name], dict(known), (0, 1_000)
    while (field := form.open(answers)) is not None:
        step, of = form.progress(field.id, answers)
        assert before[0] < step <= of <= before[1]
        before, answers[field.id] = (step, of), set_no if field.id == "set" else "yes"


def test_the_count_before_the_set_is_known_is_one_that_some_set_needs() -> None:
    form = FORMS["dossier"]
    needed = [form.progress("place", {"name": "khô", "set": no})[1] for no in range(1, SETS_IN_ALL + 1)]
    assert form.progress("name", {})[1] == max(needed) == 8
    assert min(needed) == 7


def test_few_ways_stand_for_all_sets() -> None:
    form = FORMS["dossier"]
    ((name, ways),) = form.forks
    all_sets = range(1, SETS_IN_ALL + 1)
    asked = {no: {field.id for field in form.applying({name: no})} for no in all_sets}
    assert all(any(asked[no] <= asked[way] for way in ways) for no in all_sets)
    assert not any(asked[one] <= asked[other] for one in ways for other in ways if one != other)
