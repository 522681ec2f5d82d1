"""Whose number it is: vouched for, never merely typed; what was known on paper follows it."""

from datetime import datetime

import pytest

from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models_products import Product
from ocop_core.services import privacy
from ocop_core.services.accounts import phones
from tests.support.clock import Clock
from tests.support.making import NUI_CAM, make_chat, stored
from tests.support.talking import IDEA, say

PHONE = "0912345678"


async def on_paper(db: Database, at: datetime) -> int:
    async with db.writing() as session:
        row = Product(name="Đường thốt nốt", unit=NUI_CAM, phone=PHONE, created_at=at, changed_at=at)
        session.add(row)
        await session.flush()
        return row.id


async def test_a_typed_number_is_nobodys_yet_and_a_shared_card_is(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    product = await on_paper(db, clock())
    for line in ("chào", "đồng ý", *IDEA):
        await say(db, knowledge, line, at=clock.go(minutes=1))
    chat = await make_chat(db, clock())
    async with db.reading() as session:
        assert await phones.confirmed(session, chat.person_id) == []
    assert (await stored(db, Product, product)).person_id is None
    await say(db, knowledge, Inbound("contact", text=PHONE, phone="+84912345678"), at=clock.go(minutes=1))
    async with db.reading() as session:
        assert await phones.confirmed(session, chat.person_id) == [PHONE]
        assert await phones.owner(session, PHONE) == chat.person_id
    assert (await stored(db, Product, product)).person_id == chat.person_id


async def test_a_shared_number_takes_nothing_by_itself(db: Database, clock: Clock) -> None:
    one, other = await make_chat(db, clock(), address="u1"), await make_chat(db, clock(), address="u2")
    async with db.writing() as session:
        assert await phones.confirm(session, one.person_id, PHONE, "vouched", clock())
        assert not await phones.confirm(session, one.person_id, PHONE, "vouched", clock())
        assert await phones.confirm(session, other.person_id, PHONE, "officer", clock())
    product, third = await on_paper(db, clock()), await make_chat(db, clock(), address="u3")
    async with db.writing() as session:
        assert await phones.owner(session, PHONE) is None
        assert await phones.confirm(session, third.person_id, PHONE, "vouched", clock())
    assert (await stored(db, Product, product)).person_id is None


@pytest.mark.parametrize("wrong", ["", "12", "không có", "0912"])
async def test_what_is_no_number_is_not_confirmed(db: Database, clock: Clock, wrong: str) -> None:
    chat = await make_chat(db, clock())
    async with db.writing() as session:
        assert not await phones.confirm(session, chat.person_id, wrong, "vouched", clock())


async def test_who_is_erased_has_no_number_left(db: Database, clock: Clock) -> None:
    chat = await make_chat(db, clock())
    async with db.writing() as session:
        await phones.confirm(session, chat.person_id, PHONE, "vouched", clock())
    async with db.writing() as session:
        await privacy.erase(session, chat.person_id, clock())
        assert await phones.confirmed(session, chat.person_id) == []
