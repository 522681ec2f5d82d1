"""The register of certificates as an Excel file, in the form in which lists come in."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.conversation.world import Knowledge
from ocop_core.db.models import Staff
from ocop_core.office import register_sheet
from ocop_core.office.register_sheet import Entry
from ocop_core.services import audit
from ocop_core.services.certificates import register
from ocop_core.services.certificates.register import Wanted

MOST = 60_000


async def entries(
    session: AsyncSession, staff: Staff, knowledge: Knowledge, wanted: Wanted, at: datetime
) -> list[Entry]:
    """What the register shows the officer for these filters."""
    found = await register.listed(session, staff, wanted, local_day(at), limit=MOST)
    return [_entry(each, knowledge) for each in found.entries]


async def file(rows: Sequence[Entry], knowledge: Knowledge, at: datetime) -> bytes:
    """These rows as an Excel file."""
    title, name = _title(knowledge, local_day(at)), _say(knowledge, "sheet")
    # Writing thousands of rows takes a second or two, which the chat must not wait for.
    return await asyncio.to_thread(register_sheet.write, rows, partial(_say, knowledge), title, name)


async def noted(session: AsyncSession, staff: Staff, rows: int, at: datetime) -> None:
    """Records that names and phone numbers have left the house."""
    await audit.note(session, staff.id, "certificates.exported", f"staff:{staff.id}", at, rows=rows)


def _say(knowledge: Knowledge, name: str) -> str:
    return knowledge.words.say(f"export.{name}")


def _title(knowledge: Knowledge, today: date) -> tuple[str, ...]:
    place = knowledge.words.say("export.office", {"province": knowledge.province.name.upper()})
    return (place, _say(knowledge, "title"), knowledge.words.say("export.until", {"day": f"{today:%d/%m/%Y}"}))


def _entry(each: register.Entry, knowledge: Knowledge) -> Entry:
    paper, product = each.certificate, each.product
    return Entry(
        product=product.name,
        producer=product.producer,
        address=product.address,
        commune=knowledge.province.unit(product.unit).name,
        phone=product.phone or "",
        set_no=product.set_no,
        points=paper.score100 / 100 if paper.score100 is not None else None,
        stars=paper.stars,
        decision=paper.decision_no,
        issued=paper.issued_on,
        number=paper.number or "",
        expires=paper.expires_on,
        note=_note(each, knowledge),
    )


def _note(each: register.Entry, knowledge: Knowledge) -> str:
    state = each.certificate.state
    return _say(knowledge, f"note.{each.standing if state == 'current' else state}")
