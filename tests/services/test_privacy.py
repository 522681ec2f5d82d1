"""A person's own data: shown in full, erased everywhere."""

from pathlib import Path
from typing import Any

from sqlalchemy import select

from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Base, Chat, Idea, Person
from ocop_core.db.models_announcements import PhoneListed
from ocop_core.db.models_events import Event
from ocop_core.services import answering, housekeeping, ideas, privacy, talk
from ocop_core.services.accounts import phones
from ocop_core.services.announcements import phone_lists
from ocop_core.services.events import arrivals
from ocop_core.services.files import storing, uploads
from ocop_core.settings import Settings
from tests.services.eventful import PLAN, make_event
from tests.support.clock import Clock
from tests.support.making import make_chat, make_idea, make_officer, stored
from tests.support.pictures import png
from tests.support.talking import consent, hand_in, heard, owed, say

SECRETS = (
    "Bảy Chóp",
    "bay chop",
    "0912345678",
    "0912 345 678",
    "Nguyễn Thị Bảy",
    "nguyen thi bay",
    "cá lóc nuôi",
    "nhãn",
)


async def everything(db: Database) -> dict[str, str]:
    """All rows of all tables as text."""
    found: dict[str, str] = {}
    async with db.reading() as session:
        for table in Base.metadata.sorted_tables:
            rows: Any = (await session.execute(select(table))).mappings().all()
            found[table.name] = "\n".join(repr(dict(row)) for row in rows)
    return found


async def holding(db: Database, secrets: tuple[str, ...] = SECRETS) -> set[tuple[str, str]]:
    """Where which secret is still written."""
    rows = await everything(db)
    return {(name, secret) for name, text in rows.items() for secret in secrets if secret in text}


async def a_full_life(db: Database, knowledge: Knowledge, clock: Clock, settings: Settings) -> None:
    """Handed in, photographed, added to, asked about, half of a second idea, and a call for a person."""
    await hand_in(db, knowledge, at=clock())
    envelope = heard(Inbound("photo"))
    file_id = await uploads.store(db, settings.files_dir, 10**7, envelope, png(), "nhãn Bảy Chóp.png", clock())
    for words in ("làm luôn", "Nguyễn Thị Bảy", "cô", "để sau"):
        await say(db, knowledge, words, at=clock())
    async with db.writing() as session:
        idea = await session.get_one(Idea, 1)
        await ideas.keep_photos(session, idea.person_id, (file_id,), clock())
        more = {"idea": idea.code, "owner": "Nguyễn Thị Bảy", "call": "co"}
        await ideas.add_more(session, knowledge, idea.person_id, more, clock())
    lan = await make_officer(db, clock())
    async with db.writing() as session:
        await answering.ask_back(session, knowledge, lan, 1, "Cô Nguyễn Thị Bảy gửi nhãn giúp em", clock())
    for words in ("gặp cán bộ", "cho hỏi nhãn Bảy Chóp", "Núi Cấm", "đúng", "đúng", "gửi"):
        await say(db, knowledge, words, at=clock())
    for words in ("đăng ký sản phẩm", "mắm Bảy Chóp", "để sau"):
        await say(db, knowledge, words, at=clock())


async def erase_by_chat(db: Database, knowledge: Knowledge, clock: Clock) -> list[str]:
    """Asks for the own data, taps the button that erases it, and confirms."""
    await say(db, knowledge, "dữ liệu của tôi", at=clock())
    await say(db, knowledge, Inbound("button", data="do:data.erase"), at=clock())
    return await say(db, knowledge, "xóa hết", at=clock())


async def test_erasing_leaves_no_word_of_the_person_anywhere(
    db: Database, knowledge: Knowledge, clock: Clock, settings: Settings
) -> None:
    await a_full_life(db, knowledge, clock, settings)
    before = {table for table, _ in await holding(db)}
    assert before >= {"person", "chat", "inbox", "outbox", "idea", "idea_event", "file", "thread", "thread_line"}
    (bye,) = await erase_by_chat(db, knowledge, clock)
    assert bye == knowledge.words.say("data.erased", {"you": "mình"})
    assert await holding(db) == set()


async def test_after_erasing_the_files_on_disk_go_with_the_next_sweep(
    db: Database, knowledge: Knowledge, clock: Clock, settings: Settings
) -> None:
    await a_full_life(db, knowledge, clock, settings)
    assert contents(settings.files_dir) == 1
    chat = await make_chat(db, clock())
    async with db.writing() as session:
        await privacy.erase(session, chat.person_id, clock())
    clock.go(days=365)
    await housekeeping.sweep_files(db, settings, clock())
    assert contents(settings.files_dir) == 0


def contents(folder: Path) -> int:
    return sum(1 for path in folder.rglob("*") if path.is_file())


