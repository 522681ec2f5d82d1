"""Whatever is typed, sent or tapped is kept and answered."""

import asyncio
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from sqlalchemy import func, select

from ocop_core.conversation.heard import FileRef, Inbound
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Inbox, Person
from tests.support.clock import Clock
from tests.support.talking import IDEA, answers, consent, heard, say


async def count(db: Database, model: type) -> int:
    async with db.reading() as session:
        return await session.scalar(select(func.count()).select_from(model)) or 0


ODD = {
    "ten thousand letters": "ư" * 10_000,
    "a NUL": "mắm\0cá linh",
    "a lone surrogate": "mắm \ud83d cá linh",
    "both surrogates the wrong way round": "\udc1f\ud83d",
    "right-to-left marks": "\u202egnưl gnàv\u202c \u200f\u2067mắm\u2069",
    "zero-width letters": "m\u200bắ\u200dm",
    "only blanks": " \n\t\u3000 ",
    "nothing": "",
    "braces": "{you} {0} {you.__class__} %s %(x)s ${y}",
    "markup": "<script>alert(1)</script> **đậm** _x_ [a](http://b)",
    "a stack of accents": "a" + "\u0301" * 500,
}


@pytest.mark.parametrize("words", ODD.values(), ids=ODD.keys())
async def test_whatever_is_typed_is_kept_and_answered(
    db: Database, knowledge: Knowledge, clock: Clock, words: str
) -> None:
    await consent(db, knowledge, at=clock())
    assert await say(db, knowledge, words, at=clock())
    await say(db, knowledge, IDEA[0], at=clock())
    assert await say(db, knowledge, words, at=clock())
    async with db.reading() as session:
        assert (await session.scalars(select(Inbox.problem).where(Inbox.problem.is_not(None)))).all() == []


@pytest.mark.parametrize("words", ODD.values(), ids=ODD.keys())
async def test_whatever_a_person_is_called_is_no_reason_to_fail(
    db: Database, knowledge: Knowledge, clock: Clock, words: str
) -> None:
    envelope = replace(heard("xin chào"), name=words)
    assert await answers(db, knowledge, envelope, clock())
    assert await count(db, Person) == 1


@pytest.mark.parametrize("words", ODD.values(), ids=ODD.keys())
async def test_whatever_a_file_is_called_it_is_wanted(
    db: Database, knowledge: Knowledge, clock: Clock, words: str
) -> None:
    await consent(db, knowledge, at=clock())
    ref = FileRef(ref="f1", name=words, mime=words, size=10)
    assert await say(db, knowledge, Inbound("photo", text=words, files=(ref,)), at=clock())
    async with db.reading() as session:
        assert (await session.scalars(select(Inbox.problem).where(Inbox.problem.is_not(None)))).all() == []


anything = st.builds(
    Inbound,
    st.sampled_from(("text", "button", "start", "photo", "voice", "video", "location", "contact", "sticker", "edited")),
    st.text(max_size=60),
    st.text(max_size=20) | st.sampled_from(("b:1:1", "x:1:later", "do:idea.mine:", "do:data.erase", "b:1:99", "do:")),
    st.lists(st.builds(FileRef, ref=st.text(max_size=8), name=st.text(max_size=8)), max_size=2).map(tuple),
    phone=st.none() | st.text(max_size=12),
    place=st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@trying(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(anything, min_size=1, max_size=5), agreed=st.booleans())
def test_nothing_that_can_be_said_fails_or_is_met_with_silence(
    database: str, knowledge: Knowledge, clock: Clock, said: list[Inbound], agreed: bool
) -> None:
    async def work() -> None:
        db, address = Database(database), f"a{id(said)}"
        if agreed:
            await consent(db, knowledge, at=clock(), address=address)
        for inbound in said:
            assert await say(db, knowledge, inbound, at=clock.go(seconds=1), address=address)
        async with db.reading() as session:
            assert (await session.scalars(select(Inbox.problem).where(Inbox.problem.is_not(None)))).all() == []
        await db.close()

    asyncio.run(work())
