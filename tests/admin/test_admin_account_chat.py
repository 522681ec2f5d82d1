"""An officer joins a chat of their own by a code that is shown once."""

import re

from ocop_core.services.accounts import linking
from tests.admin.house import Browser, House, hidden
from tests.support.talking import say


async def test_an_officer_gets_a_code_joins_a_chat_and_lets_go_of_it(house: House, lan: Browser) -> None:
    shown = await (await lan.send("/admin/account", "/admin/account/chat")).text()
    code = re.search(r"NOI \d{4} \d{4}", shown)
    assert code and "<svg" in shown
    assert code[0] not in await lan.page("/admin/account")
    at = house.clock()
    assert "Nối không" in (await say(house.db, house.knowledge, code[0], at=at))[-1]
    await say(house.db, house.knowledge, "nối", at=at)
    page = await lan.page("/admin/account")
    drop = re.search(r"/admin/account/chat/\d+/drop", page)
    assert drop and "Dòng lệnh" in page
    assert (await lan.send("/admin/account", drop[0])).status == 303
    assert "Dòng lệnh" not in await lan.page("/admin/account")


async def test_nobody_lets_go_of_anothers_chat(house: House, lan: Browser) -> None:
    hoa = await house.officer("hoa")
    async with house.db.writing() as session:
        code = await linking.offer_staff(session, hoa, house.clock())
    for line in (linking.shown(code), "nối"):
        await say(house.db, house.knowledge, line, at=house.clock())
    async with house.db.reading() as session:
        chat = await linking.staff_chat(session, hoa.id)
    assert chat is not None
    token = hidden(await lan.page("/admin/account"), "/admin/account/chat")
    await lan.client.post(f"/admin/account/chat/{chat.id}/drop", data=token)
    async with house.db.reading() as session:
        assert await linking.staff_chat(session, hoa.id) is not None
