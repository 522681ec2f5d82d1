"""Files that are made when somebody opens them: a form of a dossier as it is at that moment, a ticket to an event."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import get_args

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.conversation.effects import Effect
from ocop_core.conversation.form_wishes import WriteForm
from ocop_core.conversation.said import Choice, Say
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import File
from ocop_core.db.models_dossiers import Dossier
from ocop_core.db.models_products import Product
from ocop_core.office.naming import safe
from ocop_core.office.word import fill
from ocop_core.rulebook.dossier_steps import OPEN
from ocop_core.services.dossiers import form_files, gathering, producer_acts
from ocop_core.services.dossiers.form_files import Which
from ocop_core.services.errand import Carrier, Errand, Says
from ocop_core.services.events import tickets
from ocop_core.settings import Settings
from ocop_core.sniff import WORD

# A file in this state lies nowhere: its row says what it is made of.
MADE = "made"
MOST_OTHERS = 3


async def order(session: AsyncSession, chat_id: int, row: Dossier, which: Which, name: str, at: datetime) -> int:
    """A row for the form, to be sent to this chat; the same form of the same dossier is one file."""
    ref = {"form": which, "dossier": row.id}
    query = select(File).where(File.chat_id == chat_id, File.state == MADE, File.name == name)
    for known in (await session.scalars(query)).all():
        if known.ref == ref:
            return known.id
    file = File(chat_id=chat_id, state=MADE, ref=ref, mime=WORD, name=name, size=0, created_at=at)
    session.add(file)
    await session.flush()
    return file.id


def maker(
    db: Database, knowledge: Knowledge, settings: Settings, clock: Callable[[], datetime]
) -> Callable[[File], Awaitable[bytes]]:
    """A function that makes the content of such a file. It raises LookupError where the dossier is gone."""

    async def make(file: File) -> bytes:
        return await content(db, knowledge, settings, file, clock())

    return make


async def content(db: Database, knowledge: Knowledge, settings: Settings, file: File, at: datetime) -> bytes:
    """What stands in such a file now. Raises LookupError where what it is about is gone."""
    if "ticket" in (file.ref or {}):
        async with db.reading() as session:
            return await tickets.content(session, file.ref or {}, settings.public_url, at)
    which, number = str((file.ref or {}).get("form")), (file.ref or {}).get("dossier")
    async with db.reading() as session:
        row = await session.get(Dossier, number)
        if row is None or which not in get_args(Which):
            raise LookupError(file.id)
        known = await gathering.gather(session, knowledge, row, local_day(at))
    form = form_files.write(known, which)  # type: ignore[arg-type]  # checked above
    return (await asyncio.to_thread(fill, form, settings.templates_dir)).content


async def _write(session: AsyncSession, errand: Errand, wanted: WriteForm) -> Says:
    """Sends the form of the dossier that is meant, and offers it for the others that are under way."""
    rows = [row for row in await producer_acts.all_of(session, errand.person_id) if row.state in OPEN]
    row = next((each for each in rows if wanted.code in ("", each.code)), None)
    if row is None:
        return [Say("office.chat.none")]
    names = {each.id: (await session.get_one(Product, each.product_id)).name for each in rows[: MOST_OTHERS + 1]}
    product = await session.get_one(Product, row.product_id)
    title = errand.knowledge.words.say(f"office.file.{wanted.form}")
    name = safe(f"{title} - {product.name}.docx")
    file_id = await order(session, errand.chat_id, row, wanted.form, name, errand.at)  # type: ignore[arg-type]
    others = tuple(
        Choice(f"do:dossier.{wanted.form}:{each.code}", names[each.id], 0)
        for each in rows[: MOST_OTHERS + 1]
        if each is not row
    )
    key = f"office.chat.sent_{wanted.form}"
    return [Say(key, {"name": product.name, "file": name}, others, alone=True, files=(file_id,))]


CARRIERS: Mapping[type[Effect], Carrier] = {WriteForm: _write}
