"""Invented dossiers, one or more in each state, made by the same services as real ones."""

import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.conversation.dossiers.view import FORMED, SAMPLES
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Person, Staff
from ocop_core.db.models_dossiers import Dossier
from ocop_core.demo.pictures import paper_picture
from ocop_core.rulebook.editions import edition
from ocop_core.services.dossiers import deciding, paper_acts, producer_acts, records, reviewing, starting
from ocop_core.services.dossiers.deciding import Decision
from ocop_core.services.dossiers.starting import Start
from ocop_core.services.files import storing
from ocop_core.services.receipt_codes import CODE_LETTERS
from ocop_core.settings import Settings

COURSES = (
    *("draft", "submitted", "returned", "proposed", "appraising", "council", "recognised", "due"),
    *("failed", "ministry", "national", "withdrawn", "draft", "late", "recognised", "proposed"),
)
# How many days ago each began: what is still at the commune is younger than what was decided.
AGES = {"draft": 6, "submitted": 9, "due": 19, "late": 25, "returned": 12, "proposed": 25, "withdrawn": 30}
OLDEST = 75
# Still at the commune: fresh, soon due, and past its 15 working days (QĐ 26/2026/QĐ-TTg, Điều 7.2).
AT_COMMUNE = ("submitted", "due", "late")
# The scores of the best: a product for the ministry has nearly all points.
BEST = ("ministry", "national", "recognised", "council")


@cache
def _parts() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "dossiers.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Story:
    """Whose dossier of what, and how far it has come."""

    fate: str
    person_id: int
    chat_id: int
    unit: str
    product: dict[str, Any]


async def tell_dossier(
    db: Database, knowledge: Knowledge, settings: Settings, officers: tuple[Staff, Staff], story: Story, at: datetime
) -> None:
    """One dossier, from its first day to where it stands now. `officers` are those of commune and province."""
    rng = random.Random(f"{story.person_id} {story.fate}")  # noqa: S311 - invented data, the same every time
    day = at - timedelta(days=AGES.get(story.fate, OLDEST) + rng.randint(0, 3))
    row = await _begun(db, story, rng, day)
    await _filled(db, settings, row, story, rng, day + timedelta(hours=2))
    if story.fate == "draft":
        return
    async with db.writing() as session:
        own = await producer_acts.own(session, row.person_id, row.code)
        await producer_acts.submit(session, own, day + timedelta(days=1))
        if story.fate == "withdrawn":
            await producer_acts.withdraw(session, own, day + timedelta(days=2))
    if story.fate not in (*AT_COMMUNE, "withdrawn"):
        await _decided(db, knowledge, officers, row, story.fate, day + timedelta(days=3))


async def _begun(db: Database, story: Story, rng: random.Random, day: datetime) -> Dossier:
    async with db.writing() as session:
        person = await session.get_one(Person, story.person_id)
        start = Start(
            name=story.product["name"],
            set_no=story.product["set"],
            unit=story.unit,
            phone=person.phone or "",
            producer_kind="household",
            stars=4 if story.fate in BEST else 3,
            producer=f"Hộ kinh doanh {person.name}",
            answers={**_parts()["answers"], "owner": person.name},
        )
        code = "HS-" + "".join(rng.choice(CODE_LETTERS) for _ in range(5))
        return await starting.start(session, story.person_id, story.chat_id, start, code, day)


