"""Links that open a form, an answer or an event: their codes, their sheets, what to type where links carry nothing."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from ocop_core.conversation.heard import Inbound
from ocop_core.knowledge.entries import load_entries
from ocop_core.services import deep_links
from ocop_core.services.knowing import entry_rows
from ocop_core.settings_zalo import ZaloBot, ZaloOa
from tests.admin.house import Browser, House
from tests.admin.test_admin_events import opened, taken
from tests.services.eventful import make_people
from tests.support.talking import say

OA = ZaloOa(app_id="1", app_secret="2", oa_id="4318657068771012646")
LINKS = "/admin/links"


@pytest.mark.parametrize("payload", deep_links.FORMS)
async def test_each_form_has_a_sheet_and_opens_by_its_link_and_by_its_words(
    house: House, lan: Browser, payload: str
) -> None:
    await house.enter(lan, "lan")
    assert f'href="{LINKS}/{payload}"' in await lan.page(LINKS)
    page = await lan.page(f"{LINKS}/{payload}")
    assert f"/chat?start={payload}" in page and "<svg" in page
    with Image.open(BytesIO(await taken(lan, f"{LINKS}/{payload}/poster.png"))) as sheet:
        assert sheet.size == (1654, 2339)
    assert (await taken(lan, f"{LINKS}/{payload}/qr.pdf")).startswith(b"%PDF")
    await make_people(house.db, house.knowledge, house.clock(), "link", "words")
    link = deep_links.form(house.knowledge.words, payload)
    opened_by = [
        await say(house.db, house.knowledge, what, at=house.clock.go(minutes=1), address=address)
        for what, address in ((Inbound("start", data=payload), "link"), (link.typed, "words"))
    ]
    assert opened_by[0][-1] == opened_by[1][-1]


async def test_an_answer_has_its_own_code_unless_it_is_hidden(house: House, lan: Browser) -> None:
    await house.enter(lan, "lan")
    entry = load_entries()[0]
    async with house.db.writing() as session:
        await entry_rows.sync_shipped(session, [entry], house.clock())
    assert f"{LINKS}/hoi-{entry.id}" in await lan.page(f"/admin/knowledge/{entry.id}")
    assert f"/chat?start=hoi-{entry.id}" in await lan.page(f"{LINKS}/hoi-{entry.id}")
    assert (await taken(lan, f"{LINKS}/hoi-{entry.id}/poster.pdf")).startswith(b"%PDF")
    assert f'href="/admin/knowledge/{entry.id}"' in await lan.page(f"{LINKS}/hoi-{entry.id}")
    for payload in ("hoi-khong-co", "rubbish", "event-1"):
        assert (await lan.get(f"{LINKS}/{payload}")).status == 404


async def test_an_event_is_opened_on_every_channel_that_is_on(house: House, lan: Browser) -> None:
    await house.enter(lan, "lan")
    number = (await opened(house, lan)).rpartition("/")[2]
    config = replace(
        house.settings, zalo_oa=OA, zalo_bot=ZaloBot(token="x"), telegram_token="1:x", telegram_name="ocop_bot"
    )
    found = {way.channel: way for way in deep_links.ways(config, f"event-{number}", deep_links.event_code(int(number)))}
    assert found["webchat"].address.endswith(f"/chat?start=event-{number}")
    assert found["telegram"].address == f"https://t.me/ocop_bot?start=event-{number}"
    assert found["zalo_oa"].address == "https://zalo.me/4318657068771012646"
    assert found["zalo_oa"].typed == found["zalo_bot"].typed == f"SK{number}"
    nameless = replace(config, telegram_name="", zalo_oa=replace(OA, oa_id=""))
    by_words = {way.channel: (way.address, way.typed) for way in deep_links.ways(nameless, "idea", "đăng ký sản phẩm")}
    assert by_words["telegram"] == by_words["zalo_oa"] == ("", "đăng ký sản phẩm")
    words = house.knowledge.words
    assert deep_links.otherwise(words, replace(house.settings, telegram_token=""), "SK1") == ""
    assert "SK1" in deep_links.otherwise(words, config, "SK1") and "Zalo, Telegram" in deep_links.otherwise(
        words, config, "SK1"
    )
    await make_people(house.db, house.knowledge, house.clock(), "bay")
    (said,) = await say(house.db, house.knowledge, f"SK{number}", at=house.clock.go(minutes=1), address="bay")
    assert "Tập huấn nhãn hàng hóa" in said
