"""Questions without an answer: counted, without anything personal, and turned into entries in one step."""

import asyncio

import pytest
from sqlalchemy import select

from ocop_core.db.base import Database
from ocop_core.db.models import Audit, Staff
from ocop_core.db.models_knowledge import Unanswered
from ocop_core.errors import Refused
from ocop_core.knowledge.entries import SURE, load_entries
from ocop_core.services.knowing import editing, entry_rows, unanswered
from ocop_core.services.knowing.editing import Fields
from tests.support.clock import Clock
from tests.support.making import NUI_CAM, THOI_SON, make_officer

BEES = "Nuôi ong du mục thì nộp hồ sơ ở xã nào?"
ANSWER = Fields("Nuôi ong nay đây mai đó thì nộp ở đâu?", "Dạ, nộp ở xã đặt cơ sở.", "Sở NN&MT, 11/2026", SURE)


@pytest.fixture
async def officer(db: Database, clock: Clock) -> Staff:
    """A provincial officer."""
    return await make_officer(db, clock(), login="tinh", role="province", unit=None)


async def ask(db: Database, clock: Clock, text: str, unit: str | None = NUI_CAM) -> None:
    async with db.writing() as session:
        await unanswered.note(session, text, unit, clock())


async def waiting(db: Database, staff: Staff) -> list[Unanswered]:
    async with db.reading() as session:
        return list(await unanswered.listed(session, staff))


async def test_the_same_question_is_one_however_it_is_typed(db: Database, officer: Staff, clock: Clock) -> None:
    first = clock()
    await ask(db, clock, BEES)
    await ask(db, clock, "nuoi ong du muc thi nop ho so o xa nao", THOI_SON)
    last = clock.go(hours=2)
    await ask(db, clock, "  NUÔI ONG du mục, thì nộp hồ sơ ở xã nào!!", None)
    (row,) = await waiting(db, officer)
    assert (row.sample, row.count, row.unit) == (BEES, 3, None)
    assert (row.first_at, row.last_at) == (first, last)


async def test_questions_at_the_same_time_are_all_counted(db: Database, officer: Staff, clock: Clock) -> None:
    await asyncio.gather(*(ask(db, clock, BEES) for _ in range(10)))
    assert [row.count for row in await waiting(db, officer)] == [10]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("gọi tui 0912 345 678 hỏi tem nha", "gọi tui ••• hỏi tem nha"),
        ("gọi tui 0912.345.678 hoặc +84 (98) 765-4321 nha", "gọi tui ••• hoặc ••• nha"),
        ("cccd 089301012345 của tui", "cccd ••• của tui"),
        ("gửi mail bay.chop@gmail.com giùm", "gửi mail ••• giùm"),
        ("coi https://zalo.me/0912345678 nha", "coi ••• nha"),
        (
            "giấy hết hạn 22/5/2027, phí 1.500.000 đồng theo QĐ 26/2026",
            "giấy hết hạn 22/5/2027, phí 1.500.000 đồng theo QĐ 26/2026",
        ),
    ],
)
async def test_numbers_of_people_are_masked(db: Database, officer: Staff, clock: Clock, said: str, kept: str) -> None:
    await ask(db, clock, said)
    (row,) = await waiting(db, officer)
    assert row.sample == kept
    assert not any(len(part) >= 8 and part.isdigit() for part in row.folded.split())


@pytest.mark.parametrize("said", ["", "???", "0912345678", "12 345 678 910", "😀😀", "\u200b", "\ud800"])
async def test_what_is_no_question_leaves_nothing(db: Database, officer: Staff, clock: Clock, said: str) -> None:
    await ask(db, clock, said)
    assert await waiting(db, officer) == []


async def test_a_very_long_question_is_cut(db: Database, officer: Staff, clock: Clock) -> None:
    await ask(db, clock, "nuôi ong du mục " * 400)
    (row,) = await waiting(db, officer)
    assert len(row.sample) <= 300


async def test_what_is_asked_most_stands_on_top(db: Database, officer: Staff, clock: Clock) -> None:
    await ask(db, clock, "câu ít hỏi")
    for _ in range(3):
        await ask(db, clock, BEES)
    assert [row.count for row in await waiting(db, officer)] == [3, 1]


async def test_a_commune_sees_its_own_and_those_from_nowhere(db: Database, clock: Clock) -> None:
    commune = await make_officer(db, clock(), login="nuicam", unit=NUI_CAM)
    await ask(db, clock, "câu của núi cấm", NUI_CAM)
    await ask(db, clock, "câu của thới sơn", THOI_SON)
    await ask(db, clock, "câu không rõ nơi", None)
    assert {row.sample for row in await waiting(db, commune)} == {"câu của núi cấm", "câu không rõ nơi"}


async def test_one_step_makes_an_entry_that_answers_it(db: Database, officer: Staff, clock: Clock) -> None:
    await ask(db, clock, BEES)
    (row,) = await waiting(db, officer)
    async with db.writing() as session:
        entry = await unanswered.answer(session, officer, row.id, ANSWER, clock())
    async with db.reading() as session:
        library = await entry_rows.library(session)
        acts = set((await session.scalars(select(Audit.act))).all())
    assert library.index.find(BEES)[0].entry_id == entry.id
    assert await waiting(db, officer) == []
    assert {"knowledge.added", "unanswered.answered"} <= acts


