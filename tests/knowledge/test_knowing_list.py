"""Officers find entries without diacritics, by whose they are, by state and by certainty."""

import pytest

from ocop_core.db.base import Database
from ocop_core.db.models import Staff
from ocop_core.errors import Refused
from ocop_core.knowledge.entries import HINT, SURE
from ocop_core.services.knowing import editing, entry_lists, entry_rows
from ocop_core.services.knowing.editing import Fields
from ocop_core.services.knowing.entry_lists import Wanted
from tests.support.clock import Clock
from tests.support.making import make_officer

STAMP = Fields("Tem OCOP bao nhiêu một cuộn?", "Dạ, tem do tỉnh phát.", "Sở NN&MT, 11/2026", SURE, ("giá tem vậy",))
DURIAN = Fields("Sầu riêng có nhóm riêng không?", "Dạ, hỏi cán bộ xã giúp em.", "100% nghe nói", HINT)

LABEL = Fields("Nhãn dán mua ở đâu?", "Dạ, ở tỉnh.", "Sở NN&MT, 11/2026", SURE)


@pytest.fixture
async def officer(db: Database, clock: Clock) -> Staff:
    """A provincial officer, who has written two entries; the second one later."""
    row = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    for fields in (STAMP, DURIAN):
        async with db.writing() as session:
            await editing.add(session, row, fields, clock.go(minutes=1))
    return row


async def found(db: Database, staff: Staff, **wanted: str) -> list[str]:
    async with db.reading() as session:
        page = await entry_lists.listed(session, staff, Wanted(**wanted), limit=10)
    assert page.total == len(page.entries)
    return [row.question for row in page.entries]


@pytest.mark.parametrize(
    ("search", "questions"),
    [
        ("", [DURIAN.question, STAMP.question]),
        ("sau rieng", [DURIAN.question]),
        ("Tem  CUỘN", [STAMP.question]),
        ("gia tem vay", [STAMP.question]),
        ("tinh phat", [STAMP.question]),
        ("so nn mt", [STAMP.question]),
        ("100", [DURIAN.question]),
        ("_", [DURIAN.question, STAMP.question]),
        ("mắm", []),
    ],
)
async def test_words_are_found_wherever_they_stand(
    db: Database, officer: Staff, search: str, questions: list[str]
) -> None:
    assert await found(db, officer, search=search) == questions


async def test_what_was_changed_is_found_by_its_new_words(db: Database, officer: Staff, clock: Clock) -> None:
    entry_id = next(key for key in await _ids(db) if "tem" in key)
    async with db.writing() as session:
        await editing.edit(session, officer, entry_id, LABEL, clock.go(minutes=1))
    assert await found(db, officer, search="cuộn") == []
    assert await found(db, officer, search="nhãn dán") == [LABEL.question]


async def _ids(db: Database) -> list[str]:
    async with db.reading() as session:
        return [entry.id for entry in await entry_rows.entries(session)]


async def test_filters_narrow_the_list_and_unknown_ones_do_not_count(
    db: Database, officer: Staff, clock: Clock
) -> None:
    async with db.writing() as session:
        await editing.hide(session, officer, next(i for i in await _ids(db) if "tem" in i), clock())
    assert await found(db, officer, state=entry_rows.HIDDEN) == [STAMP.question]
    assert await found(db, officer, certainty=HINT) == [DURIAN.question]
    assert await found(db, officer, origin=entry_rows.SHIPPED) == []
    assert len(await found(db, officer, origin=entry_rows.OFFICER, state="x", certainty="y")) == 2


async def test_a_page_follows_the_other(db: Database, officer: Staff) -> None:
    async with db.reading() as session:
        first = await entry_lists.listed(session, officer, Wanted(), limit=1)
        second = await entry_lists.listed(session, officer, Wanted(), limit=1, offset=1)
    assert (first.total, second.total) == (2, 2)
    assert [row.question for row in (*first.entries, *second.entries)] == [DURIAN.question, STAMP.question]


async def test_every_officer_reads_and_nobody_who_has_left(db: Database, officer: Staff, clock: Clock) -> None:
    commune = await make_officer(db, clock(), login="nuicam")
    assert len(await found(db, commune)) == 2
    commune.active = False
    with pytest.raises(Refused, match=r"access\.none"):
        await found(db, commune)
    async with db.reading() as session:
        with pytest.raises(Refused, match=r"access\.none"):
            await entry_lists.one(session, officer, "khong_co")


async def test_questions_are_named_in_the_order_they_are_wanted(db: Database, officer: Staff) -> None:
    ids = await _ids(db)
    async with db.reading() as session:
        assert list(await entry_lists.named(session, [ids[1], "khong_co", ids[0]])) == [ids[1], ids[0]]
