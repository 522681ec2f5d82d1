"""Answers to an announcement where there are no buttons: by number, by words, with and without diacritics."""

from dataclasses import replace

import pytest

from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.services.announcements import acts, board, later
from ocop_core.services.announcements.audience import Audience
from ocop_core.services.asker import Asker
from ocop_core.services.files import shared
from ocop_core.settings import Settings
from tests.announcements import house
from tests.services.eventful import PLAN, make_event, states
from tests.support.clock import Clock
from tests.support.making import make_officer
from tests.support.pictures import png
from tests.support.talking import answers, heard


async def hear(db: Database, knowledge: Knowledge, clock: Clock, person: int, said: str) -> str:
    """Somebody writes and is answered at once; the key of what is said last."""
    envelope = heard(said, channel=house.TELEGRAM, address=str(1000 + person))
    said_back = await answers(db, knowledge, envelope, clock())
    await house.arrived(db)
    return said_back[-1].key


@pytest.mark.parametrize("said", ["1", "đã đọc", "da doc roi", "Đã đọc rồi!", "số 1", "nhận rồi"])
async def test_by_number_or_in_words(db: Database, knowledge: Knowledge, clock: Clock, said: str) -> None:
    (person,) = await house.people(db, clock(), 1)
    number = await house.send(db, clock())
    await house.sent_to_all(db, knowledge, clock(), number)
    assert await hear(db, knowledge, clock, person, said) == "notice.read"
    assert await house.counts(db, number) == {"read": 1}


async def test_what_comes_later_is_not_about_the_announcement(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    (person,) = await house.people(db, clock(), 1)
    number = await house.send(db, clock())
    await house.sent_to_all(db, knowledge, clock(), number)
    await hear(db, knowledge, clock, person, "xin chào")
    assert await hear(db, knowledge, clock, person, "1") != "notice.read"
    assert await house.counts(db, number) == {"sent": 1}


async def test_in_the_middle_of_a_form_numbers_belong_to_the_form_and_words_are_heard(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    (person,) = await house.people(db, clock(), 1)
    await hear(db, knowledge, clock, person, "đăng ký sản phẩm")
    number = await house.send(db, clock())
    await house.sent_to_all(db, knowledge, clock(), number)
    await hear(db, knowledge, clock, person, "1")
    assert await house.counts(db, number) == {"sent": 1}
    other = await house.send(db, clock(), "Mốt có tập huấn.")
    await house.sent_to_all(db, knowledge, clock(), other)
    assert (await hear(db, knowledge, clock, person, "đã đọc rồi")).startswith("idea.")
    assert await house.counts(db, other) == {"read": 1}


async def test_an_invitation_is_accepted_by_its_number(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    (person,) = await house.people(db, clock(), 1)
    tinh = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    event = await make_event(db, tinh, clock())
    async with db.writing() as session:
        row = await acts.draft(session, None, "Mời mình dự.", house.EVERYBODY, clock(), event_id=event)
        await acts.send(session, None, row, acts.Order(hold=clock() - clock()), clock())
    await house.sent_to_all(db, knowledge, clock(), row.id)
    await hear(db, knowledge, clock, person, "1")
    assert await states(db, event) == {str(1000 + person): "going"}


async def test_who_was_invited_may_come_though_others_are_meant_by_now(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    invited, stranger = await house.people(db, clock(), 2)
    tinh = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    event = await make_event(db, tinh, clock(), replace(PLAN, meant=Audience(dossiers=("submitted",))))
    async with db.writing() as session:
        meant = replace(house.EVERYBODY, but=(stranger,))
        row = await acts.draft(session, None, "Mời mình dự.", meant, clock(), event_id=event)
        await acts.send(session, None, row, acts.Order(hold=clock() - clock()), clock())
    await house.sent_to_all(db, knowledge, clock(), row.id)
    await hear(db, knowledge, clock, invited, "tham gia")
    await hear(db, knowledge, clock, stranger, f"SK{event}")
    await hear(db, knowledge, clock, stranger, "tham gia")
    assert await states(db, event) == {str(1000 + invited): "going"}


async def test_what_went_along_stays_with_it(
    db: Database, knowledge: Knowledge, clock: Clock, settings: Settings
) -> None:
    (person,) = await house.people(db, clock(), 1)
    tinh = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    ready = shared.prepare(settings.files_dir, png(), "chợ.png", settings.file_limit)
    async with db.writing() as session:
        file = await shared.keep(session, ready, clock())
        assert await shared.keep(session, ready, clock()) == file
        row = await acts.draft(session, tinh, "Mai có chợ.", house.EVERYBODY, clock(), file=file)
        await acts.send(session, tinh, row, acts.Order(hold=clock() - clock()), clock())
    await house.sent_to_all(db, knowledge, clock(), row.id)
    async with db.writing() as session:
        (seen,) = await board.look(session, Asker(knowledge, person, 1, clock()), "")
        assert seen.files == (file["id"],)
        assert (await later.chase(session, tinh, row.id, clock())).file == file
    assert await hear(db, knowledge, clock, person, "thông báo") == "notice.list"
    again = heard("1", channel=house.TELEGRAM, address=str(1000 + person))
    assert (await answers(db, knowledge, again, clock()))[-1].files == (file["id"],)
