"""A message is heard once, wholly or not at all, and never without an answer."""

import asyncio
from dataclasses import replace
from itertools import chain, repeat

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from ocop_core.conversation import state as states
from ocop_core.conversation.heard import Heard, Inbound
from ocop_core.conversation.state import State
from ocop_core.conversation.world import Knowledge, Wish
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, Idea, Inbox, Outbox, Person
from ocop_core.services import receipt_codes, talk
from ocop_core.services.inbox import overhearing
from tests.support.clock import Clock
from tests.support.making import make_chat, make_idea, owe, stored
from tests.support.talking import IDEA, answers, consent, hand_in, heard, owed, photo, say


async def count(db: Database, model: type) -> int:
    async with db.reading() as session:
        return await session.scalar(select(func.count()).select_from(model)) or 0


async def state_of(db: Database, address: str = "u1") -> State:
    async with db.reading() as session:
        text = await session.scalar(select(Chat.state).where(Chat.address == address))
    return states.load(text or "")


async def test_a_message_that_is_delivered_three_times_is_answered_once(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    hello = heard("xin chào")
    assert [await talk.receive(db, knowledge, hello, clock()) for _ in range(3)] == [True, False, False]
    assert len(await owed(db)) == 1


async def test_it_is_answered_once_also_when_all_deliveries_come_at_the_same_moment(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await make_chat(db, clock())
    hello = heard("xin chào")
    new = await asyncio.gather(*(talk.receive(db, knowledge, hello, clock()) for _ in range(8)))
    assert sorted(new) == [False] * 7 + [True]
    assert len(await owed(db)) == 1


async def test_the_first_message_of_a_new_person_may_come_several_times_at_once(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    hello = heard("xin chào")
    new = await asyncio.gather(*(talk.receive(db, knowledge, hello, clock()) for _ in range(6)))
    assert sorted(new) == [False] * 5 + [True]
    assert (await count(db, Chat), await count(db, Person)) == (1, 1)


async def test_the_same_id_on_two_channels_is_two_messages(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    for channel in ("console", "telegram"):
        envelope = heard("xin chào", channel=channel, message_id="7")
        assert await talk.receive(db, knowledge, envelope, clock())
        assert len(await owed(db, channel)) == 1


async def test_messages_of_one_chat_that_come_at_once_are_all_counted_and_none_is_lost(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await consent(db, knowledge, at=clock())
    before = await state_of(db)
    said = [heard(f"chuyện lạ số {n}") for n in range(12)]
    await asyncio.gather(*(talk.receive(db, knowledge, envelope, clock()) for envelope in said))
    assert (await state_of(db)).turn == before.turn + 12
    assert await count(db, Inbox) == await count(db, Outbox) == 14


async def test_a_whole_idea_is_handed_in_and_gets_a_receipt(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    receipt, offer = await hand_in(db, knowledge, at=clock())
    async with db.reading() as session:
        idea = (await session.scalars(select(Idea))).one()
    assert idea.code in receipt and "Núi Cấm" in receipt
    assert offer.endswith("vô đây.")
    assert (idea.name, idea.unit, idea.phone) == ("khô cá lóc Bảy Chóp", "30538", "0912345678")
    assert (idea.state, idea.producer_kind) == ("new", "household")


async def test_a_code_that_somebody_has_already_is_never_given_again(
    db: Database, knowledge: Knowledge, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = (await make_idea(db, knowledge, clock(), address="other")).code
    codes = chain(repeat(taken, 14), repeat("YT-NEWAA"))
    monkeypatch.setattr(receipt_codes, "fresh_code", lambda: next(codes))
    receipt, _ = await hand_in(db, knowledge, at=clock())
    assert "YT-NEWAA" in receipt and taken not in receipt


def broken(knowledge: Knowledge) -> Knowledge:
    """Knowledge that fails as soon as it is asked what somebody wishes."""

    def wish(text: str) -> Wish | None:
        raise LookupError(f"no table for {text}")

    return replace(knowledge, wish=wish)


async def test_when_a_step_fails_the_message_is_kept_the_person_told_and_nothing_moved(
    db: Database, knowledge: Knowledge, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    await consent(db, knowledge, at=clock())
    await say(db, knowledge, IDEA[0], at=clock())
    before = await state_of(db)
    envelope = heard("mắm cá linh")
    (sorry,) = await answers(db, broken(knowledge), envelope, clock())
    assert sorry.text == knowledge.words.say("nav.sorry")
    assert await state_of(db) == before
    async with db.reading() as session:
        kept = (await session.scalars(select(Inbox).where(Inbox.message_id == envelope.message_id))).one()
    assert kept.body == {"kind": "text", "text": "mắm cá linh"}
    assert kept.problem and kept.problem.startswith("LookupError")
    assert "mắm" not in caplog.text.split("Traceback")[0]


async def test_a_message_that_failed_and_is_delivered_again_is_not_apologised_for_twice(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await consent(db, knowledge, at=clock())
    envelope = heard("mắm cá linh")
    assert await talk.receive(db, broken(knowledge), envelope, clock())
    assert not await talk.receive(db, broken(knowledge), envelope, clock())
    assert not await talk.receive(db, knowledge, envelope, clock())
    assert [body.key for body in await owed(db)].count("nav.sorry") == 1


async def test_the_next_message_after_a_failure_is_answered_as_if_nothing_had_been(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await consent(db, knowledge, at=clock())
    await say(db, knowledge, IDEA[0], at=clock())
    await answers(db, broken(knowledge), heard("mắm cá linh"), clock())
    (again,) = await say(db, knowledge, "mắm cá linh", at=clock())
    assert again.startswith("(2/7)")


async def test_a_state_that_no_version_can_read_is_set_aside_and_the_chat_goes_on(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    chat = await make_chat(db, clock())
    async with db.writing() as session:
        (await session.get_one(Chat, chat.id)).state = '{"turn": "một", "answers": {"name": "mắm"}}'
    (sorry,) = await say(db, knowledge, "xin chào", at=clock())
    assert sorry == knowledge.words.say("nav.sorry")
    assert await say(db, knowledge, "xin chào", at=clock()) != [sorry]
    async with db.reading() as session:
        first = (await session.scalars(select(Inbox).order_by(Inbox.id))).first()
    assert first and first.body and "mắm" in first.body["state"]


async def test_an_error_of_the_database_tells_the_log_no_names(
    db: Database, knowledge: Knowledge, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    async with db.writing() as session:
        await session.execute(text("ALTER TABLE inbox RENAME TO away"))
    with pytest.raises(DBAPIError):
        await talk.receive(db, knowledge, replace(heard("số của tôi 0987654321"), name="Trần Văn Bí Mật"), clock())
    assert caplog.text and "0987654321" not in caplog.text and "Bí Mật" not in caplog.text


async def test_whoever_blocks_is_owed_nothing_more_until_they_write_again(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    chat = await make_chat(db, clock())
    first, second = await owe(db, chat, "một", "hai", at=clock())
    assert await say(db, knowledge, Inbound("blocked"), at=clock()) == []
    assert not (await stored(db, Chat, chat.id)).reachable
    rows = [await stored(db, Outbox, number) for number in (first, second)]
    assert [(row.state, row.reason) for row in rows] == [("failed", "chat unreachable")] * 2
    assert all(row.settled_at for row in rows)
    assert await say(db, knowledge, "xin chào", at=clock())
    assert (await stored(db, Chat, chat.id)).reachable


async def test_unblocking_makes_reachable_and_says_nothing(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    chat = await make_chat(db, clock())
    await say(db, knowledge, Inbound("blocked"), at=clock())
    assert await say(db, knowledge, Inbound("unblocked"), at=clock()) == []
    assert (await stored(db, Chat, chat.id)).reachable


async def test_a_photo_that_the_messenger_holds_gets_a_row_and_goes_with_the_idea(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await consent(db, knowledge, at=clock())
    for words in IDEA[:3]:
        await say(db, knowledge, words, at=clock())
    await say(db, knowledge, photo(), at=clock())
    assert len((await state_of(db)).answers["photos"]) == 1


async def test_a_payload_that_nobody_understands_is_kept_once_and_never_answered(db: Database, clock: Clock) -> None:
    for _ in range(2):
        await overhearing.keep_unreadable(db, "telegram", "x1", "{\0\ud83d", "not an object", clock())
    async with db.reading() as session:
        row = (await session.scalars(select(Inbox))).one()
    assert (row.chat_id, row.problem) == (None, "not an object")
    assert await count(db, Outbox) == 0


async def test_what_was_tapped_is_kept_by_its_label(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    (ask,) = await answers(db, knowledge, heard("xin chào"), clock())
    await answers(db, knowledge, heard(Inbound("button", data=ask.choices[0].data)), clock())
    async with db.reading() as session:
        body = (await session.scalars(select(Inbox.body).order_by(Inbox.id.desc()))).first()
    assert body == {"kind": "button", "text": ask.choices[0].label, "data": ask.choices[0].data}


async def test_an_envelope_keeps_its_address_apart_from_others(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await talk.receive(db, knowledge, Heard("console", "u1", "m1", Inbound("text", "chào")), clock())
    await talk.receive(db, knowledge, Heard("console", "u2", "m2", Inbound("text", "chào")), clock())
    assert len(await owed(db, address="u1")) == len(await owed(db, address="u2")) == 1
    assert await count(db, Person) == 2
