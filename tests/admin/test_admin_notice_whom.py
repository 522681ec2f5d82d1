"""Whom an announcement is for: people of an event by their answers, choices that are kept under a name."""

from html import unescape

from sqlalchemy import select

from ocop_core.db.models import Person
from ocop_core.services.events import places
from tests.admin.house import THOI_SON, Browser, House, Open
from tests.admin.test_admin_notices import binh, written  # noqa: F401 - an officer with three people
from tests.announcements import house as people_house
from tests.services.eventful import PLAN, make_event


async def class_of(house: House, unit: str) -> int:
    """A class of a commune, to which the first of the people comes and the second does not."""
    staff = await house.officer(f"can-bo-{unit}", unit=unit)
    event = await make_event(house.db, staff, house.clock())
    async with house.db.reading() as session:
        people = (await session.scalars(select(Person.id).where(Person.unit == unit).order_by(Person.id))).all()
    async with house.db.writing() as session:
        await places.join(session, event, people[0], house.clock())
    return event


async def test_people_of_a_class_are_chosen_by_their_answer_and_named_in_the_summary(
    house: House,
    binh: Browser,  # noqa: F811
) -> None:
    event = await class_of(house, "30538")
    page = await binh.page(f"/admin/events/{event}")
    assert f"/admin/notices/new?event={event}" in page
    begun = await binh.page(f"/admin/notices/new?event={event}")
    assert f'<option value="{event}" selected>{PLAN.title} (04/12/2026)' in begun and "1 người" in begun
    assert "0 người" in await binh.page(f"/admin/notices/count?event={event}&answer=declined")
    where = await written(binh, event=str(event), answer="going", keep="Người dự lớp")
    page = unescape(await binh.page(f"{where}/check"))
    assert "Gửi cho 1 người" in page and f'Người của chương trình "{PLAN.title}": tham gia' in page
    assert "Người dự lớp" in await binh.page("/admin/notices/new?kept=1")
    changed = await binh.page(f"{where}/whom")
    assert f'<option value="{event}" selected>' in changed and 'value="going" checked' in changed


async def test_another_commune_neither_sees_the_class_nor_counts_by_it(house: House, open_browser: Open) -> None:
    staff = await house.officer("lan")
    event = await make_event(house.db, staff, house.clock())
    await house.officer("son", unit=THOI_SON)
    son = await open_browser()
    await house.enter(son, "son")
    assert PLAN.title not in await son.page("/admin/notices/new")
    for path in (f"/admin/notices/new?event={event}", f"/admin/notices/count?event={event}"):
        assert (await son.get(path)).status == 404
    refused = await son.send("/admin/notices/new", "/admin/notices/new", {"event": str(event)})
    assert refused.status == 404


async def test_a_choice_that_is_kept_is_used_again_and_means_whoever_fits_then(
    house: House,
    binh: Browser,  # noqa: F811
    open_browser: Open,
) -> None:
    await written(binh, unit="30502", keep="Bà con Thới Sơn")
    page = await binh.page("/admin/notices/new")
    assert "Nhóm đã lưu (1)" in page and "Bà con Thới Sơn" in page and "Xã: " in page
    await people_house.people(house.db, house.clock(), 2, unit="30502")
    begun = await binh.page("/admin/notices/new?kept=1")
    assert "<b>3 người</b>" in begun and 'value="30502" checked' in begun
    # Under the same name it takes the place of the first.
    await written(binh, unit="30538", keep="Bà con Thới Sơn")
    begun = await binh.page("/admin/notices/new?kept=1")
    assert "<b>2 người</b>" in begun and "Nhóm đã lưu (1)" in begun
    await house.officer("lan")
    lan = await open_browser()
    await house.enter(lan, "lan")
    assert "Nhóm đã lưu" not in await lan.page("/admin/notices/new")
    assert (await lan.get("/admin/notices/new?kept=1")).status == 404
    await binh.send("/admin/notices/new", "/admin/notices/kept/1/drop")
    assert "Nhóm đã lưu" not in await binh.page("/admin/notices/new")
