"""An officer reviews a dossier: takes it, accepts or returns each paper, and sends the result as one message."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.dossiers.view import paper_of
from ocop_core.conversation.said import Choice
from ocop_core.conversation.world import Knowledge
from ocop_core.db.models import Staff
from ocop_core.db.models_dossiers import Dossier, DossierEvent, DossierPaper
from ocop_core.errors import Refused
from ocop_core.rulebook.editions import edition
from ocop_core.services import access, audit
from ocop_core.services.dossiers import records, telling

LONGEST_COMMENT = 1000
SHORTEST_COMMENT = 5
REVIEWABLE = ("submitted", "proposed", "appraising")
# The commune looks at it only while it lies with the commune.
_BY_ROLE = {"commune": ("submitted",), "province": REVIEWABLE}
# Mẫu số 03: what the commune judges, in the order of `Law.commune.topics` (QĐ 26/2026/QĐ-TTg, Điều 7.2).
JUDGMENTS = ("materials", "workers", "idea", "identity")
MOST_BUTTONS = 3


async def take(session: AsyncSession, knowledge: Knowledge, staff: Staff, dossier_id: int, at: datetime) -> Dossier:
    """The officer looks after it from now on; a colleague's may be taken over. Raises Refused."""
    row = await access.dossier_to_change(session, staff, dossier_id)
    if row.officer_id != staff.id:
        first = row.officer_id is None
        row.officer_id = staff.id
        await record(session, staff, row, "taken", at)
        if first and row.state == "submitted":
            await telling.tell(session, knowledge, row, "dossier.told_taken", at, officer=staff.name)
    return row


def reviewable(row: Dossier, staff: Staff) -> bool:
    """Whether the officer may now accept and return its papers."""
    return row.state in _BY_ROLE.get(staff.role, ())


async def accept_paper(
    session: AsyncSession, staff: Staff, dossier_id: int, paper_id: int, at: datetime, seen: str | None = None
) -> DossierPaper:
    """A paper is as it should be. The producer hears of it with the whole result. Raises Refused.

    `seen` is the paper's state on the officer's page: what a colleague decided meanwhile is not undone unseen.
    """
    return await _reviewed(session, staff, dossier_id, paper_id, "accepted", "", at, seen)


async def return_paper(
    session: AsyncSession,
    staff: Staff,
    dossier_id: int,
    paper_id: int,
    comment: str,
    at: datetime,
    seen: str | None = None,
) -> DossierPaper:
    """A paper has to be done again; `comment` is what the producer will read. Raises Refused."""
    comment = comment.strip()
    if len(comment) < SHORTEST_COMMENT:
        raise Refused("dossier.comment_needed")
    if len(comment) > LONGEST_COMMENT:
        raise Refused("dossier.comment_too_long", limit=LONGEST_COMMENT)
    return await _reviewed(session, staff, dossier_id, paper_id, "returned", comment, at, seen)


async def undo_paper(
    session: AsyncSession, staff: Staff, dossier_id: int, paper_id: int, at: datetime, seen: str | None = None
) -> DossierPaper:
    """Takes back what was decided about a paper as long as the result was not sent. Raises Refused."""
    return await _reviewed(session, staff, dossier_id, paper_id, "given", "", at, seen)


async def _reviewed(
    session: AsyncSession,
    staff: Staff,
    dossier_id: int,
    paper_id: int,
    state: str,
    comment: str,
    at: datetime,
    seen: str | None,
) -> DossierPaper:
    row = await access.dossier_to_change(session, staff, dossier_id)
    if not reviewable(row, staff):
        raise Refused("dossier.not_under_review")
    sheet = await session.get(DossierPaper, paper_id, with_for_update=True)
    if sheet is None or sheet.dossier_id != row.id or sheet.state in ("draft", "replaced"):
        raise Refused("dossier.paper_changed")
    if (sheet.state, sheet.comment) == (state, comment):
        return sheet
    if seen is not None and seen != sheet.state:
        raise Refused("dossier.paper_decided")
    sheet.state, sheet.comment = state, comment
    sheet.reviewed_by, sheet.reviewed_at, sheet.changed_at = staff.id, at, at
    detail = {"paper": sheet.paper, "version": sheet.version}
    await record(session, staff, row, f"paper_{state}", at, comment, detail)
    records.touch(row, at)
    return sheet


async def judge(
    session: AsyncSession,
    staff: Staff,
    dossier_id: int,
    judgment: Mapping[str, str],
    at: datetime,
    seen: Mapping[str, str] | None = None,
) -> Dossier:
    """Keeps the commune's four judgments (Mẫu số 03), each in words; may be kept half-way. Raises Refused.

    `seen` is what stood there on the officer's page: what a colleague wrote meanwhile is not lost unseen.
    """
    row = await access.dossier_to_change(session, staff, dossier_id)
    if not reviewable(row, staff):
        raise Refused("dossier.not_under_review")
    said = {key: " ".join(judgment.get(key, "").split()) for key in JUDGMENTS}
    if any(len(words) > LONGEST_COMMENT for words in said.values()):
        raise Refused("dossier.comment_too_long", limit=LONGEST_COMMENT)
    before = {key: row.judgment.get(key, "") for key in JUDGMENTS}
    if said == before:
        return row
    if seen is not None and any(seen.get(key, "") != before[key] for key in JUDGMENTS):
        raise Refused("dossier.judgment_changed")
    row.judgment = {**row.judgment, **said}
    await record(session, staff, row, "judged", at)
    records.touch(row, at)
    return row


