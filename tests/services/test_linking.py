"""Codes that join chats: one account on two channels, an officer's chat, no guessing, nothing twice."""

import re
from datetime import datetime

import pytest
from sqlalchemy import func, select

from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Idea, Person
from ocop_core.db.models_accounts import LinkCode
from ocop_core.services import ideas, telling
from ocop_core.services.accounts import linking, phones
from tests.support.clock import Clock
from tests.support.making import make_chat, make_officer, stored
from tests.support.talking import IDEA, say

PHONE = "0912345678"


async def hears(db: Database, knowledge: Knowledge, at: datetime, *lines: str | Inbound, channel: str) -> str:
    said: list[str] = []
    for line in lines:
        said = await say(db, knowledge, line, at=at, channel=channel)
    return "\n".join(said)


async def offered(db: Database, knowledge: Knowledge, at: datetime, channel: str) -> str:
    told = await hears(db, knowledge, at, Inbound("button", data="do:link.offer"), channel=channel)
    return re.sub(r"\D", "", re.search(r"NOI \d{4} \d{4}", told)[0])  # type: ignore[index]


async def test_one_account_on_two_channels(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    await hears(db, knowledge, clock(), "chào", "đồng ý", *IDEA, channel="webchat")
    await hears(db, knowledge, clock(), "chào", "đồng ý", *IDEA, channel="console")
    code = await offered(db, knowledge, clock.go(minutes=1), "webchat")
    assert "Nối không" in await hears(db, knowledge, clock.go(minutes=14), f"NOI {code}", channel="console")
    assert "nối xong" in await hears(db, knowledge, clock(), "nối", channel="console")
    web, here = await make_chat(db, clock(), channel="webchat"), await make_chat(db, clock())
    assert web.person_id == here.person_id
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Person)) == 1
        assert len(await ideas.mine(session, knowledge, here.person_id)) == 1
        assert await session.scalar(select(func.count()).where(Idea.person_id == here.person_id)) == 2
    assert "không đúng" in await hears(db, knowledge, clock(), f"NOI {code}", channel="console")


async def test_a_code_lasts_a_quarter_of_an_hour_and_the_next_one_voids_it(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await hears(db, knowledge, clock(), "chào", "đồng ý", channel="webchat")
    first = await offered(db, knowledge, clock.go(minutes=1), "webchat")
    second = await offered(db, knowledge, clock.go(minutes=1), "webchat")
    assert "không đúng" in await hears(db, knowledge, clock(), f"NOI {first}", channel="console")
    assert "quá 15 phút" in await hears(db, knowledge, clock.go(minutes=16), f"NOI {second}", channel="console")


async def test_who_guesses_is_refused_even_the_right_code(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    await hears(db, knowledge, clock(), "chào", "đồng ý", channel="webchat")
    code = await offered(db, knowledge, clock.go(minutes=1), "webchat")
    wrong = [f"NOI {number:08}" for number in range(linking.MOST_TRIES) if f"{number:08}" != code]
    await hears(db, knowledge, clock(), *wrong, channel="console")
    assert "nhiều lần" in await hears(db, knowledge, clock(), f"NOI {code}", channel="console")
    later = clock.go(minutes=20)
    fresh = await offered(db, knowledge, later, "webchat")
    assert "Nối không" in await hears(db, knowledge, later, f"NOI {fresh}", channel="console")


async def test_an_officer_is_told_in_their_own_chat(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    lan = await make_officer(db, clock())
    async with db.writing() as session:
        code = await linking.offer_staff(session, lan, clock())
    start = Inbound("start", data=f"noi-{code}")
    assert "Cán bộ Lan" in await hears(db, knowledge, clock(), start, channel="webchat")
    assert "Đã nối" in await hears(db, knowledge, clock(), "nối", channel="webchat")
    chat = await make_chat(db, clock(), channel="webchat")
    async with db.writing() as session:
        found = await linking.staff_chat(session, lan.id)
        assert found is not None and found.id == chat.id
        await linking.drop_staff_chat(session, lan, chat.id, clock())
        assert await linking.staff_chat(session, lan.id) is None
    assert (await stored(db, Person, chat.person_id)).consented_at is None


async def test_what_both_have_is_kept_once(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    await hears(db, knowledge, clock(), "chào", "đồng ý", channel="webchat")
    await hears(db, knowledge, clock(), "chào", "đồng ý", channel="console")
    web, here = await make_chat(db, clock(), channel="webchat"), await make_chat(db, clock())
    async with db.writing() as session:
        for chat in (web, here):
            await phones.confirm(session, chat.person_id, PHONE, "vouched", clock())
    code = await offered(db, knowledge, clock.go(minutes=1), "webchat")
    await hears(db, knowledge, clock(), f"NOI {code}", "nối", channel="console")
    async with db.reading() as session:
        assert await phones.owner(session, PHONE) == web.person_id
        latest = await telling.chat_to_use(session, web.person_id)
        assert latest is not None and latest.channel == "console"


async def test_a_code_is_not_stored(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    await hears(db, knowledge, clock(), "chào", "đồng ý", channel="webchat")
    code = await offered(db, knowledge, clock.go(minutes=1), "webchat")
    async with db.reading() as session:
        rows = (await session.scalars(select(LinkCode.digest))).all()
    assert len(rows) == 1 and code.encode() not in rows[0]


@pytest.mark.parametrize("kind", ["none", "own"])
async def test_a_code_that_is_used_up_meanwhile_joins_nothing(db: Database, clock: Clock, kind: str) -> None:
    chat = await make_chat(db, clock())
    async with db.writing() as session:
        code = await linking.offer(session, chat.person_id, clock()) if kind == "own" else "00000000"
        said = await linking.join(session, chat.id, chat.person_id, code, clock())
    assert said.key == "link.none"


async def test_a_form_begun_on_one_channel_goes_on_on_another_and_back(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await hears(db, knowledge, clock(), "chào", "đồng ý", *IDEA[:4], channel="webchat")
    code = await offered(db, knowledge, clock.go(minutes=1), "webchat")
    await hears(db, knowledge, clock(), f"NOI {code}", "nối", channel="console")
    told = await hears(db, knowledge, clock.go(hours=1), "chào", channel="console")
    assert "Bên Trang web" in told and "khô cá lóc Bảy Chóp" in told and "câu 4/7" in told
    assert "(4/7)" in await hears(db, knowledge, clock(), "làm tiếp", channel="console")
    assert "(5/7)" in await hears(db, knowledge, clock(), "Núi Cấm", "đúng", channel="console")
    there = await hears(db, knowledge, clock.go(minutes=5), "tiếp tục", channel="webchat")
    assert "Bên Dòng lệnh" in there and "(5/7)" in there
    done = await hears(db, knowledge, clock(), *IDEA[6:], channel="webchat")
    assert "YT-" in done
    assert "đang làm dở" not in await hears(db, knowledge, clock.go(minutes=5), "chào", channel="console")
