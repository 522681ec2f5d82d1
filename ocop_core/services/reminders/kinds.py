"""Of what promises are made: one entry for each kind, with the query for its subjects."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Person
from ocop_core.db.models_dossiers import Dossier
from ocop_core.db.models_products import Certificate, Product
from ocop_core.db.models_promises import DatedPaper
from ocop_core.i18n import Words
from ocop_core.rulebook.dossier_steps import CHANGEABLE, STATES
from ocop_core.services.calls import About
from ocop_core.services.reminders.paper_names import named


@dataclass(frozen=True, slots=True)
class Known:
    """One subject in words: whose it is and where, what it is called, its stars if it has any."""

    about: About
    name: str
    stars: int = 0


WITH_OFFICES = tuple(state for state in STATES if state not in (*CHANGEABLE, "failed", "withdrawn"))
Naming = Callable[[AsyncSession, Words, Collection[int]], Awaitable[dict[int, Known]]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. Its `subjects` are what now holds: subject, version, plan, ends_on, person_id, lane.

    `lane` spreads the subjects over the minutes; those of one person speak in the same one. After `silent` was said
    and nobody answered, officers phone; None where that is no matter of theirs.
    """

    name: str
    subjects: Select[*tuple[Any, ...]]
    known: Naming
    silent: str | None = None


# Its renewal lies with the offices; what was given back or withdrawn does not, and more stars may be refused too late.
# An IN could not be run for many days at once.
_with_offices = or_(*(Dossier.state == state for state in WITH_OFFICES))
_handed_in = exists().where(Dossier.certificate_id == Certificate.id, Dossier.kind != "upgrade", _with_offices)
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
    .where(Certificate.state == "current", ~_handed_in)
)
_PAPERS = select(
    DatedPaper.id.label("subject"),
    DatedPaper.version.label("version"),
    DatedPaper.kind.label("plan"),
    DatedPaper.ends_on.label("ends_on"),
    DatedPaper.person_id.label("person_id"),
    DatedPaper.person_id.label("lane"),
).where(DatedPaper.state == "kept")


async def _certificates(session: AsyncSession, words: Words, ids: Collection[int]) -> dict[int, Known]:
    query = select(Certificate, Product).join(Product, Product.id == Certificate.product_id)
    rows = await session.execute(query.where(Certificate.id.in_(ids), Certificate.state == "current"))
    return {
        row.id: Known(About("certificate", row.id, row.dated, of.unit, of.id, of.person_id), of.name, row.stars)
        for row, of in rows.all()
    }


async def _papers(session: AsyncSession, words: Words, ids: Collection[int]) -> dict[int, Known]:
    query = select(DatedPaper, Person).join(Person, Person.id == DatedPaper.person_id)
    rows = (await session.execute(query.where(DatedPaper.id.in_(ids), DatedPaper.state == "kept"))).all()
    names = await named(session, words, [row for row, _ in rows])
    return {
        row.id: Known(About("paper", row.id, row.version, of.unit or "", None, of.id), names[row.id])
        for row, of in rows
    }


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("certificate", _CERTIFICATES, _certificates, silent="last_call"),
        Kind("paper", _PAPERS, _papers),
    )
}
