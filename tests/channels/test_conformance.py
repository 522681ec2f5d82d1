"""What every channel must do. One suite for all: a channel that passes can carry the whole conversation."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from sqlalchemy import select

from bot.channels import CHANNELS
from bot.channels.base import Parcel
from ocop_core.conversation.said import Body, Button
from ocop_core.db.models import Idea, Outbox
from tests.channels.drivers import DRIVERS
from tests.channels.people import Person

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


def test_every_channel_has_a_driver(tmp_path: Any) -> None:
    names = {make.__name__.removeprefix("_") for make in CHANNELS}
    assert names <= set(DRIVERS)


async def test_the_whole_idea_by_buttons(person: Person) -> None:
    await person.hears(await person.driver.started("idea"))
    await person.taps("Đồng ý")
    await person.says("khô cá lóc Út Mười")
    for label in ("Đúng", "Đã bán rồi"):
        await person.taps(label)
    await person.says("Núi Cấm")
    await person.taps("Đúng")
    await person.says("cá lóc ao nhà")
    await person.taps("Hộ kinh doanh")
    await person.says("0912 345 678")
    texts = [text for text, _ in await person.taps("Gửi")]
    assert re.search(r"YT-[2-9A-Z]{5}", " ".join(texts))
    async with person.db.reading() as session:
        idea = (await session.scalars(select(Idea))).one()
    assert (idea.name, idea.set_no, idea.unit, idea.phone) == ("khô cá lóc Út Mười", 8, "30538", "0912345678")


async def test_the_whole_idea_by_numbers_and_words(person: Person) -> None:
    said = [
        "xin chao",
        "1",
        "dang ky san pham",
        "mam ca linh",
        "1",
        "1",
        "ban roi",
        "nui cam",
        "dung roi",
        "ca linh mua nuoc noi",
    ]
    said += ["htx", "0912345678", "1"]
    for text in said:
        assert await person.says(text), text
    async with person.db.reading() as session:
        idea = (await session.scalars(select(Idea))).one()
    assert (idea.set_no, idea.unit, idea.producer_kind) == (8, "30538", "cooperative")


async def test_what_comes_three_times_is_answered_once(person: Person) -> None:
    payload = await person.driver.said("xin chào")
    assert len(await person.hears(payload, times=3)) == 1


async def test_an_old_button_says_what_now_applies(person: Person) -> None:
    await person.says("xin chào")
    old = await person.driver.tapped("Đồng ý")
    await person.says("đồng ý")
    answers = await person.hears(old)
    assert answers
    assert answers[-1][0] != ""


async def test_a_photo_is_kept(person: Person) -> None:
    await person.hears(await person.driver.started("idea"))
    await person.taps("Đồng ý")
    await person.says("khô cá lóc")
    assert await person.hears(await person.driver.photo(1))


async def test_odd_texts_are_answered(person: Person) -> None:
    for text in ("🐟" * 50, "e\u0301\u0302" * 30, "\u202exin chào\u202c", "x" * 3900, "https://example.vn/a?b=1"):
        assert await person.says(text), text[:20]


async def test_nothing_stays_in_flight(person: Person) -> None:
    await person.says("xin chào")
    async with person.db.reading() as session:
        states = set((await session.scalars(select(Outbox.state))).all())
    assert states == {"sent"}


@pytest.mark.parametrize("name", sorted(DRIVERS))
@trying(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(payload=st.dictionaries(st.text(max_size=12), JSON, max_size=6))
def test_no_payload_makes_a_reader_fail(name: str, payload: dict[str, Any]) -> None:
    readers: dict[str, Callable[[Any], Any]] = _readers()
    readers[name](payload)


def _readers() -> dict[str, Callable[[Any], Any]]:
    from bot.channels.console import Console
    from bot.channels.telegram_read import read
    from bot.channels.webchat import WebChat
    from bot.channels.zalo_bot_read import read as read_bot

    return {
        "console": Console().read,
        "webchat": WebChat().read,
        "telegram": read,
        "zalo_oa": _all_of_zalo,
        "zalo_bot": read_bot,
    }


def _all_of_zalo(payload: Any) -> None:
    from bot.channels.zalo_oa_events import understood
    from bot.channels.zalo_oa_read import READERS, read

    understood(payload)
    for event in READERS:
        read({**payload, "event_name": event, "sender": {"id": "1"}})


async def test_long_words_and_many_buttons_stay_within_the_limits(person: Person) -> None:
    choices = tuple(Button(n, f"Lựa chọn rất dài số {n} " * 8, f"b:1:{n}") for n in range(1, 6))
    body = Body("x", "Câu dài. " * 2000, choices, (Button(0, "Quay lại", "x:1:back"),))
    calls = person.driver.channel.write(Parcel(1, 1, person.driver.address, body))
    assert calls
    texts = [str(call.args.get("text") or call.args.get("message", {}).get("text", "")) for call in calls]
    assert any(texts) or person.driver.channel.name in ("console", "webchat")
    assert max(map(len, texts)) <= person.driver.channel.limits.text
