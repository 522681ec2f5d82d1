"""Takes an import back: product by product what stood before, except where somebody has changed something since."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models_imports import ImportRow
from ocop_core.db.models_products import Certificate, Product
from ocop_core.db.models_promises import CertificateEvent
from ocop_core.db.tables import METADATA
from ocop_core.services.certificates import grants
from ocop_core.services.imports import granting
from ocop_core.services.imports.applying import restored

# These go with what is taken back.
_OWN = (CertificateEvent.__tablename__, Certificate.__tablename__)


@dataclass(slots=True)
class _Case:
    """One product with what this import did to it, the last first, and all certificates it has now."""

    product: Product | None
    rows: list[ImportRow]
    papers: dict[int, Certificate] = field(default_factory=dict)

    @property
    def made(self) -> bool:
        return any(self._did("made"))

    @property
    def granted(self) -> list[Certificate]:
        ids = [row.certificate_id for row in self.rows if (row.before or {}).get("granted")]
        return [self.papers[number] for number in ids if number in self.papers]

    def _did(self, what: str) -> list[ImportRow]:
        return [row for row in self.rows if (row.before or {}).get(what)]

    def untouched(self, used_products: set[int], used_papers: set[int]) -> bool:
        """Whether all is still as the import left it."""
        if self.product is None:
            return False
        moments = {row.applied_at for row in self.rows}
        if (self.made or self._did("product")) and self.product.changed_at not in moments:
            return False
        if self.made and (self.product.person_id or self.product.id in used_products):
            return False
        mine = {row.certificate_id for row in self.rows if row.certificate_id}
        if not mine <= self.papers.keys() or any(self.papers[number].changed_at not in moments for number in mine):
            return False
        first = min((paper.version for paper in self.granted), default=None)
        above = {number for number, paper in self.papers.items() if first is not None and paper.version >= first}
        return above <= {paper.id for paper in self.granted} and not above & used_papers


async def put_back(session: AsyncSession, rows: Sequence[ImportRow], at: datetime) -> list[ImportRow]:
    """Undoes applied rows; returns those that could not be, because something has happened since."""
    cases = await _cases(session, rows)
    used_products = await _used(session, "product", list(cases))
    used_papers = await _used(session, "certificate", [number for case in cases.values() for number in case.papers])
    clear = [case for case in cases.values() if case.untouched(used_products, used_papers)]
    for case in clear:
        _restore(case, at)
    await session.flush()
    await granting.take_back(session, [paper for case in clear for paper in case.granted])
    await _stand_again(session, clear, at)
    await _remove(session, [case.product for case in clear if case.product and case.made])
    touched = [number for case in clear for row in case.rows for number in _touched(row)]
    await granting.promise_anew(session, sorted(set(touched)), at)
    return [row for row in rows if row.state != "undone"]


async def _cases(session: AsyncSession, rows: Sequence[ImportRow]) -> dict[int, _Case]:
    by_product: dict[int, list[ImportRow]] = defaultdict(list)
    for row in rows:
        if row.product_id is not None:
            by_product[row.product_id].append(row)
    ids = sorted(by_product)
    products = await granting.by_ids(session, Product, ids)
    cases = {number: _Case(products.get(number), _newest_first(several)) for number, several in by_product.items()}
    for start in range(0, len(ids), granting.AT_ONCE):
        query = select(Certificate).where(Certificate.product_id.in_(ids[start : start + granting.AT_ONCE]))
        for paper in (await session.scalars(query.with_for_update())).all():
            cases[paper.product_id].papers[paper.id] = paper
    return cases


def _newest_first(rows: Iterable[ImportRow]) -> list[ImportRow]:
    return sorted(rows, key=lambda row: (str(row.applied_at), row.certificate_id or 0), reverse=True)


async def _used(session: AsyncSession, table: str, ids: Sequence[int]) -> set[int]:
    """Which of these rows other tables point to, whatever they are: a dossier, a call, a sales point."""
    found: set[int] = set()
    keys = [
        key.parent
        for other in METADATA.sorted_tables
        if other.name not in _OWN
        for key in other.foreign_keys
        if key.column.table.name == table
    ]
    for column in keys:
        for start in range(0, len(ids), granting.AT_ONCE):
            query = select(column).where(column.in_(ids[start : start + granting.AT_ONCE]))
            found |= set((await session.scalars(query)).all())
    return found


def _restore(case: _Case, at: datetime) -> None:
    assert case.product is not None
    for row in case.rows:
        before: Mapping[str, Any] = row.before or {}
        if before.get("product") and not case.made:
            restored(case.product, before["product"], at)
        if before.get("paper"):
            restored(case.papers[row.certificate_id or 0], before["paper"], at)
        row.state = "undone"


async def _stand_again(session: AsyncSession, cases: Iterable[_Case], at: datetime) -> None:
    """What the import had superseded is current again."""
    gone = {paper.id for case in cases for paper in case.granted}
    for case in cases:
        for row in case.rows:
            paper = case.papers.get((row.before or {}).get("superseded") or 0)
            if paper is not None and paper.id not in gone and paper.state == grants.SUPERSEDED:
                paper.state, paper.changed_at = grants.CURRENT, at
                grants.note(session, paper, "restored", at, None)
    await session.flush()


async def _remove(session: AsyncSession, products: Sequence[Product]) -> None:
    ids = [product.id for product in products]
    for start in range(0, len(ids), granting.AT_ONCE):
        await session.execute(delete(Product).where(Product.id.in_(ids[start : start + granting.AT_ONCE])))
        await granting.breathe()


def _touched(row: ImportRow) -> list[int]:
    numbers = (row.certificate_id, (row.before or {}).get("superseded"))
    return [number for number in numbers if number]
