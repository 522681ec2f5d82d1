"""Owed messages: in order, never twice by mistake, never lost, honest about doubt."""

import asyncio
from datetime import datetime, timedelta

import pytest

from ocop_core.clock import VIETNAM
from ocop_core.conversation.world import Knowledge
from ocop_core.db import ledger
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, Outbox
from ocop_core.services import outbox
from ocop_core.services.outbox import BULK, NOTICE, REPLY, Settled
from tests.support.claiming import BULKS, claim, claimed, settle
from tests.support.clock import Clock
from tests.support.making import make_chat, owe, stored
from tests.support.talking import say


async def state_of(db: Database, number: int) -> str:
    return (await stored(db, Outbox, number)).state


async def test_messages_of_a_chat_are_taken_in_the_order_in_which_they_were_owed(db: Database, clock: Clock) -> None:
    await owe(db, await make_chat(db, clock()), "một", "hai", "ba", at=clock())
    assert await claim(db, clock) == ["một", "hai", "ba"]


async def test_what_is_being_sent_is_marked_before_and_is_not_taken_again(db: Database, clock: Clock) -> None:
    (number,) = await owe(db, await make_chat(db, clock()), "một", at=clock())
    assert await claim(db, clock) == ["một"]
    row = await stored(db, Outbox, number)
    assert (row.state, row.lease_until) == ("sending", clock() + outbox.LEASE)
    assert await claim(db, clock) == []


async def test_nothing_is_taken_behind_a_message_in_flight(db: Database, clock: Clock) -> None:
    chat = await make_chat(db, clock())
    await owe(db, chat, "một", at=clock())
    await claim(db, clock)
    await owe(db, chat, "hai", at=clock())
    await owe(db, await make_chat(db, clock(), address="u2"), "khác", at=clock())
    assert await claim(db, clock) == ["khác"]


async def test_nothing_is_taken_behind_a_message_that_waits_for_a_retry(db: Database, clock: Clock) -> None:
    chat = await make_chat(db, clock())
    first, second = await owe(db, chat, "một", "hai", at=clock())
    await claim(db, clock, limit=1)
    await settle(db, clock, Settled(first, "retry", reason="refused connection"))
    assert await claim(db, clock) == []
    clock.go(seconds=2)
    assert await claim(db, clock) == ["một", "hai"]
    assert [await state_of(db, n) for n in (first, second)] == ["sending", "sending"]


async def test_replies_and_announcements_have_lanes_of_their_own(db: Database, clock: Clock) -> None:
    chats = [await make_chat(db, clock(), address=f"u{n}") for n in range(3)]
    await owe(db, chats[0], "thông báo", at=clock(), lane=BULK)
    await owe(db, chats[1], "cán bộ nhắn", at=clock(), lane=NOTICE)
    await owe(db, chats[2], "trả lời", at=clock(), lane=REPLY)
    assert await claim(db, clock, limit=1) == ["trả lời"]
    assert await claim(db, clock) == ["cán bộ nhắn"]
    assert await claim(db, clock, lanes=BULKS) == ["thông báo"]


async def test_a_chat_never_has_two_lanes_in_flight(db: Database, clock: Clock) -> None:
    chat = await make_chat(db, clock())
    await owe(db, chat, "thông báo", at=clock(), lane=BULK)
    await owe(db, chat, "trả lời", at=clock(), lane=REPLY)
    assert await claim(db, clock) == ["trả lời"]
    assert await claim(db, clock, lanes=BULKS) == []


async def test_only_the_channel_and_the_address_that_are_asked_for_are_served(db: Database, clock: Clock) -> None:
    await owe(db, await make_chat(db, clock()), "một", at=clock())
    await owe(db, await make_chat(db, clock(), address="u2"), "hai", at=clock())
    await owe(db, await make_chat(db, clock(), channel="telegram"), "ba", at=clock())
    assert await claim(db, clock, only="u2") == ["hai"]
    assert await claim(db, clock) == ["một"]


async def test_two_who_claim_at_once_never_take_the_same_message(db: Database, clock: Clock) -> None:
    for n in range(20):
        await owe(db, await make_chat(db, clock(), address=f"u{n}"), f"tin {n}", at=clock())
    taken = await asyncio.gather(*(claim(db, clock, limit=5) for _ in range(6)))
    texts = [text for part in taken for text in part]
    assert len(texts) == len(set(texts)) == 20


