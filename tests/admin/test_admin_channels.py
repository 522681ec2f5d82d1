"""The channels' pages: for operators only; state, money, approved messages, the first authorisation."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from admin.views.zalo import challenge, reason_words
from ocop_core.db.models import Chat, Outbox, Staff
from ocop_core.db.models_accounts import StaffChat
from ocop_core.db.models_channels import Account, Contact, Template
from ocop_core.sealing import Seal
from ocop_core.services.channels import payments, tokens
from ocop_core.services.channels.tokens import Pair
from ocop_core.settings_zalo import ZaloBot, ZaloOa
from tests.admin.house import Browser, House
from tests.support.making import make_chat

PAGE = "/admin/channels/zalo-oa"
GOOD = {
    "outside_id": "7895417a7d3f9461cd2e",
    "kind": "reminder",
    "way": "user",
    "fields": "noi_dung = text\nngay = date\nnguon = =Tổ OCOP",
    "price": "120",
    "per_day": "",
    "from_hour": "7",
    "to_hour": "20",
}


@pytest.fixture
async def operator(house: House) -> AsyncIterator[Browser]:
    """An operator at a panel with both Zalo channels on."""
    on = ZaloOa(app_id="1", app_secret="s", budget=1000)
    house.settings = replace(house.settings, zalo_oa=on, zalo_bot=ZaloBot(token="1:a"), telegram_token="")
    await house.officer("van-hanh", "operator", None)
    server = TestServer(house.app())
    await server.start_server()
    browser = Browser(TestClient(server))
    await house.enter(browser, "van-hanh")
    yield browser
    await browser.client.close()


async def paid(house: House, price: int) -> None:
    chat = await make_chat(house.db, house.clock(), channel="zalo_oa", address=f"1{price}")
    async with house.db.writing() as session:
        await payments.reserve(session, "zalo_oa", 1, chat.id, "reminder", "paid", price, house.clock())


async def test_to_other_roles_these_pages_do_not_exist(house: House, lan: Browser) -> None:
    token = {"token": (await lan.page("/admin/account")).split('name="token" value="')[1].split('"')[0]}
    for path in ("/admin/channels", PAGE, f"{PAGE}/templates/new", f"{PAGE}/callback?code=x"):
        await lan.page(path, 404)
    for path in (f"{PAGE}/budget", f"{PAGE}/begin", f"{PAGE}/callback", f"{PAGE}/templates/new"):
        assert (await lan.client.post(path, data={**token, "code": "x"})).status == 404
    assert "/admin/channels" not in await lan.page("/admin/")


async def test_each_channel_says_whether_it_is_on_and_what_it_did_last(house: House, operator: Browser) -> None:
    page = await operator.page("/admin/channels")
    assert page.count("Đang bật") == 3 and page.count("Đang tắt") == 1
    assert "0/50 người, 0/3000 tin trong tháng" in page


async def test_the_page_says_how_old_the_tokens_are_and_when_they_are_refused(house: House, operator: Browser) -> None:
    assert "Chưa có. Làm phần" in await operator.page(PAGE)
    async with house.db.writing() as session:
        account = await payments.account(session, "zalo_oa")
        tokens.store(account, Pair("a", "r", 90_000), house.clock() - timedelta(hours=5), house.settings.seal)
    assert "5 giờ, tự đổi khi được 20 giờ" in await operator.page(PAGE)
    async with house.db.writing() as session:
        tokens.fail(await payments.account(session, "zalo_oa"), "token refused: -14014", house.clock())
    page = await operator.page(PAGE)
    assert "Cần xem ngay" in page and "-14014" in page


async def test_another_secret_key_is_told_as_what_it_is(house: House, operator: Browser) -> None:
    async with house.db.writing() as session:
        account = await payments.account(session, "zalo_oa")
        tokens.store(account, Pair("a", "r", 90_000), house.clock(), Seal("the key before"))
    page = await operator.page(PAGE)
    assert "Cần xem ngay" in page and "SECRET_KEY đã đổi" in page
    # A new authorisation needs nothing of what cannot be read.
    assert (await operator.send(PAGE, f"{PAGE}/begin")).status == 303
    assert "Code challenge" in await operator.page(PAGE)


async def test_windows_are_counted(house: House, operator: Browser) -> None:
    async with house.db.writing() as session:
        for number, hours in enumerate((1, 47, 49, 100, 200)):
            acted = house.clock() - timedelta(hours=hours)
            session.add(Contact(channel="zalo_oa", address=str(number), acted_at=acted))
    page = await operator.page(PAGE)
    shown = re.findall(r"<dt>(?:Miễn phí|55 đồng|Chỉ bằng)[^<]*</dt><dd>(\d+) người", page)
    assert shown == ["2", "2", "1"]


@pytest.mark.parametrize(("price", "words"), [(700, ""), (850, "Sắp hết ngân sách"), (1000, "Đã hết ngân sách")])
async def test_money_is_shown_by_kind_with_a_warning_in_time(
    house: House, operator: Browser, price: int, words: str
) -> None:
    await paid(house, price)
    page = await operator.page(PAGE)
    assert "Nhắc hạn" in page and "trên 1.000 đồng" in page
    assert words in page and ("ngân sách tháng. " in page) == bool(words)


async def test_a_new_budget_counts_at_once_and_nonsense_is_told_so(house: House, operator: Browser) -> None:
    assert (await operator.send(PAGE, f"{PAGE}/budget", {"budget": "2.500.000"})).status == 303
    async with house.db.reading() as session:
        assert (await session.get_one(Account, "zalo_oa")).budget == 2_500_000
    for wrong in ("", "-1", "nhiều", "9" * 12):
        response = await operator.send(PAGE, f"{PAGE}/budget", {"budget": wrong})
        assert response.status == 422 and 'href="#budget"' in await response.text()


async def test_an_approved_message_is_added_changed_and_dropped(house: House, operator: Browser) -> None:
    new = f"{PAGE}/templates/new"
    assert (await operator.send(new, new, GOOD)).status == 303
    async with house.db.reading() as session:
        row = (await session.scalars(select(Template))).one()
    assert row.fields == {"noi_dung": "text", "ngay": "date", "nguon": "=Tổ OCOP"} and row.price == 120
    one = f"{PAGE}/templates/{row.id}"
    assert "nguon = =Tổ OCOP" in await operator.page(one)
    assert (await operator.send(one, one, {**GOOD, "price": "150"})).status == 303
    assert (await operator.send(one, f"{one}/drop")).status == 303
    async with house.db.reading() as session:
        assert (await session.scalars(select(Template))).all() == []


WRONG = (
    ({"outside_id": " "}, "outside_id"),
    ({"kind": "gossip"}, "kind"),
    ({"fields": "noi_dung"}, "fields"),
    ({"fields": ""}, "fields"),
    ({"fields": "a = weather"}, "fields"),
    ({"price": "rẻ"}, "price"),
    ({"per_day": "-3"}, "per_day"),
    ({"from_hour": "20", "to_hour": "7"}, "from_hour"),
)


async def test_what_is_wrong_with_an_approved_message_is_said_at_the_field(house: House, operator: Browser) -> None:
    new = f"{PAGE}/templates/new"
    for change, field in WRONG:
        response = await operator.send(new, new, {**GOOD, **change})
        assert response.status == 422 and f'<a href="#{field}">' in await response.text(), change
    await operator.send(new, new, GOOD)
    assert (await operator.send(new, new, GOOD)).status == 422


async def test_an_authorisation_is_proved_and_confirmed(house: House, operator: Browser) -> None:
    await operator.send(PAGE, f"{PAGE}/begin")
    page = await operator.page(PAGE)
    async with house.db.reading() as session:
        account = await session.get_one(Account, "zalo_oa")
    verifier, nonce = tokens.begun(account, house.settings.seal)
    assert f'value="{challenge(verifier)}"' in page and verifier not in page
    assert verifier not in account.verifier and nonce not in account.nonce
    link = re.search(r'href="([^"]+/v4/oa/permission[^"]+)"', page)
    assert link
    asked = parse_qs(urlsplit(link[1].replace("&amp;", "&")).query)
    assert asked["state"] == [nonce] and asked["code_challenge"] == [challenge(verifier)]
    foreign = f"{PAGE}/callback?code=evil&oa_id=9&state=another"
    assert "không phải do trang này" in await operator.page(foreign, 400)
    back = f"{PAGE}/callback?code=abc&oa_id=388613280879808645&state={nonce}"
    assert "388613280879808645" in await operator.page(back)
    async with house.db.reading() as session:
        assert (await session.get_one(Account, "zalo_oa")).code == ""
    assert (await operator.send(back, f"{PAGE}/callback", {"code": "abc"})).status == 303
    async with house.db.reading() as session:
        account = await session.get_one(Account, "zalo_oa")
        assert tokens.take_code(account, house.clock(), house.settings.seal) == ("abc", verifier)


async def test_a_message_to_oneself_is_offered_only_where_it_can_arrive(house: House, operator: Browser) -> None:
    assert "Gửi thử cho tôi</button>" not in await operator.page(PAGE)
    chat = await make_chat(house.db, house.clock(), channel="zalo_oa", address="777")
    async with house.db.writing() as session:
        staff_id = (await session.scalars(select(Staff.id))).one()
        session.add(StaffChat(chat_id=chat.id, staff_id=staff_id, since=house.clock()))
    assert (await operator.send(PAGE, "/admin/channels/zalo_oa/test")).status == 303
    async with house.db.reading() as session:
        rows = (await session.execute(select(Outbox.kind, Chat.address).join(Chat, Chat.id == Outbox.chat_id))).all()
    assert [tuple(row) for row in rows] == [("test", "777")]


REASONS = (
    ("wallet", "ví Zalo hết tiền"),
    ("-321 out of balance", "ví Zalo hết tiền"),
    ("budget of the month", "hết ngân sách tháng"),
    ("gone: -213 User has not followed OA", "Zalo báo lỗi -213"),
    ("quiet hours", "đang giờ nghỉ, sáng mai gửi"),
)


def test_reasons_are_said_in_words(house: House) -> None:
    said = reason_words(house.knowledge.words)
    assert [said(reason) for reason, _ in REASONS] == [words for _, words in REASONS]


async def test_what_is_held_and_what_failed_is_told(house: House, operator: Browser) -> None:
    chat = await make_chat(house.db, house.clock(), channel="zalo_oa", address="5")
    async with house.db.writing() as session:
        values = {"chat_id": chat.id, "channel": "zalo_oa", "lane": 1, "kind": "reminder", "body": "", "attempts": 0}
        session.add(Outbox(**values, state="queued", reason="later: wallet", created_at=house.clock()))
        row = Outbox(**values, state="failed", reason="chat unreachable", created_at=house.clock())
        row.settled_at = house.clock()
        session.add(row)
    page = await operator.page(PAGE)
    assert "1 tin: ví Zalo hết tiền" in page and "1 tin: người nhận đã chặn" in page
