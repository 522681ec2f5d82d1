"""What the engine asks about dossiers: one, all of a person, ideas and certificates from which one may grow."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.conversation.dossiers.looking import Renewal, Seed
from ocop_core.conversation.dossiers.view import DossierView
from ocop_core.db.models import File, Idea
from ocop_core.db.models_dossiers import Dossier
from ocop_core.db.models_products import Certificate, Product
from ocop_core.services.asker import Asker
from ocop_core.services.certificates import grants
from ocop_core.services.dossiers import producer_acts, records, reuse

MOST_SEEDS = 20
_TAKEN_OVER = ("name", "set", "place", "producer_kind", "phone")


async def _one(session: AsyncSession, asker: Asker, code: str) -> DossierView | None:
    row = await session.scalar(
        select(Dossier).where(Dossier.code == code.upper(), Dossier.person_id == asker.person_id)
    )
    return await _seen(session, row, asker) if row else None


async def _seen(session: AsyncSession, row: Dossier, asker: Asker) -> DossierView:
    view = await records.view(session, row)
    if not view.changeable:
        return view
    return replace(view, reusable=await reuse.sheets(session, row, view, local_day(asker.at)))


async def _all(session: AsyncSession, asker: Asker, about: str) -> tuple[DossierView, ...]:
    return tuple(await records.views(session, await producer_acts.all_of(session, asker.person_id)))


async def _seeds(session: AsyncSession, asker: Asker, about: str) -> tuple[Seed, ...]:
    """Ideas that were not declined and have no dossier yet; those that were accepted first."""
    used = exists().where(Dossier.idea_id == Idea.id, Dossier.state != "withdrawn")
    query = select(Idea).where(Idea.person_id == asker.person_id, ~used, Idea.state.not_in(("declined", "withdrawn")))
    ideas = (await session.scalars(query.order_by(Idea.id.desc()).limit(MOST_SEEDS))).all()
    ordered = sorted(ideas, key=lambda idea: idea.state != "accepted")
    return tuple(Seed(idea.code, _told(idea)) for idea in ordered)


def _told(idea: Idea) -> Mapping[str, Any]:
    known: dict[str, Any] = {**idea.answers, "name": idea.name, "set": idea.set_no}
    return {key: known[key] for key in _TAKEN_OVER if known.get(key)}


async def _renewals(session: AsyncSession, asker: Asker, about: str) -> tuple[Renewal, ...]:
    query = (
        select(Certificate, Product)
        .join(Product, Product.id == Certificate.product_id)
        .where(Product.person_id == asker.person_id, Certificate.state == grants.CURRENT)
        .order_by(Certificate.expires_on, Certificate.id)
    )
    rows = (await session.execute(query)).all()
    found = [
        Renewal(
            certificate.id,
            product.name,
            product.set_no,
            product.unit,
            product.phone or "",
            product.producer_kind,
            certificate.expires_on,
            await reuse.answers(session, product.id, asker.person_id),
            tuple(await reuse.kept(session, product.id, asker.person_id, local_day(asker.at))),
            certificate.stars,
        )
        for certificate, product in rows
    ]
    return tuple(found)


async def _file_kept(session: AsyncSession, asker: Asker, about: str) -> bool:
    """Whether a file that came in this very chat is there: in another it could not be shown."""
    row = await session.get(File, int(about))
    return row is not None and row.chat_id == asker.chat_id and row.state == "kept"


LOADERS: Mapping[str, Callable[[AsyncSession, Asker, str], Awaitable[Any]]] = {
    "dossier": _one,
    "dossiers": _all,
    "seeds": _seeds,
    "renewals": _renewals,
    "file_kept": _file_kept,
}
