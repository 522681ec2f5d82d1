"""Officials take a dossier on its way: proposed to the province, before the council, recognised or not."""

import re
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.conversation.days import day_said
from ocop_core.conversation.world import Knowledge
from ocop_core.db.models import Staff
from ocop_core.db.models_dossiers import Dossier
from ocop_core.db.models_products import Certificate, Product
from ocop_core.errors import Refused
from ocop_core.rulebook.editions import edition
from ocop_core.services import access
from ocop_core.services.certificates import grants
from ocop_core.services.certificates.grants import Grant
from ocop_core.services.dossiers import records, reviewing, telling

LONGEST_REASON = 1500
FIVE = 5
MOST_SCORE = 10_000
# An office may have gone ahead on paper; a year mistyped is farther off and would end the certificate too soon.
PAPER_AHEAD = timedelta(days=90)
_SCORE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a decision of recognition says. `score100`: the council's average in hundredths of a point."""

    score100: int
    stars: int
    decision_no: str
    decided_on: date
    number: str | None = None
    note: str = ""


async def propose(
    session: AsyncSession, knowledge: Knowledge, staff: Staff, dossier_id: int, at: datetime, version: int | None = None
) -> Dossier:
    """The commune proposes it to the province. Raises Refused: papers not accepted, a judgment of Mẫu 03 missing."""
    row = await _to_change(session, staff, dossier_id, version)
    # Whether it may be taken on at all is said before what is still missing.
    records.check_step(row, "propose", staff.role)
    sheets = await reviewing.present(session, row)
    waiting = sum(sheet.state != "accepted" for sheet in sheets)
    if waiting:
        raise Refused("dossier.not_all_accepted", count=waiting)
    if not all(row.judgment.get(key) for key in reviewing.JUDGMENTS):
        raise Refused("dossier.judgment_missing")
    return await _moved(session, knowledge, staff, row, "propose", at)


async def receive(
    session: AsyncSession, knowledge: Knowledge, staff: Staff, dossier_id: int, at: datetime, version: int | None = None
) -> Dossier:
    """The province has received it and looks at it. Raises Refused."""
    return await _moved(session, knowledge, staff, await _to_change(session, staff, dossier_id, version), "receive", at)


async def to_council(
    session: AsyncSession, knowledge: Knowledge, staff: Staff, dossier_id: int, at: datetime, version: int | None = None
) -> Dossier:
    """It goes before the council of the province. Raises Refused."""
    return await _moved(
        session, knowledge, staff, await _to_change(session, staff, dossier_id, version), "to_council", at
    )


async def to_ministry(
    session: AsyncSession,
    knowledge: Knowledge,
    staff: Staff,
    dossier_id: int,
    score100: int,
    at: datetime,
    version: int | None = None,
) -> Dossier:
    """The province proposes it for 5 stars. Raises Refused where its points are not those of 5 stars."""
    row = await _to_change(session, staff, dossier_id, version)
    records.check_step(row, "to_ministry", staff.role)
    if _star(row, score100) < FIVE:
        raise Refused("dossier.score_not_five")
    row.result = {**row.result, "province_score100": score100}
    return await _moved(session, knowledge, staff, row, "to_ministry", at, score=shown_score(score100))


async def recognise(
    session: AsyncSession,
    knowledge: Knowledge,
    staff: Staff,
    dossier_id: int,
    decision: Decision,
    at: datetime,
    version: int | None = None,
) -> tuple[Dossier, Certificate]:
    """Writes down a decision: 3 or 4 stars by the province, 5 by the ministry; the certificate follows from it.

    A dossier that the province had recognised before it went on to the ministry gets no second certificate for
    the same decision. Raises Refused: date to come or long past, no decision number, more stars than the points give.
    """
    row = await _to_change(session, staff, dossier_id, version)
    name = "recognise_five" if decision.stars == FIVE else "recognise"
    records.check_step(row, name, staff.role)
    _check(row, decision, local_day(at))
    product = await session.get_one(Product, row.product_id)
    certificate = await _same_decision(session, row, decision) or await grants.grant(
        session, product, edition(row.edition), _grant(row, decision), at, staff_id=staff.id
    )
    row.result = {**row.result, **_kept(decision), "certificate": certificate.id}
    params: dict[str, Any] = {
        "stars": decision.stars,
        "score": shown_score(decision.score100),
        "decision": decision.decision_no,
    }
    ends = day_said(knowledge.words, certificate.expires_on)
    await _moved(session, knowledge, staff, row, name, at, ends=ends, **params)
    return row, certificate


