"""Makes dossiers through the services: begun, complete, handed in, accepted."""

import itertools
from datetime import datetime
from pathlib import Path
from typing import Any

from ocop_core.conversation.dossiers.view import FOR_REPORT, FORMED, SAMPLES, DossierView
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, Staff
from ocop_core.db.models_dossiers import Dossier
from ocop_core.services.dossiers import paper_acts, producer_acts, records, reviewing, starting
from ocop_core.services.dossiers.starting import Start
from tests.support.making import NUI_CAM, make_chat, make_file, stored
from tests.support.pictures import picture

_codes = (f"HS-{n:05}" for n in itertools.count(20000))
ANSWERS = {key: f"lời khai {key}" for key in FOR_REPORT}


async def make_dossier(db: Database, at: datetime, *, address: str = "u1", **begun: Any) -> Dossier:
    """A dossier of a dried fish, just begun."""
    chat = await make_chat(db, at, address=address)
    start = Start(
        **{
            "name": "Khô cá lóc Bảy Chóp",
            "set_no": 8,
            "unit": NUI_CAM,
            "phone": "0912345678",
            "producer_kind": "household",
            **begun,
        }
    )
    async with db.writing() as session:
        return await starting.start(session, chat.person_id, chat.id, start, next(_codes), at)


async def seen(db: Database, dossier_id: int) -> DossierView:
    """The dossier as it is now."""
    async with db.reading() as session:
        return await records.view(session, await session.get_one(Dossier, dossier_id))


async def complete(db: Database, files_dir: Path, row: Dossier, at: datetime) -> None:
    """Answers, scores and sends all that is still required."""
    chat = await stored(db, Chat, row.chat_id)
    blocking = [each.need.paper.id for each in (await seen(db, row.id)).blocking(at.date())]
    for paper in blocking:
        page = await make_file(db, files_dir, chat, picture(paper), at)
        async with db.writing() as session:
            own = await producer_acts.own(session, row.person_id, row.code)
            if paper not in (*FORMED, SAMPLES):
                await paper_acts.put(session, own, paper, [page], at)
            if paper not in FORMED:
                await paper_acts.finish(session, own, paper, at)
    async with db.writing() as session:
        own = await producer_acts.own(session, row.person_id, row.code)
        await producer_acts.answer(session, own, {**ANSWERS, "update": "đổi nhãn", "change": "thêm HACCP"}, at)
        for each in records.edition(own.edition).criteria[own.set_no].all:
            await producer_acts.score(session, own, each.code, each.ladder[-1], at)


async def hand_in(db: Database, files_dir: Path, row: Dossier, at: datetime) -> None:
    """Completes it and hands it in."""
    await complete(db, files_dir, row, at)
    async with db.writing() as session:
        await producer_acts.submit(session, await producer_acts.own(session, row.person_id, row.code), at)


async def accept_all(db: Database, staff: Staff, row: Dossier, at: datetime) -> None:
    """The commune accepts every paper and writes Mẫu 03."""
    async with db.writing() as session:
        for sheet in await reviewing.present(session, row):
            if sheet.state == "given":
                await reviewing.accept_paper(session, staff, row.id, sheet.id, at)
        words = dict.fromkeys(reviewing.JUDGMENTS, "Đúng như hồ sơ, xã xác nhận")
        await reviewing.judge(session, staff, row.id, words, at)
