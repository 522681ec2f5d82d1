"""Papers of an earlier dossier about the same product that still serve: offered, and taken over with their files."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.conversation.dossiers.view import FORMED, SAMPLES, DossierView, Sheet
from ocop_core.conversation.forms.dossier import REPORT_FIELDS
from ocop_core.db.models_dossiers import Dossier, DossierFile, DossierPaper
from ocop_core.rulebook.checklist import Held, valid_until
from ocop_core.services.dossiers import dated_sheets, paper_acts, records

# A form is written anew and samples are brought anew for each dossier.
NEVER = (*FORMED, SAMPLES)
TOLD_ANEW = ("changes", "revenue", "plan", "update", "change")


async def sheets(session: AsyncSession, row: Dossier, view: DossierView, today: date) -> tuple[Sheet, ...]:
    """The papers that this dossier needs, does not have, and that an earlier one of the person's holds."""
    found = await kept(session, row.product_id, row.person_id, today, before=row.id)
    return view.of_use(found)


async def answers(session: AsyncSession, product_id: int, person_id: int) -> dict[str, Any]:
    """What was told of the producer and the product in the last dossier about it, but for what each year tells anew."""
    query = select(Dossier.answers).where(Dossier.product_id == product_id, Dossier.person_id == person_id)
    last = await session.scalar(query.order_by(Dossier.id.desc()).limit(1)) or {}
    return {key: value for key, value in last.items() if key in REPORT_FIELDS and key not in TOLD_ANEW}


async def kept(
    session: AsyncSession, product_id: int, person_id: int, today: date, before: int | None = None
) -> tuple[Sheet, ...]:
    """The papers of the last dossiers about a product that still serve, the newest of each kind."""
    query = select(Dossier).where(Dossier.product_id == product_id, Dossier.person_id == person_id)
    query = query.where(Dossier.id < before) if before is not None else query
    rows = (await session.scalars(query.order_by(Dossier.id.desc()).limit(3))).all()
    found: dict[str, Sheet] = {}
    for old in await records.views(session, rows):
        for sheet in old.sheets:
            there = sheet.paper not in NEVER and sheet.pages and sheet.state in ("given", "accepted")
            if there and _serves(old, sheet, today):
                found.setdefault(sheet.paper, sheet)
    return tuple(found.values())


def _serves(view: DossierView, sheet: Sheet, today: date) -> bool:
    until = valid_until(view.paper(sheet.paper), Held(sheet.paper, sheet.issued_on, sheet.expires_on))
    return until is None or until >= today


async def take_over(session: AsyncSession, row: Dossier, at: datetime) -> int:
    """Copies what `sheets` offers, as given; how many. Raises Refused where the dossier may not be changed."""
    paper_acts.check_changeable(row)
    view = await records.view(session, row)
    offered = await sheets(session, row, view, local_day(at))
    for sheet in offered:
        copy = DossierPaper(
            dossier_id=row.id,
            paper=sheet.paper,
            version=1,
            state="given",
            issued_on=sheet.issued_on,
            expires_on=sheet.expires_on,
            created_at=at,
            changed_at=at,
        )
        session.add(copy)
        await session.flush()
        await _copy_pages(session, sheet.id, copy.id)
        await dated_sheets.follow(session, row, copy, at)
    records.touch(row, at)
    return len(offered)


async def _copy_pages(session: AsyncSession, old: int, new: int) -> None:
    pages = await session.scalars(select(DossierFile).where(DossierFile.paper_id == old).order_by(DossierFile.position))
    for page in pages.all():
        session.add(
            DossierFile(
                paper_id=new,
                file_id=page.file_id,
                position=page.position,
                findings=page.findings,
                likeness=page.likeness,
            )
        )
