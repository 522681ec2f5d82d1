"""Promises follow the facts in the same transaction: a dossier that moves, other hands, other stages, a snooze."""

from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select, update

from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat
from ocop_core.db.models_dossiers import Dossier
from ocop_core.db.models_products import Certificate, Product
from ocop_core.db.models_promises import Promise
from ocop_core.services.accounts import phones
from ocop_core.services.dossiers import deciding, producer_acts
from ocop_core.services.reminders import planning, reactions, stage_acts
from ocop_core.services.reminders.stage_acts import Setting
from tests.services.test_reminders import answered, certified, on, producer, spoken, texts
from tests.support.certified import make_certificate, make_product
from tests.support.dossiers import hand_in, make_dossier
from tests.support.making import make_officer


async def promise(db: Database) -> tuple[str, str | None]:
    async with db.reading() as session:
        row = (await session.scalars(select(Promise).where(Promise.kind == "certificate"))).one()
        return row.state, row.next_stage


async def renewal(db: Database, knowledge: Knowledge, files_dir: Path) -> tuple[Certificate, Chat, Dossier]:
    """A renewal handed in on the first day of its window."""
    at = on("2026-11-23")
    chat = await producer(db, on("2026-10-01"))
    row = await certified(db, on("2026-10-01"), chat=chat)
    dossier = await make_dossier(db, at, kind="renewal", certificate=row.id)
    await hand_in(db, files_dir, dossier, at)
    return row, chat, dossier


async def test_handing_in_silences_at_once_and_what_comes_back_speaks_at_once(
    db: Database, knowledge: Knowledge, tmp_path: Path
) -> None:
    _, chat, dossier = await renewal(db, knowledge, tmp_path)
    assert await promise(db) == ("void", None)
    assert await spoken(db, knowledge, on("2026-12-23")) == []

    staff = await make_officer(db, on("2026-12-01"), role="province", unit=None)
    async with db.writing() as session:
        row = await session.get_one(Dossier, dossier.id)
        row.state = "proposed"
        await session.flush()
        await deciding.send_back(session, knowledge, staff, row.id, "Thiếu phiếu kiểm nghiệm mới", on("2026-12-24"))
    assert await promise(db) == ("open", "half")

    async with db.writing() as session:
        own = await producer_acts.own(session, chat.person_id, dossier.code)
        await producer_acts.withdraw(session, own, on("2026-12-25"))
    assert await spoken(db, knowledge, on("2026-12-26")) == [("overtaken", "opens"), ("sent", "half")]


async def test_who_said_filed_and_gets_it_back_is_reminded_again(
    db: Database, knowledge: Knowledge, tmp_path: Path
) -> None:
    row, chat, dossier = await renewal(db, knowledge, tmp_path)
    async with db.writing() as session:
        assert await reactions.filed(session, answered(knowledge, row, chat), on("2026-11-24"))
    assert await promise(db) == ("ended", None)
    async with db.writing() as session:
        own = await producer_acts.own(session, chat.person_id, dossier.code)
        await producer_acts.withdraw(session, own, on("2026-11-25"))
    assert await promise(db) == ("open", "opens")


async def test_dropping_a_draft_leaves_the_answer_filed_as_it_is(db: Database, knowledge: Knowledge) -> None:
    chat = await producer(db, on("2026-10-01"))
    row = await certified(db, on("2026-10-01"), chat=chat)
    dossier = await make_dossier(db, on("2026-11-23"), kind="renewal", certificate=row.id)
    async with db.writing() as session:
        assert await reactions.filed(session, answered(knowledge, row, chat), on("2026-11-24"))
    async with db.writing() as session:
        own = await producer_acts.own(session, chat.person_id, dossier.code)
        await producer_acts.withdraw(session, own, on("2026-11-25"))
    assert await promise(db) == ("ended", None)


async def test_a_product_known_on_paper_is_promised_to_its_owner_as_soon_as_the_number_is_proved(
    db: Database, knowledge: Knowledge
) -> None:
    at = on("2026-11-22")
    chat = await producer(db, at)
    await make_certificate(db, await make_product(db, at), date(2027, 5, 22), at)
    async with db.writing() as session:
        assert await phones.confirm(session, chat.person_id, "0912345678", "vouched", at)
    assert await spoken(db, knowledge, on("2026-11-23")) == [("sent", "opens")]