async def test_sent_is_written_down_with_the_messengers_id(db: Database, clock: Clock) -> None:
    (number,) = await owe(db, await make_chat(db, clock()), "một", at=clock())
    await claim(db, clock)
    await settle(db, clock, Settled(number, "sent", external_id="tg-77"))
    row = await stored(db, Outbox, number)
    assert (row.state, row.external_id, row.attempts) == ("sent", "tg-77", 1)
    assert (row.settled_at, row.lease_until) == (clock(), None)


async def test_a_reply_of_which_nobody_knows_is_sent_once_more_and_then_left_open(db: Database, clock: Clock) -> None:
    (number,) = await owe(db, await make_chat(db, clock()), "một", at=clock())
    for expected in ("queued", "unsure"):
        assert await claim(db, clock) == ["một"]
        await settle(db, clock, Settled(number, "unsure", reason="timed out"))
        assert await state_of(db, number) == expected
    assert await claim(db, clock) == []


async def test_an_announcement_of_which_nobody_knows_waits_for_an_officer(db: Database, clock: Clock) -> None:
    (number,) = await owe(db, await make_chat(db, clock()), "một", at=clock(), lane=BULK)
    await claim(db, clock, lanes=BULKS)
    await settle(db, clock, Settled(number, "unsure", reason="timed out"))
    assert await state_of(db, number) == "unsure"
    assert await claim(db, clock, lanes=BULKS) == []


async def test_when_the_whole_channel_waits_no_attempt_is_counted(db: Database, clock: Clock) -> None:
    (number,) = await owe(db, await make_chat(db, clock()), "một", at=clock())
    for _ in range(20):
        assert await claim(db, clock) == ["một"]
        await settle(db, clock, Settled(number, "wait", after=3.0))
    row = await stored(db, Outbox, number)
    assert (row.state, row.attempts, row.not_before) == ("queued", 0, None)


async def test_retries_come_slower_and_end_after_eight(db: Database, clock: Clock) -> None:
    (number,) = await owe(db, await make_chat(db, clock()), "một", at=clock())
    waits: list[timedelta] = []
    while await claim(db, clock):
        await settle(db, clock, Settled(number, "retry", reason="no network"))
        row = await stored(db, Outbox, number)
        if row.state == "queued" and row.not_before:
            waits.append(row.not_before - clock())
            clock.now = row.not_before
    assert [wait.total_seconds() for wait in waits] == [2, 4, 8, 16, 32, 64, 128]
    row = await stored(db, Outbox, number)
    assert (row.state, row.reason, row.attempts) == ("failed", "no network", 8)


async def test_what_can_never_be_delivered_fails_alone(db: Database, clock: Clock) -> None:
    chat = await make_chat(db, clock())
    first, second = await owe(db, chat, "một", "hai", at=clock())
    await claim(db, clock, limit=1)
    await settle(db, clock, Settled(first, "refused", reason="too long"))
    assert await state_of(db, first) == "failed"
    assert (await stored(db, Chat, chat.id)).reachable
    assert await claim(db, clock) == ["hai"]
    assert await state_of(db, second) == "sending"


