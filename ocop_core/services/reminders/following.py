"""What else changes the facts of a promise: a dossier that moves, a product that changes hands."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models_dossiers import Dossier
from ocop_core.db.models_products import Certificate
from ocop_core.db.models_promises import Promise, Reaction
from ocop_core.services.reminders import planning
from ocop_core.services.reminders.kinds import WITH_OFFICES
from ocop_core.services.reminders.planned import ENDED, VOID
from ocop_core.services.reminders.reactions import FILED


async def dossier_moved(session: AsyncSession, row: Dossier, before: str, at: datetime) -> None:
    """A renewal that lies with the offices silences its certificate, one that comes back lets it speak again.

    A dossier for more stars never does: it may be refused when it is too late for the renewal.
    """
    if row.certificate_id is None or row.kind == "upgrade":
        return
    await session.flush()
    if before in WITH_OFFICES and row.state not in WITH_OFFICES:
        await _no_longer_filed(session, row.certificate_id)
    await planning.replan(session, "certificate", [row.certificate_id], at)


async def _no_longer_filed(session: AsyncSession, certificate_id: int) -> None:
    """Who had told "đã nộp" holds the dossier again: that answer ends nothing any more."""
    mine = (Promise.kind == "certificate", Promise.subject == certificate_id, Promise.state == ENDED)
    acts = select(Reaction.act).where(Reaction.kind == "certificate", Reaction.subject == certificate_id)
    if await session.scalar(acts.order_by(Reaction.id.desc()).limit(1)) == FILED:
        await session.execute(update(Promise).where(*mine).values(state=VOID))


async def products_moved(session: AsyncSession, product_ids: Collection[int], at: datetime) -> None:
    """Products have other owners: what is promised about their certificates is promised to them."""
    if product_ids:
        await session.flush()
        query = select(Certificate.id).where(Certificate.product_id.in_(product_ids))
        await planning.replan(session, "certificate", (await session.scalars(query)).all(), at)
