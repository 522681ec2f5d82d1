"""Chooses, of overlapping phrases found in a text, those that explain it best."""

from collections.abc import Iterable
from typing import TypeVar

from ocop_core.rulebook.phrasebook import Hit

T = TypeVar("T")
Span = tuple[int, int]


def best_cover(hits: Iterable[Hit[T]]) -> list[Hit[T]]:
    """The hits that together explain most of the text without overlapping; equal readings all stay."""
    spans: dict[Span, list[Hit[T]]] = {}
    for hit in hits:
        spans.setdefault((hit.start, hit.end), []).append(hit)
    return [hit for span in _heaviest(list(spans), spans) for hit in spans[span]]


def _heaviest(order: list[Span], spans: dict[Span, list[Hit[T]]]) -> tuple[Span, ...]:
    """Weighted choice of intervals: long phrases weigh more than the same words taken apart."""
    best: dict[int, tuple[float, tuple[Span, ...]]] = {0: (0.0, ())}
    reach = 0
    for end in sorted({span[1] for span in order}):
        best[end] = best[reach]
        for span in order:
            if span[1] == end:
                before = best[max(point for point in best if point <= span[0])]
                weight = before[0] + max(_weight(hit) for hit in spans[span])
                if weight > best[end][0]:
                    best[end] = (weight, (*before[1], span))
        reach = end
    return best[reach][1]


def _weight(hit: Hit[T]) -> float:
    # One phrase written right must outweigh two that are read with a slip each.
    return float(hit.length**1.5 * hit.fit**3)
