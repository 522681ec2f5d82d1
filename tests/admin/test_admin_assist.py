"""Làm hộ: an officer speaks for a producer, in the own commune, recorded as such, handed over by a code."""

import re

from sqlalchemy import select

from ocop_core.db.models import Audit, Idea, Outbox, Person
from ocop_core.services import telling
from ocop_core.services.accounts import phones
from tests.admin.house import Browser, House, Open
from tests.support.making import NUI_CAM, THOI_SON
from tests.support.talking import IDEA, say
from tests.support.web import Phone, make_deps, serving

NEW = {"name": "Nguyễn Thị Bảy", "phone": "0912 345 678", "unit": NUI_CAM, "agreed": "yes"}


async def begun(lan: Browser, **changed: str) -> str:
    response = await lan.send("/admin/assist", "/admin/assist", {**NEW, **changed})
    assert response.status == 303
    return response.headers["Location"]


async def test_an_officer_registers_an_idea_for_somebody(house: House, lan: Browser) -> None:
    page = await begun(lan)
    for line in IDEA:
        response = await lan.send(page, f"{page}/say", {"words": line, "data": ""})
        assert response.status == 303
    shown = await lan.page(page)
    assert "YT-" in shown and "Cán bộ Lan làm hộ" in shown
    async with house.db.reading() as session:
        idea = (await session.scalars(select(Idea))).one()
        person = await session.get_one(Person, idea.person_id)
        assert (person.name, idea.unit) == ("Nguyễn Thị Bảy", NUI_CAM)
        assert await phones.confirmed(session, person.id) == ["0912345678"]
        assert await telling.chat_to_use(session, person.id) is None
        assert "assist.begun" in (await session.scalars(select(Audit.act))).all()
        assert set((await session.scalars(select(Outbox.state))).all()) == {"sent"}
    assert "làm hộ" in await lan.page(f"/admin/ideas/{idea.id}")


async def test_a_button_and_a_second_tap(house: House, lan: Browser) -> None:
    page = await begun(lan)
    await lan.send(page, f"{page}/say", {"words": "đăng ký sản phẩm", "data": ""})
    html = await lan.page(page)
    data = re.search(r'name="data" value="(x:\d+:later)"', html)
    assert data
    fields = {"data": data[1], "key": "once", "words": ""}
    for _ in range(2):
        assert (await lan.send(page, f"{page}/say", fields)).status == 303
    assert (await lan.page(page)).count("khi nào rảnh") == 1


async def test_what_is_missing_is_said_at_the_field(house: House, lan: Browser) -> None:
    for changed, field in (
        ({"name": " "}, "name"),
        ({"phone": "12"}, "phone"),
        ({"unit": THOI_SON}, "unit"),
        ({"agreed": ""}, "agreed"),
    ):
        response = await lan.send("/admin/assist", "/admin/assist", {**NEW, **changed})
        assert response.status == 422
        assert f'<a href="#{field}">' in await response.text(), changed


async def test_the_same_person_is_helped_once(house: House, lan: Browser) -> None:
    assert await begun(lan) == await begun(lan)


async def test_other_communes_see_nothing_of_it(house: House, lan: Browser, open_browser: Open) -> None:
    page = await begun(lan)
    await house.officer("hoa", unit=THOI_SON)
    other = await open_browser()
    await house.enter(other, "hoa")
    await other.page(page, 404)
    assert "Nguyễn Thị Bảy" not in await other.page("/admin/assist")


async def test_the_producer_takes_over_on_their_own_phone(house: House, lan: Browser) -> None:
    page = await begun(lan)
    for line in IDEA[:3]:
        await lan.send(page, f"{page}/say", {"words": line, "data": ""})
    shown = await (await lan.send(page, f"{page}/code")).text()
    code = re.search(r"NOI \d{4} \d{4}", shown)
    assert code
    at = house.clock()
    for line in (code[0], "nối"):
        await say(house.db, house.knowledge, line, at=at)
    told = await say(house.db, house.knowledge, "tiếp tục", at=at)
    assert "(3/7)" in told[-1]


async def test_the_producer_opens_the_web_chat_by_the_code_and_sees_what_was_handed_in(
    house: House, lan: Browser
) -> None:
    page = await begun(lan)
    for line in (*IDEA, "để sau"):
        await lan.send(page, f"{page}/say", {"words": line, "data": ""})
    async with house.db.reading() as session:
        idea = (await session.scalars(select(Idea))).one()
    code = re.search(r"NOI \d{4} \d{4}", await (await lan.send(page, f"{page}/code")).text())
    assert code
    deps = make_deps(house.db, house.knowledge, house.settings, house.clock)
    async with serving(deps) as server:
        phone = Phone(server)
        await phone.open()
        for line in (code[0], "nối", "sản phẩm của tôi"):
            await phone.say(line)
        assert any(idea.code in text for _, text in await phone.texts())
        async with house.db.reading() as session:
            chat = await telling.chat_to_use(session, idea.person_id)
        assert chat is not None and chat.channel == "webchat"
        await phone.close()
    assert idea.code in await lan.page(page)
