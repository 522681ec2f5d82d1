"""Dossiers among a person's own data: what is told of them, and what goes when the person goes."""

from datetime import datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models_dossiers import Dossier, DossierEvent, DossierFile, DossierPaper
from ocop_core.db.models_products import Certificate, Product
from ocop_core.rulebook.dossier_steps import SETTLED


async def lines(session: AsyncSession, person_id: int) -> str:
    """One line for each dossier of a person."""
    query = select(Dossier.code, Product.name).join(Product, Product.id == Dossier.product_id)
    rows = await session.execute(query.where(Dossier.person_id == person_id).order_by(Dossier.id))
    return "\n".join(f"• {name} ({code})" for code, name in rows.all())


async def erase(session: AsyncSession, person_id: int, at: datetime) -> None:
    """Papers, answers and words go; a code stays, withdrawn where nothing was decided yet.

    A product that holds a certificate is public and stays under its name, without a person behind it.
    """
    dossiers = select(Dossier.id).where(Dossier.person_id == person_id)
    papers = select(DossierPaper.id).where(DossierPaper.dossier_id.in_(dossiers))
    await session.execute(delete(DossierFile).where(DossierFile.paper_id.in_(papers)))
    await session.execute(delete(DossierPaper).where(DossierPaper.dossier_id.in_(dossiers)))
    await session.execute(
        update(DossierEvent).where(DossierEvent.dossier_id.in_(dossiers)).values(note="", detail=None)
    )
    own = update(Dossier).where(Dossier.person_id == person_id)
    await session.execute(own.where(Dossier.state.not_in(SETTLED)).values(state="withdrawn", due_on=None))
    blank = {"producer": {}, "answers": {}, "scores": {}, "judgment": {}, "changed_at": at}
    await session.execute(own.values(**blank, version=Dossier.version + 1))
    certified = exists().where(Certificate.product_id == Product.id)
    mine = update(Product).where(Product.person_id == person_id)
    await session.execute(mine.where(~certified).values(name="—", producer="", search=""))
    await session.execute(mine.values(person_id=None, phone=None, address="", changed_at=at))
