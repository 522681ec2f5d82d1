"""Plans an import: for each row whether it adds, changes, is the same, is left out, or has to be looked at."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ocop_core.office.reading import Problem, Reading, problems_of
from ocop_core.services.imports.matching import match, same_paper
from ocop_core.services.imports.standing import KnownCertificate, KnownProduct, Standing
from ocop_core.services.imports.twins import Action, Twin, twins
from ocop_core.text import show_date
from ocop_core.text.fold import words

# A renewal is judged in the last half year; an earlier one is a second certificate, unless it gives more stars.
RENEWED_BEFORE_END = timedelta(days=270)


@dataclass(frozen=True, slots=True)
class Change:
    """A field that becomes something else."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row to plan: what was read, and whether an officer leaves it out or has picked the product it is about."""

    reading: Reading
    left_out: bool = False
    picked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What becomes of a row. `grants`: it brings a certificate that was not there; `after`: the row of this file
    that brings the product first."""

    reading: Reading
    action: Action
    problems: tuple[Problem, ...] = ()
    changes: tuple[Change, ...] = ()
    product: KnownProduct | None = None
    certificate: KnownCertificate | None = None
    grants: bool = False
    after: int | None = None


def plan(rows: Sequence[Row], known: Standing, today: date, may: Callable[[str], bool]) -> list[Planned]:
    """One plan a row, in the same order. `may` tells whether the officer answers for a commune."""
    found = [_alone(row, known, today, may) for row in rows]
    takes_part = [each.action != "skip" for each in found]
    bringers: dict[int, int] = {}
    for index, twin in twins([each.reading for each in found], takes_part, today).items():
        found[index] = _beside(found[index], twin, bringers)
    return found


def _beside(planned: Planned, twin: Twin, bringers: dict[int, int]) -> Planned:
    """A row next to others of the same file about the same product; the first that is clear brings the product."""
    if twin.problem is not None:
        kept = () if twin.action == "skip" else planned.problems
        return replace(planned, action=twin.action, problems=(*kept, twin.problem), changes=(), grants=False)
    if planned.action != "add":
        return planned
    bringer = bringers.setdefault(twin.group, planned.reading.source_row)
    return planned if bringer == planned.reading.source_row else replace(planned, after=bringer)


def _alone(row: Row, known: Standing, today: date, may: Callable[[str], bool]) -> Planned:
    reading = row.reading
    if row.left_out:
        return _without(reading, "skip", Problem("", "import_row.left_out"))
    if reading.unit and not may(reading.unit):
        return _without(reading, "skip", Problem("unit", "import_row.not_yours"))
    problems = problems_of(reading, today)
    found = match(reading, known.named(reading.product), row.picked)
    if problems and not _stands_so(reading, found.product):
        return Planned(reading=reading, action="doubtful", problems=problems)
    if found.either:
        return _either(reading, found.either)
    if found.product is None:
        return Planned(reading=reading, action="add", grants=True)
    if not may(found.product.unit):
        return _without(reading, "skip", Problem("unit", "import_row.not_yours"))
    return _against(reading, found.product, today)


def _stands_so(reading: Reading, product: KnownProduct | None) -> bool:
    """Whether the register says the same already, so that there is nothing to doubt any more."""
    if product is None or reading.doubts or not (reading.stars and reading.issued_on and reading.expires_on):
        return False
    paper = next((each for each in product.certificates if same_paper(reading, each)), None)
    return paper is not None and not (*product_changes(reading, product), *paper_changes(reading, paper))


def _without(reading: Reading, action: Action, problem: Problem) -> Planned:
    return Planned(reading=reading, action=action, problems=(problem,))


def _either(reading: Reading, either: Sequence[KnownProduct]) -> Planned:
    names = "; ".join(f"{each.name}, {each.producer}" for each in either)
    ids = ",".join(str(each.id) for each in either)
    return Planned(
        reading=reading,
        action="doubtful",
        problems=(Problem("pick", "import_row.product_several", {"names": names, "ids": ids}),),
    )


def _against(reading: Reading, product: KnownProduct, today: date) -> Planned:
    """The row beside the product and the certificates that stand."""
    paper = next((each for each in product.certificates if same_paper(reading, each)), None)
    current = product.current
    if paper is None and current is not None:
        doubt = _second(reading, current, today)
        if doubt is not None:
            return doubt
    if paper is not None and paper.state != "current":
        return _past(reading, product, paper)
    changes = (
        *product_changes(reading, product),
        *(paper_changes(reading, paper) if paper else _new(reading, current)),
    )
    action: Action = "change" if changes else "same"
    return Planned(
        reading=reading, action=action, changes=changes, product=product, certificate=paper, grants=paper is None
    )


def _second(reading: Reading, current: KnownCertificate, today: date) -> Planned | None:
    """A certificate beside a current one: a renewal or more stars are welcome, a second one is not."""
    assert reading.issued_on and reading.expires_on and reading.stars
    params = {
        "decision": current.decision_no,
        "issued": show_date(current.issued_on),
        "expires": show_date(current.expires_on),
    }
    if reading.issued_on <= current.issued_on and reading.expires_on < today:
        return _without(reading, "skip", Problem("issued", "import_row.older", params))
    early = reading.issued_on < current.expires_on - RENEWED_BEFORE_END and current.expires_on >= today
    is_second = reading.issued_on <= current.issued_on or (early and reading.stars <= current.stars)
    if is_second and "issued" not in reading.sure:
        return _without(reading, "doubtful", Problem("issued", "import_row.second", params))
    return None


def _past(reading: Reading, product: KnownProduct, paper: KnownCertificate) -> Planned:
    """A row about a certificate that no longer counts changes nothing."""
    if not paper_changes(reading, paper):
        return Planned(reading=reading, action="same", product=product, certificate=paper)
    return _without(
        reading, "skip", Problem("issued", f"import_row.is_{paper.state}", {"day": show_date(paper.issued_on)})
    )


def product_changes(reading: Reading, product: KnownProduct) -> tuple[Change, ...]:
    """What a row says otherwise of a product; what it does not say stays."""
    pairs = (
        ("producer", product.producer, reading.producer),
        ("unit", product.unit, reading.unit),
        ("phone", product.phone, reading.phone),
        ("set_no", product.set_no, reading.set_no),
        ("address", product.address, reading.address),
    )
    return tuple(
        Change(name, _text(old), _text(new))
        for name, old, new in pairs
        if new and not _same_text(_text(old), _text(new))
    )


def paper_changes(reading: Reading, paper: KnownCertificate) -> tuple[Change, ...]:
    """What a row says otherwise of a certificate; what it does not say stays."""
    pairs = (
        ("stars", paper.stars, reading.stars),
        ("score100", paper.score100, reading.score100),
        ("number", paper.number, reading.number),
        ("decision_no", paper.decision_no, reading.decision_no),
        ("issued_on", paper.issued_on, reading.issued_on),
        ("expires_on", paper.expires_on, reading.expires_on),
    )
    return tuple(
        Change(name, _text(old), _text(new))
        for name, old, new in pairs
        if new and not _same_text(_text(old), _text(new))
    )


def _new(reading: Reading, current: KnownCertificate | None) -> tuple[Change, ...]:
    """A certificate that the product did not have, beside the one it replaces."""
    before = (current.stars, current.decision_no, current.issued_on, current.expires_on) if current else ("",) * 4
    after = (reading.stars, reading.decision_no, reading.issued_on, reading.expires_on)
    names = ("stars", "decision_no", "issued_on", "expires_on")
    return tuple(Change(name, _text(old), _text(new)) for name, old, new in zip(names, before, after, strict=True))


def _same_text(old: str, new: str) -> bool:
    # Capitals, marks and spaces are no reason to write over what somebody has typed with care.
    return old == new or (bool(words(old)) and words(old) == words(new))


def _text(value: object) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
