"""More stars, from the first word in the chat to the new certificate and what is reminded of it."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models_dossiers import Dossier
from ocop_core.db.models_products import Certificate
from ocop_core.db.models_promises import Promise
from ocop_core.rulebook.editions import edition
from ocop_core.services.certificates import grants
from ocop_core.services.certificates.grants import Grant
from ocop_core.services.dossiers import deciding, listing, reviewing
from ocop_core.services.dossiers.deciding import Decision
from ocop_core.services.reminders import following
from tests.support.clock import Clock
from tests.support.dossiers import accept_all, complete, make_dossier
from tests.support.making import make_officer
from tests.support.talking import consent, owed, say

FOUR = Decision(score100=7250, stars=4, decision_no="88/QĐ-UBND", decided_on=date(2026, 11, 22))


async def _certified(db: Database, clock: Clock, tmp_path: Path) -> Dossier:
    """A dossier that was recognised with 3 stars 300 days ago."""
    row = await make_dossier(db, clock())
    await complete(db, tmp_path, row, clock())
    async with db.writing() as session:
        old = await session.get_one(Dossier, row.id)
        old.state = "recognised"
        issued = clock().date() - timedelta(days=300)
        grant = Grant(stars=3, decision_no="1", issued_on=issued, level="province", source="t")
        await grants.grant(session, await listing.product(session, old), edition("QD26"), grant, clock())
    return row


async def _decided(db: Database, knowledge: Knowledge, clock: Clock, row: Dossier) -> None:
    lan = await make_officer(db, clock())
    binh = await make_officer(db, clock(), login="binh", role="province", unit=None)
    await accept_all(db, lan, row, clock())
    async with db.writing() as session:
        await reviewing.send_result(session, knowledge, lan, row.id, clock())
        await deciding.propose(session, knowledge, lan, row.id, clock())
        await deciding.receive(session, knowledge, binh, row.id, clock())
        await deciding.to_council(session, knowledge, binh, row.id, clock())
        await deciding.recognise(session, knowledge, binh, row.id, FOUR, clock())


async def test_more_stars_from_the_first_word_to_the_certificate(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    before = await _certified(db, clock, tmp_path)
    await consent(db, knowledge, at=clock())
    for words in ("nâng hạng sao", "không", "chưa có", "4 sao", "gửi"):
        last = await say(db, knowledge, words, at=clock.go(minutes=1))
    assert "nhắm 4 sao" in last[-1] and "Còn thiếu 17/18" in last[-1]
    async with db.reading() as session:
        row = (await session.scalars(select(Dossier).where(Dossier.kind == "upgrade"))).one()
    assert (row.product_id, row.stars) == (before.product_id, 4)
    assert "còn hạn từ hồ sơ trước" in (await say(db, knowledge, "dùng lại giấy cũ", at=clock.go(minutes=1)))[0]
    await complete(db, tmp_path, row, clock())
    summary = (await say(db, knowledge, "nộp hồ sơ", at=clock.go(minutes=1)))[-1]
    assert "Nâng hạng, nhắm 4 sao" in summary
    assert "nộp hồ sơ" in (await say(db, knowledge, "nộp luôn", at=clock.go(minutes=1)))[0]
    await _decided(db, knowledge, clock, row)
    assert "được công nhận OCOP 4 sao, 72,5 điểm" in (await owed(db))[-1].text
    async with db.reading() as session:
        rows = (await session.scalars(select(Certificate).order_by(Certificate.id))).all()
        promises = (await session.scalars(select(Promise).order_by(Promise.subject))).all()
    assert [(each.state, each.stars) for each in rows] == [("superseded", 3), ("current", 4)]
    assert rows[1].expires_on == date(2029, 11, 22)
    assert [(each.state, each.subject) for each in promises] == [("void", rows[0].id), ("open", rows[1].id)]
    assert "OCOP 4 sao" in (await say(db, knowledge, "hạn giấy", at=clock.go(minutes=1)))[0]


async def test_who_has_five_stars_is_told_that_there_is_no_more(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row = await _certified(db, clock, tmp_path)
    async with db.writing() as session:
        (await session.scalars(select(Certificate).where(Certificate.product_id == row.product_id))).one().stars = 5
    await consent(db, knowledge, at=clock())
    assert "hạng cao nhất" in (await say(db, knowledge, "nâng hạng sao", at=clock.go(minutes=1)))[0]


@pytest.mark.parametrize(("kind", "silent"), [("renewal", True), ("upgrade", False)])
async def test_only_a_renewal_with_the_offices_silences_the_certificate(
    db: Database, clock: Clock, tmp_path: Path, kind: str, silent: bool
) -> None:
    row = await _certified(db, clock, tmp_path)
    async with db.writing() as session:
        certificate = (await session.scalars(select(Certificate))).one()
        again = await session.get_one(Dossier, row.id)
        again.kind, again.state, again.certificate_id = kind, "submitted", certificate.id
        await following.dossier_moved(session, again, "draft", clock())
    async with db.reading() as session:
        open_ones = (await session.scalars(select(Promise).where(Promise.state == "open"))).all()
    assert (not open_ones) is silent
