"""The producer's verbs on a dossier: find, answer, score, hand in, withdraw, another set or star."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.conversation.dossiers.changing import facts_of
from ocop_core.conversation.dossiers.view import FORMED
from ocop_core.db.models_dossiers import Dossier, DossierPaper
from ocop_core.db.models_products import Certificate, Product
from ocop_core.errors import Refused
from ocop_core.rulebook.criteria import CERTIFIED_STARS
from ocop_core.rulebook.dossier_steps import OPEN
from ocop_core.rulebook.editions import edition
from ocop_core.rulebook.producer import Producer
from ocop_core.rulebook.working_days import renewal_window
from ocop_core.services.certificates import register
from ocop_core.services.dossiers import paper_acts, records

LONGEST_ANSWER = 2000


async def own(session: AsyncSession, person_id: int, code: str) -> Dossier:
    """The person's own dossier, locked for the transaction. Raises Refused."""
    row = await session.scalar(
        select(Dossier).where(Dossier.code == code.upper(), Dossier.person_id == person_id).with_for_update()
    )
    if row is None:
        raise Refused("dossier.unknown", code=code.upper())
    return row


async def all_of(session: AsyncSession, person_id: int) -> Sequence[Dossier]:
    """All dossiers of a person: those under way first, the latest changed before others."""
    query = select(Dossier).where(Dossier.person_id == person_id).order_by(Dossier.changed_at.desc(), Dossier.id.desc())
    rows = (await session.scalars(query.limit(50))).all()
    return sorted(rows, key=lambda row: row.state not in OPEN)


async def answer(session: AsyncSession, row: Dossier, answers: Mapping[str, Any], at: datetime) -> None:
    """Keeps answers of Mẫu 01 and 02; None takes one away. Written papers that came back are ready again."""
    paper_acts.check_changeable(row)
    told = {key: value[:LONGEST_ANSWER] if isinstance(value, str) else value for key, value in answers.items()}
    row.answers = {key: value for key, value in {**row.answers, **told}.items() if value is not None}
    row.producer = {**row.producer, **facts_of(answers)}
    if any(answers.get(name) for name in ("printed", "producer", "address")):
        await _known_of(session, row, told, at)
    await _written_again(session, row, at)
    records.touch(row, at)


async def _known_of(session: AsyncSession, row: Dossier, told: Mapping[str, Any], at: datetime) -> None:
    """What is told in a dossier and stands in the register too."""
    product = await session.get_one(Product, row.product_id)
    product.name = str(told.get("printed") or product.name)[:120]
    product.producer = str(told.get("producer") or product.producer)[:200]
    product.address = str(told.get("address") or product.address)[:300]
    product.search, product.changed_at = register.search_text(product), at


async def score(
    session: AsyncSession, row: Dossier, code: str, points: int | None, at: datetime, note: str = ""
) -> None:
    """Keeps the points of one criterion, or takes them away. Raises Refused where they are not on its ladder."""
    paper_acts.check_changeable(row)
    criterion = edition(row.edition).criteria[row.set_no].by_code.get(code)
    if criterion is None or (points is not None and points != 0 and points not in criterion.ladder):
        raise Refused("score.not_on_ladder")
    others = {key: value for key, value in row.scores.items() if key != code}
    row.scores = others if points is None else {**others, code: {"points": points, "note": note[:LONGEST_ANSWER]}}
    await _written_again(session, row, at)
    records.touch(row, at)


async def _written_again(session: AsyncSession, row: Dossier, at: datetime) -> None:
    """What is written from the answers and came back is a new version, as the answers have changed."""
    for paper in FORMED:
        last = await paper_acts.last(session, row.id, paper)
        if last is not None and last.state == "returned":
            last.state, last.changed_at = "replaced", at
            session.add(_given(row, paper, last.version + 1, at))


def _given(row: Dossier, paper: str, version: int, at: datetime) -> DossierPaper:
    return DossierPaper(dossier_id=row.id, paper=paper, version=version, state="given", created_at=at, changed_at=at)


async def change_set(session: AsyncSession, row: Dossier, set_no: int, at: datetime) -> None:
    """Another set: the papers stay and are sorted anew; points stay where criterion and ladder are the same.

    Raises Refused where the law knows no such set.
    """
    paper_acts.check_changeable(row)
    law = edition(row.edition)
    if set_no not in law.criteria:
        raise Refused("dossier.set_unknown")
    if set_no == row.set_no:
        return
    before, now = law.criteria[row.set_no].by_code, law.criteria[set_no].by_code
    alike = {
        code: said
        for code, said in row.scores.items()
        if code in now
        and code in before
        and (now[code].name, now[code].ladder) == (before[code].name, before[code].ladder)
    }
    detail = {"from": row.set_no, "to": set_no}
    row.set_no, row.scores = set_no, alike
    (await session.get_one(Product, row.product_id)).set_no = set_no
    records.note(session, row, "set", at, detail=detail)
    records.touch(row, at)


async def change_stars(session: AsyncSession, row: Dossier, stars: int, at: datetime) -> None:
    """Another star to aim at. Raises Refused where none is certified."""
    paper_acts.check_changeable(row)
    if stars not in CERTIFIED_STARS:
        raise Refused("dossier.star_unknown")
    row.stars = stars
    records.touch(row, at)


async def tell_fact(session: AsyncSession, row: Dossier, fact: str, value: bool, at: datetime) -> None:
    """A fact of the producer by which the list of papers is made. Raises Refused for one that there is not."""
    paper_acts.check_changeable(row)
    if fact not in Producer.__slots__ or fact == "application":
        raise Refused("dossier.fact_unknown")
    row.producer = {**row.producer, fact: value}
    records.touch(row, at)


async def submit(session: AsyncSession, row: Dossier, at: datetime) -> None:
    """Hands in, or hands in again, what is complete. Raises Refused(dossier.blocked) naming how many papers block."""
    paper_acts.check_changeable(row)
    await _check_window(session, row, local_day(at))
    await paper_acts.finish_all(session, row, at)
    await session.flush()
    seen = await records.view(session, row)
    if blocking := seen.blocking(local_day(at)):
        raise Refused("dossier.blocked", count=len(blocking))
    for paper in (each.need.paper.id for each in seen.standings(local_day(at)) if each.need.paper.id in FORMED):
        if seen.sheet(paper) is None and not seen.open_answers(paper):
            session.add(_given(row, paper, 1, at))
    again = row.state == "returned"
    await records.take_step(session, row, "submit", "producer", at)
    row.submitted_at = at
    records.note(session, row, "resubmitted" if again else "submitted", at)


async def _check_window(session: AsyncSession, row: Dossier, today: date) -> None:
    """No renewal before its window opens (QĐ 26/2026, Điều 7.6.a); a late one is for the office to refuse."""
    certificate = await session.get(Certificate, row.certificate_id) if row.certificate_id else None
    if row.kind != "renewal" or certificate is None:
        return
    opens = renewal_window(certificate.expires_on, edition(row.edition)).opens
    if today < opens:
        raise Refused("dossier.too_early", day=f"{opens:%d/%m/%Y}")


async def withdraw(session: AsyncSession, row: Dossier, at: datetime) -> None:
    """Takes it back; it stays to be read. Raises Refused once it is decided."""
    await records.take_step(session, row, "withdraw", "producer", at)
    records.note(session, row, "withdrawn", at)
