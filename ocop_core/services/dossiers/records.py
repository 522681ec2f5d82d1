"""Rows of dossiers as views, and the small steps that every verb on a dossier shares."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.conversation.dossiers.view import DossierView, Sheet
from ocop_core.db.models import File
from ocop_core.db.models_dossiers import Dossier, DossierEvent, DossierFile, DossierPaper
from ocop_core.db.models_products import Product
from ocop_core.errors import Refused
from ocop_core.rulebook import dossier_steps
from ocop_core.rulebook.editions import edition
from ocop_core.rulebook.producer import Producer
from ocop_core.services.reminders import following

# Where a certificate came from, before the number of its dossier.
SOURCE = "dossier:"
DOUBTFUL = frozenset({"blurred", "dark", "small"})


async def view(session: AsyncSession, dossier: Dossier) -> DossierView:
    """A dossier with the present version of each paper."""
    return (await views(session, [dossier]))[0]


async def views(session: AsyncSession, dossiers: Sequence[Dossier]) -> list[DossierView]:
    """Several dossiers at once, in the same order."""
    names = await names_of(session, dossiers)
    sheets = await _sheets(session, [dossier.id for dossier in dossiers])
    return [_view(each, names[each.product_id], sheets.get(each.id, ())) for each in dossiers]


async def names_of(session: AsyncSession, dossiers: Sequence[Dossier]) -> dict[int, str]:
    """Names of products by their number."""
    wanted = {dossier.product_id for dossier in dossiers}
    rows = await session.execute(select(Product.id, Product.name).where(Product.id.in_(wanted)))
    return {number: name for number, name in rows.all()}


def _view(row: Dossier, name: str, sheets: Sequence[Sheet]) -> DossierView:
    facts = {key: value for key, value in row.producer.items() if key in Producer.__slots__}
    return DossierView(
        id=row.id,
        code=row.code,
        name=name,
        set_no=row.set_no,
        unit=row.unit,
        edition_id=row.edition,
        kind=row.kind,  # type: ignore[arg-type]
        stars=row.stars,
        state=row.state,
        producer=Producer(**{**facts, "application": row.kind}),
        answers=row.answers,
        scores={code: said["points"] for code, said in row.scores.items()},
        sheets=tuple(sheets),
        due_on=row.due_on,
        submitted_on=local_day(row.submitted_at) if row.submitted_at else None,
        result=row.result,
        certificate=row.certificate_id,
        version=row.version,
    )


async def _sheets(session: AsyncSession, dossier_ids: Sequence[int]) -> dict[int, list[Sheet]]:
    query = select(DossierPaper).where(DossierPaper.dossier_id.in_(dossier_ids))
    papers = (await session.scalars(query.order_by(DossierPaper.id))).all()
    pages = await _pages(session, [paper.id for paper in papers])
    found: dict[int, dict[str, Sheet]] = {}
    for paper in papers:
        kinds = found.setdefault(paper.dossier_id, {})
        sheet = _sheet(paper, pages.get(paper.id, []))
        before = kinds.get(paper.paper)
        # A new version that is still empty hides nothing.
        if before is None or sheet.pages or sheet.state != "draft":
            kinds[paper.paper] = replace(sheet, before=before.comment if before else "")
    return {number: list(kinds.values()) for number, kinds in found.items()}


def _sheet(row: DossierPaper, pages: list[tuple[int, Any]]) -> Sheet:
    doubtful = sum(1 for _, findings in pages if DOUBTFUL & set(findings or ()))
    return Sheet(
        row.id,
        row.paper,
        row.version,
        row.state,
        len(pages),
        doubtful,
        row.comment,
        row.issued_on,
        row.expires_on,
        files=tuple(number for number, _ in pages),
    )


async def _pages(session: AsyncSession, paper_ids: Sequence[int]) -> dict[int, list[tuple[int, Any]]]:
    query = select(DossierFile.paper_id, DossierFile.file_id, DossierFile.findings).join(
        File, File.id == DossierFile.file_id
    )
    rows = await session.execute(query.where(DossierFile.paper_id.in_(paper_ids), File.state != "refused"))
    found: dict[int, list[tuple[int, Any]]] = {}
    for paper_id, file_id, findings in rows.all():
        found.setdefault(paper_id, []).append((file_id, findings))
    return found


async def page_count(session: AsyncSession, paper_id: int) -> int:
    """How many files a version has."""
    return await session.scalar(select(func.count()).where(DossierFile.paper_id == paper_id)) or 0


async def take_step(session: AsyncSession, row: Dossier, name: str, role: str, at: datetime) -> None:
    """Moves a dossier on; the office's clock follows, and so do its promises. Raises Refused(dossier.…)."""
    before, row.state = row.state, dossier_steps.after(name, row.state, role)
    kind: Any = row.kind
    if row.due_on is None or not dossier_steps.same_deadline(before, row.state):
        row.due_on = dossier_steps.due(row.state, kind, edition(row.edition), local_day(at))
    row.warned_at = None
    touch(row, at)
    await following.dossier_moved(session, row, before, at)


def check_step(row: Dossier, name: str, role: str) -> None:
    """Raises Refused where a step is not open from where the dossier stands, or not to this role."""
    dossier_steps.after(name, row.state, role)


def touch(row: Dossier, at: datetime) -> None:
    """Something has changed."""
    row.changed_at = at
    row.version += 1


def check_version(row: Dossier, version: int | None) -> None:
    """Raises Refused where a page shows an older state than there is; None does not ask."""
    if version is not None and version != row.version:
        raise Refused("dossier.stale")


def note(
    session: AsyncSession,
    row: Dossier,
    act: str,
    at: datetime,
    *,
    staff_id: int | None = None,
    words: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """One line of the history."""
    session.add(DossierEvent(dossier_id=row.id, at=at, act=act, staff_id=staff_id, note=words, detail=detail))
