"""Once it is out: again only by choice, after the silent only, put right, taken back, read, found on the board."""

import pytest
from sqlalchemy import select

from bot.channels.telegram import Telegram
from bot.fakes.telegram_server import TelegramServer
from bot.pace import Pace
from bot.relay import Relay
from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.said import Body
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat
from ocop_core.db.models_announcements import Announcement
from ocop_core.errors import Refused
from ocop_core.services import render
from ocop_core.services.announcements import audience, later, told
from ocop_core.services.asker import Asker
from tests.announcements import house
from tests.support.clock import Clock
from tests.support.making import make_officer
from tests.support.talking import answers, heard


async def hear(db: Database, knowledge: Knowledge, clock: Clock, person: int, said: Inbound | str) -> list[Body]:
    """Somebody says or taps something on Telegram; what is answered."""
    return await answers(db, knowledge, heard(said, channel=house.TELEGRAM, address=str(1000 + person)), clock())


async def one_of_each(db: Database, knowledge: Knowledge, clock: Clock) -> int:
    """An announcement that reached two of five, failed once, is in doubt once and found one gone."""
    await house.people(db, clock(), 5)
    number = await house.send(db, clock())
    await house.move_on(db, knowledge, clock())
    rows = [row.id for row in await house.take(db, knowledge, clock())]
    await house.settle(db, clock(), rows[:2])
    await house.settle(db, clock(), rows[2:3], "refused", "Bad Request: message is too long")
    await house.settle(db, clock(), rows[3:4], "unsure", "TimeoutError")
    await house.settle(db, clock(), rows[4:], "gone", "Forbidden: bot was blocked by the user")
    await house.move_on(db, knowledge, clock())
    return number