async def _same_decision(session: AsyncSession, row: Dossier, decision: Decision) -> Certificate | None:
    query = select(Certificate).where(
        Certificate.source == f"{records.SOURCE}{row.id}", Certificate.decision_no == decision.decision_no.strip()
    )
    found: Certificate | None = await session.scalar(query.limit(1))
    return found


def _grant(row: Dossier, decision: Decision) -> Grant:
    return Grant(
        stars=decision.stars,
        decision_no=decision.decision_no.strip(),
        issued_on=decision.decided_on,
        level="ministry" if decision.stars == FIVE else "province",
        source=f"{records.SOURCE}{row.id}",
        score100=decision.score100,
        number=decision.number,
    )


async def fail(
    session: AsyncSession,
    knowledge: Knowledge,
    staff: Staff,
    dossier_id: int,
    reason: str,
    at: datetime,
    score100: int | None = None,
    version: int | None = None,
) -> Dossier:
    """It does not pass; `reason` is what the producer reads. Raises Refused."""
    row = await _to_change(session, staff, dossier_id, version)
    reason = _words(reason)
    row.result = {**row.result, "reason": reason, **({"score100": score100} if score100 is not None else {})}
    return await _moved(session, knowledge, staff, row, "fail", at, reason, reason=reason)


async def send_back(
    session: AsyncSession,
    knowledge: Knowledge,
    staff: Staff,
    dossier_id: int,
    reason: str,
    at: datetime,
    version: int | None = None,
) -> Dossier:
    """The province asks for more than single papers; `reason` is what the producer reads. Raises Refused."""
    row = await _to_change(session, staff, dossier_id, version)
    reason = _words(reason)
    return await _moved(session, knowledge, staff, row, "send_back", at, reason, reason=reason)


async def _to_change(session: AsyncSession, staff: Staff, dossier_id: int, version: int | None) -> Dossier:
    row = await access.dossier_to_change(session, staff, dossier_id)
    records.check_version(row, version)
    return row


async def _moved(
    session: AsyncSession,
    knowledge: Knowledge,
    staff: Staff,
    row: Dossier,
    name: str,
    at: datetime,
    words: str = "",
    **params: Any,
) -> Dossier:
    await records.take_step(session, row, name, staff.role, at)
    await reviewing.record(session, staff, row, name, at, words)
    await telling.tell(session, knowledge, row, f"dossier.told_{name}", at, **params)
    return row


def _check(row: Dossier, decision: Decision, today: date) -> None:
    if not decision.decision_no.strip():
        raise Refused("dossier.decision_no_needed")
    if decision.decided_on > today:
        raise Refused("dossier.decided_later", day=f"{decision.decided_on:%d/%m/%Y}")
    submitted_on = local_day(row.submitted_at) if row.submitted_at else today
    if decision.decided_on < submitted_on - PAPER_AHEAD:
        raise Refused(
            "dossier.decided_earlier", day=f"{decision.decided_on:%d/%m/%Y}", submitted=f"{submitted_on:%d/%m/%Y}"
        )
    if decision.stars < 3 or _star(row, decision.score100) < decision.stars:
        raise Refused("dossier.score_too_low", stars=decision.stars)


def _star(row: Dossier, score100: int) -> int:
    if not 0 <= score100 <= MOST_SCORE:
        raise Refused("dossier.score_out_of_range")
    return edition(row.edition).star_of(Decimal(score100) / 100)


def reaches_five(row: Dossier) -> bool:
    """Whether its points, as far as the council has given them, are those of 5 stars."""
    return _star(row, row.result.get("score100", 0)) >= FIVE


def _kept(decision: Decision) -> dict[str, Any]:
    return {**asdict(decision), "decided_on": decision.decided_on.isoformat()}


def shown_score(score100: int) -> str:
    """A score as it is written here: "72,5"."""
    whole, rest = divmod(score100, 100)
    return f"{whole},{rest:02}".rstrip("0").rstrip(",") if rest else str(whole)


def read_score(text: str) -> int | None:
    """A score as somebody writes it ("72,5", "72.50") in hundredths; None where it is none."""
    found = _SCORE.fullmatch(text.strip().replace(",", "."))
    return round(Decimal(found[0]) * 100) if found else None


def _words(reason: str) -> str:
    reason = reason.strip()
    if len(reason) < reviewing.SHORTEST_COMMENT:
        raise Refused("dossier.comment_needed")
    if len(reason) > LONGEST_REASON:
        raise Refused("dossier.comment_too_long", limit=LONGEST_REASON)
    return reason
