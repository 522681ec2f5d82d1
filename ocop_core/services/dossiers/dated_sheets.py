"""Papers of a dossier that run out are reminded of like those that somebody told by hand, and each only once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.conversation.dossiers.view import paper_of
from ocop_core.db.models_dossiers import Dossier, DossierPaper
from ocop_core.db.models_promises import DatedPaper
from ocop_core.rulebook.checklist import Held, valid_until
from ocop_core.rulebook.editions import edition
from ocop_core.services.certificates import dated_papers
from ocop_core.services.certificates.dated_papers import Dated
from ocop_core.services.reminders.paper_names import OF_PRODUCT
from ocop_core.services.reminders.stages import Plans, plans

COUNTS = ("given", "accepted")


@dataclass(frozen=True, slots=True)
class _Known:
    """A paper that is reminded of, and the product of the dossier it came with, if any."""

    row: DatedPaper
    product_id: int | None


async def follow(session: AsyncSession, row: Dossier, sheet: DossierPaper, at: datetime) -> None:
    """Reminds of the last day that the paper has now; of none where it has none or does not count any more.

    What was promised about the version before, or by hand about the same day, is promised about this one instead.
    """
    dated = _dated(row, sheet, await plans(session), local_day(at))
    known = await _known(session, row.person_id)
    before = [each.row for each in known if (each.row.dossier_id, each.row.paper) == (row.id, sheet.paper)]
    if dated is None:
        for old in before:
            await dated_papers.remove(session, row.person_id, old.id, at)
        return
    twins = [each.row for each in known if each.row.ends_on == dated.ends_on and _same_thing(each, dated, row)]
    stays = next(iter((*twins, *before)), None)
    for old in before:
        if old is not stays:
            await dated_papers.remove(session, row.person_id, old.id, at)
    await dated_papers.follow(session, row.person_id, dated, stays, at)


def _dated(row: Dossier, sheet: DossierPaper, in_force: Plans, today: date) -> Dated | None:
    paper = paper_of(edition(row.edition), sheet.paper)
    plan = in_force[paper.validity.plan]
    ends = valid_until(paper, Held(sheet.paper, sheet.issued_on, sheet.expires_on))
    told = sheet.issued_on or sheet.expires_on
    if ends is None or told is None or ends < today or sheet.state not in COUNTS:
        return None
    # A yearly fee is reminded of by its own day, whoever tells it.
    ends = plan.ends_on(told) if plan.told == "yearly" else ends
    return Dated(plan.id, told, ends, row.id, sheet.paper)


async def _known(session: AsyncSession, person_id: int) -> Iterable[_Known]:
    query = (
        select(DatedPaper, Dossier.product_id)
        .outerjoin(Dossier, Dossier.id == DatedPaper.dossier_id)
        .where(DatedPaper.person_id == person_id, DatedPaper.state == dated_papers.KEPT)
        .order_by(DatedPaper.id)
    )
    return [_Known(dated, product_id) for dated, product_id in (await session.execute(query)).all()]


def _same_thing(each: _Known, dated: Dated, row: Dossier) -> bool:
    """Whether it is the same paper, though told by hand or with another dossier."""
    if each.row.kind != dated.kind:
        return False
    if each.row.dossier_id is None:
        return True
    same_paper = each.row.paper == dated.paper
    return same_paper and (dated.kind not in OF_PRODUCT or each.product_id == row.product_id)
