"""The producer's side: open, put papers in, answer, score, hand in, change the set, withdraw."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from ocop_core.db.base import Database
from ocop_core.db.models import Chat
from ocop_core.db.models_dossiers import DossierEvent, DossierFile, DossierPaper
from ocop_core.db.models_products import Product
from ocop_core.errors import Refused
from ocop_core.services.certificates import register
from ocop_core.services.dossiers import listing, paper_acts, producer_acts, starting
from ocop_core.services.dossiers.starting import MOST_OPEN, Start
from tests.support.clock import Clock
from tests.support.dossiers import complete, hand_in, make_dossier, seen
from tests.support.making import NUI_CAM, make_chat, make_file, stored
from tests.support.pictures import picture


async def test_a_dossier_begins_with_everything_missing(db: Database, clock: Clock) -> None:
    row = await make_dossier(db, clock())
    view = await seen(db, row.id)
    missing = [each.need.paper.id for each in view.blocking(clock().date())]
    assert {"mau01", "mau02", "registration", "samples", "food_safety"} <= set(missing)
    assert (view.state, view.stars, view.changeable) == ("draft", 3, True)
    product = await stored(db, Product, row.product_id)
    assert (product.name, product.set_no, product.person_id) == ("Khô cá lóc Bảy Chóp", 8, row.person_id)


async def test_a_set_or_star_that_the_law_does_not_know_is_refused(db: Database, clock: Clock) -> None:
    for wrong in ({"set_no": 27}, {"stars": 2}, {"stars": 6}):
        with pytest.raises(Refused, match="unknown"):
            await make_dossier(db, clock(), **wrong)


async def test_nobody_has_more_than_a_dozen_dossiers_open(db: Database, clock: Clock) -> None:
    for number in range(MOST_OPEN):
        await make_dossier(db, clock(), name=f"Mắm số {number}")
    with pytest.raises(Refused, match="too_many"):
        await make_dossier(db, clock(), name="Một cái nữa")


async def test_pages_come_in_any_order_and_one_page_counts_once(db: Database, clock: Clock, tmp_path: Path) -> None:
    row = await make_dossier(db, clock())
    chat = await stored(db, Chat, row.chat_id)
    pages = [await make_file(db, tmp_path, chat, picture(str(n)), clock()) for n in range(3)]
    for sent in ((pages[2],), (pages[0], pages[1]), (pages[1], pages[2])):
        async with db.writing() as session:
            own = await producer_acts.own(session, row.person_id, row.code)
            put = await paper_acts.put(session, own, "food_safety", sent, clock())
    assert (put.added, put.again, put.pages) == (0, 2, 3)
    async with db.reading() as session:
        kept = (await session.scalars(select(DossierFile.file_id).order_by(DossierFile.position))).all()
    assert kept == [pages[2], pages[0], pages[1]]


async def test_another_persons_files_are_not_taken(db: Database, clock: Clock, tmp_path: Path) -> None:
    row = await make_dossier(db, clock())
    other = await make_chat(db, clock(), address="u2")
    page = await make_file(db, tmp_path, other, picture("x"), clock())
    async with db.writing() as session:
        own = await producer_acts.own(session, row.person_id, row.code)
        assert (await paper_acts.put(session, own, "food_safety", [page], clock())).pages == 0
    with pytest.raises(Refused, match="unknown"):
        async with db.writing() as session:
            await producer_acts.own(session, other.person_id, row.code)


async def test_a_new_version_counts_once_it_is_finished_and_the_old_one_is_kept(
    db: Database, clock: Clock, tmp_path: Path
) -> None:
    row = await make_dossier(db, clock())
    chat = await stored(db, Chat, row.chat_id)
    for name in ("cũ", "mới"):
        page = await make_file(db, tmp_path, chat, picture(name), clock())
        async with db.writing() as session:
            own = await producer_acts.own(session, row.person_id, row.code)
            await paper_acts.begin(session, own, "story", clock())
            await paper_acts.put(session, own, "story", [page], clock())
            await paper_acts.finish(session, own, "story", clock())
    async with db.reading() as session:
        rows = (await session.scalars(select(DossierPaper).order_by(DossierPaper.version))).all()
    assert [(each.version, each.state) for each in rows] == [(1, "replaced"), (2, "given")]
    sheet = (await seen(db, row.id)).sheet("story")
    assert sheet is not None and (sheet.version, sheet.pages) == (2, 1)


async def test_dates_that_cannot_be_are_refused_with_the_reason(db: Database, clock: Clock, tmp_path: Path) -> None:
    row, today = await make_dossier(db, clock()), clock().date()
    chat = await stored(db, Chat, row.chat_id)
    page = await make_file(db, tmp_path, chat, picture("kn"), clock())
    async with db.writing() as session:
        own = await producer_acts.own(session, row.person_id, row.code)
        await paper_acts.put(session, own, "test_report", [page], clock())
    wrong = [
        ({"issued_on": today + timedelta(days=1)}, "date_future"),
        ({"issued_on": today - timedelta(days=400)}, "date_old"),
        ({"expires_on": today - timedelta(days=1)}, "date_over"),
        ({"expires_on": date(2199, 1, 1)}, "date_far"),
    ]
    for dates, why in wrong:
        with pytest.raises(Refused, match=why):
            async with db.writing() as session:
                own = await producer_acts.own(session, row.person_id, row.code)
                await paper_acts.date_paper(session, own, "test_report", clock(), **dates)
    async with db.writing() as session:
        own = await producer_acts.own(session, row.person_id, row.code)
        await paper_acts.date_paper(session, own, "test_report", clock(), issued_on=today - timedelta(days=20))
    sheet = (await seen(db, row.id)).sheet("test_report")
    assert sheet is not None and sheet.issued_on == today - timedelta(days=20)


async def test_what_is_complete_is_handed_in_and_the_commune_has_its_day(
    db: Database, clock: Clock, tmp_path: Path
) -> None:
    row = await make_dossier(db, clock())
    with pytest.raises(Refused, match="blocked"):
        async with db.writing() as session:
            await producer_acts.submit(session, await producer_acts.own(session, row.person_id, row.code), clock())
    await hand_in(db, tmp_path, row, clock())
    view = await seen(db, row.id)
    assert (view.state, view.due_on, view.edition_id) == ("submitted", date(2026, 12, 15), "QD26")
    assert view.blocking(clock().date()) == ()
    with pytest.raises(Refused, match="closed_submitted"):
        async with db.writing() as session:
            own = await producer_acts.own(session, row.person_id, row.code)
            await producer_acts.answer(session, own, {"plan": "khác"}, clock())
    async with db.reading() as session:
        acts = (await session.scalars(select(DossierEvent.act).order_by(DossierEvent.id))).all()
    assert acts == ["opened", "submitted"]


async def test_another_set_keeps_the_papers_and_sorts_them_anew(db: Database, clock: Clock, tmp_path: Path) -> None:
    row = await make_dossier(db, clock())
    await complete(db, tmp_path, row, clock())
    before = {sheet.paper for sheet in (await seen(db, row.id)).sheets}
    async with db.writing() as session:
        await producer_acts.change_set(session, await producer_acts.own(session, row.person_id, row.code), 26, clock())
    view = await seen(db, row.id)
    assert {sheet.paper for sheet in view.sheets} == before
    assert "food_safety" in {sheet.paper for sheet in view.beside()}
    assert all(code in view.edition.criteria[26].by_code for code in view.scores)
    with pytest.raises(Refused, match="set_unknown"):
        async with db.writing() as session:
            await producer_acts.change_set(
                session, await producer_acts.own(session, row.person_id, row.code), 99, clock()
            )


async def test_points_off_the_ladder_are_refused(db: Database, clock: Clock) -> None:
    row = await make_dossier(db, clock())
    for code, points in (("1.1", 9), ("99", 1)):
        with pytest.raises(Refused, match="not_on_ladder"):
            async with db.writing() as session:
                own = await producer_acts.own(session, row.person_id, row.code)
                await producer_acts.score(session, own, code, points, clock())


async def test_a_dossier_grows_out_of_its_idea_and_names_the_same_product(db: Database, clock: Clock) -> None:
    first = await make_dossier(db, clock())
    async with db.writing() as session:
        start = Start(name="Khô cá lóc Bảy Chóp", set_no=8, unit=NUI_CAM, phone="0912345678", producer_kind="household")
        again = await starting.start(session, first.person_id, first.chat_id, start, "HS-22222", clock())
    assert again.product_id == first.product_id


async def test_what_was_withdrawn_can_still_be_read(db: Database, clock: Clock, tmp_path: Path) -> None:
    row = await make_dossier(db, clock())
    await hand_in(db, tmp_path, row, clock())
    async with db.writing() as session:
        await producer_acts.withdraw(session, await producer_acts.own(session, row.person_id, row.code), clock())
    view = await seen(db, row.id)
    assert (view.state, view.due_on) == ("withdrawn", None) and view.sheets


async def test_a_product_is_found_by_what_was_told_last(db: Database, clock: Clock) -> None:
    row = await make_dossier(db, clock())
    async with db.writing() as session:
        own = await producer_acts.own(session, row.person_id, row.code)
        await producer_acts.answer(session, own, {"producer": "Cơ sở Bảy Chóp"}, clock())
        product = await listing.product(session, own)
        assert product.search == register.search_text(product)
        assert "co so bay chop" in product.search
        assert product.address == ""
        await producer_acts.answer(session, own, {"address": "ấp An Hòa"}, clock())
        assert (product.address, product.producer) == ("ấp An Hòa", "Cơ sở Bảy Chóp")
