"""Finds rows of one file that speak of the same product: said twice, against each other, or with two certificates."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ocop_core.office.reading import Problem, Reading
from ocop_core.services.imports.keys import decision_key, maker_key, product_key

Action = Literal["add", "change", "same", "skip", "doubtful"]
ACTIONS: tuple[Action, ...] = ("add", "change", "same", "skip", "doubtful")


@dataclass(frozen=True, slots=True)
class Twin:
    """A row beside others about the same product: its group, and where something is wrong, what and with what end."""

    group: int
    problem: Problem | None = None
    action: Action = "doubtful"


def twins(readings: Sequence[Reading], takes_part: Sequence[bool], today: date) -> dict[int, Twin]:
    """By place in the list, the older certificates of a product first."""
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, reading in enumerate(readings):
        if takes_part[index] and reading.product and reading.producer:
            groups[product_key(reading.product), maker_key(reading.producer), reading.unit or ""].append(index)
    found: dict[int, Twin] = {}
    for group in groups.values():
        if len(group) > 1:
            found |= _among(readings, group, today)
    return found


def _among(readings: Sequence[Reading], group: Sequence[int], today: date) -> dict[int, Twin]:
    found: dict[int, Twin] = {}
    papers: list[int] = []
    for index in group:
        same = next((each for each in papers if _same_paper(readings[each], readings[index])), None)
        if same is None:
            papers.append(index)
        elif differing := _differs(readings[same], readings[index]):
            found[index] = _problem(group, "twin_differs", readings[same], differing)
            found[same] = _problem(group, "twin_differs", readings[index], differing)
        else:
            found[index] = _problem(group, "twin", readings[same], "", "skip")
    valid = [index for index in papers if _valid(readings[index], today)]
    if len(valid) > 1:
        found |= {index: _problem(group, "two_current", readings[_other(valid, index)], "issued") for index in valid}
    else:
        ordered = sorted(papers, key=lambda index: (readings[index].issued_on or date.min, index))
        found |= {index: Twin(group[0]) for index in ordered if index not in found}
    return found


def _other(valid: Sequence[int], index: int) -> int:
    return next(each for each in valid if each != index)


def _same_paper(one: Reading, other: Reading) -> bool:
    if one.decision_no and other.decision_no:
        return decision_key(one.decision_no) == decision_key(other.decision_no)
    return one.issued_on is None or other.issued_on is None or one.issued_on == other.issued_on


def _differs(one: Reading, other: Reading) -> str:
    """The first field in which two rows about one certificate speak against each other; "" for none."""
    pairs = {
        "stars": (one.stars, other.stars),
        "issued": (one.issued_on, other.issued_on),
        "expires": (one.expires_on, other.expires_on),
        "phone": (one.phone, other.phone),
    }
    return next((name for name, (left, right) in pairs.items() if left and right and left != right), "")


def _valid(reading: Reading, today: date) -> bool:
    return reading.expires_on is not None and reading.expires_on >= today and "issued" not in reading.sure


def _problem(group: Sequence[int], key: str, other: Reading, field: str, action: Action = "doubtful") -> Twin:
    return Twin(group[0], Problem(field, f"import_row.{key}", {"row": str(other.source_row)}), action)
