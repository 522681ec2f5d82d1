"""Imported lists: planned, applied at once, mended, applied again without doubles, taken back."""

import asyncio
import gc
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Staff
from ocop_core.db.models_imports import ImportBatch, ImportRow
from ocop_core.db.models_products import Certificate, Product
from ocop_core.db.models_promises import Promise
from ocop_core.errors import Refused
from ocop_core.office.importing import read_file
from ocop_core.services import housekeeping
from ocop_core.services.certificates import officer_acts
from ocop_core.services.imports import batches, calm, mending, ordering
from ocop_core.settings import Settings
from tests.office.making import Sheet
from tests.office.messy import HEAD, MESSY, open_days, stray_american, twice
from tests.support.clock import Clock
from tests.support.making import NUI_CAM, make_officer

PLACE = ("Núi Cấm", "", "0912345678")
MADE, DAY = "Cơ sở Bảy Lúa", date(2024, 6, 4)


def listed(*rows: tuple[Any, ...]) -> bytes:
    """A plain list: product, producer, stars, decision, day of issue, last day."""
    s = Sheet().page("DS").row(1, *HEAD)
    for number, (product, *rest) in enumerate(rows, start=2):
        s.row(number, number - 1, product, MADE, *PLACE, *rest)
    return s.done()


ONE = ("Mắm một", 3, "912/QĐ-UBND", DAY)
OPEN = ("Mắm hai", 3, "912/QĐ-UBND", "tháng 6/2024")


async def keep(db: Database, knowledge: Knowledge, staff: Staff, content: bytes, at: datetime) -> ImportBatch:
    read = read_file(content, knowledge.province, knowledge.sets)
    async with db.writing() as session:
        return await batches.keep(session, staff, "ds.xlsx", content, read, at)


async def apply(
    db: Database, staff: Staff, batch: ImportBatch, at: datetime, expected: int | None = None
) -> ImportBatch:
    async with db.writing() as session:
        return await batches.apply(session, staff, batch.id, at, expected)


async def rows_of(db: Database, batch: ImportBatch) -> dict[int, ImportRow]:
    async with db.reading() as session:
        query = select(ImportRow).where(ImportRow.batch_id == batch.id)
        return {row.source_row: row for row in (await session.scalars(query)).all()}


async def actions(db: Database, batch: ImportBatch) -> dict[int, str]:
    return {number: row.action for number, row in (await rows_of(db, batch)).items()}


async def papers(db: Database) -> list[tuple[str, int, int, str]]:
    query = select(Product.name, Certificate.version, Certificate.stars, Certificate.state).join(Product)
    async with db.reading() as session:
        found = await session.execute(query.order_by(Product.name, Certificate.version))
        return [(row.name, row.version, row.stars, row.state) for row in found.all()]


@pytest.fixture
async def lan(db: Database, clock: Clock) -> Staff:
    return await make_officer(db, clock(), role="province", unit=None)


async def test_clear_rows_are_written_at_once_and_doubtful_ones_wait(
    db: Database, knowledge: Knowledge, clock: Clock, lan: Staff
) -> None:
    batch = await keep(db, knowledge, lan, listed(ONE, OPEN), clock())
    assert await papers(db) == []
    done = await apply(db, lan, batch, clock(), 1)
    assert done.counts == {"applied": 1, "doubtful": 1}
    assert await papers(db) == [("Mắm một", 1, 3, "current")]
    async with db.reading() as session:
        row = (await session.scalars(select(Certificate))).one()
        assert (row.expires_on, row.level, row.source) == (date(2027, 6, 4), "district", f"import:{batch.id}")
        assert await session.scalar(select(func.count()).select_from(Promise)) == 1


async def test_importing_again_doubles_nothing(db: Database, knowledge: Knowledge, clock: Clock, lan: Staff) -> None:
    await apply(db, lan, await keep(db, knowledge, lan, listed(ONE), clock()), clock())
    again = await keep(db, knowledge, lan, listed(("MẮM  MỘT", 3, "912/qd-ubnd", "ngày 4 tháng 6 năm 2024")), clock())
    assert await actions(db, again) == {2: "same"}
    with pytest.raises(Refused, match=r"import_act\.nothing"):
        await apply(db, lan, again, clock())


