"""What an officer answers reaches the producer, once, and only from the right territory."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from sqlalchemy import select

from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Audit, Idea, Inbox, Outbox, Staff
from ocop_core.errors import Refused
from ocop_core.services import answering, ideas, outbox, privacy, talk
from tests.support.clock import Clock
from tests.support.making import THOI_SON, make_idea, make_officer, stored
from tests.support.talking import hand_in, heard, owed, photo, say

WORDS = "Bà con gửi thêm ảnh nhãn giúp em"
Act = Callable[..., Coroutine[Any, Any, Idea]]
ACTS = {"ask_back": answering.ask_back, "accept": answering.accept, "decline": answering.decline}


async def act(
    db: Database, knowledge: Knowledge, work: Act, staff: Staff, idea: Idea, clock: Clock, *words: str
) -> Idea:
    async with db.writing() as session:
        return await work(session, knowledge, staff, idea.id, *words, clock())


async def told(db: Database, address: str = "u1") -> list[str]:
    return [body.text for body in await owed(db, address=address)]


@pytest.mark.parametrize(("work", "state"), [("ask_back", "asked"), ("accept", "accepted"), ("decline", "declined")])
async def test_an_answer_changes_the_state_and_is_told_with_the_officers_words(
    db: Database, knowledge: Knowledge, clock: Clock, work: str, state: str
) -> None:
    idea, lan = await make_idea(db, knowledge, clock()), await make_officer(db, clock())
    await act(db, knowledge, ACTS[work], lan, idea, clock, WORDS)
    assert (await stored(db, Idea, idea.id)).state == state
    (text,) = await told(db)
    assert WORDS in text and idea.name in text
    async with db.reading() as session:
        row = (await session.scalars(select(Outbox))).one()
        history = await ideas.history(session, idea)
        audit = (await session.scalars(select(Audit).where(Audit.act.startswith("idea.")))).one()
    assert (row.lane, row.kind, row.ref) == (outbox.NOTICE, "notice", f"idea:{idea.id}")
    assert [(line.act, line.who, line.note) for line in history] == [
        ("registered", "", ""),
        (state, "Cán bộ Lan", WORDS),
    ]
    assert (audit.staff_id, audit.subject, audit.detail) == (lan.id, f"idea:{idea.id}", None)


async def test_taking_over_is_told_once_and_twice_is_once(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    idea, lan = await make_idea(db, knowledge, clock()), await make_officer(db, clock())
    colleague = await make_officer(db, clock(), login="binh")
    for staff in (lan, lan, colleague):
        await act(db, knowledge, answering.take_over, staff, idea, clock)
    after = await stored(db, Idea, idea.id)
    assert (after.state, after.officer_id) == ("taken", colleague.id)
    assert len(await told(db)) == 1
    async with db.reading() as session:
        assert [line.act for line in await ideas.history(session, idea)] == ["registered", "taken", "taken"]


async def test_acceptance_needs_no_words(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    idea, lan = await make_idea(db, knowledge, clock()), await make_officer(db, clock())
    await act(db, knowledge, answering.accept, lan, idea, clock, "  ")
    (text,) = await told(db)
    assert "Tin vui" in text and "nhắn:" not in text


@pytest.mark.parametrize("work", ["ask_back", "decline"])
@pytest.mark.parametrize(("words", "key"), [("  ờ  ", "idea.words_needed"), ("x" * 1501, "idea.words_too_long")])
async def test_a_question_and_a_refusal_need_words_of_a_sensible_length(
    db: Database, knowledge: Knowledge, clock: Clock, work: str, words: str, key: str
) -> None:
    idea, lan = await make_idea(db, knowledge, clock()), await make_officer(db, clock())
    with pytest.raises(Refused) as refused:
        await act(db, knowledge, ACTS[work], lan, idea, clock, words)
    assert refused.value.key == key
    assert knowledge.words.say(key, refused.value.params)
    assert await told(db) == []


@pytest.mark.parametrize("end", ["accept", "decline"])
@pytest.mark.parametrize("work", ["take_over", *ACTS])
async def test_what_was_decided_is_not_decided_again(
    db: Database, knowledge: Knowledge, clock: Clock, end: str, work: str
) -> None:
    idea, lan = await make_idea(db, knowledge, clock()), await make_officer(db, clock())
    await act(db, knowledge, ACTS[end], lan, idea, clock, WORDS)
    words = () if work == "take_over" else (WORDS,)
    with pytest.raises(Refused) as refused:
        await act(db, knowledge, getattr(answering, work), lan, idea, clock, *words)
    assert refused.value.key == f"idea.already_{'accepted' if end == 'accept' else 'declined'}"
    assert len(await told(db)) == 1


async def test_of_two_officers_who_decide_at_the_same_moment_one_decides(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    idea, lan = await make_idea(db, knowledge, clock()), await make_officer(db, clock())
    binh = await make_officer(db, clock(), login="binh")
    both = await asyncio.gather(
        act(db, knowledge, answering.accept, lan, idea, clock, WORDS),
        act(db, knowledge, answering.decline, binh, idea, clock, WORDS),
        return_exceptions=True,
    )
    assert sum(isinstance(result, Refused) for result in both) == 1
    assert len(await told(db)) == 1


@pytest.mark.parametrize("work", ["take_over", *ACTS])
async def test_an_officer_of_another_commune_may_do_nothing(
    db: Database, knowledge: Knowledge, clock: Clock, work: str
) -> None:
    idea = await make_idea(db, knowledge, clock())
    other = await make_officer(db, clock(), login="xa-khac", unit=THOI_SON)
    words = () if work == "take_over" else (WORDS,)
    with pytest.raises(Refused) as refused:
        await act(db, knowledge, getattr(answering, work), other, idea, clock, *words)
    assert refused.value.key == "access.none"
    assert (await stored(db, Idea, idea.id)).state == "new"
    assert await told(db) == []


async def test_the_producers_next_words_are_offered_as_the_answer_and_reach_the_officer(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await hand_in(db, knowledge, at=clock())
    await say(db, knowledge, "để sau", at=clock())
    lan, idea = await make_officer(db, clock()), await stored(db, Idea, 1)
    await act(db, knowledge, answering.take_over, lan, idea, clock)
    await act(db, knowledge, answering.ask_back, lan, idea, clock, WORDS)
    (question,) = await say(db, knowledge, "nhãn chụp hôm qua bị nhòe, mai chụp lại", at=clock.go(hours=2))
    assert "câu trả lời cho cán bộ" in question
    await say(db, knowledge, "đúng", at=clock())
    await say(db, knowledge, photo(), at=clock())
    done = await say(db, knowledge, "gửi", at=clock())
    assert "chuyển câu trả lời" in done[0]
    after = await stored(db, Idea, idea.id)
    assert (after.state, after.changed_at, after.officer_id) == ("taken", clock(), lan.id)
    async with db.reading() as session:
        last = (await ideas.history(session, idea))[-1]
        assert len(await ideas.files(session, idea)) == 1
    assert (last.act, last.note) == ("replied", "nhãn chụp hôm qua bị nhòe, mai chụp lại")


async def test_the_button_under_the_question_leads_to_the_answer(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await hand_in(db, knowledge, at=clock())
    lan, idea = await make_officer(db, clock()), await stored(db, Idea, 1)
    await act(db, knowledge, answering.ask_back, lan, idea, clock, WORDS)
    button = (await owed(db))[-1].choices[0]
    assert button.data == f"do:idea.reply:{idea.code}"


@pytest.mark.parametrize("work", ["accept", "decline"])
async def test_once_an_idea_is_decided_no_answer_is_awaited(
    db: Database, knowledge: Knowledge, clock: Clock, work: str
) -> None:
    await hand_in(db, knowledge, at=clock())
    await say(db, knowledge, "để sau", at=clock())
    lan, idea = await make_officer(db, clock()), await stored(db, Idea, 1)
    await act(db, knowledge, answering.ask_back, lan, idea, clock, WORDS)
    await act(db, knowledge, ACTS[work], lan, idea, clock, WORDS)
    (menu,) = await say(db, knowledge, "mai tôi gửi nhãn mới qua", at=clock())
    assert "câu trả lời cho cán bộ" not in menu


async def test_a_question_that_comes_while_the_producer_writes_loses_neither(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await hand_in(db, knowledge, at=clock())
    lan, idea = await make_officer(db, clock()), await stored(db, Idea, 1)
    await asyncio.gather(
        act(db, knowledge, answering.ask_back, lan, idea, clock, WORDS),
        talk.receive(db, knowledge, heard("để sau"), clock()),
    )
    (question,) = await say(db, knowledge, "mai tôi gửi nhãn mới qua", at=clock())
    assert "câu trả lời cho cán bộ" in question


async def test_an_officer_and_the_producer_who_act_at_the_same_moment_never_lock_each_other_out(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await hand_in(db, knowledge, at=clock())
    await say(db, knowledge, "để sau", at=clock())
    lan, idea = await make_officer(db, clock()), await stored(db, Idea, 1)
    for _ in range(10):
        await asyncio.gather(
            act(db, knowledge, answering.ask_back, lan, idea, clock, WORDS),
            talk.receive(db, knowledge, heard(photo()), clock()),
        )
    async with db.reading() as session:
        lines = [line.act for line in await ideas.history(session, idea)]
        assert (await session.scalars(select(Inbox.problem).where(Inbox.problem.is_not(None)))).all() == []
    assert (lines.count("asked"), lines.count("photos")) == (10, 10)


async def test_an_erased_producer_is_told_nothing_more(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    idea, lan = await make_idea(db, knowledge, clock()), await make_officer(db, clock())
    async with db.writing() as session:
        await privacy.erase(session, idea.person_id, clock())
    with pytest.raises(Refused) as refused:
        await act(db, knowledge, answering.accept, lan, idea, clock, WORDS)
    assert refused.value.key == "idea.already_withdrawn"
    assert await told(db) == []
