"""Photos that come in a run: the first is told at once, those behind it in one message, and none waits for long."""

import asyncio
from datetime import datetime, timedelta

from ocop_core.conversation.said import Body
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.services import history, outbox, photo_receipts, render, talk
from tests.support.clock import Clock
from tests.support.talking import answers, heard, owed, photo

CHANNEL = "telegram"
ASKED = "(1/7)"


async def at_a_question(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    for words in ("xin chào", "đồng ý", "đăng ký sản phẩm"):
        await said(db, knowledge, words, clock.go(seconds=1))
    assert len(await leaving(db, clock())) == 3


async def said(db: Database, knowledge: Knowledge, words: str, at: datetime) -> None:
    await answers(db, knowledge, heard(words, channel=CHANNEL), at)


async def sends(db: Database, knowledge: Knowledge, clock: Clock, count: int, every: float = 0.3) -> None:
    for number in range(count):
        envelope = heard(photo(f"f{number}"), channel=CHANNEL)
        await answers(db, knowledge, envelope, clock.go(seconds=every))


async def leaving(db: Database, at: datetime) -> list[Body]:
    """What the relay carries away at this moment, one after the other."""
    gone: list[Body] = []
    while True:
        async with db.writing() as session:
            rows = await outbox.claim(session, CHANNEL, at, lanes=(0, 1), limit=10)
            await outbox.settle(session, [outbox.Settled(row.id, "sent", "1") for row in rows], at)
        if not rows:
            return gone
        gone += [render.load(row.body) for row in rows]


async def test_forty_photos_are_two_messages(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    await at_a_question(db, knowledge, clock)
    await sends(db, knowledge, clock, 1)
    first = await leaving(db, clock())
    assert len(first) == 1 and "tất cả là 1 ảnh" in first[0].text and ASKED in first[0].text
    await sends(db, knowledge, clock, 39, every=0.1)
    assert await leaving(db, clock()) == []
    rest = await leaving(db, clock() + photo_receipts.QUIET)
    assert len(rest) == 1 and "thêm 39 tấm, tất cả là 40 ảnh" in rest[0].text
    # The question stands below the photos, with the same buttons as before: both are good.
    assert ASKED in rest[0].text and rest[0].exits == first[0].exits


async def test_nobody_waits_for_the_last_photo_of_a_slow_line(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    await at_a_question(db, knowledge, clock)
    await sends(db, knowledge, clock, 1)
    assert len(await leaving(db, clock())) == 1
    told: list[Body] = []
    for _ in range(10):
        await sends(db, knowledge, clock, 1, every=3)
        told += await leaving(db, clock() + timedelta(seconds=2.9))
    assert len(told) == 1 and "thêm 7 tấm" in told[0].text
    told = await leaving(db, clock() + photo_receipts.LONGEST)
    assert len(told) == 1 and "thêm 3 tấm, tất cả là 11 ảnh" in told[0].text


async def test_what_is_on_its_way_is_not_changed(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    await at_a_question(db, knowledge, clock)
    await sends(db, knowledge, clock, 3)
    clock.go(seconds=photo_receipts.QUIET.total_seconds())
    assert [("thêm 2 tấm" in body.text) for body in await leaving(db, clock())] == [False, True]
    await sends(db, knowledge, clock, 2)
    told = await leaving(db, clock() + photo_receipts.QUIET)
    assert len(told) == 1 and "thêm 2 tấm, tất cả là 5 ảnh" in told[0].text


async def test_what_did_not_get_through_is_neither_changed_nor_hidden_nor_hurried(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await at_a_question(db, knowledge, clock)
    await sends(db, knowledge, clock, 3)
    assert len(await leaving(db, clock())) == 1
    at = clock.go(seconds=photo_receipts.QUIET.total_seconds())
    async with db.writing() as session:
        (row,) = await outbox.claim(session, CHANNEL, at, lanes=(0, 1), limit=10)
        await outbox.settle(session, [outbox.Settled(row.id, "retry", reason="busy")], at)
    await sends(db, knowledge, clock, 2)
    await said(db, knowledge, "mắm cá linh", clock.go(seconds=0.5))
    assert await leaving(db, clock()) == [], "the messenger is left the time it needs"
    async with db.reading() as session:
        chat = await history.chat_at(session, CHANNEL, "u1")
        assert chat is not None
        on_the_page = [render.load(each.body).text for each in await history.said(session, chat.id)]
    assert ["thêm 2 tấm" in text for text in on_the_page[-3:]] == [True, True, False]
    told = await leaving(db, clock.go(seconds=5))
    assert [("thêm 2 tấm" in body.text) for body in told] == [True, True, False]


async def test_what_comes_all_at_once_is_counted_whole(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    await at_a_question(db, knowledge, clock)
    at = clock.go(seconds=1)
    album = [heard(photo(f"f{number}"), channel=CHANNEL) for number in range(12)]
    *heard_each, carried = await asyncio.gather(
        *(talk.receive(db, knowledge, envelope, at) for envelope in album), leaving(db, at)
    )
    assert heard_each == [True] * 12
    told = [*carried, *await leaving(db, at), *await leaving(db, at + photo_receipts.QUIET)]
    assert len(told) == 2 and "thêm 11 tấm, tất cả là 12 ảnh" in told[-1].text


async def test_an_answer_does_not_wait_behind_a_receipt(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    await at_a_question(db, knowledge, clock)
    await sends(db, knowledge, clock, 4)
    await said(db, knowledge, "mắm cá linh", clock.go(seconds=1))
    gone = await leaving(db, clock())
    assert len(gone) == 3 and "thêm 3 tấm" in gone[1].text and "(2/7)" in gone[2].text


async def test_a_page_reads_a_receipt_once_it_has_left(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    await at_a_question(db, knowledge, clock)
    await sends(db, knowledge, clock, 3)
    async with db.reading() as session:
        chat = await history.chat_at(session, CHANNEL, "u1")
        assert chat is not None
        assert ["thêm" in row.body for row in await history.said(session, chat.id)][-1] is False
        before = len(await history.said(session, chat.id))
    await leaving(db, clock() + photo_receipts.QUIET)
    async with db.reading() as session:
        now = await history.said(session, chat.id)
    assert len(now) == before + 1 and "thêm 2 tấm" in now[-1].body


async def test_at_a_keyboard_each_is_answered_on_its_line(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    for words in ("xin chào", "đồng ý", "đăng ký sản phẩm"):
        await answers(db, knowledge, heard(words), clock())
    for number in range(3):
        told = await answers(db, knowledge, heard(photo(f"f{number}")), clock.go(seconds=1))
        assert len(told) == 1 and f"là {number + 1} ảnh" in told[0].text
    assert len(await owed(db)) == 6


async def test_a_receipt_is_due_within_the_promise(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    assert timedelta(0) < photo_receipts.QUIET < photo_receipts.LONGEST <= timedelta(seconds=20)
    await at_a_question(db, knowledge, clock)
    await sends(db, knowledge, clock, 2)
    async with db.reading() as session:
        assert not await outbox.anything_due(session, "webchat", clock())
        assert await outbox.anything_due(session, CHANNEL, clock() + photo_receipts.QUIET)
