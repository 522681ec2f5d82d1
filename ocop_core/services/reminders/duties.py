"""The duties of the clockwork about promises: check at night, speak when due, listen to silence."""

from datetime import datetime
from typing import Any

from ocop_core.db.base import Database
from ocop_core.services import leases
from ocop_core.services.accounts import phones
from ocop_core.services.knowledge import load_knowledge
from ocop_core.services.reminders import planning, silence, speaking
from ocop_core.services.reminders.due import Line
from ocop_core.settings import Settings


async def check(db: Database, settings: Settings, at: datetime) -> dict[str, Any]:
    """Holds every promise against the facts, after giving products known on paper to who has proved to own them."""
    async with db.writing() as session:
        await phones.claim(session, at)
        await silence.too_late(session, at)
    return await planning.check(db, at)


async def afresh(db: Database, at: datetime) -> dict[str, Any]:
    """Reckons all anew where the clock had run ahead and is right again."""
    return await planning.afresh(db, at)


async def speak(db: Database, settings: Settings, at: datetime) -> list[Line]:
    """Says what is due."""
    return await speaking.speak(db, load_knowledge(settings.province), at, leases.holder_of("promises"))


async def listen(db: Database, settings: Settings, at: datetime) -> list[Line]:
    """Fills the call lists."""
    async with db.writing() as session:
        return await silence.listen(session, load_knowledge(settings.province).words, at)
