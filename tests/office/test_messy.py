"""Lists as offices send them are read as they are meant; what is open is said, never guessed."""

from datetime import date

import pytest

from ocop_core.office.importing import read_file
from ocop_core.office.reading import Reading, problems_of
from ocop_core.rulebook.places import load_province
from ocop_core.rulebook.sets import load_sets
from tests.office.making import Messy, True_
from tests.office.messy import MESSY

TODAY = date(2026, 11, 23)
_VALUES = {
    "product": lambda row: row.product,
    "producer": lambda row: row.producer,
    "unit": lambda row: row.unit,
    "stars": lambda row: row.stars,
    "decision": lambda row: row.decision_no,
    "issued": lambda row: row.issued_on and row.issued_on.isoformat(),
    "expires": lambda row: row.expires_on and row.expires_on.isoformat(),
    "phone": lambda row: row.phone,
}


def seen(row: Reading, truth: True_) -> dict[str, object]:
    """A row as it was read; fields that nobody may guess show only that they are in doubt."""
    doubted = {problem.field for problem in problems_of(row, TODAY)}
    found = {name: "?" if name in doubted else value(row) for name, value in _VALUES.items()}
    hidden = "expires" in truth.open or "issued" in truth.open
    return found | ({"expires": "?"} if hidden else {})


def expected(truth: True_) -> dict[str, object]:
    found = {name: "?" if name in truth.open else getattr(truth, name) for name in _VALUES}
    return found | ({"expires": "?"} if "issued" in truth.open else {})


@pytest.mark.parametrize("file", MESSY, ids=lambda file: file.name)
def test_a_messy_list_is_read_as_it_is_meant(file: Messy) -> None:
    read = read_file(file.build(), load_province(), load_sets())
    truth = {each.row: each for each in file.truth}
    assert [row.source_row for row in read.rows] == list(truth)
    for row in read.rows:
        assert seen(row, truth[row.source_row]) == expected(truth[row.source_row]), row
