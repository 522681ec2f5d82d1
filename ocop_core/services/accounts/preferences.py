"""What people prefer, stored and respected: how they are addressed, and which unasked messages they get."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.preferences import Preferences
from ocop_core.db.models import Person
from ocop_core.db.models_preferences import Preference
from ocop_core.db.queries import insert_once
from ocop_core.services.asker import Asker

# Kinds of messages in the ledger that somebody may not want, and where that is kept. All others always go out.
_COLUMNS = {"reminder": Preference.reminders, "announcement": Preference.announcements}
_ALL = {"all": ("reminders", "announcements")}


async def look(session: AsyncSession, asker: Asker, about: str) -> Preferences:
    """What the person wants; everything, as long as nothing else was said."""
    row = await session.get(Preference, asker.person_id)
    return Preferences(row.reminders, row.announcements) if row else Preferences()


async def prefer(session: AsyncSession, person_id: int, name: str, value: str, at: datetime) -> None:
    """Keeps one preference: "call" with a form of address, or a kind of messages, or "all", "on" or "off"."""
    if name == "call":
        await session.execute(update(Person).where(Person.id == person_id).values(call=value))
        return
    new = {"reminders": True, "announcements": True, "changed_at": at}
    await insert_once(session, Preference, person_id=person_id, **new)
    changed = dict.fromkeys(_ALL.get(name, (name,)), value == "on")
    query = update(Preference).where(Preference.person_id == person_id)
    await session.execute(query.values(**changed, changed_at=at).execution_options(synchronize_session="fetch"))


async def wants(session: AsyncSession, person_id: int, kind: str) -> bool:
    """Whether somebody wants unasked messages of a kind; what is no reminder or announcement always goes out."""
    if kind not in _COLUMNS:
        return True
    found: bool | None = await session.scalar(select(_COLUMNS[kind]).where(Preference.person_id == person_id))
    return found is not False


def unwilling(kind: str) -> Select[Any]:
    """Whoever does not want messages of a kind ("reminder", "announcement"), for a query over many."""
    return select(Preference.person_id).where(_COLUMNS[kind].is_(False))
