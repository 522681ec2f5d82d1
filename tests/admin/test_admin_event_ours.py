"""Officers of a commune see who of their own people goes to the province's events, and can change nothing there."""

from datetime import datetime

import pytest
from sqlalchemy import update

from ocop_core.clock import VIETNAM
from ocop_core.db.models import Person
from ocop_core.db.models_events import Event
from ocop_core.services.events import places
from tests.admin.house import THOI_SON, Browser, House, Open, hidden
from tests.services.eventful import PLAN, make_event, make_people


@pytest.fixture
async def event(house: House) -> int:
    """A class of the province: of Núi Cấm one comes, one waits, one said no; of Thới Sơn one comes."""
    province = await house.officer("tinh", "province", None)
    number = await make_event(house.db, province, house.clock())
    bay, tu, sau, nam = await make_people(house.db, house.knowledge, house.clock(), "bay", "tu", "sau", "nam")
    async with house.db.writing() as session:
        await session.execute(update(Person).where(Person.id == tu).values(unit=THOI_SON))
    async with house.db.writing() as session:
        for person in (bay, tu, sau):
            await places.join(session, number, person, house.clock())
        await places.decline(session, number, nam, house.clock())
    return number


async def test_a_commune_sees_its_own_people_and_nobody_elses(house: House, lan: Browser, event: int) -> None:
    listed = await lan.page("/admin/events")
    assert "Bà con xã mình dự chương trình của tỉnh" in listed and "1 tham gia · 1 chờ" in listed
    assert f'href="/admin/events/{event}/ours"' in listed and PLAN.title in listed
    page = await lan.page(f"/admin/events/{event}/ours")
    assert "Nguyễn Thị Bay" in page and "Nguyễn Thị Sau" in page and "1 tham gia · 1 chờ" in page
    assert "Nguyễn Thị Tu" not in page and "Nguyễn Thị Nam" not in page and "VX-" not in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]


async def test_it_can_be_seen_and_not_touched(house: House, lan: Browser, event: int) -> None:
    for path in ("", "/edit", "/door", "/people.xlsx", "/poster"):
        assert (await lan.get(f"/admin/events/{event}{path}")).status == 404
    token = hidden(await lan.page("/admin/account"), "/admin/account/chat")
    caller = {**token, "name": "Ai đó", "phone": "0912345678"}
    refused = await lan.client.post(f"/admin/events/{event}/people", data=caller)
    assert refused.status == 404


async def test_others_events_drafts_and_what_is_long_over_are_not_shown(
    house: House, lan: Browser, event: int, open_browser: Open
) -> None:
    son = await house.officer("son", unit=THOI_SON)
    other = await make_event(house.db, son, house.clock())
    assert (await lan.get(f"/admin/events/{other}/ours")).status == 404
    tinh = await open_browser()
    await house.enter(tinh, "tinh")
    assert "Bà con xã mình" not in await tinh.page("/admin/events")
    led = await tinh.get(f"/admin/events/{event}/ours", allow_redirects=False)
    assert led.headers["Location"] == f"/admin/events/{event}"
    async with house.db.writing() as session:
        await session.execute(update(Event).where(Event.id == event).values(state="draft"))
    assert "Bà con xã mình" not in await lan.page("/admin/events")
    assert (await lan.get(f"/admin/events/{event}/ours")).status == 404
    async with house.db.writing() as session:
        await session.execute(update(Event).where(Event.id == event).values(state="over"))
    house.clock.now = datetime(2027, 1, 10, 9, 0, tzinfo=VIETNAM)
    await house.enter(lan, "lan")
    assert "Bà con xã mình" not in await lan.page("/admin/events")
