"""What goes wrong on the way, on every channel: the messenger fails, people leave, events come in disorder."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from bot.hearing import hear_update
from ocop_core.conversation.said import Body
from ocop_core.db.models import Inbox, Outbox
from ocop_core.services import outbox
from tests.channels.people import Person


async def owed(person: Person, text: str, *, kind: str = "reminder", lane: int = outbox.NOTICE) -> int:
    """Owes a message; the number of its row."""
    chat, at = await person.chat(), person.clock()
    async with person.db.writing() as session:
        await outbox.owe(session, chat.id, chat.channel, [Body("x", text)], at, lane=lane, kind=kind)
        return await session.scalar(select(func.max(Outbox.id))) or 0


async def state_of(person: Person, number: int) -> str:
    async with person.db.reading() as session:
        return (await session.get_one(Outbox, number)).state


# What becomes of a reminder at once, after an hour, and how often it is read in the end.
FATES = {"500": ("sent", "sent", 1), "cut": ("sent", "sent", 2), "429": ("queued", "sent", 1)}


@pytest.mark.parametrize("kind", FATES)
async def test_a_reminder_gets_through_whatever_fails(outsider: Person, kind: str) -> None:
    await outsider.agrees()
    outsider.driver.fail(kind)  # type: ignore[attr-defined]
    number = await owed(outsider, "Còn 60 ngày nữa.")
    first = await outsider.is_told()
    at_once, later, times = FATES[kind]
    assert await state_of(outsider, number) == at_once
    outsider.clock.go(minutes=61)
    read = Counter(text for text, _ in (*first, *await outsider.is_told()))
    assert (await state_of(outsider, number), read) == (later, {"Còn 60 ngày nữa.": times})


async def test_what_is_refused_for_good_is_not_tried_again(outsider: Person) -> None:
    await outsider.agrees()
    outsider.driver.fail("refused")  # type: ignore[attr-defined]
    number = await owed(outsider, "Còn 60 ngày nữa.")
    assert await outsider.is_told() == []
    outsider.clock.go(hours=2)
    assert await outsider.is_told() == [] and await state_of(outsider, number) == "failed"


async def test_an_announcement_that_perhaps_arrived_is_not_said_twice(outsider: Person) -> None:
    await outsider.agrees()
    outsider.driver.fail("cut")  # type: ignore[attr-defined]
    number = await owed(outsider, "Mời tập huấn.", kind="announcement", lane=outbox.BULK)
    assert [text for text, _ in await outsider.is_told()] == ["Mời tập huấn."]
    outsider.clock.go(hours=2)
    assert await outsider.is_told() == [] and await state_of(outsider, number) == "unsure"


async def test_who_leaves_is_let_go_and_who_comes_back_is_answered(outsider: Person) -> None:
    await outsider.agrees()
    event = await outsider.driver.leave()  # type: ignore[attr-defined]
    assert event is None or await outsider.hears(event) == []
    number = await owed(outsider, "Còn 60 ngày nữa.")
    assert await outsider.is_told() == [] and await state_of(outsider, number) == "failed"
    event = await outsider.driver.come_back()  # type: ignore[attr-defined]
    if event is not None:
        await outsider.hears(event)
    assert await outsider.says("em ơi")
    number = await owed(outsider, "Còn 59 ngày nữa.")
    assert [text for text, _ in await outsider.is_told()] == ["Còn 59 ngày nữa."]


async def test_what_comes_in_disorder_and_again_is_answered_once_each(person: Person) -> None:
    await person.agrees()
    first, second = await person.driver.said("đăng ký sản phẩm"), await person.driver.said("gặp cán bộ")
    for payload, times in ((second, 2), (first, 1), (second, 1), (first, 2)):
        await person.hears(payload, times)
    async with person.db.reading() as session:
        heard = await session.scalar(select(func.count()).select_from(Inbox).where(Inbox.chat_id.is_not(None)))
    assert heard == 4
    assert await person.says("menu")


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"7", b"\xff\xfe", b"[" * 100_000, b'{"a":"\\ud83d"}', b"{}"])
async def test_what_nobody_understands_is_not_answered_and_blocks_nothing(person: Person, raw: bytes) -> None:
    await person.agrees()
    for _ in range(2):
        await hear_update(person.deps, person.driver.channel, raw)
    assert await person.is_told() == []
    assert await person.says("menu")
