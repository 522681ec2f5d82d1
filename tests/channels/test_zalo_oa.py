"""The Official Account: windows and money, tokens, errors by their meaning, files, people who leave."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.channels.base import Means, Parcel
from bot.channels.labels import labels
from bot.channels.zalo_codes import MEANING
from bot.channels.zalo_oa import NAME, ZaloOa
from bot.channels.zalo_oa_events import understood
from bot.channels.zalo_oa_read import read
from bot.channels.zalo_oa_write import write
from bot.fakes.zalo_oa_methods import Approved
from bot.fetcher import fetch_due
from ocop_core.conversation.said import Body, Button
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, File, Inbox, Outbox
from ocop_core.db.models_accounts import PersonPhone
from ocop_core.db.models_channels import Account, Contact, Payment, Upload
from ocop_core.errors import SendError
from ocop_core.services.accounts import contacts
from ocop_core.services.channels import payments, tokens, ways
from ocop_core.services.files import storing
from ocop_core.settings import Settings
from tests.channels.zalo import USER, House, opened
from tests.support.clock import Clock
from tests.support.pictures import jpeg

PAYLOADS = Path(__file__).parents[1] / "payloads" / "zalo_oa"
WEBHOOKS = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(PAYLOADS.glob("webhook_*.json"))}


@pytest.fixture
async def house(db: Database, knowledge: Knowledge, settings: Settings, clock: Clock) -> AsyncIterator[House]:
    async with opened(db, knowledge, settings, clock) as made:
        yield made


KINDS = {
    "webhook_user_send_text.docs": "text",
    "webhook_user_send_text.console": "text",
    "webhook_user_send_image.console": "photo",
    "webhook_user_send_gif.console": "sticker",
    "webhook_user_send_sticker.console": "sticker",
    "webhook_user_send_link.console": "link",
    "webhook_user_send_audio.console": "voice",
    "webhook_user_send_video.console": "video",
    "webhook_user_send_file.console": "document",
    "webhook_user_submit_info.docs": "contact",
    "webhook_follow.docs": "start",
}


@pytest.mark.parametrize("name", sorted(WEBHOOKS))
def test_every_known_event_is_read_as_what_it_is(name: str) -> None:
    heard = read(WEBHOOKS[name])
    assert (heard.inbound.kind if heard else None) == KINDS.get(name)


@pytest.mark.parametrize("number", [246845883529197922, "246845883529197922"])
def test_an_id_may_be_a_number_or_text(number: Any) -> None:
    heard = read({"event_name": "user_send_text", "sender": {"id": number}, "message": {"msg_id": 7, "text": "a"}})
    assert heard and (heard.address, heard.message_id) == ("246845883529197922", "7")


def test_what_a_button_carries_is_a_tap() -> None:
    for data in ("b:12:3", "x:4:back", "do:nav.menu", "do:idea.look_up:YT-2345A"):
        heard = read({"event_name": "user_send_text", "sender": {"id": "1"}, "message": {"msg_id": "m", "text": data}})
        assert heard and (heard.inbound.kind, heard.inbound.data) == ("button", data)
    typed = read({"event_name": "user_send_text", "sender": {"id": "1"}, "message": {"msg_id": "m", "text": "b: 3"}})
    assert typed and typed.inbound.kind == "text"


def test_a_number_from_the_form_is_not_vouched_for() -> None:
    heard = read(WEBHOOKS["webhook_user_submit_info.docs"])
    assert heard and heard.inbound.text == "84912345678" and heard.inbound.phone is None


def test_receipts_do_not_open_the_window_and_taps_do() -> None:
    assert understood(WEBHOOKS["webhook_user_send_text.docs"]).meaning == "acted"
    assert understood(WEBHOOKS["webhook_follow.docs"]).meaning == "acted"
    assert understood(WEBHOOKS["webhook_zbs_user_received_message.docs"]).meaning == "delivered"
    assert understood(WEBHOOKS["webhook_oa_send_text.console"]).meaning == "other"


def buttons(count: int) -> tuple[Button, ...]:
    return tuple(Button(n, f"Lựa chọn {n}", f"b:1:{n}") for n in range(1, count + 1))


EXITS = (Button(0, "Quay lại", "x:1:back"), Button(0, "Để sau", "x:1:later"))
WAYS = {"ways": "Hoặc nhắn:"}


@pytest.mark.parametrize(("choices", "exits", "shown"), [(3, 2, 5), (4, 2, 4), (5, 0, 5), (6, 2, 2), (0, 2, 2)])
def test_what_does_not_fit_under_five_buttons_stands_in_the_text(choices: int, exits: int, shown: int) -> None:
    body = Body("x", "Hỏi?", buttons(choices), EXITS[:exits])
    (call,) = write(Parcel(1, 1, USER, body), WAYS, "hide")
    message = call.args["message"]
    assert len(message["attachment"]["payload"]["buttons"]) == shown
    titles = [one["title"] for one in message["attachment"]["payload"]["buttons"]]
    for button in (*body.choices, *body.exits):
        assert any(button.label in title for title in titles) or button.label.lower() in message["text"].lower()


def test_without_buttons_every_choice_has_its_number() -> None:
    (call,) = write(Parcel(1, 1, USER, Body("x", "Hỏi?", buttons(2), EXITS)), WAYS, "off")
    assert call.args["message"] == {"text": 'Hỏi?\n\n1. Lựa chọn 1\n2. Lựa chọn 2\n\nHoặc nhắn: "quay lại" · "để sau"'}


def test_a_tap_that_shows_carries_words() -> None:
    (call,) = write(Parcel(1, 1, USER, Body("x", "Hỏi?", buttons(1))), WAYS, "show")
    (button,) = call.args["message"]["attachment"]["payload"]["buttons"]
    assert (button["type"], button["payload"]) == ("oa.query.show", "1. Lựa chọn 1")


def test_long_texts_are_cut_in_nfc() -> None:
    decomposed = "e\u0302\u0301 " * 3000
    calls = write(Parcel(1, 1, USER, Body("x", decomposed)), WAYS, "hide")
    texts = [call.args["message"]["text"] for call in calls]
    assert max(map(len, texts)) <= 2000 and " ".join(texts).split() == ["ế"] * 3000


def test_where_a_phone_is_wanted_the_card_comes_last() -> None:
    words = {"contact_title": "Gửi số", "contact_subtitle": "Bấm"}
    calls = write(Parcel(1, 1, USER, Body("x", "Số nào?", want="phone")), words, "hide", "https://example.vn/a.png")
    assert [("text" in call.args["message"]) for call in calls] == [True, False]
    assert write(Parcel(1, 1, USER, Body("x", "Số nào?", want="phone")), words, "hide") == calls[:1]


async def test_an_answer_is_free(house: House) -> None:
    assert await house.says("xin chào")
    assert house.server.book.charged == 0
    async with house.db.reading() as session:
        assert await payments.spent(session, NAME, house.clock()) == 0


async def test_after_two_days_it_costs_and_after_seven_it_needs_a_template(house: House) -> None:
    await house.says("xin chào")
    house.clock.go(hours=49)
    paid = await house.owe("Còn 60 ngày nữa là hết hạn.")
    await house.relay.drain()
    assert (house.server.sent[-1].price, (await house.row(paid)).state) == (55, "sent")
    house.clock.go(days=6)
    late = await house.owe("Còn 54 ngày.")
    await house.relay.drain()
    assert (await house.row(late)).state == "failed" and "no template" in str((await house.row(late)).reason)
    house.server.templates["t-reminder"] = Approved(("noi_dung",))
    await house.template()
    by_template = await house.owe("Còn 53 ngày.")
    await house.relay.drain()
    assert (await house.row(by_template)).state == "sent"
    assert (house.server.sent[-1].way, house.server.sent[-1].text) == ("uid", "Còn 53 ngày.")
    async with house.db.reading() as session:
        booked = (await session.scalars(select(Payment.price).order_by(Payment.id))).all()
        # It is December by then.
        (line,) = await payments.by_kind(session, NAME, house.clock())
    assert (booked, house.server.book.charged, line["dong"]) == ([55, 120], 175, 120)


@pytest.mark.parametrize("form", ["flat", "recipient"])
async def test_a_template_by_user_id_has_two_forms(
    db: Database, knowledge: Knowledge, settings: Settings, clock: Clock, form: str
) -> None:
    async with opened(db, knowledge, settings, clock, ZALO_ZBS_UID_BODY=form) as house:
        await house.says("xin chào")
        house.clock.go(days=8)
        house.server.templates["t-reminder"] = Approved(("noi_dung",))
        await house.template()
        number = await house.owe("Nhắc hạn.")
        await house.relay.drain()
        assert (await house.row(number)).state == "sent"


async def test_a_template_by_phone_needs_a_number_that_is_surely_theirs(house: House) -> None:
    await house.says("xin chào")
    house.clock.go(days=8)
    house.server.templates["t-reminder"] = Approved(("noi_dung",), by_phone=200)
    house.server.phones["84912345678"] = USER
    await house.template("phone", price=200)
    first = await house.owe("Nhắc một.")
    await house.relay.drain()
    assert (await house.row(first)).state == "failed"
    async with house.db.writing() as session:
        person = (await session.scalars(select(Chat.person_id))).one()
        at = house.clock()
        session.add(PersonPhone(person_id=person, phone="0912345678", how="code", confirmed_at=at))
    second = await house.owe("Nhắc hai.")
    await house.relay.drain()
    assert (await house.row(second)).state == "sent" and house.server.sent[-1].way == "phone"
    receipt = await house.server.receipt(USER, house.server.sent[-1].message_id)
    await house.hear(receipt)
    async with house.db.reading() as session:
        assert (await session.scalars(select(Payment.delivered_at))).all() == [house.clock()]


async def test_at_night_a_template_waits_and_goes_out_in_the_morning(house: House) -> None:
    await house.says("xin chào")
    house.server.templates["t-notice"] = Approved(("noi_dung",))
    await house.template(kind="notice", from_hour=0, to_hour=24)
    house.clock.go(days=8, hours=14)
    number = await house.owe("Xã đã nhận hồ sơ.", kind="notice")
    await house.relay.drain()
    row = await house.row(number)
    assert (row.state, row.attempts, house.server.book.refused[-234]) == ("queued", 0, 1)
    assert row.not_before and row.not_before - house.clock() >= timedelta(hours=8)
    house.clock.go(hours=9)
    await house.relay.drain()
    assert (await house.row(number)).state == "sent"


async def test_an_empty_wallet_keeps_what_costs_and_not_what_is_free(house: House) -> None:
    await house.says("xin chào")
    await house.says("xin chào", user="2512523625412516")
    house.server.book.wallet = 0
    house.clock.go(hours=50)
    first, second = await house.owe("Nhắc một."), await house.owe("Nhắc hai.", user="2512523625412516")
    await house.relay.drain()
    assert {(await house.row(n)).state for n in (first, second)} == {"queued"}
    assert house.server.book.refused[-321] <= 2
    assert await house.says("dạ") != []
    assert (await house.row(first)).state == "sent" and house.server.book.charged == 0
    house.server.book.wallet = 1000
    house.clock.go(hours=1, minutes=1)
    await house.relay.drain()
    assert (await house.row(second)).state == "sent" and house.server.book.charged == 55


async def test_beyond_the_budget_nothing_that_costs_is_sent(
    db: Database, knowledge: Knowledge, settings: Settings, clock: Clock
) -> None:
    async with opened(db, knowledge, settings, clock, ZALO_BUDGET="100") as house:
        await house.says("xin chào")
        house.clock.go(hours=50)
        numbers = [await house.owe(f"Nhắc {n}.") for n in range(2)]
        await house.relay.drain()
        assert [(await house.row(n)).state for n in numbers] == ["sent", "queued"]
        house.clock.go(days=3, minutes=1)
        await house.relay.drain()
        assert [(await house.row(n)).state for n in numbers] == ["sent", "failed"]
        assert house.server.book.charged == 55


async def test_when_zalo_counts_the_window_otherwise_the_template_is_tried(house: House) -> None:
    await house.says("xin chào")
    house.server.templates["t-reminder"] = Approved(("noi_dung",))
    await house.template()
    house.server.fail("-230", prefix="message/cs")
    number = await house.owe("Nhắc hạn.")
    await house.relay.drain()
    assert (await house.row(number)).state == "sent" and house.server.sent[-1].way == "uid"


FATES = {
    "retry": "queued",
    "rate": "queued",
    "night": "queued",
    "day": "queued",
    "wallet": "queued",
    "human": "queued",
    "gone": "failed",
    "refused": "failed",
    "window": "failed",
    "attachment": "failed",
}


@pytest.mark.parametrize("code", sorted(code for code in MEANING if MEANING[code] != "token"))
async def test_every_error_has_its_meaning(house: House, code: int) -> None:
    await house.says("xin chào")
    house.server.fail(str(code), prefix="message/cs")
    number = await house.owe("Nhắc hạn.")
    calls = house.server.book.calls["/v3.0/oa/message/cs"]
    await house.relay.drain()
    assert (await house.row(number)).state == FATES[MEANING[code]]
    assert house.server.book.calls["/v3.0/oa/message/cs"] == calls + 1


@pytest.mark.parametrize("code", ["-216", "-220"])
async def test_a_refused_token_is_renewed_and_the_message_sent_once(house: House, code: str) -> None:
    await house.says("xin chào")
    house.server.fail(code, prefix="message/cs")
    assert await house.says("đồng ý")
    assert house.server.oauth.refreshed == 2


@pytest.mark.parametrize(("kind", "state"), [("500", "sent"), ("html", "sent"), ("429", "queued")])
async def test_faults_of_the_server(house: House, kind: str, state: str) -> None:
    await house.says("xin chào")
    house.server.fail(kind, prefix="message/cs")
    number = await house.owe("Nhắc hạn.")
    await house.relay.drain()
    assert (await house.row(number)).state == state


@pytest.mark.parametrize("kind", ["hang", "cut"])
async def test_what_perhaps_arrived_is_said_once_more_and_an_announcement_is_not(house: House, kind: str) -> None:
    await house.says("xin chào")
    house.server.fail(kind, prefix="message/cs", seconds=0.6)
    notice = await house.owe("Nhắc hạn.")
    await house.relay.drain()
    assert (await house.row(notice)).state == "sent"
    house.server.fail(kind, prefix="message/cs", seconds=0.6)
    bulk = await house.owe("Mời tập huấn.", kind="announcement", lane=2)
    await house.relay.drain()
    assert (await house.row(bulk)).state == "unsure"
    assert [sent.text for sent in house.server.sent[-3:]] == ["Nhắc hạn.", "Nhắc hạn.", "Mời tập huấn."]


async def test_the_calls_of_a_minute_are_not_used_up(house: House) -> None:
    house.server.minute.limit = 2
    await house.says("xin chào")
    for n in range(4):
        await house.owe(f"Nhắc {n}.")
    await house.relay.drain()
    assert len(house.server.sent) == 2 and house.server.book.refused[-32] == 0
    house.clock.go(minutes=1)
    await house.relay.drain()
    assert len(house.server.sent) == 4


async def test_a_token_is_renewed_before_it_dies(house: House) -> None:
    await house.says("xin chào")
    house.clock.go(hours=19)
    await house.says("một")
    assert house.server.oauth.refreshed == 1
    house.clock.go(hours=2)
    await house.says("hai")
    assert house.server.oauth.refreshed == 2 and house.server.book.refused[-216] == 0


async def test_while_no_new_token_can_be_had_the_old_one_serves(house: House) -> None:
    await house.says("xin chào")
    house.clock.go(hours=21)
    house.server.fail("500", times=20, prefix="access_token")
    assert await house.says("một")
    house.server.faults.coming.clear()
    house.clock.go(hours=3)
    assert await house.says("hai")


async def test_two_processes_renew_with_one_refresh_token(
    house: House, knowledge: Knowledge, settings: Settings
) -> None:
    await house.says("xin chào")
    house.clock.go(hours=26)
    means = Means(
        house.deps.settings,
        labels(knowledge.words),
        storing.reader(house.db, settings.files_dir),
        house.db,
        house.clock,
    )
    other = ZaloOa(means)
    await other.start()
    got = await asyncio.gather(*(one.tokens.access() for one in (house.channel, other) for _ in range(5)))
    await other.stop()
    assert len(set(got)) == 1 and house.server.oauth.refreshed == 2


async def test_a_refresh_token_that_is_refused_raises_the_alarm_and_is_not_tried_again(house: House) -> None:
    await house.says("xin chào")
    house.server.oauth.refresh = "another"
    house.clock.go(hours=26)
    for _ in range(3):
        with pytest.raises(SendError) as problem:
            await house.channel.tokens.access()
        assert problem.value.kind == "config"
    assert house.server.book.calls["/v4/oa/access_token"] == 2
    async with house.db.reading() as session:
        assert await tokens.alarm(session, NAME, house.clock(), house.seal) == "refused"
    house.server.oauth.refresh = "good-again"
    async with house.db.writing() as session:
        await tokens.begin(session, NAME, "verifier", "nonce", house.seal)
        await tokens.hand_over(session, NAME, house.server.oauth.issue_code(""), house.clock(), house.seal)
    assert await house.channel.tokens.take_code()
    assert await house.says("xin chào lần nữa")


async def test_the_stored_pair_counts_after_a_restart_and_a_new_one_in_the_settings_begins_anew(
    house: House, knowledge: Knowledge, settings: Settings
) -> None:
    await house.says("xin chào")
    async with house.db.reading() as session:
        account = await session.get_one(Account, NAME)
    assert house.seal.open(account.refresh) == house.server.oauth.refresh
    house.server.oauth.refresh = "given-by-hand"
    again = opened(house.db, knowledge, settings, house.clock, ZALO_OA_REFRESH_TOKEN="given-by-hand")
    async with again as other:
        other.server.oauth.refresh = "given-by-hand"
        house.clock.go(hours=26)
        assert await other.channel.tokens.access()
        assert other.server.oauth.refreshed == 1


async def test_pictures_are_uploaded_once_and_again_when_they_are_forgotten(house: House) -> None:
    await house.says("xin chào")
    content = jpeg()
    digest = storing.put(house.deps.settings.files_dir, content)
    async with house.db.writing() as session:
        chat = (await session.scalars(select(Chat))).one()
        number = await storing.keep(session, chat.id, content, "image/jpeg", digest, "mam.jpg", house.clock())
    parcel = Parcel(1, chat.id, USER, Body("x", "Ảnh đây ạ", files=(number,)))
    uploads = "/v2.0/oa/upload/image"
    for _ in range(2):
        await house.channel.send(parcel)
    assert house.server.book.calls[uploads] == 1 and house.server.sent[-2].file == "mam.jpg"
    for held in house.server.files.values():
        held.lives = timedelta(0)
    house.clock.go(seconds=1)
    await house.channel.send(parcel)
    assert house.server.book.calls[uploads] == 2
    async with house.db.writing() as session:
        (await session.get_one(Upload, (NAME, number))).until = house.clock()
    await house.channel.send(parcel)
    assert house.server.book.calls[uploads] == 3


async def test_staff_who_answer_in_zalo_silence_the_bot_for_some_hours(house: House) -> None:
    await house.says("xin chào")
    await house.hear(await house.server.staff(USER, "Em gọi lại cô ngay ạ"))
    assert await house.says("dạ cảm ơn em") == []
    async with house.db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Inbox)) == 2
    house.clock.go(hours=4, seconds=1)
    assert await house.says("em ơi")


async def test_who_withdraws_is_erased_at_once_and_not_brought_back_by_what_was_late(house: House) -> None:
    await house.says("xin chào")
    late = await house.server.say(USER, "đồng ý, tôi tên Bảy")
    house.clock.go(seconds=30)
    await house.hear(await house.server.withdraw(USER))
    async with house.db.reading() as session:
        bodies = (await session.scalars(select(Inbox.body))).all()
        assert bodies == [None] and set((await session.scalars(select(Outbox.body))).all()) == {""}
        assert await session.scalar(select(func.count()).where(Chat.address == USER)) == 0
    await house.hear(late)
    async with house.db.reading() as session:
        assert await session.scalar(select(func.count()).where(Chat.address == USER)) == 0
    house.clock.go(hours=21)
    async with house.db.writing() as session:
        assert await contacts.forget(session, house.clock()) == 1
        assert await session.scalar(select(func.count()).select_from(Contact)) == 0
    assert await house.says("xin chào")


async def test_who_stops_following_is_not_tried_and_who_comes_back_is(house: House) -> None:
    await house.says("xin chào")
    await house.hear(await house.server.block(USER))
    number = await house.owe("Nhắc hạn.")
    calls = house.server.book.calls.total()
    await house.relay.drain()
    assert (await house.row(number)).state == "failed" and house.server.book.calls.total() == calls
    house.clock.go(seconds=5)
    await house.hear(await house.server.follow(USER))
    await house.relay.drain()
    assert house.server.sent[-1].text


async def test_a_photo_is_fetched_from_zalo_and_from_nowhere_else(house: House) -> None:
    await house.says("xin chào")
    await house.says("đồng ý")
    await house.hear(await house.server.photo(USER, jpeg()))
    await house.hear(
        {
            "event_name": "user_send_image",
            "sender": {"id": USER},
            "message": {
                "msg_id": "evil",
                "attachments": [{"type": "image", "payload": {"url": "https://example.com/a.jpg"}}],
            },
        }
    )
    await fetch_due(house.deps, house.channel)
    async with house.db.reading() as session:
        states = (await session.scalars(select(File.state).order_by(File.id))).all()
    assert states == ["kept", "refused"]


async def test_the_price_is_known_before_an_announcement(house: House) -> None:
    for number, hours in enumerate((0, 40, 30, 100)):
        house.clock.go(hours=hours)
        await house.says("xin chào", user=f"25125236254125{number}")
    house.clock.go(hours=1)
    async with house.db.reading() as session:
        chats = (await session.scalars(select(Chat.id))).all()
        found = await ways.foresee(session, house.channel.desk.tariff, chats, "announcement", house.clock())
    assert (found.free, found.paid, found.template, found.never, found.dong) == (1, 2, 0, 1, 110)