async def asked_again(db: Database, knowledge: Knowledge) -> tuple[Certificate, Chat]:
    """Told on the 23rd that the window opens, and asked to hear it again in a week."""
    chat = await producer(db, on("2026-10-01"))
    row = await certified(db, on("2026-10-01"), chat=chat)
    assert await spoken(db, knowledge, on("2026-11-23")) == [("sent", "opens")]
    async with db.writing() as session:
        assert await reactions.again(session, answered(knowledge, row, chat), on("2026-11-23", 10))
    return row, chat


async def test_what_was_asked_again_outlives_other_stages(db: Database, knowledge: Knowledge) -> None:
    await asked_again(db, knowledge)
    await set_stage(db, "half", 145, on("2026-11-24"))
    assert await planning.check(db, on("2026-11-25", 1)) == {"planned": 0, "void": 0}
    assert await promise(db) == ("open", "again1")
    assert await spoken(db, knowledge, on("2026-11-30")) == [("sent", "again1")]
    assert await spoken(db, knowledge, on("2026-12-28")) == [("sent", "half")]


async def test_what_was_asked_again_outlives_other_hands(db: Database, knowledge: Knowledge) -> None:
    row, _ = await asked_again(db, knowledge)
    heir = await producer(db, on("2026-11-24"), "u2")
    async with db.writing() as session:
        await session.execute(update(Product).where(Product.id == row.product_id).values(person_id=heir.person_id))
    await planning.check(db, on("2026-11-25", 1))
    assert await spoken(db, knowledge, on("2026-11-30")) == [("sent", "again1")]
    async with db.reading() as session:
        assert (await session.scalars(select(Promise.person_id))).one() == heir.person_id


async def test_a_stage_that_now_comes_first_speaks_in_place_of_what_was_asked_again(
    db: Database, knowledge: Knowledge
) -> None:
    await asked_again(db, knowledge)
    await set_stage(db, "half", 176, on("2026-11-24"))
    assert await spoken(db, knowledge, on("2026-11-27")) == [("sent", "half")]
    assert await spoken(db, knowledge, on("2026-11-30")) == []


async def set_stage(db: Database, stage: str, days: int, at: datetime) -> None:
    province = await make_officer(db, at, login="tinh", role="province", unit=None)
    async with db.writing() as session:
        await stage_acts.change(session, province, "certificate", stage, Setting(days, True), at)


async def test_other_stages_hold_from_the_moment_on_and_say_nothing_twice(db: Database, knowledge: Knowledge) -> None:
    await certified(db, on("2026-10-01"), chat=await producer(db, on("2026-10-01")))
    assert await spoken(db, knowledge, on("2026-11-23")) == [("sent", "opens")]
    await set_stage(db, "opens", 178, on("2026-11-23", 10))
    assert await promise(db) == ("open", "half")
    assert await spoken(db, knowledge, on("2026-11-26")) == []


async def test_a_stage_of_the_provinces_own_speaks_in_its_own_words_once(db: Database, knowledge: Knowledge) -> None:
    await certified(db, on("2026-10-01"), chat=await producer(db, on("2026-10-01")))
    province = await make_officer(db, on("2026-10-01"), login="tinh", role="province", unit=None)
    own = Setting(160, True, "Văn phòng nhắc: {ten} nộp hồ sơ trước {nen_nop}.")
    async with db.writing() as session:
        await stage_acts.add(session, province, "certificate", own, on("2026-10-02"))
    assert await spoken(db, knowledge, on("2026-12-13")) == [("overtaken", "opens"), ("sent", "own1")]
    assert (await texts(db)) == ["Văn phòng nhắc: Mắm cá lóc nộp hồ sơ trước thứ Năm 31/12/2026."]
    async with db.writing() as session:
        await stage_acts.change(session, province, "certificate", "own1", Setting(155, True, ""), on("2026-12-13", 10))
    assert await spoken(db, knowledge, on("2026-12-18")) == []
