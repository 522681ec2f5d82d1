"""Opens a dossier: from nothing, from an idea, or for the renewal of a certificate; the product it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.db import queries
from ocop_core.db.models import Idea
from ocop_core.db.models_dossiers import Dossier
from ocop_core.db.models_products import Certificate, Product
from ocop_core.errors import Refused
from ocop_core.rulebook.criteria import CERTIFIED_STARS
from ocop_core.rulebook.dossier_steps import CHANGEABLE
from ocop_core.rulebook.editions import edition_at
from ocop_core.rulebook.producer import Producer
from ocop_core.services.certificates import register
from ocop_core.services.dossiers import paper_acts, producer_acts, records, reuse
from ocop_core.services.reminders import following

MOST_OPEN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What a dossier is begun with. `facts` are fields of `Producer`; `answers` those of Mẫu 01 and 02 known already.

    `idea` is the code of the idea it grew out of; a renewal or upgrade names its `certificate`.
    """

    name: str
    set_no: int
    unit: str
    phone: str
    producer_kind: str
    stars: int = 3
    kind: str = "first"
    producer: str = ""
    facts: Mapping[str, bool] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    idea: str = ""
    certificate: int | None = None


async def start(session: AsyncSession, person_id: int, chat_id: int, begun: Start, code: str, at: datetime) -> Dossier:
    """Opens a dossier under the edition of the day. Raises Refused: a set or star the law does not know, too many."""
    law = edition_at(local_day(at))
    if law is None or begun.set_no not in law.criteria:
        raise Refused("dossier.set_unknown")
    if begun.stars not in CERTIFIED_STARS:
        raise Refused("dossier.star_unknown")
    await _check_room(session, person_id)
    product = await _product(session, person_id, begun, at)
    before = await reuse.answers(session, product.id, person_id) if begun.certificate is not None else {}
    facts = {key: bool(value) for key, value in begun.facts.items() if key in Producer.__slots__}
    idea = await session.scalar(select(Idea.id).where(Idea.code == begun.idea, Idea.person_id == person_id))
    row = Dossier(
        code=code,
        product_id=product.id,
        person_id=person_id,
        chat_id=chat_id,
        idea_id=idea,
        certificate_id=begun.certificate,
        unit=begun.unit,
        set_no=begun.set_no,
        edition=law.id,
        kind=begun.kind,
        stars=begun.stars,
        state="draft",
        producer={**facts, "registered": begun.producer_kind not in ("", "person")},
        answers={**before, **_known(begun)},
        scores={},
        judgment={},
        result={},
        created_at=at,
        changed_at=at,
    )
    session.add(row)
    await session.flush()
    if begun.phone:
        await queries.remember(session, person_id, begun.phone, begun.unit)
    records.note(session, row, "opened", at)
    return row


async def _check_room(session: AsyncSession, person_id: int) -> None:
    if sum(row.state in CHANGEABLE for row in await producer_acts.all_of(session, person_id)) >= MOST_OPEN:
        raise Refused("dossier.too_many", count=MOST_OPEN)


def _known(begun: Start) -> dict[str, Any]:
    own = {"name": begun.name, "phone": begun.phone, "producer_kind": begun.producer_kind, "producer": begun.producer}
    return {key: value for key, value in {**begun.answers, **own}.items() if value}


async def _product(session: AsyncSession, person_id: int, begun: Start, at: datetime) -> Product:
    """The product of the certificate; else one of that name in that place; else a new one."""
    if begun.certificate is not None:
        certificate = await session.get(Certificate, begun.certificate)
        product = await session.get(Product, certificate.product_id) if certificate else None
        if product is None or product.person_id not in (person_id, None):
            raise Refused("certificate.unknown")
        if product.person_id is None:
            product.person_id = person_id
            await following.products_moved(session, [product.id], at)
        return product
    same = (Product.person_id == person_id, Product.unit == begun.unit, Product.name == begun.name)
    product = await session.scalar(select(Product).where(*same).limit(1))
    if product is None:
        product = Product(person_id=person_id, name=begun.name, unit=begun.unit, created_at=at)
        session.add(product)
    product.set_no, product.phone, product.producer_kind = begun.set_no, begun.phone, begun.producer_kind
    product.producer, product.changed_at = begun.producer or product.producer or "", at
    product.search = register.search_text(product)
    await session.flush()
    return product


async def complete(session: AsyncSession, row: Dossier, begun: Start, at: datetime) -> None:
    """What the opening form tells of a dossier that is there already. Raises Refused."""
    paper_acts.check_changeable(row)
    await producer_acts.change_set(session, row, begun.set_no, at)
    await producer_acts.change_stars(session, row, begun.stars, at)
    facts = {key: bool(value) for key, value in begun.facts.items() if key in Producer.__slots__}
    row.producer = {**row.producer, **facts}
    row.answers = {**row.answers, **_known(begun)}
    product = await session.get_one(Product, row.product_id)
    product.phone, product.producer_kind, product.changed_at = begun.phone, begun.producer_kind, at
    product.search = register.search_text(product)
    await queries.remember(session, row.person_id, begun.phone, row.unit)
    records.touch(row, at)