async def send_result(
    session: AsyncSession, knowledge: Knowledge, staff: Staff, dossier_id: int, at: datetime, version: int | None = None
) -> Dossier:
    """Tells the producer in one message what was accepted and what comes back, and gives it back where anything does.

    That all is well is told once. Raises Refused where some papers were not looked at and none comes back.
    """
    row = await access.dossier_to_change(session, staff, dossier_id)
    records.check_version(row, version)
    if not reviewable(row, staff):
        raise Refused("dossier.not_under_review")
    sheets = await present(session, row)
    returned = [sheet for sheet in sheets if sheet.state == "returned"]
    accepted = [sheet for sheet in sheets if sheet.state == "accepted"]
    if not returned and len(accepted) < len(sheets):
        raise Refused("dossier.not_all_reviewed", count=len(sheets) - len(accepted))
    counted: dict[str, Any] = {"count": len(returned) + len(accepted), "good": len(accepted), "bad": len(returned)}
    if not returned and await _told_complete(session, row):
        return row
    if not returned:
        await record(session, staff, row, "complete", at)
        records.touch(row, at)
        await telling.tell(session, knowledge, row, "dossier.told_complete", at, **counted)
        return row
    await records.take_step(session, row, "give_back" if row.state == "submitted" else "send_back", staff.role, at)
    await record(session, staff, row, "returned", at, detail=counted)
    lines = "\n".join(f"• {paper_name(row, sheet.paper)}: {sheet.comment}" for sheet in returned)
    choices = _again(knowledge, row, returned)
    key = "dossier.told_returned" if accepted else "dossier.told_all_returned"
    await telling.tell(session, knowledge, row, key, at, choices, lines=lines, **counted)
    return row


async def _told_complete(session: AsyncSession, row: Dossier) -> bool:
    """Whether nothing about its papers has changed since the producer was told that they are all well."""
    acts = ("complete", "submitted", "resubmitted", "paper_given", "paper_accepted", "paper_returned")
    query = select(DossierEvent.act).where(DossierEvent.dossier_id == row.id, DossierEvent.act.in_(acts))
    return await session.scalar(query.order_by(DossierEvent.id.desc()).limit(1)) == "complete"


def _again(knowledge: Knowledge, row: Dossier, returned: list[DossierPaper]) -> tuple[Choice, ...]:
    """A button for each of the first papers that came back, then all that is missing, then a person."""
    say = knowledge.words.say
    papers = tuple(
        Choice(
            f"do:dossier.paper:{row.code}:{sheet.paper}",
            say("dossier.send_again", {"paper": paper_name(row, sheet.paper)}),
        )
        for sheet in returned[:MOST_BUTTONS]
    )
    return (
        *papers,
        *telling.status_choice(knowledge, row),
        Choice("do:officer.contact", say("nav.exit_person")),
    )


def paper_name(row: Dossier, paper: str) -> str:
    """What a paper is called."""
    return paper_of(edition(row.edition), paper).name


async def present(session: AsyncSession, row: Dossier) -> list[DossierPaper]:
    """The version of each paper that counts now, in the order they came."""
    query = select(DossierPaper).where(
        DossierPaper.dossier_id == row.id, DossierPaper.state.in_(("given", "accepted", "returned"))
    )
    newest: dict[str, DossierPaper] = {}
    for sheet in (await session.scalars(query.order_by(DossierPaper.version))).all():
        newest[sheet.paper] = sheet
    return list(newest.values())


async def done_already(session: AsyncSession, staff: Staff, dossier_id: int, acts: Iterable[str], version: int) -> bool:
    """Whether a form that showed `version` was taken before: its act by this officer is the last that happened."""
    row = await access.dossier(session, staff, dossier_id)
    query = select(DossierEvent).where(DossierEvent.dossier_id == row.id).order_by(DossierEvent.id.desc()).limit(1)
    last = await session.scalar(query)
    return last is not None and row.version == version + 1 and last.staff_id == staff.id and last.act in set(acts)


async def record(
    session: AsyncSession,
    staff: Staff,
    row: Dossier,
    act: str,
    at: datetime,
    words: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """The act in the dossier's history and in the audit."""
    records.note(session, row, act, at, staff_id=staff.id, words=words, detail=detail)
    await audit.note(session, staff.id, f"dossier.{act}", f"dossier:{row.id}", at)