async def test_erasing_asks_for_consent_again_and_the_code_stays_withdrawn(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await hand_in(db, knowledge, at=clock())
    code = (await stored(db, Idea, 1)).code
    await erase_by_chat(db, knowledge, clock)
    (hello,) = await say(db, knowledge, "xin chào", at=clock())
    assert knowledge.words.say("consent.ask") in hello
    async with db.reading() as session:
        assert (await ideas.look_up(session, knowledge, code, None)).params["state"] == "đã rút lại"


async def test_erasing_one_person_leaves_the_others_alone(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    first = await make_idea(db, knowledge, clock())
    second = await make_idea(db, knowledge, clock(), address="u2", name="đường thốt nốt", phone="0987654321")
    async with db.writing() as session:
        await privacy.erase(session, first.person_id, clock())
    after = await stored(db, Idea, second.id)
    assert (after.name, after.phone, after.state) == ("đường thốt nốt", "0987654321", "new")


async def test_erasing_reaches_all_chats_of_the_person_with_their_half_finished_forms(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await consent(db, knowledge, at=clock())
    for words in ("đăng ký sản phẩm", "mắm Bảy Chóp"):
        await say(db, knowledge, words, at=clock())
    other = await make_chat(db, clock(), address="phone-two")
    chat = await make_chat(db, clock())
    async with db.writing() as session:
        row = await session.get_one(Chat, chat.id)
        row.person_id = other.person_id
    async with db.writing() as session:
        await privacy.erase(session, other.person_id, clock())
    assert await holding(db) == set()
    assert await say(db, knowledge, "xin chào", at=clock())


async def test_my_data_shows_what_is_stored_and_the_button_that_erases_it(
    db: Database, knowledge: Knowledge, clock: Clock, settings: Settings
) -> None:
    await a_full_life(db, knowledge, clock, settings)
    bodies = await owed_after(db, knowledge, clock, "dữ liệu của tôi")
    shown = bodies[0]
    for part in ("Nguyễn Thị Bảy", "0912 345 678", "Xã Núi Cấm", "khô cá lóc Bảy Chóp", "23/11/2026"):
        assert part in shown.text
    assert [button.data for button in shown.choices] == ["do:data.erase", "do:link.offer", "do:who.ask"]


async def owed_after(db: Database, knowledge: Knowledge, clock: Clock, words: str) -> list[Any]:
    before = len(await owed(db))
    await talk.receive(db, knowledge, heard(words), clock())
    return (await owed(db))[before:]


async def test_a_message_of_an_erased_person_that_was_in_flight_does_no_harm(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    chat = await make_chat(db, clock(), name="Nguyễn Thị Bảy")
    async with db.writing() as session:
        await privacy.erase(session, chat.person_id, clock())
    assert (await stored(db, Person, chat.person_id)).name == ""
    async with db.writing() as session:
        await storing.fetched(session, 1, "0" * 64, "image/png", 1)
        assert await storing.refused(session, 1, "file.lost") is None
        assert await storing.postponed(session, 1, clock(), None)


async def test_erasing_reaches_the_lists_of_numbers_and_who_was_written_down_at_a_door(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    officer = await make_officer(db, clock())
    event = await make_event(db, officer, clock())
    async with db.writing() as session:
        guest = ("Nguyễn Thị Bảy", "0912 345 678")
        await arrivals.walk_in(session, officer, event, *guest, PLAN.starts_at)
        await arrivals.walk_in(session, officer, event, "Trần Văn Tư", "0987654321", PLAN.starts_at)
    names = {"0912345678": "Nguyễn Thị Bảy", "0987654321": "Trần Văn Tư", "0909000111": "Má Hai"}
    number = await phone_lists.keep(db, officer, phone_lists.Found(names, (), ()), clock(), "Tổ 1")
    await hand_in(db, knowledge, at=clock())
    chat = await make_chat(db, clock())
    relative = await make_chat(db, clock(), address="con")
    async with db.writing() as session:
        await phones.confirm(session, chat.person_id, "0909000111", "officer", clock())
        await phones.confirm(session, relative.person_id, "0909000111", "officer", clock())
    await erase_by_chat(db, knowledge, clock)
    assert await holding(db, ("Nguyễn Thị Bảy", "0912345678", "Má Hai")) == set()
    async with db.reading() as session:
        rows = (await session.scalars(select(PhoneListed).order_by(PhoneListed.phone))).all()
        kept = [(row.list_id, row.phone, row.name) for row in rows]
        guests = await arrivals.guests(session, await session.get_one(Event, event))
    assert kept == [(number, "0909000111", ""), (number, "0987654321", "Trần Văn Tư")], "a shared number stays theirs"
    assert sorted(guest.name for guest in guests) == ["", "Trần Văn Tư"], "that somebody came stays"
