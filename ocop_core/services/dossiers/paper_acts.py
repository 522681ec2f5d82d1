"""Papers of a dossier: pages are put in one after the other, finished, dated; the version before is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.conversation.dossiers import dating
from ocop_core.conversation.dossiers.view import SAMPLES, paper_of
from ocop_core.db.models import Chat, File
from ocop_core.db.models_dossiers import Dossier, DossierFile, DossierPaper
from ocop_core.db.queries import insert_once
from ocop_core.errors import Refused
from ocop_core.rulebook.dossier_steps import CHANGEABLE
from ocop_core.rulebook.editions import edition
from ocop_core.services.dossiers import dated_sheets, records

MOST_PAGES = 100
STANDING = ("given", "accepted", "returned")


@dataclass(frozen=True, slots=True)
class Put:
    """What became of files: how many are new, how many were there already, how many pages there are now."""

    paper_id: int
    added: int
    again: int
    pages: int


async def last(session: AsyncSession, dossier_id: int, paper: str) -> DossierPaper | None:
    """The newest version of a paper, whatever its state."""
    query = select(DossierPaper).where(DossierPaper.dossier_id == dossier_id, DossierPaper.paper == paper)
    found: DossierPaper | None = await session.scalar(query.order_by(DossierPaper.version.desc()).limit(1))
    return found


async def put(session: AsyncSession, row: Dossier, paper: str, file_ids: Sequence[int], at: datetime) -> Put:
    """Adds pages to a paper: to the version at hand, or to a new one where the last came back or was accepted.

    Only files that the person sent count. Raises Refused: not changeable, no such paper, too many pages.
    """
    sheet = await _at_hand(session, row, paper, at)
    there = set((await session.scalars(select(DossierFile.file_id).where(DossierFile.paper_id == sheet.id))).all())
    chats = select(Chat.id).where(Chat.person_id == row.person_id)
    own = select(File.id).where(File.id.in_(file_ids), File.chat_id.in_(chats), File.state != "refused")
    fresh = [number for number in (await session.scalars(own.order_by(File.id))).all() if number not in there]
    if len(there) + len(fresh) > MOST_PAGES:
        raise Refused("dossier.paper_full", limit=MOST_PAGES)
    for position, number in enumerate(fresh, start=await _next_place(session, sheet.id)):
        await insert_once(
            session, DossierFile, paper_id=sheet.id, file_id=number, position=position, findings=None, likeness=""
        )
    records.touch(row, at)
    return Put(sheet.id, len(fresh), len(there & set(file_ids)), len(there) + len(fresh))


async def _next_place(session: AsyncSession, sheet_id: int) -> int:
    highest = await session.scalar(select(func.max(DossierFile.position)).where(DossierFile.paper_id == sheet_id))
    return (highest or 0) + 1


async def _at_hand(session: AsyncSession, row: Dossier, paper: str, at: datetime) -> DossierPaper:
    check_changeable(row)
    check_paper(row, paper)
    newest = await last(session, row.id, paper)
    if newest is not None and newest.state in ("draft", "given"):
        return newest
    return await begin(session, row, paper, at)


async def begin(session: AsyncSession, row: Dossier, paper: str, at: datetime) -> DossierPaper:
    """A new, empty version; the one before counts until this one is finished. Raises Refused."""
    check_changeable(row)
    check_paper(row, paper)
    newest = await last(session, row.id, paper)
    if newest is not None and newest.state == "draft":
        return newest
    sheet = DossierPaper(
        dossier_id=row.id,
        paper=paper,
        version=newest.version + 1 if newest else 1,
        state="draft",
        created_at=at,
        changed_at=at,
    )
    session.add(sheet)
    await session.flush()
    return sheet


async def finish(session: AsyncSession, row: Dossier, paper: str, at: datetime) -> None:
    """ "Xong": the version at hand is given, the one before is replaced. Raises Refused where it has no page."""
    check_changeable(row)
    check_paper(row, paper)
    sheet = await last(session, row.id, paper)
    if sheet is None and paper == SAMPLES:
        sheet = await begin(session, row, paper, at)
    if sheet is None or (paper != SAMPLES and await records.page_count(session, sheet.id) == 0):
        raise Refused("dossier.paper_empty")
    if sheet.state == "draft":
        await _give(session, row, sheet, at)
        records.touch(row, at)


async def _give(session: AsyncSession, row: Dossier, sheet: DossierPaper, at: datetime) -> None:
    before = select(DossierPaper).where(
        DossierPaper.dossier_id == sheet.dossier_id,
        DossierPaper.paper == sheet.paper,
        DossierPaper.version < sheet.version,
        DossierPaper.state.in_(STANDING),
    )
    for old in (await session.scalars(before)).all():
        old.state, old.changed_at = "replaced", at
    sheet.state, sheet.changed_at = "given", at
    await dated_sheets.follow(session, row, sheet, at)


async def finish_all(session: AsyncSession, row: Dossier, at: datetime) -> None:
    """Whatever was sent counts, also where nobody said "Xong"; versions without a page go."""
    query = select(DossierPaper).where(DossierPaper.dossier_id == row.id, DossierPaper.state == "draft")
    for sheet in (await session.scalars(query)).all():
        if await records.page_count(session, sheet.id):
            await _give(session, row, sheet, at)
        else:
            await session.delete(sheet)


async def date_paper(
    session: AsyncSession,
    row: Dossier,
    paper: str,
    at: datetime,
    *,
    issued_on: date | None = None,
    expires_on: date | None = None,
) -> None:
    """Keeps the dates that a paper bears. Raises Refused: from the future, too far off, run out already."""
    check_changeable(row)
    check_paper(row, paper)
    dating.check(paper_of(edition(row.edition), paper), local_day(at), issued_on, expires_on)
    sheet = await last(session, row.id, paper)
    if sheet is None:
        raise Refused("dossier.paper_empty")
    sheet.issued_on, sheet.expires_on = issued_on or sheet.issued_on, expires_on or sheet.expires_on
    sheet.changed_at = at
    await dated_sheets.follow(session, row, sheet, at)
    records.touch(row, at)


async def drop_page(session: AsyncSession, row: Dossier, page_id: int, at: datetime) -> str:
    """Takes one page out of a version that is not yet handed in; the paper it was of. Raises Refused."""
    check_changeable(row)
    page = await session.get(DossierFile, page_id)
    sheet = await session.get(DossierPaper, page.paper_id) if page else None
    if page is None or sheet is None or sheet.dossier_id != row.id or sheet.state not in ("draft", "given"):
        raise Refused("dossier.page_gone")
    await session.execute(delete(DossierFile).where(DossierFile.id == page_id))
    if sheet.state == "given" and await records.page_count(session, sheet.id) == 0:
        sheet.state = "draft"
        await dated_sheets.follow(session, row, sheet, at)
    records.touch(row, at)
    return sheet.paper


def check_changeable(row: Dossier) -> None:
    """Raises Refused where the dossier is not in the producer's hands, saying where it is."""
    if row.state not in CHANGEABLE:
        raise Refused(f"dossier.closed_{row.state}")


def check_paper(row: Dossier, paper: str) -> None:
    """Raises Refused for a paper that the law does not know."""
    try:
        paper_of(edition(row.edition), paper)
    except KeyError as error:
        raise Refused("dossier.paper_unknown") from error
