"""Papers of a dossier that run out are reminded of like papers told by hand: once, and as they are now."""

from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select

from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat
from ocop_core.db.models_dossiers import Dossier
from ocop_core.db.models_promises import DatedPaper, Promise
from ocop_core.services import privacy
from ocop_core.services.certificates import dated_papers
from ocop_core.services.dossiers import paper_acts, producer_acts, reuse
from ocop_core.services.reminders import planning
from tests.support.clock import Clock
from tests.support.dossiers import complete, make_dossier
from tests.support.making import make_file, stored
from tests.support.pictures import picture
from tests.support.talking import consent, say


async def sent(db: Database, tmp_path: Path, row: Dossier, paper: str, at: datetime, anew: str = "") -> None:
    """A page of a paper is sent and finished; `anew` begins a version that replaces the one before."""
    page = await make_file(db, tmp_path, await stored(db, Chat, row.chat_id), picture(paper + anew), at)
    async with db.writing() as session:
        own = await producer_acts.own(session, row.person_id, row.code)
        if anew:
            await paper_acts.begin(session, own, paper, at)
            last = await paper_acts.last(session, own.id, paper)
            assert last is not None
            last.state = "accepted" if last.state == "given" else last.state
        await paper_acts.put(session, own, paper, [page], at)
        await paper_acts.finish(session, own, paper, at)


async def dated(db: Database, row: Dossier, paper: str, at: datetime, **days: date) -> None:
    async with db.writing() as session:
        own = await producer_acts.own(session, row.person_id, row.code)
        await paper_acts.date_paper(session, own, paper, at, **days)


async def watched(db: Database, person_id: int) -> list[tuple[str, date, int, str]]:
    """What a person is reminded of: kind, last day, how many days it has had, and the stage that speaks next."""
    async with db.reading() as session:
        rows = await dated_papers.of(session, person_id)
        return [(row.kind, row.ends_on, row.version, promise.next_stage if promise else "") for row, promise in rows]


async def test_the_last_day_of_a_paper_is_reminded_of(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row = await make_dossier(db, clock())
    await sent(db, tmp_path, row, "food_safety", clock())
    assert await watched(db, row.person_id) == []
    await dated(db, row, "food_safety", clock(), issued_on=date(2025, 3, 5))
    assert await watched(db, row.person_id) == [("food_safety", date(2028, 3, 5), 1, "opens")]
    await sent(db, tmp_path, row, "test_report", clock())
    await dated(db, row, "test_report", clock(), issued_on=date(2026, 9, 1))
    await consent(db, knowledge, at=clock())
    lines = (await say(db, knowledge, Inbound("button", data="do:paper.list"), at=clock.go(minutes=1)))[-1]
    assert 'Phiếu kết quả kiểm nghiệm của "Khô cá lóc Bảy Chóp": tới hạn' in lines
    assert "Giấy chứng nhận đủ điều kiện an toàn thực phẩm: tới hạn" in lines


async def test_a_corrected_day_takes_the_place_of_the_first(db: Database, clock: Clock, tmp_path: Path) -> None:
    row = await make_dossier(db, clock())
    await sent(db, tmp_path, row, "food_safety", clock())
    for day in (date(2025, 3, 5), date(2025, 5, 3)):
        await dated(db, row, "food_safety", clock(), issued_on=day)
    assert await watched(db, row.person_id) == [("food_safety", date(2028, 5, 3), 2, "opens")]


async def test_what_was_told_by_hand_is_not_reminded_of_twice(db: Database, clock: Clock, tmp_path: Path) -> None:
    row = await make_dossier(db, clock())
    async with db.writing() as session:
        await dated_papers.keep(session, row.person_id, "food_safety", date(2028, 3, 5), clock())
        await dated_papers.keep(session, row.person_id, "barcode", date(2026, 5, 20), clock())
    for paper, day in (("food_safety", date(2025, 3, 5)), ("barcode", date(2026, 5, 2))):
        await sent(db, tmp_path, row, paper, clock())
        await dated(db, row, paper, clock(), issued_on=day)
    found = await watched(db, row.person_id)
    assert found == [("barcode", date(2027, 6, 30), 1, "soon"), ("food_safety", date(2028, 3, 5), 1, "opens")]
    async with db.writing() as session:
        await dated_papers.keep(session, row.person_id, "food_safety", date(2028, 3, 5), clock())
    assert await watched(db, row.person_id) == found


async def test_a_version_that_replaces_it_ends_its_promise(db: Database, clock: Clock, tmp_path: Path) -> None:
    row = await make_dossier(db, clock())
    await sent(db, tmp_path, row, "food_safety", clock())
    await dated(db, row, "food_safety", clock(), issued_on=date(2024, 3, 5))
    await sent(db, tmp_path, row, "food_safety", clock(), anew="mới")
    await dated(db, row, "food_safety", clock(), issued_on=date(2026, 10, 1))
    assert await watched(db, row.person_id) == [("food_safety", date(2029, 10, 1), 1, "opens")]


async def test_a_version_without_a_day_is_not_reminded_of(db: Database, clock: Clock, tmp_path: Path) -> None:
    row = await make_dossier(db, clock())
    await sent(db, tmp_path, row, "trademark", clock())
    await dated(db, row, "trademark", clock(), expires_on=date(2030, 3, 5))
    async with db.writing() as session:
        last = await paper_acts.last(session, row.id, "trademark")
        assert last is not None
        last.state = "returned"
    await sent(db, tmp_path, row, "trademark", clock(), anew="mới")
    assert await watched(db, row.person_id) == []
    async with db.reading() as session:
        assert (await session.scalars(select(Promise.state).where(Promise.kind == "paper"))).all() == ["void"]


async def test_one_paper_of_two_dossiers_is_one_but_each_product_has_its_own_test(
    db: Database, clock: Clock, tmp_path: Path
) -> None:
    for name in ("Khô cá lóc", "Mắm cá linh"):
        row = await make_dossier(db, clock(), name=name)
        for paper in ("food_safety", "test_report"):
            await sent(db, tmp_path, row, paper, clock(), anew=name)
            await dated(db, row, paper, clock(), issued_on=date(2026, 9, 1))
    kinds = [kind for kind, *_ in await watched(db, row.person_id)]
    assert sorted(kinds) == ["food_safety", "test", "test"]


async def test_papers_that_are_taken_over_stay_one_promise(db: Database, clock: Clock, tmp_path: Path) -> None:
    old = await make_dossier(db, clock())
    await complete(db, tmp_path, old, clock())
    await dated(db, old, "food_safety", clock(), issued_on=date(2026, 9, 1))
    new = await make_dossier(db, clock(), kind="renewal")
    async with db.writing() as session:
        own = await producer_acts.own(session, new.person_id, new.code)
        await reuse.take_over(session, own, clock())
    assert [each[:3] for each in await watched(db, new.person_id)] == [("food_safety", date(2029, 9, 1), 1)]
    async with db.reading() as session:
        assert (await session.scalars(select(DatedPaper))).one().dossier_id == new.id


async def test_the_nightly_check_and_leaving_find_nothing_amiss(db: Database, clock: Clock, tmp_path: Path) -> None:
    row = await make_dossier(db, clock())
    await sent(db, tmp_path, row, "food_safety", clock())
    await dated(db, row, "food_safety", clock(), issued_on=date(2025, 3, 5))
    assert await planning.check(db, clock()) == {"planned": 0, "void": 0}
    async with db.writing() as session:
        await privacy.erase(session, row.person_id, clock())
    assert await watched(db, row.person_id) == []
