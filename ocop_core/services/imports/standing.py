"""What the register holds already of the products that a file speaks of."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models_products import Certificate, Product
from ocop_core.services.imports.keys import product_key

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class KnownCertificate:
    """A certificate as it stands."""

    id: int
    product_id: int
    version: int
    number: str | None
    decision_no: str
    stars: int
    score100: int | None
    level: str
    issued_on: date
    expires_on: date
    state: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class KnownProduct:
    """A product as it stands, its certificates with the newest first."""

    id: int
    name: str
    producer: str
    unit: str
    phone: str | None
    set_no: int | None
    address: str
    person_id: int | None
    changed_at: datetime
    certificates: tuple[KnownCertificate, ...] = ()

    @property
    def current(self) -> KnownCertificate | None:
        """The certificate it has now."""
        return next((each for each in self.certificates if each.state == "current"), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """Products by the key of their name."""

    products: Mapping[str, Sequence[KnownProduct]]

    def named(self, name: str) -> Sequence[KnownProduct]:
        """All products of that name."""
        return self.products.get(product_key(name), ())


_PRODUCT = (
    Product.id, Product.name, Product.producer, Product.unit, Product.phone, Product.set_no, Product.address,
    Product.person_id, Product.changed_at,
)  # fmt: skip
_CERTIFICATE = (
    Certificate.id, Certificate.product_id, Certificate.version, Certificate.number, Certificate.decision_no,
    Certificate.stars, Certificate.score100, Certificate.level, Certificate.issued_on, Certificate.expires_on,
    Certificate.state, Certificate.changed_at,
)  # fmt: skip


async def standing(session: AsyncSession, names: Collection[str]) -> Standing:
    """The products with one of these names, however they are written."""
    wanted = await asyncio.to_thread(lambda: set(map(product_key, names)))
    rows = await _products(session, wanted)
    certificates = await _certificates(session, [row.id for row in rows])
    found: dict[str, list[KnownProduct]] = defaultdict(list)
    for row in rows:
        found[product_key(row.name)].append(KnownProduct(**row._mapping, certificates=tuple(certificates[row.id])))
    return Standing(found)


async def _products(session: AsyncSession, wanted: Collection[str]) -> list[Any]:
    """Looked through in portions, as the register may be long and the chat must not wait."""
    found: list[Any] = []
    last = 0
    query = select(*_PRODUCT).order_by(Product.id).limit(AT_ONCE)
    while some := (await session.execute(query.where(Product.id > last))).all():
        found += [row for row in some if product_key(row.name) in wanted]
        last = some[-1].id
        await asyncio.sleep(0)
    return found


async def _certificates(session: AsyncSession, ids: Sequence[int]) -> Mapping[int, list[KnownCertificate]]:
    found: dict[int, list[KnownCertificate]] = defaultdict(list)
    for start in range(0, len(ids), AT_ONCE):
        query = select(*_CERTIFICATE).where(Certificate.product_id.in_(ids[start : start + AT_ONCE]))
        for row in (await session.execute(query.order_by(Certificate.version.desc()))).all():
            found[row.product_id].append(KnownCertificate(**row._mapping))
    return found
