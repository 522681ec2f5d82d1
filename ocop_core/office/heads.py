"""Finds the headings of a list in a sheet: one row or up to three, below whatever title stands above them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from ocop_core.office import headings
from ocop_core.office.cells import plain
from ocop_core.office.fonts import Font
from ocop_core.office.sheets import Area, Sheet
from ocop_core.text.fold import words

LOOKED_AT = 80
DEEPEST = 3
# Of two columns that mean the same, the one with such words counts: communes of today, the day of the certificate.
_BETTER = re.compile(r".*\b(moi|sau sap nhap|hien nay|sau sap xep|cap|gcn|chung nhan|phan hang|hang sao|so sao)\b.*")


@dataclass(slots=True)
class Head:
    """Rows of headings from `top` to `bottom`: what each column means, how it is labelled, how sure that is."""

    top: int
    bottom: int
    found: list[str | None] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    weight: int = 0


def find_head(sheet: Sheet, merged: Sequence[Area], font: Font | None = None) -> Head | None:
    """The row, or the two rows, that look most like headings; of equals the first and the smaller."""
    best: Head | None = None
    for top in range(min(LOOKED_AT, len(sheet.rows))):
        texts = [plain(cell, font) for cell in sheet.rows[top]]
        if sum(map(bool, texts)) < 2:
            continue
        for head in _heads(sheet, merged, top, texts, font):
            if head.weight > (best.weight if best else 0):
                best = head
    return best


def _heads(sheet: Sheet, merged: Sequence[Area], top: int, texts: list[str], font: Font | None) -> Iterator[Head]:
    """The row alone, and together with one and two rows below it."""
    levels = [texts]
    yield _weighed(Head(top, top, [headings.meaning(text) for text in texts], texts))
    for bottom in range(top + 1, min(top + DEEPEST, len(sheet.rows))):
        below = [plain(cell, font) for cell in sheet.rows[bottom]]
        if len(set(filter(None, below))) < 2:
            return
        levels[-1] = _across(levels[-1], [area for area in merged if area[0] == bottom - 1], below)
        levels.append(below)
        stacks = [tuple(dict.fromkeys(filter(None, stack))) for stack in zip_longest(*levels, fillvalue="")]
        found = [_meaning(stack) if stack else None for stack in stacks]
        yield _weighed(Head(top, bottom, found, [" ".join(stack) for stack in stacks]))


def _meaning(stack: Sequence[str]) -> str | None:
    """What the lowest heading means below the one next above it, or else below all of them."""
    *above, own = stack
    tries = (*reversed(above), " ".join(above)) if above else ("",)
    return next((found for upper in tries if (found := headings.meaning(own, upper))), None)


def _weighed(head: Head) -> Head:
    head.weight = headings.weight(head.found)
    return head


def _across(texts: list[str], areas: Sequence[Area], below: list[str]) -> list[str]:
    """A heading over several columns stands above each of them, also where the file does not tell of merging."""
    spread = list(texts)
    for _, left, _, right in areas:
        spread[left : right + 1] = [texts[left] if left < len(texts) else ""] * (min(right + 1, len(spread)) - left)
    if not areas:
        for index in range(1, len(spread)):
            if not spread[index] and index < len(below) and below[index]:
                spread[index] = spread[index - 1]
    return spread


def columns_of(head: Head) -> dict[str, int]:
    """The place of each meaning."""
    columns: dict[str, int] = {}
    for index, name in enumerate(head.found):
        if name and (name not in columns or _better(head.labels[index], head.labels[columns[name]])):
            columns[name] = index
    return columns


def _better(label: str, before: str) -> bool:
    return bool(_BETTER.fullmatch(words(label))) and not _BETTER.fullmatch(words(before))
