"""Tells together, the day after, what was too much for one day."""

from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local
from ocop_core.conversation.said import Say
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models_announcements import Announcement, Recipient
from ocop_core.rulebook.quiet_hours import is_quiet
from ocop_core.services import outbox
from ocop_core.services.announcements import texts
from ocop_core.services.files import shared
from ocop_core.services.knowledge import load_knowledge
from ocop_core.services.telling import chat_to_use, tell
from ocop_core.settings import Settings
from ocop_core.text import shorten

AT_ONCE = 200
SHOWN = 600


async def gather(db: Database, settings: Settings, at: datetime) -> dict[str, Any]:
    """One message for each person who had enough yesterday; how many people."""
    told = 0
    while not is_quiet(at):
        async with db.writing() as session:
            found = await _next(session, at)
            told += await _tell(session, load_knowledge(settings.province), found, at)
        if not found:
            break
    return {"told": told}


async def _next(session: AsyncSession, at: datetime) -> list[tuple[int, int, Announcement]]:
    """Some of those who wait since before today, each person whole."""
    midnight = local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    waits = (Recipient.skip == "digest", Announcement.started_at < midnight)
    persons = select(Recipient.person_id).join(Announcement, Announcement.id == Recipient.announcement_id)
    persons = persons.where(*waits).distinct().order_by(Recipient.person_id).limit(AT_ONCE)
    query = select(Recipient.person_id, Recipient.id, Announcement).join(
        Announcement, Announcement.id == Recipient.announcement_id
    )
    query = query.where(*waits, Recipient.person_id.in_(persons)).order_by(Recipient.person_id, Recipient.id)
    rows = (await session.execute(query)).all()
    return [(person_id, number, row) for person_id, number, row in rows]


async def _tell(
    session: AsyncSession, knowledge: Knowledge, found: list[tuple[int, int, Announcement]], at: datetime
) -> int:
    told = 0
    for person_id, lines in groupby(found, key=lambda line: line[0]):
        rows = list(lines)
        items = [await _item(session, knowledge, person_id, row) for _, _, row in rows]
        chat = await chat_to_use(session, person_id)
        if chat is not None:
            files = tuple(dict.fromkeys(number for _, _, row in rows for number in shared.number_of(row.file)))
            say = Say("notice.digest", {"count": len(items), "items": "\n\n".join(items)}, alone=True, files=files)
            await tell(session, knowledge, chat.id, [say], at, lane=outbox.BULK, kind="digest", person_id=person_id)
            told += 1
        done = update(Recipient).where(Recipient.id.in_([number for _, number, _ in rows]))
        await session.execute(done.values(skip="digested" if chat else "blocked"))
    return told


async def _item(session: AsyncSession, knowledge: Knowledge, person_id: int, row: Announcement) -> str:
    template = texts.template_of(row.text)
    known = await texts.values(session, knowledge, template.names, [person_id])
    gaps = dict.fromkeys(template.names, "…")
    text = template.fill({**gaps, **known.get(person_id, {})})
    return knowledge.words.say("notice.digest_item", {"text": shorten(text, SHOWN)})