async def test_a_change_names_what_becomes_of_what(
    db: Database, knowledge: Knowledge, clock: Clock, lan: Staff
) -> None:
    await apply(db, lan, await keep(db, knowledge, lan, listed(ONE), clock()), clock())
    batch = await keep(db, knowledge, lan, listed(("Mắm một", 4, "912/QĐ-UBND", DAY)), clock())
    row = (await rows_of(db, batch))[2]
    assert (row.action, row.changes) == ("change", [{"field": "stars", "before": "3", "after": "4"}])
    await apply(db, lan, batch, clock())
    assert await papers(db) == [("Mắm một", 1, 4, "current")]


async def test_a_renewal_supersedes_and_undoing_it_puts_the_old_one_back(
    db: Database, knowledge: Knowledge, clock: Clock, lan: Staff
) -> None:
    await apply(
        db, lan, await keep(db, knowledge, lan, listed(("Mắm một", 3, "1/QĐ-UBND", "20/12/2021")), clock()), clock()
    )
    batch = await keep(db, knowledge, lan, listed(("Mắm một", 4, "912/QĐ-UBND", DAY)), clock())
    await apply(db, lan, batch, clock.go(minutes=1))
    assert await papers(db) == [("Mắm một", 1, 3, "superseded"), ("Mắm một", 2, 4, "current")]
    async with db.writing() as session:
        assert await batches.undo(session, lan, batch.id, clock.go(minutes=1)) == []
    assert await papers(db) == [("Mắm một", 1, 3, "current")]


async def test_undoing_removes_what_was_added_and_restores_what_was_changed(
    db: Database, knowledge: Knowledge, clock: Clock, lan: Staff
) -> None:
    await apply(db, lan, await keep(db, knowledge, lan, listed(ONE), clock()), clock())
    batch = await keep(db, knowledge, lan, listed(("Mắm một", 4, "912/QĐ-UBND", DAY), ("Mắm ba", *ONE[1:])), clock())
    await apply(db, lan, batch, clock.go(minutes=1))
    async with db.writing() as session:
        await batches.undo(session, lan, batch.id, clock.go(minutes=1))
    assert await papers(db) == [("Mắm một", 1, 3, "current")]
    async with db.reading() as session:
        assert [row.name for row in (await session.scalars(select(Product))).all()] == ["Mắm một"]
        assert (await session.get_one(ImportBatch, batch.id)).state == "undone"


async def test_what_was_changed_since_stays_and_is_named(
    db: Database, knowledge: Knowledge, clock: Clock, lan: Staff
) -> None:
    batch = await keep(db, knowledge, lan, listed(ONE, ("Mắm ba", *ONE[1:])), clock())
    await apply(db, lan, batch, clock())
    touched = (await rows_of(db, batch))[2].certificate_id
    assert touched is not None
    async with db.writing() as session:
        await officer_acts.lapse(session, lan, touched, "cost", "", clock.go(minutes=1))
    async with db.writing() as session:
        kept = await batches.undo(session, lan, batch.id, clock.go(minutes=1))
    assert [row.source_row for row in kept] == [2]
    assert await papers(db) == [("Mắm một", 1, 3, "lapsed")]


async def test_a_doubtful_row_is_mended_and_applied(
    db: Database, knowledge: Knowledge, clock: Clock, lan: Staff
) -> None:
    batch = await keep(db, knowledge, lan, listed(OPEN), clock())
    row = (await rows_of(db, batch))[2]
    for wrong, key in ({"issued": "hôm nọ"}, "import_mend.day"), ({"phone": "12"}, "import_mend.phone"):
        with pytest.raises(Refused, match=key):
            async with db.writing() as session:
                await batches.mend(session, lan, knowledge.province, row.id, wrong, clock())
    async with db.writing() as session:
        mended = await batches.mend(session, lan, knowledge.province, row.id, {"issued": "15/6/2024"}, clock())
    assert (mended.action, mended.problems) == ("add", [])
    await apply(db, lan, batch, clock(), 1)
    async with db.reading() as session:
        assert (await session.scalars(select(Certificate.expires_on))).one() == date(2027, 6, 15)


