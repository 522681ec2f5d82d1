"""Of what promises are made: one entry for each kind, with the query for its subjects."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, literal, select

from ocop_core.db.models_products import Certificate, Product
from ocop_core.db.models_promises import DatedPaper


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. Its `subjects` are what now holds: subject, version, plan, ends_on, person_id, lane.

    `lane` spreads the subjects over the minutes; those of one person speak in the same one. After `silent` was said
    and nobody answered, officers phone; None where that is no matter of theirs.
    """

    name: str
    subjects: Select[*tuple[Any, ...]]
    silent: str | None = None


_CERTIFICATES = (
    select(
        Certificate.id.label("subject"),
        Certificate.dated.label("version"),
        literal("certificate").label("plan"),
        Certificate.expires_on.label("ends_on"),
        Product.person_id.label("person_id"),
        func.coalesce(Product.person_id, Product.id).label("lane"),
    )
    .join(Product, Product.id == Certificate.product_id)
    .where(Certificate.state == "current")
)
_PAPERS = select(
    DatedPaper.id.label("subject"),
    DatedPaper.version.label("version"),
    DatedPaper.kind.label("plan"),
    DatedPaper.ends_on.label("ends_on"),
    DatedPaper.person_id.label("person_id"),
    DatedPaper.person_id.label("lane"),
).where(DatedPaper.state == "kept")

KINDS: Mapping[str, Kind] = {
    kind.name: kind for kind in (Kind("certificate", _CERTIFICATES, silent="last_call"), Kind("paper", _PAPERS))
}