async def _filled(
    db: Database, settings: Settings, row: Dossier, story: Story, rng: random.Random, day: datetime
) -> None:
    """Papers with their pages and dates, and the self-score; a draft has only some of them."""
    async with db.writing() as session:
        own = await producer_acts.own(session, row.person_id, row.code)
        view = await records.view(session, own)
        wanted = [each.need.paper for each in view.blocking(local_day(day)) if each.need.paper.id not in FORMED]
        for paper in wanted[: len(wanted) // 2] if story.fate == "draft" else wanted:
            if paper.id != SAMPLES:
                pages = await _pages(session, settings, row.chat_id, rng, day)
                await paper_acts.put(session, own, paper.id, pages, day)
                if paper.validity.kind == "on_paper":
                    ends = local_day(day) + timedelta(days=rng.randint(90, 700))
                    await paper_acts.date_paper(session, own, paper.id, day, expires_on=ends)
                elif paper.validity.kind != "none":
                    issued = local_day(day) - timedelta(days=rng.randint(20, 120))
                    await paper_acts.date_paper(session, own, paper.id, day, issued_on=issued)
            await paper_acts.finish(session, own, paper.id, day)
        await _scored(session, own, story, rng, day)


async def _pages(
    session: AsyncSession, settings: Settings, chat_id: int, rng: random.Random, day: datetime
) -> Sequence[int]:
    found = []
    for _ in range(rng.choice((1, 1, 2, 3))):
        content = paper_picture(rng.randrange(100_000))
        digest = storing.put(settings.files_dir, content)
        found.append(await storing.keep(session, chat_id, content, "image/jpeg", digest, "giay-to.jpg", day))
    return found


async def _scored(session: AsyncSession, own: Dossier, story: Story, rng: random.Random, day: datetime) -> None:
    criteria = edition(own.edition).criteria[own.set_no].all
    for each in criteria[: len(criteria) // 3] if story.fate == "draft" else criteria:
        top = story.fate in BEST and rng.random() < 0.9
        await producer_acts.score(session, own, each.code, each.ladder[-1] if top else rng.choice(each.ladder), day)


async def _decided(
    db: Database, knowledge: Knowledge, officers: tuple[Staff, Staff], row: Dossier, fate: str, day: datetime
) -> None:
    """What commune and province did with it."""
    commune, province = officers
    async with db.writing() as session:
        await reviewing.take(session, knowledge, commune, row.id, day)
        sheets = await reviewing.present(session, row)
        bad = next(sheet for sheet in sheets if sheet.paper not in FORMED)
        for sheet in sheets:
            if fate == "returned" and sheet is bad:
                words = _parts()["words"]["returned"]
                await reviewing.return_paper(session, commune, row.id, sheet.id, words, day)
            else:
                await reviewing.accept_paper(session, commune, row.id, sheet.id, day)
        await reviewing.send_result(session, knowledge, commune, row.id, day)
        if fate != "returned":
            await reviewing.judge(session, commune, row.id, _parts()["judgment"], day)
            later = day + timedelta(days=5)
            await deciding.propose(session, knowledge, commune, row.id, later)
            await _at_the_province(session, knowledge, province, row.id, fate, later)


async def _at_the_province(
    session: AsyncSession, knowledge: Knowledge, staff: Staff, dossier_id: int, fate: str, day: datetime
) -> None:
    if fate == "proposed":
        return
    await deciding.receive(session, knowledge, staff, dossier_id, day + timedelta(days=2))
    if fate == "appraising":
        return
    await deciding.to_council(session, knowledge, staff, dossier_id, day + timedelta(days=15))
    council = day + timedelta(days=30)
    if fate in ("ministry", "national"):
        await deciding.to_ministry(session, knowledge, staff, dossier_id, 9150, council)
    if fate == "failed":
        await deciding.fail(session, knowledge, staff, dossier_id, _parts()["words"]["failed"], council, 4650)
    if fate in ("recognised", "national"):
        await deciding.recognise(session, knowledge, staff, dossier_id, _decision(fate, dossier_id, council), council)


def _decision(fate: str, number: int, day: datetime) -> Decision:
    if fate == "national":
        return Decision(score100=9150, stars=5, decision_no=f"{number + 40}/QĐ-BNNMT", decided_on=local_day(day))
    return Decision(score100=7240 + number, stars=4, decision_no=f"{number + 800}/QĐ-UBND", decided_on=local_day(day))
