"""Dossiers as officers find them: lists, counts, history, papers in all versions, pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import File, Staff
from ocop_core.db.models_dossiers import Dossier, DossierEvent, DossierFile, DossierPaper
from ocop_core.db.models_products import Product
from ocop_core.services import access
from ocop_core.text import words


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    dossier: Dossier
    product: Product


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a history; `who` is an officer's name, empty for the producer."""

    at: datetime
    act: str
    who: str
    note: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a paper, with what looks wrong with it."""

    id: int
    position: int
    file: File
    findings: tuple[str, ...]


async def listed(
    session: AsyncSession,
    staff: Staff,
    *,
    search: str = "",
    states: Sequence[str] = (),
    unit: str | None = None,
    set_no: int | None = None,
    limit: int = 25,
    offset: int = 0,
) -> list[Row]:
    """Dossiers handed in in the officer's territory, a page at a time; the search ignores diacritics.

    What the office owes stands on top, the most urgent first; what nobody waits for comes behind, newest first.
    """
    query = _own(select(Dossier, Product).join(Product, Product.id == Dossier.product_id), staff)
    if search.strip().upper().startswith("HS-"):
        query = query.where(Dossier.code == search.strip().upper())
    else:
        for word in words(search).split():
            query = query.where(Product.search.contains(word, autoescape=True))
    for column, wanted in ((Dossier.unit, unit), (Dossier.set_no, set_no)):
        query = query.where(column == wanted) if wanted else query
    query = query.where(Dossier.state.in_(states)) if states else query
    ordered = query.order_by(Dossier.due_on.asc().nulls_last(), Dossier.id.desc())
    rows = (await session.execute(ordered.limit(limit).offset(offset))).all()
    return [Row(dossier, product) for dossier, product in rows]


def in_hand(staff: Staff) -> tuple[str, ...]:
    """The states in which a dossier waits for the officer's own office."""
    return ("submitted",) if staff.role == "commune" else ("proposed", "appraising", "council", "ministry")


async def owed(session: AsyncSession, staff: Staff) -> tuple[int, date | None]:
    """How many dossiers wait for the officer's own office, and the first day on which one of them is due."""
    counted = select(func.count(), func.min(Dossier.due_on)).where(Dossier.state.in_(in_hand(staff)))
    units = access.units_of(staff)
    counted = counted if units is None else counted.where(Dossier.unit.in_(units))
    count, first = (await session.execute(counted)).one()
    return count, first


async def late_elsewhere(session: AsyncSession, staff: Staff, day: date, limit: int = 25) -> list[Row]:
    """To the province: dossiers whose step a commune owes until `day`, the most urgent first. To a commune: none."""
    if "submitted" in in_hand(staff):
        return []
    query = _own(select(Dossier, Product).join(Product, Product.id == Dossier.product_id), staff)
    query = query.where(Dossier.due_on <= day, Dossier.state == "submitted")
    rows = (await session.execute(query.order_by(Dossier.due_on, Dossier.id).limit(limit))).all()
    return [Row(dossier, product) for dossier, product in rows]


def _own(query: Any, staff: Staff) -> Any:
    query, units = query.where(Dossier.submitted_at.is_not(None)), access.units_of(staff)
    return query if units is None else query.where(Dossier.unit.in_(units))


async def history(session: AsyncSession, row: Dossier) -> list[Line]:
    """What happened to a dossier, oldest first."""
    query = (
        select(DossierEvent, Staff.name)
        .outerjoin(Staff, Staff.id == DossierEvent.staff_id)
        .where(DossierEvent.dossier_id == row.id)
        .order_by(DossierEvent.id)
    )
    rows = (await session.execute(query)).all()
    return [Line(each.at, each.act, who or "", each.note, each.detail or {}) for each, who in rows]


async def papers(session: AsyncSession, row: Dossier) -> Sequence[DossierPaper]:
    """All versions of all papers that were handed over, oldest first."""
    query = select(DossierPaper).where(DossierPaper.dossier_id == row.id, DossierPaper.state != "draft")
    return (await session.scalars(query.order_by(DossierPaper.id))).all()


async def pages(session: AsyncSession, paper_ids: Sequence[int]) -> dict[int, list[Page]]:
    """The pages of papers that arrived, in their order."""
    query = (
        select(DossierFile, File)
        .join(File, File.id == DossierFile.file_id)
        .where(DossierFile.paper_id.in_(paper_ids), File.state == "kept")
        .order_by(DossierFile.position, DossierFile.id)
    )
    found: dict[int, list[Page]] = {}
    for page, file in (await session.execute(query)).all():
        found.setdefault(page.paper_id, []).append(Page(page.id, page.position, file, tuple(page.findings or ())))
    return found


async def product(session: AsyncSession, row: Dossier) -> Product:
    """What the dossier is about."""
    return await session.get_one(Product, row.product_id)
