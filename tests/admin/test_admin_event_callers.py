"""Somebody phones the office before a training: signed up or off by an officer, written down, told in the chat."""

import pytest
from sqlalchemy import select

from ocop_core.db.models import Person
from ocop_core.db.models_events import EventHistory
from ocop_core.errors import Refused
from ocop_core.services.accounts import phones
from ocop_core.services.events import by_phone
from tests.admin.house import Browser, House
from tests.admin.test_admin_events import opened
from tests.services.eventful import make_people, states, tap, told
from tests.support.making import THOI_SON
from tests.support.talking import owed

BAY, TU = "0912345678", "0987654321"


@pytest.fixture
async def event(house: House, lan: Browser) -> str:
    """A class with one place; two people of the commune whose numbers are known. Its address."""
    where = await opened(house, lan)
    numbers = await make_people(house.db, house.knowledge, house.clock(), "bay", "tu")
    async with house.db.writing() as session:
        for person, phone in zip(numbers, (BAY, TU), strict=True):
            await phones.confirm(session, person, phone, "officer", house.clock())
    return where


async def call(lan: Browser, event: str, phone: str, name: str = "") -> tuple[int, str]:
    answer = await lan.send(event, f"{event}/people", {"phone": phone, "name": name})
    return answer.status, "" if answer.status == 303 else await answer.text()


async def test_who_phones_gets_a_place_or_one_in_the_line_and_is_told(house: House, lan: Browser, event: str) -> None:
    number = int(event.rpartition("/")[2])
    assert [(await call(lan, event, phone))[0] for phone in ("0912 345 678", TU)] == [303, 303]
    assert await states(house.db, number) == {"bay": "going", "tu": "waiting"}
    await told(house.db, house.knowledge, house.clock.go(minutes=1))
    bay, tu = [(await owed(house.db, address=name))[-1].text for name in ("bay", "tu")]
    assert "cán bộ ghi tên" in bay and "VX-" in bay and "danh sách chờ, số 1" in tu
    status, page = await call(lan, event, BAY)
    assert (status, "đã có trong danh sách" in page) == (422, True)

    await lan.send(event, f"{event}/people/1/cancel")
    assert await states(house.db, number) == {"bay": "cancelled", "tu": "offered"}
    await told(house.db, house.knowledge, house.clock.go(minutes=1))
    assert "cán bộ hủy chỗ" in (await owed(house.db, address="bay"))[-1].text
    assert "có chỗ rồi" in (await owed(house.db, address="tu"))[-1].text
    async with house.db.reading() as session:
        acts = (await session.scalars(select(EventHistory.act).order_by(EventHistory.id))).all()
    assert acts[-3:] == ["signed_up", "signed_up", "signed_off"]
    assert "hủy chỗ giúp một người gọi điện" in await lan.page(event)


async def test_who_has_no_account_stands_on_the_list_by_name(house: House, lan: Browser, event: str) -> None:
    status, page = await call(lan, event, "0909000111")
    assert (status, "Chưa có họ tên" in page) == (422, True)
    assert (await call(lan, event, "0909000111", "Lý Thị Sáu"))[0] == 303
    page = await lan.page(event)
    assert "Lý Thị Sáu" in page and "0909 000 111" in page
    assert (await call(lan, event, "chín không chín", "Lý Thị Sáu"))[0] == 422


async def test_people_of_other_communes_are_not_found_by_their_number(house: House, lan: Browser, event: str) -> None:
    async with house.db.writing() as session:
        for person in (await session.scalars(select(Person))).all():
            person.unit = THOI_SON
    status, page = await call(lan, event, BAY)
    assert (status, "Chưa có họ tên" in page) == (422, True)


async def test_several_who_share_a_number_are_told_apart_by_name(house: House, lan: Browser, event: str) -> None:
    number = int(event.rpartition("/")[2])
    (con,) = await make_people(house.db, house.knowledge, house.clock(), "con")
    async with house.db.writing() as session:
        await phones.confirm(session, con, BAY, "officer", house.clock())
    status, page = await call(lan, event, BAY)
    assert (status, "dùng chung số này" in page) == (422, True)
    assert (await call(lan, event, BAY, "nguyen thi con"))[0] == 303
    assert await states(house.db, number) == {"con": "going"}


async def test_what_has_begun_is_for_the_door(house: House, lan: Browser, event: str) -> None:
    await tap(house.db, house.knowledge, f"do:event.join:{event.rpartition('/')[2]}", house.clock(), "bay")
    assert "Ghi tên giúp người gọi điện" in await lan.page(event)
    house.clock.go(days=11)
    await house.enter(lan)
    page = await lan.page(event)
    assert "Ghi tên giúp người gọi điện" not in page and "Hủy chỗ và báo" not in page
    staff = await house.officer("hai")
    with pytest.raises(Refused) as refused:
        async with house.db.writing() as session:
            await by_phone.sign_off(session, staff, int(event.rpartition("/")[2]), 1, house.clock())
    assert refused.value.key == "event.moved_on"
