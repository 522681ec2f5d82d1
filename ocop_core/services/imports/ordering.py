"""An officer's word for a whole file: in its open days the day stands first, or the month."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Staff
from ocop_core.db.models_imports import ImportBatch
from ocop_core.errors import Refused
from ocop_core.office.orders import ORDERS
from ocop_core.services import audit
from ocop_core.services.imports import batches, listing
from ocop_core.services.imports.mending import ORDER


async def choose(session: AsyncSession, staff: Staff, batch_id: int, order: str, at: datetime) -> ImportBatch:
    """Reads all open days of an import in one order; what an officer has written in a row stays. Raises Refused."""
    batch = await batches.opened(session, staff, batch_id)
    if order not in ORDERS:
        raise Refused("import_act.order")
    for row in await listing.all_rows(session, batch.id, "open"):
        if row.reading.get("orders"):
            row.mended = {**(row.mended or {}), ORDER: order}
    batch.about = {**batch.about, ORDER: order}
    await session.flush()
    await batches.replan(session, batch, staff, None, at)
    await audit.note(session, staff.id, "import.order", f"import:{batch.id}", at, order=order)
    return batch
