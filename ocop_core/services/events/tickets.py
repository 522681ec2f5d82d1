"""What somebody shows at the door and what goes into their calendar: files that are made when they are opened."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import File
from ocop_core.db.models_events import Event, Registration
from ocop_core.services.events import files

KINDS = {"qr": ("image/png", "png"), "ics": ("text/calendar", "ics")}


async def order(session: AsyncSession, chat_id: int, row: Registration, at: datetime) -> tuple[int, ...]:
    """Rows for both files, to be sent to this chat; asked for again they are the same."""
    return tuple([await _row(session, chat_id, row, kind, at) for kind in KINDS])


async def _row(session: AsyncSession, chat_id: int, row: Registration, kind: str, at: datetime) -> int:
    mime, ending = KINDS[kind]
    name = f"{row.code}.{ending}"
    known = select(File.id).where(File.chat_id == chat_id, File.state == "made", File.name == name)
    if (found := await session.scalar(known)) is not None:
        return found
    file = File(chat_id=chat_id, state="made", mime=mime, name=name, size=0, created_at=at)
    file.ref = {"ticket": kind, "registration": row.id}
    session.add(file)
    await session.flush()
    return file.id


async def content(session: AsyncSession, ref: Mapping[str, Any], public_url: str, at: datetime) -> bytes:
    """What stands in such a file now. Raises LookupError where the registration is gone."""
    row = await session.get(Registration, ref.get("registration"))
    if row is None or ref.get("ticket") not in KINDS:
        raise LookupError(ref.get("registration"))
    event = await session.get_one(Event, row.event_id)
    if ref["ticket"] == "ics":
        return files.calendar(event, f"{public_url}/chat?start=event-{event.id}", at)
    import segno

    out = BytesIO()
    # An officer's phone opens the page of the door with this code in it; anybody else gets no further than the sign-in.
    segno.make(f"{public_url}/admin/events/{event.id}/door?code={row.code}").save(out, kind="png", scale=10, border=4)
    return out.getvalue()
