"""Entries as rows: shipped ones are kept up to date, officers' ones are theirs, and every process hears at once."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select, text

from ocop_core.db.base import Database
from ocop_core.db.models import Audit, Staff
from ocop_core.db.models_knowledge import KnowledgeEntry, KnowledgeVersion
from ocop_core.errors import Refused
from ocop_core.i18n import load_words
from ocop_core.knowledge.entries import HINT, SURE, Entry, load_entries
from ocop_core.services.asker import Asker
from ocop_core.services.knowing import editing, entry_rows, library
from ocop_core.services.knowing.editing import Fields
from ocop_core.services.knowledge import load_knowledge
from ocop_core.settings import ROOT
from tests.support.clock import Clock
from tests.support.making import make_officer

SHIPPED = load_entries()[:6]
FEE = Fields("Tem OCOP bao nhiêu một cuộn?", "Dạ, tem do tỉnh phát, không bán.", "Sở NN&MT An Giang, 11/2026", SURE)


@pytest.fixture
async def officer(db: Database, clock: Clock) -> Staff:
    """A provincial officer."""
    return await make_officer(db, clock(), login="tinh", role="province", unit=None)


@pytest.fixture
async def shipped(db: Database, clock: Clock) -> tuple[Entry, ...]:
    """The first entries of the program, in the database."""
    async with db.writing() as session:
        await entry_rows.sync_shipped(session, SHIPPED, clock())
    return SHIPPED


async def known(db: Database) -> dict[str, Entry]:
    async with db.reading() as session:
        return {entry.id: entry for entry in await entry_rows.entries(session)}


async def version(db: Database) -> int:
    async with db.reading() as session:
        return await entry_rows.current_version(session)


async def sync(db: Database, entries: tuple[Entry, ...], clock: Clock) -> int:
    async with db.writing() as session:
        return await entry_rows.sync_shipped(session, entries, clock())


async def edit(db: Database, officer: Staff, entry_id: str, fields: Fields, clock: Clock) -> Entry:
    async with db.writing() as session:
        return await editing.edit(session, officer, entry_id, fields, clock())


def fields_of(entry: Entry, **changes: object) -> Fields:
    fields = Fields(entry.question, entry.answer, entry.source, entry.certainty, entry.also, entry.next)
    return replace(fields, **changes)  # type: ignore[arg-type]


async def test_all_that_comes_with_the_program_is_there_unchanged(db: Database, clock: Clock) -> None:
    everything = load_entries()
    assert await sync(db, everything, clock) == len(everything)
    assert await known(db) == {entry.id: entry for entry in everything}


async def test_syncing_again_changes_nothing(db: Database, shipped: tuple[Entry, ...], clock: Clock) -> None:
    before = await version(db)
    assert await sync(db, shipped, clock) == 0
    assert await version(db) == before


async def test_two_processes_that_start_together_sync_once(db: Database, clock: Clock) -> None:
    assert sorted(await asyncio.gather(*(sync(db, SHIPPED, clock) for _ in range(3)))) == [0, 0, len(SHIPPED)]


async def test_a_new_release_renews_what_nobody_has_touched(
    db: Database, shipped: tuple[Entry, ...], clock: Clock
) -> None:
    newer = (replace(shipped[0], answer="Dạ, nay khác rồi.", checked=date(2027, 1, 5)), *shipped[1:])
    assert await sync(db, newer, clock) == 1
    assert (await known(db))[shipped[0].id] == newer[0]


async def test_a_new_release_leaves_an_officers_words_alone(
    db: Database, shipped: tuple[Entry, ...], officer: Staff, clock: Clock
) -> None:
    await edit(db, officer, shipped[0].id, fields_of(shipped[0], answer="Lời của tỉnh."), clock)
    newer = (replace(shipped[0], answer="Lời của bản mới."), *shipped[1:])
    assert await sync(db, newer, clock) == 0
    assert (await known(db))[shipped[0].id].answer == "Lời của tỉnh."


async def test_what_no_longer_comes_is_forgotten_but_kept(
    db: Database, shipped: tuple[Entry, ...], clock: Clock
) -> None:
    assert await sync(db, shipped[1:], clock) == 1
    assert shipped[0].id not in await known(db)
    async with db.reading() as session:
        row = await session.get_one(KnowledgeEntry, shipped[0].id)
    assert (row.state, row.answer) == (entry_rows.HIDDEN, shipped[0].answer)


async def test_what_an_officer_has_hidden_stays_hidden(
    db: Database, shipped: tuple[Entry, ...], officer: Staff, clock: Clock
) -> None:
    async with db.writing() as session:
        await editing.hide(session, officer, shipped[0].id, clock())
    await sync(db, (replace(shipped[0], answer="Lời của bản mới."), *shipped[1:]), clock)
    assert shipped[0].id not in await known(db)
    async with db.writing() as session:
        await editing.show(session, officer, shipped[0].id, clock())
    assert shipped[0].id in await known(db)


async def test_an_edit_is_in_the_history_and_in_the_audit(
    db: Database, shipped: tuple[Entry, ...], officer: Staff, clock: Clock
) -> None:
    entry = shipped[0]
    await edit(db, officer, entry.id, fields_of(entry, answer="Lời của tỉnh."), clock)
    async with db.reading() as session:
        newest, first = await entry_rows.history(session, entry.id)
        acts = (await session.scalars(select(Audit.act).where(Audit.staff_id == officer.id))).all()
    assert (newest.staff_id, newest.before and newest.before["answer"]) == (officer.id, entry.answer)
    assert newest.before and newest.before["checked"] == "2026-11-23"
    assert (first.staff_id, first.before) == (None, None)
    assert "knowledge.edited" in acts


async def test_an_edit_that_changes_nothing_leaves_no_trace(
    db: Database, shipped: tuple[Entry, ...], officer: Staff, clock: Clock
) -> None:
    before = await version(db)
    await edit(db, officer, shipped[0].id, fields_of(shipped[0]), clock)
    assert await version(db) == before


async def test_an_edit_counts_as_checked_on_its_day(
    db: Database, shipped: tuple[Entry, ...], officer: Staff, clock: Clock
) -> None:
    clock.go(days=40)
    await edit(db, officer, shipped[0].id, fields_of(shipped[0], answer="Lời của tỉnh."), clock)
    assert (await known(db))[shipped[0].id].checked == date(2027, 1, 2)


async def test_an_edit_is_heard_by_every_process_at_once(
    db: Database, shipped: tuple[Entry, ...], officer: Staff, clock: Clock
) -> None:
    shelves = (entry_rows.Shelf(), entry_rows.Shelf())
    async with db.reading() as session:
        held = [await shelf.fresh(session) for shelf in shelves]
        assert [await shelf.fresh(session) for shelf in shelves] == held
    assert held[0].index.find("tem ocop bao nhiêu một cuộn") == ()
    async with db.writing() as session:
        entry = await editing.add(session, officer, FEE, clock())
    for shelf in shelves:
        async with db.reading() as session:
            library = await shelf.fresh(session)
        assert library.index.find("tem ocop bao nhiêu một cuộn vậy em")[0].entry_id == entry.id
        assert library.entries[entry.id].answer == FEE.answer


async def test_the_version_grows_with_every_change(
    db: Database, shipped: tuple[Entry, ...], officer: Staff, clock: Clock
) -> None:
    seen = [await version(db)]
    async with db.writing() as session:
        entry = await editing.add(session, officer, FEE, clock())
    seen.append(await version(db))
    await edit(db, officer, entry.id, replace(FEE, answer="Dạ, hỏi xã nha."), clock)
    seen.append(await version(db))
    async with db.writing() as session:
        await editing.hide(session, officer, entry.id, clock())
    seen.append(await version(db))
    assert seen == sorted(set(seen))


async def test_edits_at_the_same_time_all_count(
    db: Database, shipped: tuple[Entry, ...], officer: Staff, clock: Clock
) -> None:
    before = await version(db)
    texts = [f"Lời thứ {number} của tỉnh." for number in range(8)]
    await asyncio.gather(
        *(edit(db, officer, shipped[0].id, fields_of(shipped[0], answer=text), clock) for text in texts)
    )
    async with db.reading() as session:
        lines = await entry_rows.history(session, shipped[0].id)
        ids = (await session.scalars(select(KnowledgeVersion.id).order_by(KnowledgeVersion.id))).all()
    answers = {line.before["answer"] for line in lines if line.before} | {(await known(db))[shipped[0].id].answer}
    assert answers == {*texts, shipped[0].answer}
    assert (await version(db), len(ids)) == (ids[-1], len(shipped) + 8)
    assert ids[-1] > before


async def test_a_new_entry_is_the_officers_and_has_a_readable_id(db: Database, officer: Staff, clock: Clock) -> None:
    async with db.writing() as session:
        first = await editing.add(session, officer, FEE, clock())
        second = await editing.add(
            session, officer, replace(FEE, question="Tem OCOP: bao nhiêu một cuộn, em?"), clock()
        )
        row = await session.get_one(KnowledgeEntry, first.id)
    assert (first.id, row.origin, row.changed_by) == ("cb_tem_ocop_bao_nhieu_mot_cuon", entry_rows.OFFICER, officer.id)
    assert second.id != first.id


async def test_what_officers_write_is_tidied(db: Database, officer: Staff, clock: Clock) -> None:
    messy = replace(
        FEE, question="  Tem   OCOP\u200b giá\nsao? ", also=("tem ocop gia sao", "Tem giá sao", " ", "tem  GIÁ sao?")
    )
    async with db.writing() as session:
        entry = await editing.add(session, officer, messy, clock())
    assert (entry.question, entry.also) == ("Tem OCOP giá sao?", ("Tem giá sao",))


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"question": " \u200b "}, "knowledge.no_question"),
        ({"answer": ""}, "knowledge.no_answer"),
        ({"source": "  "}, "knowledge.no_source"),
        ({"certainty": "hình như"}, "knowledge.no_certainty"),
        ({"question": "hỏi " * 60}, "knowledge.long_question"),
        ({"also": ("hỏi " * 60,)}, "knowledge.long_question"),
        ({"answer": "đáp " * 100}, "knowledge.long_answer"),
        ({"source": "nguồn " * 50}, "knowledge.long_source"),
        ({"also": tuple(f"hỏi kiểu {n}" for n in range(80))}, "knowledge.many_wordings"),
        ({"next": ("khong_co",)}, "knowledge.no_next"),
        ({"also": (SHIPPED[1].question.upper(),)}, "knowledge.wording_taken"),
    ],
)
async def test_a_faulty_entry_is_refused_in_words(
    db: Database, shipped: tuple[Entry, ...], officer: Staff, clock: Clock, changes: dict[str, object], key: str
) -> None:
    with pytest.raises(Refused) as refused:
        async with db.writing() as session:
            await editing.add(session, officer, replace(FEE, **changes), clock())  # type: ignore[arg-type]
    assert refused.value.key == key
    assert load_words(ROOT / "messages").say(key, refused.value.params)


async def test_a_commune_reads_but_does_not_change_what_the_province_says(
    db: Database, shipped: tuple[Entry, ...], clock: Clock
) -> None:
    commune = await make_officer(db, clock(), login="nuicam")
    for act in (editing.hide, editing.show):
        with pytest.raises(Refused, match=r"knowledge\.not_yours"):
            async with db.writing() as session:
                await act(session, commune, shipped[0].id, clock())
    with pytest.raises(Refused, match=r"knowledge\.not_yours"):
        await edit(db, commune, shipped[0].id, FEE, clock)
    assert len(await known(db)) == len(shipped)


async def test_an_entry_that_is_not_there_cannot_be_edited(db: Database, officer: Staff, clock: Clock) -> None:
    with pytest.raises(Refused, match=r"knowledge\.none"):
        await edit(db, officer, "khong_co", FEE, clock)


async def test_further_questions_that_are_hidden_are_not_offered(
    db: Database, shipped: tuple[Entry, ...], officer: Staff, clock: Clock
) -> None:
    first, second, third = (entry.id for entry in shipped[:3])
    linked = fields_of(shipped[0], next=(second, third), certainty=HINT)
    await edit(db, officer, first, linked, clock)
    async with db.writing() as session:
        await editing.hide(session, officer, second, clock())
    async with db.reading() as session:
        library = await entry_rows.library(session)
    assert [entry.id for entry in library.following(first)] == [third]
    assert library.following("khong_co") == ()


async def test_the_same_new_entry_twice_is_one(db: Database, officer: Staff, clock: Clock) -> None:
    for _ in range(2):
        async with db.writing() as session:
            entry = await editing.add(session, officer, FEE, clock())
    assert list(await known(db)) == [entry.id]


async def test_what_a_colleague_has_changed_is_not_written_over_unseen(
    db: Database, shipped: tuple[Entry, ...], officer: Staff, clock: Clock
) -> None:
    entry = shipped[0]
    async with db.reading() as session:
        seen = await editing.last_change(session, entry.id)
    await edit(db, officer, entry.id, fields_of(entry, answer="Lời của đồng nghiệp."), clock)
    mine = fields_of(entry, answer="Lời của tôi.")
    with pytest.raises(Refused, match=r"knowledge\.changed"):
        async with db.writing() as session:
            await editing.edit(session, officer, entry.id, mine, clock(), seen=seen)
    async with db.writing() as session:
        now = await editing.last_change(session, entry.id)
        await editing.edit(session, officer, entry.id, mine, clock(), seen=now)
        # The same form once more is no change, so it is not refused either.
        await editing.edit(session, officer, entry.id, mine, clock(), seen=now)
    assert (await known(db))[entry.id].answer == "Lời của tôi."


async def test_earlier_words_come_back_with_their_day_and_stay(
    db: Database, shipped: tuple[Entry, ...], officer: Staff, clock: Clock
) -> None:
    entry = shipped[0]
    clock.go(days=40)
    await edit(db, officer, entry.id, fields_of(entry, answer="Lời của tỉnh.", also=("cách hỏi lạ",)), clock)
    async with db.reading() as session:
        version = (await entry_rows.history(session, entry.id))[0]
    for _ in range(2):
        async with db.writing() as session:
            assert await editing.restore(session, officer, entry.id, version.id, clock()) == entry
    assert await sync(db, (replace(entry, answer="Lời của bản mới."), *shipped[1:]), clock) == 0
    async with db.reading() as session:
        lines = await entry_rows.history(session, entry.id)
    assert len(lines) == 3
    assert lines[0].before and lines[0].before["answer"] == "Lời của tỉnh."


async def test_only_a_version_of_the_entry_itself_comes_back(
    db: Database, shipped: tuple[Entry, ...], officer: Staff, clock: Clock
) -> None:
    await edit(db, officer, shipped[1].id, fields_of(shipped[1], next=()), clock)
    async with db.reading() as session:
        foreign = (await entry_rows.history(session, shipped[1].id))[0].id
        first = (await entry_rows.history(session, shipped[0].id))[0].id
    for version_id in (foreign, first, 999_999):
        with pytest.raises(Refused, match=r"knowledge\.none"):
            async with db.writing() as session:
                await editing.restore(session, officer, shipped[0].id, version_id, clock())


async def test_all_that_is_wrong_is_said_at_once(clock: Clock) -> None:
    found = editing.problems(Fields("", "đáp " * 100, " ", "hình như"), clock())
    assert [problem.key for problem in found] == [
        "knowledge.no_question",
        "knowledge.no_source",
        "knowledge.long_answer",
        "knowledge.no_certainty",
    ]


async def test_the_panel_and_the_chats_of_a_process_read_from_one_library(
    db: Database, shipped: tuple[Entry, ...], clock: Clock
) -> None:
    async with db.writing() as session:
        await library.warm(session)
    shelf = library.shelf(db)
    async with db.writing() as session:
        chats = await library.look(session, Asker(load_knowledge(), 1, 1, clock()), "answer")
    async with db.reading() as session:
        assert await shelf.fresh(session) is chats
    assert set(chats.entries) == {entry.id for entry in shipped}


async def test_a_disk_that_is_full_at_the_start_keeps_nothing_else_from_going_on(db: Database, clock: Clock) -> None:
    if not db.sqlite:
        pytest.skip("only the file of SQLite can be kept from growing")
    async with db.writing() as session:
        before = int((await session.execute(text("PRAGMA max_page_count"))).scalar_one())
        await session.execute(text("PRAGMA max_page_count = 1"))
    assert not await library.at_start(db, clock())
    async with db.writing() as session:
        assert (await session.scalars(select(KnowledgeEntry))).all() == []
        await session.execute(text(f"PRAGMA max_page_count = {before}"))
    assert await library.at_start(db, clock())
    async with db.reading() as session:
        assert len((await session.scalars(select(KnowledgeEntry))).all()) == len(load_entries())