async def test_whoever_is_gone_is_not_tried_again_until_they_write(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    chat = await make_chat(db, clock())
    first, second = await owe(db, chat, "một", "hai", at=clock())
    await claim(db, clock, limit=1)
    await settle(db, clock, Settled(first, "gone", reason="blocked by the user"))
    assert [await state_of(db, n) for n in (first, second)] == ["failed", "failed"]
    (third,) = await owe(db, chat, "ba", at=clock())
    assert await claim(db, clock) == []
    row = await stored(db, Outbox, third)
    assert (row.state, row.reason, row.settled_at) == ("failed", "chat unreachable", clock())
    (hello,) = await say(db, knowledge, "xin chào", at=clock())
    assert await claim(db, clock) == [hello]


async def test_a_dead_senders_messages_are_in_doubt(db: Database, clock: Clock) -> None:
    chats = [await make_chat(db, clock(), address=f"u{n}") for n in range(2)]
    (reply,) = await owe(db, chats[0], "trả lời", at=clock())
    (bulk,) = await owe(db, chats[1], "thông báo", at=clock(), lane=BULK)
    await claim(db, clock)
    await claim(db, clock, lanes=BULKS)
    async with db.writing() as session:
        assert await outbox.recover(session, "telegram", clock()) == 0
        assert await outbox.recover(session, "console", clock()) == 2
    assert [await state_of(db, n) for n in (reply, bulk)] == ["queued", "unsure"]
    for _ in range(outbox.MOST_ATTEMPTS - 1):
        assert await state_of(db, reply) == "queued", "a second death in a row must not end in silence"
        assert await claim(db, clock) == ["trả lời"]
        async with db.writing() as session:
            assert await outbox.recover(session, "console", clock()) == 1
    assert await state_of(db, reply) == "unsure"


async def test_recovery_for_one_address_leaves_the_others_in_flight(db: Database, clock: Clock) -> None:
    for address in ("u1", "u2"):
        await owe(db, await make_chat(db, clock(), address=address), address, at=clock())
    await claim(db, clock)
    async with db.writing() as session:
        assert await outbox.recover(session, "console", clock(), only="u1") == 1
    assert await claim(db, clock) == ["u1"]


async def test_a_late_result_for_a_message_that_was_taken_over_is_believed_only_if_sent(
    db: Database, clock: Clock
) -> None:
    (number,) = await owe(db, await make_chat(db, clock()), "một", at=clock())
    await claim(db, clock)
    async with db.writing() as session:
        await outbox.recover(session, "console", clock())
    await settle(db, clock, Settled(number, "refused", reason="late"))
    assert await state_of(db, number) == "queued"
    await settle(db, clock, Settled(number, "sent", external_id="1"))
    assert await state_of(db, number) == "sent"


async def test_results_for_messages_that_were_erased_meanwhile_do_no_harm(db: Database, clock: Clock) -> None:
    await settle(db, clock, Settled(991, "sent"), Settled(992, "retry"), Settled(993, "gone"))


@pytest.mark.parametrize("fate", ["sent", "retry", "wait", "unsure", "gone", "refused", "config"])
async def test_no_fate_leaves_a_message_in_flight(db: Database, clock: Clock, fate: outbox.Fate) -> None:
    (number,) = await owe(db, await make_chat(db, clock()), "một", at=clock())
    await claim(db, clock)
    await settle(db, clock, Settled(number, fate))
    row = await stored(db, Outbox, number)
    assert row.state != "sending" and row.lease_until is None


@pytest.mark.parametrize("kind", ledger.UNASKED)
@pytest.mark.parametrize("fate", ["retry", "wait"])
async def test_what_nobody_asked_for_is_not_tried_again_at_night(
    db: Database, clock: Clock, kind: str, fate: outbox.Fate
) -> None:
    clock.now = datetime(2026, 11, 23, 20, 59, tzinfo=VIETNAM)
    chat = await make_chat(db, clock())
    await owe(db, chat, "nhắc", at=clock(), lane=NOTICE, kind=kind)
    (row,) = await claimed(db, clock)
    await settle(db, clock, Settled(row.id, fate, reason="429", after=30.0))
    await owe(db, chat, "đáp", at=clock.go(minutes=5))
    # Who writes at night is answered, whatever stands before it.
    assert await claim(db, clock) == ["đáp"]
    async with db.reading() as session:
        assert not await outbox.anything_due(session, "console", clock())
    await settle(db, clock, Settled(row.id + 1, "sent"))
    clock.now = datetime(2026, 11, 24, 6, 29, tzinfo=VIETNAM)
    assert await claim(db, clock) == []
    clock.go(minutes=1)
    async with db.reading() as session:
        assert await outbox.anything_due(session, "console", clock())
    assert await claim(db, clock) == ["nhắc"]


async def test_at_tet_only_answers_leave(db: Database, clock: Clock) -> None:
    clock.now = datetime(2027, 2, 6, 10, tzinfo=VIETNAM)
    chat = await make_chat(db, clock())
    await owe(db, chat, "nhắc", at=clock(), lane=NOTICE, kind="reminder")
    await owe(db, chat, "đáp", at=clock())
    assert await claim(db, clock) == ["đáp"]
