"""One chat takes a few messages at once, then one a second; the others wait for nobody."""

import asyncio
from datetime import timedelta

from bot.channels.base import Parcel
from bot.channels.console import Console
from bot.channels.telegram import Telegram
from bot.chat_pace import REMEMBERED, ChatPace
from bot.fakes.telegram_ledger import Flood
from bot.fakes.telegram_server import TelegramServer
from bot.relay import Relay
from ocop_core.db.base import Database
from ocop_core.services import outbox
from tests.support.clock import MORNING, Clock
from tests.support.making import make_chat, owe


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def test_a_few_at_once_then_one_a_second() -> None:
    kept = ChatPace(1.0, 3)
    for _ in range(3):
        assert kept.wait(7, 1, MORNING) == 0.0
        kept.took(7, 1, MORNING)
    assert kept.wait(7, 1, MORNING) == 1.0
    assert kept.wait(8, 1, MORNING) == 0.0
    assert kept.wait(7, 1, MORNING + seconds(0.4)) == 0.6
    assert kept.wait(7, 1, MORNING + seconds(1)) == 0.0
    assert kept.wait(7, 2, MORNING + seconds(1)) == 1.0
    assert kept.wait(7, 3, MORNING + seconds(3)) == 0.0


def test_a_message_of_many_pieces_wants_a_chat_that_has_rested() -> None:
    kept = ChatPace(1.0, 3)
    kept.took(7, 1, MORNING)
    assert kept.wait(7, 10, MORNING) == 1.0
    kept.took(7, 10, MORNING + seconds(1))
    assert kept.wait(7, 1, MORNING + seconds(1)) == 8.0


def test_a_clock_that_is_set_back_makes_nobody_wait() -> None:
    kept = ChatPace(1.0, 3)
    for _ in range(4):
        kept.took(7, 1, MORNING)
    assert kept.wait(7, 1, MORNING - timedelta(hours=1)) == 0.0


def test_chats_that_have_rested_are_forgotten() -> None:
    kept = ChatPace(1.0, 3)
    for chat in range(REMEMBERED + 10):
        kept.took(chat, 1, MORNING + seconds(chat))
    assert len(kept._rested) < REMEMBERED


def test_with_many_that_still_rest_they_are_looked_through_seldom() -> None:
    kept, looked = ChatPace(1.0, 3), 0
    for chat in range(REMEMBERED * 3):
        before = kept._rested
        kept.took(chat, 1, MORNING)
        looked += kept._rested is not before
    assert len(kept._rested) == REMEMBERED * 3
    assert looked == 2
    kept.took(1, 1, MORNING + seconds(2))
    for chat in range(REMEMBERED * 4):
        kept.took(-chat, 1, MORNING + seconds(2))
    assert len(kept._rested) < REMEMBERED * 6


def test_a_channel_without_a_limit_never_waits() -> None:
    kept = ChatPace(None, 3)
    for _ in range(50):
        kept.took(7, 1, MORNING)
    assert kept.wait(7, 1, MORNING) == 0.0


async def texts(server: TelegramServer) -> list[tuple[int, str]]:
    return [(sent.chat_id, sent.text) for sent in server.sent]


async def test_seven_replies_to_one_chat_leave_without_a_refusal_and_in_order(db: Database, clock: Clock) -> None:
    server = TelegramServer(flood=Flood(), clock=lambda: clock().timestamp())
    await server.start()
    channel = Telegram("100:ocop", server.base)
    await channel.start()
    relay = Relay(db, channel, clock)
    one = await make_chat(db, clock(), address="1001", channel="telegram")
    other = await make_chat(db, clock(), address="1002", channel="telegram")
    words = [f"tin {n}" for n in range(7)]
    await owe(db, one, *words, at=clock())
    await owe(db, other, "tin", at=clock())
    await relay.drain()
    assert sorted(await texts(server)) == [*((1001, text) for text in words[:3]), (1002, "tin")]
    for passed in range(1, 5):
        clock.go(seconds=1)
        await relay.drain()
        assert len(server.sent) == 4 + passed
    assert [text for chat, text in await texts(server) if chat == 1001] == words
    assert server.ledger.refused == {}
    await channel.stop()
    await server.stop()


class Heavy(Console):
    """Telegram's pace, and pictures with every message."""

    def __init__(self) -> None:
        super().__init__()
        self.limits = Telegram("100:ocop", "").limits
        self.left: list[float] = []

    async def send(self, parcel: Parcel) -> str:
        self.left.append(asyncio.get_running_loop().time())
        return "1"


async def test_what_waits_for_a_chat_is_owed_and_not_in_flight(db: Database, clock: Clock) -> None:
    channel = Heavy()
    relay = Relay(db, channel, clock)
    chat = await make_chat(db, clock())
    await owe(db, chat, *"abcde", at=clock())
    await relay.drain()
    assert len(channel.left) == 3
    async with db.reading() as session:
        assert {(row["state"], row["count"]) for row in await outbox.figures(session)} == {("sent", 3), ("queued", 2)}