async def test_leaving_one_of_two_twins_out_makes_the_other_clear(
    db: Database, knowledge: Knowledge, clock: Clock, lan: Staff
) -> None:
    batch = await keep(db, knowledge, lan, twice(), clock())
    assert await actions(db, batch) == {
        2: "add", 3: "skip", 4: "doubtful", 5: "doubtful", 6: "doubtful", 7: "doubtful", 8: "add", 9: "add",
    }  # fmt: skip
    rows = await rows_of(db, batch)
    async with db.writing() as session:
        await batches.mend(session, lan, knowledge.province, rows[6].id, {"left_out": "1"}, clock())
    assert {number: (await actions(db, batch))[number] for number in (6, 7)} == {6: "skip", 7: "add"}
    await apply(db, lan, batch, clock())
    assert await papers(db) == [
        ("Mắm ba", 1, 3, "current"),
        ("Mắm bốn", 1, 3, "superseded"),
        ("Mắm bốn", 2, 4, "current"),
        ("Mắm một", 1, 3, "current"),
    ]


async def test_a_second_certificate_beside_a_current_one_is_doubtful(
    db: Database, knowledge: Knowledge, clock: Clock, lan: Staff
) -> None:
    await apply(
        db, lan, await keep(db, knowledge, lan, listed(("Mắm một", 3, "9/QĐ-UBND", "01/03/2026")), clock()), clock()
    )
    batch = await keep(db, knowledge, lan, listed(("Mắm một", 3, "12/QĐ-UBND", "01/09/2026")), clock())
    row = (await rows_of(db, batch))[2]
    assert (row.action, row.problems[0]["key"]) == ("doubtful", "import_row.second")


