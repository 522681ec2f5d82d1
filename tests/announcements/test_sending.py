"""An announcement reaches everybody who is meant once, in its time, and one can stop it at any moment."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from ocop_core.clock import VIETNAM
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, Outbox, Person, Staff
from ocop_core.db.models_accounts import ChatPerson, StaffChat
from ocop_core.db.models_announcements import Announcement, Recipient
from ocop_core.errors import Refused
from ocop_core.services import outbox, render
from ocop_core.services.announcements import acts, digesting, knowing, listing, meeting, officers, watching
from ocop_core.services.announcements.audience import Audience
from ocop_core.settings import Settings
from tests.announcements import house
from tests.announcements.house import EVERYBODY
from tests.support.clock import Clock
from tests.support.making import THOI_SON, make_chat, make_officer


async def test_everybody_on_the_list_gets_it_once_and_then_it_is_done(
    db: Database, knowledge: Knowledge, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "AT_ONCE", 3)
    await house.people(db, clock(), 8)
    number = await house.send(db, clock())
    await house.move_on(db, knowledge, clock())
    first, rest = await house.take(db, knowledge, clock(), 5), await house.take(db, knowledge, clock())
    assert [len(first), len(rest), len({row.address for row in (*first, *rest)})] == [5, 3, 8]
    assert {render.load(row.body).text for row in first} == {"Mai có tập huấn."}
    await house.settle(db, clock(), [row.id for row in (*first, *rest)])
    assert await house.move_on(db, knowledge, clock()) == {"done": 1}
    assert await house.counts(db, number) == {"sent": 8}


async def test_it_can_be_taken_back_for_a_minute_and_not_after(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await house.people(db, clock(), 2)
    tinh = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    number = await house.send(db, clock(), staff=tinh, hold=60)
    await house.move_on(db, knowledge, clock.go(seconds=59))
    async with db.writing() as session:
        await acts.take_back(session, tinh, number, clock())
    assert await house.state_of(db, number) == "draft"
    async with db.writing() as session:
        row = await session.get_one(Announcement, number)
        await acts.send(session, tinh, row, acts.Order(), clock())
    await house.move_on(db, knowledge, clock.go(seconds=61))
    with pytest.raises(Refused, match="moved_on"):
        async with db.writing() as session:
            await acts.take_back(session, tinh, number, clock())


async def test_who_has_two_chats_gets_it_on_the_one_used_last(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    (person,) = await house.people(db, clock(), 1)
    await house.chat(db, clock(), person, house.ZALO, heard=clock())
    await house.send(db, clock())
    await house.move_on(db, knowledge, clock())
    assert await house.take(db, knowledge, clock(), channel=house.TELEGRAM) == []
    assert len(await house.take(db, knowledge, clock(), channel=house.ZALO)) == 1


async def test_as_many_are_promised_as_are_written_down_whatever_is_switched_on(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    both, _, alone = await house.people(db, clock(), 3)
    await house.chat(db, clock(), both, house.ZALO, heard=clock())
    async with db.writing() as session:
        await session.execute(update(Chat).where(Chat.person_id == alone).values(channel=house.ZALO))
    on = {house.TELEGRAM: house.CHANNELS[house.TELEGRAM]}
    async with db.reading() as session:
        figures = await meeting.figures(session, EVERYBODY, on, clock())
        named = {each.person_id: each.why for each in await meeting.page(session, EVERYBODY, on, clock())}
    assert (figures.reached, figures.several, figures.why["off"], sum(figures.why.values())) == (2, 0, 1, 1)
    number = await house.send(db, clock())
    await watching.move_on(db, knowledge, on, clock(), per_day=2)
    assert len(await house.take(db, knowledge, clock())) == figures.reached
    async with db.reading() as session:
        rows = select(Recipient.person_id, Recipient.skip).where(Recipient.announcement_id == number)
        skipped = {person: skip or "" for person, skip in (await session.execute(rows)).all()}
    assert skipped == named and named[alone] == "off"


async def test_what_is_paused_stands_still_and_goes_on_with_exact_figures(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await house.people(db, clock(), 5)
    tinh = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    number = await house.send(db, clock())
    await house.move_on(db, knowledge, clock())
    rows = await house.take(db, knowledge, clock(), 2)
    async with db.writing() as session:
        await acts.pause(session, tinh, number, clock())
    # One arrives, for the other the messenger asked to wait: that one waits for the officer too.
    await house.settle(db, clock(), [rows[0].id])
    await house.settle(db, clock(), [rows[1].id], "wait")
    assert await house.take(db, knowledge, clock()) == []
    async with db.writing() as session:
        assert list(await outbox.claim(session, house.TELEGRAM, clock(), lanes=(2, 9), limit=9)) == []
    assert await house.counts(db, number) == {"sent": 1, "waiting": 4}
    async with db.writing() as session:
        await acts.go_on(session, tinh, number, clock())
    async with db.writing() as session:
        assert len(await outbox.claim(session, house.TELEGRAM, clock(), lanes=(2, 9), limit=9)) == 1
    assert len(await house.take(db, knowledge, clock())) == 3


async def test_what_is_stopped_says_who_did_not_get_it(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    await house.people(db, clock(), 5)
    tinh = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    number = await house.send(db, clock())
    await house.move_on(db, knowledge, clock())
    await house.settle(db, clock(), [row.id for row in await house.take(db, knowledge, clock(), 2)])
    async with db.writing() as session:
        await acts.stop(session, tinh, number, clock())
    assert await house.take(db, knowledge, clock()) == []
    assert await house.counts(db, number) == {"sent": 2, "withdrawn": 3}


async def test_at_night_it_rests_unless_somebody_says_why_it_cannot_wait(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await house.people(db, clock(), 2)
    clock.now = clock.now.replace(hour=20, minute=59)
    calm = await house.send(db, clock(), "Mai họp.")
    await house.move_on(db, knowledge, clock())
    clock.now = clock.now.replace(hour=21, minute=0)
    urgent = await house.send(db, clock(), "Vỡ đê, tránh ngay.", grounds="vỡ đê")
    await house.move_on(db, knowledge, clock())
    assert {render.load(row.body).text for row in await house.take(db, knowledge, clock())} == {"Vỡ đê, tránh ngay."}
    assert [await house.state_of(db, number) for number in (calm, urgent)] == ["sending", "sending"]
    clock.now = clock.now.replace(hour=6, minute=30) + timedelta(days=1)
    async with db.writing() as session:
        # The urgent one has arrived by now.
        await session.execute(update(Outbox).values(state="sent"))
    assert {render.load(row.body).text for row in await house.take(db, knowledge, clock())} == {"Mai họp."}


@pytest.mark.parametrize("sent", ["2027-02-04T20:30", "2027-02-07T09:00"], ids=["the evening before", "second day"])
async def test_on_tet_it_rests_until_the_first_morning_after(
    db: Database, knowledge: Knowledge, clock: Clock, sent: str
) -> None:
    await house.people(db, clock(), 2)
    clock.now = datetime.fromisoformat(sent).replace(tzinfo=VIETNAM)
    # Half an hour in which it can be taken back: what was sent before Tết leaves after it.
    number = await house.send(db, clock(), "Mùng mười họp chợ.", hold=1800)
    urgent = await house.send(db, clock(), "Triều cường, dời ghe ngay.", grounds="triều cường")
    for day in (5, 6, 8, 10):
        clock.now = datetime(2027, 2, day, 10, 0, tzinfo=VIETNAM)
        for _ in range(2):
            await house.move_on(db, knowledge, clock())
            left = await house.take(db, knowledge, clock())
            await house.settle(db, clock(), [each.id for each in left])
            assert {render.load(each.body).text for each in left} <= {"Triều cường, dời ghe ngay."}
    assert (await house.counts(db, urgent), await house.state_of(db, number)) == ({"sent": 2}, "held")
    clock.now = datetime(2027, 2, 11, 6, 30, tzinfo=VIETNAM)
    await house.move_on(db, knowledge, clock())
    assert len(await house.take(db, knowledge, clock())) == 2


async def test_who_can_no_longer_be_reached_is_skipped_and_named(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    persons = await house.people(db, clock(), 3)
    number = await house.send(db, clock())
    async with db.writing() as session:
        await session.execute(update(Chat).where(Chat.person_id == persons[0]).values(reachable=False))
    await house.move_on(db, knowledge, clock())
    async with db.writing() as session:
        await session.execute(update(Chat).where(Chat.person_id == persons[1]).values(reachable=False))
    assert len(await house.take(db, knowledge, clock())) == 1
    assert await house.counts(db, number) == {"skipped": 2, "sending": 1}


async def test_a_third_announcement_of_a_day_comes_the_day_after_with_the_rest(
    db: Database, knowledge: Knowledge, clock: Clock, settings: Settings
) -> None:
    await house.people(db, clock(), 1)
    numbers = [await house.send(db, clock(), text) for text in ("Một.", "Hai.", "Ba.")]
    for number in numbers:
        await house.sent_to_all(db, knowledge, clock(), number)
    assert [await house.counts(db, number) for number in numbers] == [{"sent": 1}, {"sent": 1}, {"skipped": 1}]
    assert await digesting.gather(db, settings, clock.go(hours=1)) == {"told": 0}
    assert await digesting.gather(db, settings, clock.go(days=1)) == {"told": 1}
    async with db.reading() as session:
        last = await session.scalar(select(Outbox).order_by(Outbox.id.desc()).limit(1))
    assert last and "• Ba." in render.load(last.body).text
    assert await digesting.gather(db, settings, clock()) == {"told": 0}


async def test_when_too_much_goes_wrong_it_stops_by_itself(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    await house.people(db, clock(), 80)
    number = await house.send(db, clock())
    await house.move_on(db, knowledge, clock())
    await house.move_on(db, knowledge, clock())
    rows = [row.id for row in await house.take(db, knowledge, clock(), 40)]
    await house.settle(db, clock(), rows[:20])
    await house.settle(db, clock(), rows[20:], "unsure", "Internal Server Error")
    assert await house.move_on(db, knowledge, clock()) == {"halted": 1}
    assert await house.take(db, knowledge, clock()) == []
    assert await house.state_of(db, number) == "paused"


async def test_the_author_of_what_stopped_by_itself_is_told_and_finds_it_among_the_days_work(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    author, other = await make_officer(db, clock()), await make_officer(db, clock(), login="son", unit=THOI_SON)
    own = await joined(db, clock, author)
    await house.people(db, clock(), 40)
    number = await house.send(db, clock(), staff=author)
    await house.move_on(db, knowledge, clock())
    await house.move_on(db, knowledge, clock())
    rows = [row.id for row in await house.take(db, knowledge, clock(), 40)]
    await house.settle(db, clock(), rows[:38], "unsure", "Internal Server Error")
    assert await house.move_on(db, knowledge, clock()) == {"halted": 1}
    assert f"Thông báo số {number} của anh chị vừa tự dừng" in (await said_in(db, own))[0]
    async with db.reading() as session:
        assert [row.id for row in await officers.waiting(session, author)] == [number]
        assert await officers.waiting(session, other) == []


async def joined(db: Database, clock: Clock, staff: Staff) -> int:
    """The chat in which an officer wants to be told."""
    chat = await make_chat(db, clock(), address=f"can-bo-{staff.id}", channel="webchat")
    async with db.writing() as session:
        session.add(StaffChat(chat_id=chat.id, staff_id=staff.id, since=clock()))
    return chat.id


async def said_in(db: Database, chat: int) -> list[str]:
    """The texts that are owed to a chat."""
    async with db.reading() as session:
        rows = await session.scalars(select(Outbox.body).where(Outbox.chat_id == chat))
        return [render.load(body).text for body in rows]


async def test_that_people_have_left_is_no_reason_to_stop(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    await house.people(db, clock(), 80)
    await house.send(db, clock())
    await house.move_on(db, knowledge, clock())
    await house.move_on(db, knowledge, clock())
    rows = [row.id for row in await house.take(db, knowledge, clock(), 40)]
    await house.settle(db, clock(), rows, "gone", "Forbidden: bot was blocked by the user")
    assert await house.move_on(db, knowledge, clock()) == {}


async def test_a_reply_on_its_way_is_not_overtaken(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    persons = await house.people(db, clock(), 2)
    await house.send(db, clock())
    await house.move_on(db, knowledge, clock())
    async with db.writing() as session:
        row = await session.get_one(Chat, persons[0])
        await outbox.owe(session, row.id, row.channel, [render.load('{"key":"a","text":"b"}')], clock())
        await outbox.claim(session, house.TELEGRAM, clock(), lanes=(0, 1), limit=5)
    assert [row.chat_id for row in await house.take(db, knowledge, clock())] != [persons[0]]


async def test_to_many_it_goes_only_with_a_second_officer(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    await house.people(db, clock(), 3)
    tinh = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    second = await make_officer(db, clock(), login="pho", role="province", unit=None)
    number = await house.send(db, clock(), staff=tinh, most=2)
    assert await house.state_of(db, number) == "approval"
    with pytest.raises(Refused, match="second"):
        async with db.writing() as session:
            await acts.agree(session, tinh, number, clock())
    async with db.reading() as session:
        assert [row.id for row in await officers.waiting(session, second)] == [number]
        assert await officers.waiting(session, tinh) == []
    async with db.writing() as session:
        await acts.agree(session, second, number, clock())
    assert await house.state_of(db, number) == "held"


async def test_the_same_words_to_the_same_people_on_one_day_are_asked_about(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await house.people(db, clock(), 3)
    number = await house.send(db, clock(), "Mai có tập huấn.")
    with pytest.raises(Refused, match="same") as refused:
        await house.send(db, clock(), "  mai có TẬP HUẤN.")
    assert refused.value.params == {"count": 3, "number": number}
    await house.send(db, clock(), "Mai có tập huấn.", again=True)
    await house.send(db, clock.go(days=1), "Mai có tập huấn.")


async def test_fields_are_filled_in_for_each_and_nobody_gets_a_gap(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    persons = await house.people(db, clock(), 2)
    with pytest.raises(Refused, match="field_unknown"):
        await house.send(db, clock(), "Chào {tuoi}")
    with pytest.raises(Refused, match="field_wrong"):
        await house.send(db, clock(), "Chào {ten")
    with pytest.raises(Refused, match="missing"):
        await house.send(db, clock(), "Giấy của {xung_ho} {ten} hết hạn {het_han}")
    await house.send(db, clock(), "Chào {xung_ho} {ten} ở {xa}")
    await house.move_on(db, knowledge, clock())
    async with db.writing() as session:
        # Somebody erases their data between the check and the sending.
        await session.execute(update(Person).where(Person.id == persons[1]).values(name=""))
    (one,) = await house.take(db, knowledge, clock())
    assert render.load(one.body).text == "Chào cô Người 0 ở Xã Núi Cấm"


async def test_a_list_that_was_half_written_is_completed(
    db: Database, knowledge: Knowledge, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "AT_ONCE", 3)
    await house.people(db, clock(), 8)
    number = await house.send(db, clock())
    async with db.writing() as session:
        row = await session.get_one(Announcement, number)
        row.state, row.started_at = "listing", clock()
        await listing._piece(session, row, house.CHANNELS, clock(), 2)
    await house.move_on(db, knowledge, clock())
    assert len({row.address for row in await house.take(db, knowledge, clock())}) == 8


async def test_nobody_who_has_not_agreed_is_written_to(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    persons = await house.people(db, clock(), 2)
    async with db.writing() as session:
        await session.execute(update(Person).where(Person.id == persons[0]).values(consented_at=None))
    await house.send(db, clock())
    await house.move_on(db, knowledge, clock())
    assert len(await house.take(db, knowledge, clock())) == 1
    with pytest.raises(Refused, match="nobody"):
        await house.send(db, clock(), meant=Audience(units=("99999",)))


async def test_what_was_in_flight_when_its_sender_died_waits_for_an_officer_by_name(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await house.people(db, clock(), 4)
    number = await house.send(db, clock())
    await house.move_on(db, knowledge, clock())
    await house.take(db, knowledge, clock(), 2)
    async with db.writing() as session:
        assert await outbox.recover(session, house.TELEGRAM, clock()) == 2
    assert len(await house.take(db, knowledge, clock())) == 2
    assert await house.counts(db, number) == {"unsure": 2, "sending": 2}


async def test_several_who_share_a_phone_get_the_same_words_once_and_their_own_each(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    mother, son, stranger = await house.people(db, clock(), 3)
    async with db.writing() as session:
        shared = await session.scalar(select(Chat.id).where(Chat.person_id == mother))
        await session.execute(update(Chat).where(Chat.person_id == son).values(reachable=False))
        for person in (mother, son):
            session.add(ChatPerson(chat_id=shared, person_id=person, state="", since=clock()))
    number = await house.send(db, clock())
    await house.move_on(db, knowledge, clock())
    assert len(await house.take(db, knowledge, clock())) == 2
    assert await house.counts(db, number) == {"sending": 2, "skipped": 1}
    async with db.reading() as session:
        (told,) = await knowing.recipients(session, await session.get_one(Announcement, number), "skipped")
    assert (told.person_id, told.reason, stranger > son) == (son, "shared", True)
    async with db.writing() as session:
        await session.execute(update(Outbox).values(state="sent"))
    await house.send(db, clock(), "Chào {ten}")
    await house.move_on(db, knowledge, clock())
    assert len(await house.take(db, knowledge, clock())) == 3
