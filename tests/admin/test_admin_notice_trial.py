"""An officer sends an invitation to themselves first and sees it in their web chat as everybody will."""

import re

from bot.pace import Pace
from bot.relay import Relay
from tests.admin.house import Browser, House
from tests.admin.test_admin_events import opened
from tests.support.web import Phone, make_deps, serving

INVITATION = ["Tham gia", "Không", "Hỏi thêm", "Đã đọc"]


async def said(phone: Phone) -> int:
    """How many messages came to the page."""
    return sum(who == "bot" for who, _ in await phone.texts())


async def test_an_invitation_is_tried_in_the_officers_own_web_chat_with_its_buttons(house: House, lan: Browser) -> None:
    event = await opened(house, lan)
    code = re.search(r"NOI \d{4} \d{4}", await (await lan.send("/admin/account", "/admin/account/chat")).text())
    assert code
    deps = make_deps(house.db, house.knowledge, house.settings, house.clock)
    relay = Relay(house.db, deps.channels["webchat"], house.clock, knowledge=house.knowledge)
    relay.carrier.pace = Pace(None)
    async with serving(deps) as server:
        phone = Phone(server)
        await phone.open()
        for line in (code[0], "nối"):
            await phone.say(line)
        draft = (await lan.send(event, f"{event}/invite")).headers["Location"].removesuffix("/text")
        words = "Kính mời bà con dự lớp tập huấn nhãn hàng hóa."
        await lan.send(f"{draft}/text", f"{draft}/text", {"words": words, "text": words})
        tried = await lan.send(f"{draft}/check", f"{draft}/test")
        assert tried.status == 303
        await relay.drain()
        (shown,) = [message for message in await phone.history() if message["text"] == words]
        assert [button["label"] for button in shown["choices"]] == INVITATION
        for button in shown["choices"]:
            before = await said(phone)
            await phone.post({"kind": "button", "data": button["data"], "text": button["label"], "id": phone.key()})
            assert await said(phone) > before, f"{button['label']} is answered"
        await phone.close()