async def test_nothing_goes_out_again_by_itself_and_by_choice_only_what_was_chosen(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    tinh = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    number = await one_of_each(db, knowledge, clock)
    expected = {"sent": 2, "failed": 1, "unsure": 1, "blocked": 1}
    assert (await house.state_of(db, number), await house.counts(db, number)) == ("done", expected)
    async with db.writing() as session:
        assert await later.send_again(session, tinh, number, ("unsure",), house.CHANNELS, clock()) == 1
    (again,) = await house.take(db, knowledge, clock())
    await house.settle(db, clock(), [again.id])
    await house.move_on(db, knowledge, clock())
    assert await house.counts(db, number) == {"sent": 3, "failed": 1, "blocked": 1}
    with pytest.raises(Refused, match="nobody_left"):
        async with db.writing() as session:
            await later.send_again(session, tinh, number, ("unsure", "sent"), house.CHANNELS, clock())


async def test_whom_to_phone_are_those_it_did_not_reach(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    number = await one_of_each(db, knowledge, clock)
    async with db.reading() as session:
        people = await later.unreached(session, await session.get_one(Announcement, number))
    assert [person.name for person in people] == ["Người 2", "Người 3", "Người 4"]


async def test_only_the_silent_are_chased(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    tinh = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    persons = await house.people(db, clock(), 3)
    number = await house.send(db, clock())
    await house.sent_to_all(db, knowledge, clock(), number)
    await hear(db, knowledge, clock, persons[1], Inbound("button", data=f"do:notice.read:{number}"))
    assert await house.counts(db, number) == {"read": 1, "sent": 2}
    async with db.writing() as session:
        row = await later.chase(session, tinh, number, clock())
        meant = audience.load(row.audience)
    chased = await house.send(db, clock(), "Nhắc lại.", meant)
    await house.move_on(db, knowledge, clock())
    told = {row.address for row in await house.take(db, knowledge, clock())}
    assert (chased > number, told) == (True, {str(1000 + persons[0]), str(1000 + persons[2])})


async def test_the_board_shows_what_one_got_and_it_can_be_ticked_as_read(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    (person,) = await house.people(db, clock(), 1)
    for text in ("Mai có tập huấn ở Châu Đốc.", "Mốt có hội chợ ở Long Xuyên."):
        await house.sent_to_all(db, knowledge, clock(), await house.send(db, clock(), text))
    (board,) = await hear(db, knowledge, clock, person, "thông báo")
    assert board.key == "notice.list"
    assert [button.label[7:] for button in board.choices] == [
        "Mốt có hội chợ ở Long Xuyên.",
        "Mai có tập huấn ở Châu Đốc.",
    ]
    (one,) = await hear(db, knowledge, clock, person, "2")
    assert (one.key, "tập huấn" in one.text, one.choices[0].label) == ("notice.again", True, "Đã đọc")
    (thanks,) = await hear(db, knowledge, clock, person, "1")
    assert thanks.key == "notice.read"


async def test_nobody_ticks_what_is_not_theirs(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    persons = await house.people(db, clock(), 1)
    number = await house.send(db, clock())
    await house.sent_to_all(db, knowledge, clock(), number)
    (stranger,) = await house.people(db, clock(), 1)
    for rest in (str(number), "abc", "9" * 40):
        button = Inbound("button", data=f"do:notice.read:{rest}")
        (answer,) = await hear(db, knowledge, clock, stranger, button)
        assert answer.key == "notice.read_unknown"
    assert (len(persons), await house.counts(db, number)) == (1, {"sent": 1})


async def test_a_message_is_taken_back_or_gets_other_words_on_the_phone_itself(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    tinh = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    server = TelegramServer()
    await server.start()
    channel = Telegram("100:ocop", server.base)
    await channel.start()
    relay = Relay(db, channel, clock, knowledge=knowledge)
    relay.carrier.pace = Pace(None)
    await house.people(db, clock(), 3)
    number = await house.send(db, clock(), "Tập huấn lúc 8 giờ.")
    await house.move_on(db, knowledge, clock())
    await relay.drain()
    await house.move_on(db, knowledge, clock())
    async with db.writing() as session:
        correction = await later.recall(session, tinh, number, "Tập huấn lúc 9 giờ.", clock())
    await house.move_on(db, knowledge, clock())
    await relay.drain()
    assert [sent.text for sent in server.sent] == ["Tập huấn lúc 8 giờ."] * 3 + ["Tập huấn lúc 9 giờ."] * 3
    await house.move_on(db, knowledge, clock())
    async with db.writing() as session:
        recalled = await later.recall(session, tinh, number, "", clock())
    await house.move_on(db, knowledge, clock())
    await relay.drain()
    await channel.stop()
    await server.stop()
    assert server.ledger.calls["deleteMessage"] == 3
    assert [await house.counts(db, made.id) for made in (correction, recalled)] == [{"sent": 3}, {"sent": 3}]


async def test_what_was_taken_back_is_answered_no_more_and_other_words_instead_of_the_first(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    tinh = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    (person,) = await house.people(db, clock(), 1)
    number = await house.send(db, clock(), "Tập huấn lúc 8 giờ.")
    await house.sent_to_all(db, knowledge, clock(), number)
    for words in ("Tập huấn lúc 9 giờ.", ""):
        async with db.writing() as session:
            made = await later.recall(session, tinh, number, words, clock.go(minutes=1))
        await house.sent_to_all(db, knowledge, clock(), made.id)
        answer = await hear(db, knowledge, clock, person, "đã đọc")
        assert ("notice.read" in [body.key for body in answer]) is bool(words)
        await house.arrived(db)
    async with db.reading() as session:
        chat = await session.scalar(select(Chat.id).where(Chat.person_id == person))
        assert chat and list(await told.look(session, Asker(knowledge, person, chat, clock()), "")) == []


async def test_what_a_messenger_no_longer_lets_go_is_named(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    tinh = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    await house.people(db, clock(), 2)
    await house.people(db, clock(), 1, channel=house.ZALO)
    number = await house.send(db, clock())
    await house.sent_to_all(db, knowledge, clock(), number)
    async with db.writing() as session:
        recalled = await later.recall(session, tinh, number, "", clock())
    await house.move_on(db, knowledge, clock())
    assert await house.counts(db, recalled.id) == {"waiting": 2, "skipped": 1}
    (row, _) = await house.take(db, knowledge, clock())
    assert render.load(row.body).replaces == "m1"
    clock.go(hours=49)
    other = await house.send(db, clock(), "Khác.")
    await house.sent_to_all(db, knowledge, clock(), other)