async def test_one_step_makes_it_a_wording_of_what_is_there(db: Database, officer: Staff, clock: Clock) -> None:
    shipped = load_entries()
    await ask(db, clock, "mang cuốn hồ sơ lên ủy ban nào đây, gọi tui 0912345678")
    (row,) = await waiting(db, officer)
    async with db.writing() as session:
        await entry_rows.sync_shipped(session, shipped, clock())
        await unanswered.join(session, officer, row.id, "nop_o_dau", clock())
    async with db.reading() as session:
        library = await entry_rows.library(session)
        settled = await session.get_one(Unanswered, row.id)
    assert library.index.find("mang cuốn hồ sơ lên ủy ban nào đây")[0].entry_id == "nop_o_dau"
    assert "0912345678" not in str(library.entries["nop_o_dau"].also)
    assert (settled.state, settled.entry_id) == (unanswered.ANSWERED, "nop_o_dau")


async def test_what_is_asked_again_after_its_answer_is_open_again(db: Database, officer: Staff, clock: Clock) -> None:
    await ask(db, clock, BEES)
    (row,) = await waiting(db, officer)
    async with db.writing() as session:
        entry = await unanswered.answer(session, officer, row.id, ANSWER, clock())
        await editing.hide(session, officer, entry.id, clock())
    await ask(db, clock, BEES)
    assert [each.count for each in await waiting(db, officer)] == [2]


async def test_what_was_dismissed_does_not_come_back(db: Database, officer: Staff, clock: Clock) -> None:
    await ask(db, clock, BEES)
    (row,) = await waiting(db, officer)
    async with db.writing() as session:
        await unanswered.dismiss(session, officer, row.id, clock())
    await ask(db, clock, BEES)
    assert await waiting(db, officer) == []
    async with db.reading() as session:
        assert (await session.get_one(Unanswered, row.id)).count == 2


async def test_it_is_settled_once_and_by_the_province(db: Database, officer: Staff, clock: Clock) -> None:
    commune = await make_officer(db, clock(), login="nuicam")
    await ask(db, clock, BEES)
    (row,) = await waiting(db, officer)
    with pytest.raises(Refused, match=r"knowledge\.not_yours"):
        async with db.writing() as session:
            await unanswered.dismiss(session, commune, row.id, clock())
    async with db.writing() as session:
        await unanswered.answer(session, officer, row.id, ANSWER, clock())
    with pytest.raises(Refused, match=r"knowledge\.unanswered_settled"):
        async with db.writing() as session:
            await unanswered.dismiss(session, officer, row.id, clock())
    with pytest.raises(Refused, match=r"knowledge\.unanswered_none"):
        async with db.writing() as session:
            await unanswered.dismiss(session, officer, row.id + 99, clock())


async def test_a_refused_answer_leaves_the_question_open(db: Database, officer: Staff, clock: Clock) -> None:
    await ask(db, clock, BEES)
    (row,) = await waiting(db, officer)
    with pytest.raises(Refused, match=r"knowledge\.no_source"):
        async with db.writing() as session:
            await unanswered.answer(session, officer, row.id, Fields("Hỏi gì?", "Đáp vậy.", "", SURE), clock())
    assert [each.state for each in await waiting(db, officer)] == [unanswered.OPEN]


async def test_the_same_form_twice_settles_once(db: Database, officer: Staff, clock: Clock) -> None:
    await ask(db, clock, BEES)
    await ask(db, clock, "bánh tráng gừng tính sao")
    first, second = await waiting(db, officer)
    for _ in range(2):
        async with db.writing() as session:
            entry = await unanswered.answer(session, officer, first.id, ANSWER, clock())
    for _ in range(2):
        async with db.writing() as session:
            await unanswered.join(session, officer, second.id, entry.id, clock())
    async with db.reading() as session:
        library = await entry_rows.library(session)
        acts = (await session.scalars(select(Audit.act))).all()
    assert len(library.entries) == 1
    assert (acts.count("unanswered.answered"), acts.count("unanswered.joined")) == (1, 1)
    with pytest.raises(Refused, match=r"knowledge\.unanswered_settled"):
        async with db.writing() as session:
            await unanswered.answer(session, officer, second.id, ANSWER, clock())


async def test_one_question_is_seen_by_those_who_see_it_in_the_list(db: Database, officer: Staff, clock: Clock) -> None:
    commune = await make_officer(db, clock(), login="nuicam", unit=NUI_CAM)
    await ask(db, clock, BEES, THOI_SON)
    (row,) = await waiting(db, officer)
    async with db.reading() as session:
        assert (await unanswered.one(session, officer, row.id)).sample == BEES
        assert (await unanswered.how_many(session, officer), await unanswered.how_many(session, commune)) == (1, 0)
        with pytest.raises(Refused, match=r"access\.none"):
            await unanswered.one(session, commune, row.id)
