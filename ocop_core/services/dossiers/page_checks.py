"""Pages that arrived are looked at, outside any transaction; what looks wrong is kept beside them and told kindly."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.dossiers.view import paper_of
from ocop_core.conversation.said import Choice, Say
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, File
from ocop_core.db.models_dossiers import Dossier, DossierFile, DossierPaper
from ocop_core.rulebook.dossier_steps import CHANGEABLE
from ocop_core.rulebook.editions import edition
from ocop_core.services import outbox, photo_receipts, telling
from ocop_core.services.dossiers import records
from ocop_core.services.files import pdfs, pictures, sharpness, storing
from ocop_core.services.files.sharpness import Seen
from ocop_core.sniff import PDF

MOST_AT_ONCE = 40
MOST_BUTTONS = 3
MOST_NAMED = 6
LOST = "lost"
# A PDF that brings more than pages is no fault of the producer's: officers see the mark, and only download it.
ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class Unseen:
    """A page nobody has looked at yet. `path` is None where the file never came."""

    page_id: int
    paper_id: int
    mime: str
    sha256: str
    path: Path | None


async def look_at_new(db: Database, knowledge: Knowledge, files_dir: Path, at: datetime) -> int:
    """Looks at pages that have come and tells what is wrong with them; how many there were."""
    async with db.reading() as session:
        new = await _unseen(session, files_dir, at)
    if not new:
        return 0
    seen = [(each, await asyncio.to_thread(_look, each)) for each in new]
    for paper_id in dict.fromkeys(each.paper_id for each in new):
        async with db.writing() as session:
            await _kept(session, knowledge, paper_id, [pair for pair in seen if pair[0].paper_id == paper_id], at)
    return len(new)


async def _unseen(session: AsyncSession, files_dir: Path, at: datetime) -> list[Unseen]:
    coming = photo_receipts.still(File.chat_id, at)
    query = (
        select(DossierFile, File)
        .join(File, File.id == DossierFile.file_id)
        .where(DossierFile.findings.is_(None), File.state.in_(("kept", "refused")), ~coming)
        .order_by(DossierFile.id)
        .limit(MOST_AT_ONCE)
    )
    rows = (await session.execute(query)).all()
    return [
        Unseen(
            page.id,
            page.paper_id,
            file.mime,
            file.sha256 or "",
            storing.path(files_dir, file) if file.state == "kept" else None,
        )
        for page, file in rows
    ]


def _look(page: Unseen) -> Seen:
    if page.path is None:
        return Seen((LOST,))
    try:
        if page.mime == PDF:
            return _look_at_pdf(page.path)
        seen = sharpness.look(page.path.read_bytes(), page.mime)
        # An officer opens forty of them at once: each is made small before, while there is time.
        pictures.prepare(page.path, page.mime)
        return seen
    except OSError:
        return Seen((LOST,))


def _look_at_pdf(path: Path) -> Seen:
    if pdfs.is_blank(path.read_bytes()):
        return Seen(("unreadable",))
    return Seen(() if pdfs.lies_quiet(path) else (ACTIVE,))


async def _kept(
    session: AsyncSession, knowledge: Knowledge, paper_id: int, seen: Sequence[tuple[Unseen, Seen]], at: datetime
) -> None:
    held = await _locked(session, paper_id)
    if held is None:
        return
    row, sheet = held
    wrong: list[tuple[DossierFile, list[str]]] = []
    open_still, doubles = row.state in CHANGEABLE and sheet.state in ("draft", "given"), 0
    for unseen, look in seen:
        page = await session.get(DossierFile, unseen.page_id, with_for_update=True)
        if page is None or page.findings is not None:
            continue
        double = await _is_there(session, page, unseen, look)
        if double == "same" and open_still:
            # The very same file says nothing more, whoever reads it.
            await session.delete(page)
            doubles += 1
            continue
        found = [*look.findings, *(["duplicate"] if double else [])]
        page.findings, page.likeness = found, look.likeness
        told = [name for name in found if name != ACTIVE]
        if told and LOST not in told:
            wrong.append((page, told))
    if row.state in CHANGEABLE and (wrong or doubles):
        await _tell(session, knowledge, row, sheet, wrong, doubles, at)


async def _locked(session: AsyncSession, paper_id: int) -> tuple[Dossier, DossierPaper] | None:
    # As a message of the producer does: the chat first, what belongs to it later, as it is by then.
    whose = select(Dossier.chat_id).join(DossierPaper, DossierPaper.dossier_id == Dossier.id)
    chat_id = await session.scalar(whose.where(DossierPaper.id == paper_id))
    await session.get(Chat, chat_id or 0, with_for_update=True)
    sheet = await session.get(DossierPaper, paper_id)
    row = await session.get(Dossier, sheet.dossier_id) if sheet else None
    return (row, sheet) if row and sheet else None


async def _is_there(
    session: AsyncSession, page: DossierFile, unseen: Unseen, look: Seen
) -> Literal["", "same", "alike"]:
    """Whether the paper has the same page, or nearly the same picture, from before."""
    earlier = (
        select(File.sha256, DossierFile.likeness)
        .join(File, File.id == DossierFile.file_id)
        .where(DossierFile.paper_id == page.paper_id, DossierFile.id < page.id)
    )
    rows = (await session.execute(earlier)).all()
    if any(sha == unseen.sha256 for sha, _ in rows):
        return "same"
    return "alike" if any(sharpness.alike(likeness, look.likeness) for _, likeness in rows) else ""


async def _tell(
    session: AsyncSession,
    knowledge: Knowledge,
    row: Dossier,
    sheet: DossierPaper,
    wrong: Sequence[tuple[DossierFile, list[str]]],
    doubles: int,
    at: datetime,
) -> None:
    """One message about one paper; kept is what nothing is said to."""
    chat = await session.get(Chat, row.chat_id)
    if chat is None or not chat.reachable:
        return
    name = paper_of(edition(row.edition), sheet.paper).name
    says = []
    if doubles:
        left = await records.page_count(session, sheet.id)
        says.append(Say("dossier.pages_skipped", {"count": doubles, "paper": name, "left": left}))
    if wrong:
        params = {"paper": name, "lines": _lines(knowledge, wrong)}
        says.append(Say("dossier.findings", params, _ways(knowledge, row, sheet, wrong)))
    elif sheet.state == "draft":
        done = Choice(f"do:dossier.done:{row.code}:{sheet.paper}", knowledge.words.say("dossier.do_done"))
        says[-1] = says[-1].with_(choices=(done,))
    await telling.tell(session, knowledge, chat.id, says, at, lane=outbox.REPLY, ref=f"dossier:{row.id}")


def _lines(knowledge: Knowledge, wrong: Sequence[tuple[DossierFile, list[str]]]) -> str:
    """A line for each thing that is wrong, with the pages of which it is; of many it says how many."""
    say, pages = knowledge.words.say, defaultdict[str, list[int]](list)
    for page, found in wrong:
        pages[", ".join(say(f"dossier.found_{name}") for name in found)].append(page.position)
    lines = []
    for what, numbers in pages.items():
        shown = ", ".join(str(number) for number in numbers[:MOST_NAMED])
        many = len(numbers) > MOST_NAMED
        params = {"page": shown, "what": what, "count": len(numbers)}
        lines.append(say("dossier.finding_many" if many else "dossier.finding", params))
    return "\n".join(lines)


def _ways(
    knowledge: Knowledge, row: Dossier, sheet: DossierPaper, wrong: Sequence[tuple[DossierFile, list[str]]]
) -> tuple[Choice, ...]:
    """A way to take each page out again, or to leave them as they are."""
    say = knowledge.words.say
    drops = (
        Choice(f"do:dossier.drop:{row.code}:{sheet.paper}:{page.id}", say("dossier.drop_page", {"page": page.position}))
        for page, _ in wrong[:MOST_BUTTONS]
    )
    return (*drops, Choice(f"do:dossier.keep:{row.code}", say("dossier.keep_pages")))
