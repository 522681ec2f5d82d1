"""Finds the product and the certificate that a row is about, so that importing again changes and never doubles.

A product is the same if its name and its producer are (folded, abbreviations written out) and it lies in the same
commune. Where the producer is written otherwise or the commune differs, the same phone, the same number of the
certificate, or the same decision must speak for it. A certificate is the same if its number is, or its decision, or,
where a decision is missing, its day of issue.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ocop_core.office.reading import Reading
from ocop_core.services.imports.keys import decision_key, maker_key
from ocop_core.services.imports.standing import KnownCertificate, KnownProduct


@dataclass(frozen=True, slots=True)
class Match:
    """The product a row is about, or None for a new one; `either` are several that it could be."""

    product: KnownProduct | None = None
    either: tuple[KnownProduct, ...] = ()


def match(reading: Reading, known: Sequence[KnownProduct], picked: str = "") -> Match:
    """Which of the products with that name is meant. `picked` is an officer's word: an id, or "new"."""
    if picked:
        return Match(next((each for each in known if str(each.id) == picked), None))
    by_paper = [each for each in known if any(_same_number(reading, paper) for paper in each.certificates)]
    same_maker = [each for each in known if maker_key(each.producer) == maker_key(reading.producer)]
    here = [each for each in same_maker if reading.unit in (None, each.unit)]
    backed = [each for each in known if _backs(reading, each)]
    for found in (by_paper, here, [each for each in same_maker if each in backed], backed):
        if found:
            return Match(found[0]) if len(found) == 1 else Match(either=tuple(found))
    return Match(either=tuple(same_maker))


def _backs(reading: Reading, product: KnownProduct) -> bool:
    """Whether phone or decision speak for a product whose producer or commune is written otherwise."""
    if reading.phone and reading.phone == product.phone:
        return True
    papers = any(_same_decision(reading, paper) for paper in product.certificates)
    return papers and (reading.unit == product.unit or maker_key(reading.producer) == maker_key(product.producer))


def same_paper(reading: Reading, paper: KnownCertificate) -> bool:
    """Whether a row speaks of this certificate."""
    if reading.number and paper.number:
        return _same_number(reading, paper)
    if reading.decision_no and paper.decision_no:
        return _same_decision(reading, paper)
    return reading.issued_on == paper.issued_on


def _same_number(reading: Reading, paper: KnownCertificate) -> bool:
    return bool(reading.number and paper.number) and decision_key(reading.number or "") == decision_key(
        paper.number or ""
    )


def _same_decision(reading: Reading, paper: KnownCertificate) -> bool:
    """The same number of the same year: offices begin to count anew each January."""
    same = bool(reading.decision_no) and decision_key(reading.decision_no) == decision_key(paper.decision_no)
    return same and (reading.issued_on is None or abs((reading.issued_on - paper.issued_on).days) < 300)