async def test_two_imports_at_once_add_a_product_once(
    db: Database, knowledge: Knowledge, clock: Clock, lan: Staff
) -> None:
    kept = [await keep(db, knowledge, lan, listed(ONE), clock()) for _ in range(3)]
    done = await asyncio.gather(*(apply(db, lan, batch, clock(), 1) for batch in kept), return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == ["ImportBatch", "Refused", "Refused"]
    assert await papers(db) == [("Mắm một", 1, 3, "current")]


async def test_saving_a_doubtful_row_as_it_stands_confirms_it(
    db: Database, knowledge: Knowledge, clock: Clock, lan: Staff
) -> None:
    batch = await keep(db, knowledge, lan, listed((*ONE, date(2026, 6, 4))), clock())
    row = (await rows_of(db, batch))[2]
    assert [problem["key"] for problem in row.problems] == ["import_row.ends_other"]
    async with db.writing() as session:
        mended = await batches.mend(session, lan, knowledge.province, row.id, {"expires": "04/06/2026"}, clock())
    assert (mended.action, mended.problems) == ("add", [])


async def test_rows_of_files_are_forgotten_after_two_years_and_the_register_stays(
    db: Database, knowledge: Knowledge, clock: Clock, lan: Staff, settings: Settings
) -> None:
    batch = await keep(db, knowledge, lan, listed(ONE), clock())
    await apply(db, lan, batch, clock())
    await housekeeping.retention(db, settings, clock.go(days=731))
    assert await rows_of(db, batch) == {}
    assert len(await papers(db)) == 1


async def test_the_number_on_the_button_must_still_be_true(
    db: Database, knowledge: Knowledge, clock: Clock, lan: Staff
) -> None:
    batch = await keep(db, knowledge, lan, listed(ONE, ("Mắm ba", *ONE[1:])), clock())
    await apply(db, lan, await keep(db, knowledge, lan, listed(ONE), clock()), clock())
    with pytest.raises(Refused, match=r"import_act\.moved"):
        await apply(db, lan, batch, clock(), 2)
    assert len(await papers(db)) == 1


async def test_a_commune_imports_its_own_rows_only(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    bay = await make_officer(db, clock(), login="bay", unit=NUI_CAM)
    hai = await make_officer(db, clock(), login="hai", unit="30502")
    s = Sheet().page("DS").row(1, *HEAD).row(2, 1, "Mắm một", MADE, *PLACE, 3, "1/QĐ-UBND", DAY)
    content = s.row(3, 2, "Mắm hai", MADE, "Xã Thoại Sơn", "", "", 3, "1/QĐ-UBND", DAY).done()
    batch = await keep(db, knowledge, bay, content, clock())
    assert await actions(db, batch) == {2: "add", 3: "skip"}
    with pytest.raises(Refused, match=r"access\.none"):
        await apply(db, hai, batch, clock())


async def test_a_commune_need_not_say_where_it_is(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    bay = await make_officer(db, clock(), login="bay", unit=NUI_CAM)
    head = ("Tên sản phẩm", "Tên chủ thể", "Hạng sao", "Số QĐ", "Ngày cấp")
    content = Sheet().page("DS").row(1, *head).row(2, "Mắm một", MADE, 3, "1/QĐ-UBND", DAY).done()
    assert await actions(db, await keep(db, knowledge, bay, content, clock())) == {2: "add"}
    province = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    assert await actions(db, await keep(db, knowledge, province, content, clock())) == {2: "doubtful"}


@pytest.mark.parametrize("file", MESSY, ids=lambda file: file.name)
async def test_every_messy_list_can_be_applied_and_taken_back(
    db: Database, knowledge: Knowledge, clock: Clock, lan: Staff, file: Any
) -> None:
    batch = await keep(db, knowledge, lan, file.build(), clock())
    clear = sum(action in batches.CLEAR for action in (await actions(db, batch)).values())
    if clear:
        await apply(db, lan, batch, clock(), clear)
        again = await keep(db, knowledge, lan, file.build(), clock())
        assert set((await actions(db, again)).values()) <= {"same", "skip", "doubtful"}
        async with db.writing() as session:
            assert await batches.undo(session, lan, batch.id, clock.go(minutes=1)) == []
    assert await papers(db) == []


async def test_an_officer_decides_the_order_of_all_open_days_at_once(
    db: Database, knowledge: Knowledge, clock: Clock, lan: Staff
) -> None:
    batch = await keep(db, knowledge, lan, open_days(), clock())
    assert (batch.counts, batch.about["open_days"]["count"]) == ({"add": 3, "doubtful": 2}, 2)
    issued = {}
    for order in ("month", "day"):
        async with db.writing() as session:
            chosen = await ordering.choose(session, lan, batch.id, order, clock())
        assert chosen.counts == {"add": 5}
        row = (await rows_of(db, batch))[4]
        issued[order] = mending.row_of(row.reading, row.mended).reading.issued_on
    assert issued == {"month": date(2023, 5, 6), "day": date(2023, 6, 5)}
    with pytest.raises(Refused, match=r"import_act\.order"):
        async with db.writing() as session:
            await ordering.choose(session, lan, batch.id, "year", clock())


async def test_what_was_written_in_a_row_goes_before_the_order_of_the_file(
    db: Database, knowledge: Knowledge, clock: Clock, lan: Staff
) -> None:
    batch = await keep(db, knowledge, lan, stray_american(), clock())
    row = (await rows_of(db, batch))[3]
    async with db.writing() as session:
        await batches.mend(session, lan, knowledge.province, row.id, {"issued": "7/6/2023"}, clock())
    async with db.writing() as session:
        await ordering.choose(session, lan, batch.id, "month", clock())
    row = (await rows_of(db, batch))[3]
    assert mending.row_of(row.reading, row.mended).reading.issued_on == date(2023, 6, 7)


async def test_the_collector_rests_during_an_import_and_only_then(
    db: Database, knowledge: Knowledge, clock: Clock, lan: Staff
) -> None:
    @calm.calmly
    async def resting() -> bool:
        return not gc.isenabled()

    assert await resting() and gc.isenabled()
    batch = await keep(db, knowledge, lan, listed(ONE), clock())
    with pytest.raises(Refused):
        await apply(db, lan, batch, clock(), 7)
    assert gc.isenabled()
