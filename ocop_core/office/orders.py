"""Days whose order of day and month is open: put in doubt where the rest of the file speaks against the custom."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from ocop_core.office.cells import decision_key
from ocop_core.office.days import Habit, habit
from ocop_core.office.reading import Problem, Reading, completed, end_of
from ocop_core.office.tables import Table
from ocop_core.text import show_date

Order = Literal["day", "month"]
ORDERS: tuple[Order, ...] = ("day", "month")
CUSTOM = "import_row.issued_by_custom"
ISSUED = "issued"
_TYPED = (ISSUED, "expires")
_DATES = (*_TYPED, "decision")
# How long before or after a decision of the same number is another one: offices count anew each January.
_SAME_YEAR = 300


def habits(table: Table, since_1904: bool) -> dict[str, Habit]:
    """How each column writes its days; one that proves nothing follows what the typed ones prove together.

    The words of a decision are a sentence, which proves nothing about how a day was typed.
    """
    columns = {name: [line.cells.get(name) for line in table.lines] for name in _DATES}
    together = habit((cell for name in _TYPED for cell in columns[name]), since_1904)
    found = {name: habit(column, since_1904) for name, column in columns.items()}
    return {name: replace(each, order=together.order) if each.order == "open" else each for name, each in found.items()}


def in_order(reading: Reading, order: Order) -> Reading:
    """The row with its open days read in one order."""
    place = ORDERS.index(order)
    days = {f"{name}_on": date.fromisoformat(both[place]) for name, both in reading.orders.items()}
    if ISSUED in reading.orders and reading.reckoned:
        days["expires_on"] = None  # type: ignore[assignment]
    doubts = tuple(each for each in reading.doubts if each.field not in reading.orders)
    choices = {name: each for name, each in reading.choices.items() if name not in reading.orders}
    notes = tuple(each for each in reading.notes if each.key != CUSTOM)
    return completed(replace(reading, **days, doubts=doubts, notes=notes, choices=choices))  # type: ignore[arg-type]


def settled(rows: Sequence[Reading]) -> list[Reading]:
    """All rows, those read by custom held against the decisions that other rows date surely."""
    sure = _dated(rows)
    return [_against(row, sure) if _by_custom(row) else row for row in rows]


def _by_custom(row: Reading) -> bool:
    return row.issued_on is not None and ISSUED in row.orders


def _dated(rows: Sequence[Reading]) -> Mapping[str, dict[date, int]]:
    """The days of each decision that can be read one way only, with the first row that says so."""
    found: dict[str, dict[date, int]] = defaultdict(dict)
    for row in rows:
        if row.decision_no and row.issued_on and not _by_custom(row):
            found[decision_key(row.decision_no)].setdefault(row.issued_on, row.source_row)
    return found


def _against(row: Reading, sure: Mapping[str, dict[date, int]]) -> Reading:
    assert row.issued_on is not None
    other = date.fromisoformat(row.orders[ISSUED][1])
    if row.expires_on and not row.reckoned and end_of(row.issued_on) != row.expires_on == end_of(other):
        return doubted(row, Problem(ISSUED, "import_row.issued_two_readings", _both(row.issued_on, other)))
    known = sure.get(decision_key(row.decision_no), {}) if row.decision_no else {}
    near = {day for day in known if abs((day - row.issued_on).days) < _SAME_YEAR}
    if row.issued_on in near:
        return replace(row, notes=tuple(each for each in row.notes if each.key != CUSTOM))
    if other in near:
        params = {**_both(row.issued_on, other), "row": str(known[other]), "day": show_date(other)}
        return doubted(row, Problem(ISSUED, "import_row.issued_order", params))
    return row


def doubted(row: Reading, problem: Problem) -> Reading:
    """A row whose day of issue is open after all; what followed from it is open too."""
    notes = tuple(each for each in row.notes if each.key != CUSTOM)
    return replace(
        row,
        issued_on=None,
        expires_on=None if row.reckoned else row.expires_on,
        reckoned=False,
        doubts=(*row.doubts, problem),
        notes=notes,
        choices={**row.choices, ISSUED: row.orders[ISSUED]},
    )


def _both(one: date, other: date) -> dict[str, str]:
    return {"text": show_date(one), "either": f"{show_date(one)}, {show_date(other)}"}


def open_days(rows: Sequence[Reading]) -> dict[str, int | str] | None:
    """How many rows have a day of which only the order is open, and the first of them with both its readings."""
    found = [each for each in rows if each.orders]
    if not found:
        return None
    day, month = next(iter(found[0].orders.values()))
    return {"count": len(found), "row": found[0].source_row, "day": day, "month": month}
