"""Papers that run out, as people told them in the chat: kept, made anew, pictured, removed; each with its promises."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models_promises import DatedPaper, Promise
from ocop_core.errors import Refused
from ocop_core.services.reminders import planning
from ocop_core.services.reminders.planned import DONE, OPEN
from ocop_core.services.reminders.stages import plans

KEPT, REMOVED = "kept", "removed"
MOST = 60


@dataclass(frozen=True, slots=True)
class Dated:
    """A paper of a dossier with its last day; `kind` is the plan by which one is reminded of it."""

    kind: str
    given_on: date
    ends_on: date
    dossier_id: int
    paper: str


async def of(session: AsyncSession, person_id: int) -> Sequence[tuple[DatedPaper, Promise | None]]:
    """The papers of a person with what is promised about them, those that end first on top."""
    query = (
        select(DatedPaper, Promise)
        .outerjoin(Promise, (Promise.kind == "paper") & (Promise.subject == DatedPaper.id) & (Promise.state == OPEN))
        .where(DatedPaper.person_id == person_id, DatedPaper.state == KEPT)
        .order_by(DatedPaper.ends_on, DatedPaper.id)
    )
    return [(paper, promise) for paper, promise in (await session.execute(query)).all()]


async def keep(session: AsyncSession, person_id: int, kind: str, given_on: date, at: datetime) -> DatedPaper:
    """A paper with its day; the same one twice is one. Raises Refused(paper.…)."""
    plan = (await plans(session)).get(kind)
    if plan is None or kind == "certificate":
        raise Refused("paper.unknown")
    known, ends_on = [paper for paper, _ in await of(session, person_id)], plan.ends_on(given_on)
    for paper in known:
        if (paper.kind, paper.ends_on) == (kind, ends_on):
            return paper
    if len(known) >= MOST:
        raise Refused("paper.too_many", count=MOST)
    row = DatedPaper(
        person_id=person_id,
        kind=kind,
        given_on=given_on,
        ends_on=ends_on,
        version=1,
        state=KEPT,
        created_at=at,
        changed_at=at,
    )
    session.add(row)
    await session.flush()
    await _plan(session, row, at)
    return row


async def renew(session: AsyncSession, person_id: int, paper_id: int, given_on: date, at: datetime) -> DatedPaper:
    """The paper was made anew: another day, another promise. Raises Refused(paper.unknown)."""
    row = await own(session, person_id, paper_id)
    if row.given_on != given_on:
        plan = (await plans(session))[row.kind]
        row.given_on, row.ends_on, row.version = given_on, plan.ends_on(given_on), row.version + 1
        row.changed_at = at
        await session.flush()
        await _plan(session, row, at)
    return row


async def follow(session: AsyncSession, person_id: int, dated: Dated, known: DatedPaper | None, at: datetime) -> None:
    """A paper of a dossier has this day now: `known` takes it on, else it is a new one, where there is room."""
    if known is None:
        if len(await of(session, person_id)) >= MOST:
            return
        known = DatedPaper(person_id=person_id, state=KEPT, version=0, ends_on=date.min, created_at=at)
        session.add(known)
    anew = known.ends_on != dated.ends_on
    known.kind, known.given_on, known.ends_on = dated.kind, dated.given_on, dated.ends_on
    known.dossier_id, known.paper, known.changed_at = dated.dossier_id, dated.paper, at
    if anew:
        known.version += 1
        await session.flush()
        await _plan(session, known, at)


async def _plan(session: AsyncSession, row: DatedPaper, at: datetime) -> None:
    """Whoever has just told a day knows how things stand: only what comes later is said."""
    await planning.replan(session, "paper", [row.id], at)
    promise = await _promise(session, row.id)
    if promise is not None and promise.next_due is not None and promise.next_due <= at:
        await planning.pass_over(session, promise, at)


async def _promise(session: AsyncSession, paper_id: int) -> Promise | None:
    query = select(Promise).where(Promise.kind == "paper", Promise.subject == paper_id, Promise.state != DONE)
    found: Promise | None = await session.scalar(query.execution_options(populate_existing=True))
    return found


async def picture(session: AsyncSession, person_id: int, paper_id: int, file_id: int, at: datetime) -> DatedPaper:
    """A photo of the paper, in the place of one from before. Raises Refused(paper.unknown)."""
    row = await own(session, person_id, paper_id)
    row.file_id, row.changed_at = file_id, at
    return row


async def remove(session: AsyncSession, person_id: int, paper_id: int, at: datetime) -> DatedPaper:
    """It is not used any more; nothing is said about it. Raises Refused(paper.unknown)."""
    row = await own(session, person_id, paper_id)
    row.state, row.changed_at = REMOVED, at
    await session.flush()
    await planning.replan(session, "paper", [row.id], at)
    return row


async def own(session: AsyncSession, person_id: int, paper_id: int) -> DatedPaper:
    """A paper of this person, locked for the transaction. Raises Refused(paper.unknown)."""
    row = await session.get(DatedPaper, paper_id, with_for_update=True)
    if row is None or row.person_id != person_id or row.state != KEPT:
        raise Refused("paper.unknown")
    return row
