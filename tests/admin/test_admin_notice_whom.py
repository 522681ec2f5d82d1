"""Whom an announcement is for: people of an event by their answers, choices that are kept under a name."""

import re
from html import unescape

import pytest
from sqlalchemy import select, update

from ocop_core.conversation.said import Body, Button
from ocop_core.db.models import Chat, Person
from ocop_core.db.models_announcements import Announcement, PhoneList
from ocop_core.services.accounts import preferences
from ocop_core.services.announcements import previewing
from ocop_core.services.announcements.audience import Audience
from ocop_core.services.events import places
from ocop_core.settings_zalo import Buttons, ZaloOa
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


async def test_who_cannot_be_written_to_is_counted_and_named_with_why_and_who_has_two_chats_gets_it_once(
    house: House,
    binh: Browser,  # noqa: F811
) -> None:
    people = await people_house.people(house.db, house.clock(), 4)
    async with house.db.writing() as session:
        await session.execute(update(Chat).where(Chat.person_id == people[0]).values(reachable=False))
        await session.execute(update(Chat).where(Chat.person_id == people[1]).values(channel="console"))
        await preferences.prefer(session, people[2], "announcements", "off", house.clock())
    await people_house.chat(house.db, house.clock(), people[3], "webchat")
    where = await written(binh)
    page = await binh.page(f"{where}/check")
    assert "Gửi cho 4 người" in page and "3 người chỉ gọi điện được" in page
    for why in ("đã chặn hoặc bỏ khung chat", "chưa nhắn cho trợ lý lần nào", "đã xin không nhận thông báo"):
        assert f"1 người: {why}" in page and why in await binh.page(f"{where}/names?only=unreached")
    assert "1 người có từ hai khung chat" in page
    several = await binh.page(f"{where}/names?only=several")
    assert several.count("có nhiều khung chat, nhận ở đây") == several.count("Xem thử tin của người này") == 1
    await binh.send(f"{where}/check", f"{where}/check", {"when": "now"})
    house.clock.go(seconds=61)
    number = int(where.rpartition("/")[2])
    await people_house.sent_to_all(house.db, house.knowledge, house.clock(), number)
    assert await people_house.counts(house.db, number) == {"sent": 4, "skipped": 3}


async def test_who_can_only_be_written_to_where_nothing_is_switched_on_is_promised_nothing(
    house: House,
    binh: Browser,  # noqa: F811
) -> None:
    unit = "30316"
    await people_house.people(house.db, house.clock(), 1, unit=unit)
    (elsewhere,) = await people_house.people(house.db, house.clock(), 1, channel=people_house.ZALO, unit=unit)
    where = await written(binh, unit=unit)
    page = await binh.page(f"{where}/check")
    assert "Gửi cho 1 người" in page and "1 người: khung chat ở kênh đang tắt" in page
    alone = await binh.page(f"/admin/notices/count?unit={unit}&channel=zalo_oa")
    assert "<b>1 người</b>" in alone and "1 người: khung chat ở kênh đang tắt" in alone
    await people_house.chat(house.db, house.clock(), elsewhere, people_house.TELEGRAM)
    assert "Gửi cho 2 người" in await binh.page(f"{where}/check")


async def test_a_list_that_was_cut_short_is_refused_in_words_and_no_draft_is_left(
    house: House,
    binh: Browser,  # noqa: F811
) -> None:
    async with house.db.writing() as session:
        cut = PhoneList(name="Tổ dở dang", unit=None, facts={}, created_at=house.clock())
        session.add(cut)
    refused = await binh.send("/admin/notices/new", "/admin/notices/new", {"list": str(cut.id)})
    assert refused.status < 500 and "Tổ dở dang&#34; chưa lưu xong" in await refused.text()
    async with house.db.reading() as session:
        assert (await session.scalars(select(Announcement.id))).all() == []


async def test_the_message_is_seen_on_each_channel_as_anybody_gets_it(
    house: House,
    binh: Browser,  # noqa: F811
) -> None:
    where = await written(binh, "Chào {ten}. " + "Mai có tập huấn. " * 150)
    names = await binh.page(f"{where}/names")
    third = re.findall(r'href="([^"]+/check\?after=\d+)"', names)[2]
    for channel, parts, buttons in (("telegram", 1, 1), ("zalo_oa", 2, 1), ("zalo_bot", 2, 0)):
        page = await binh.page(f"{third}&on={channel}")
        assert "Chào Người 0." in page and page.count('class="bubble"') == parts
        assert page.count("<li>Đã đọc</li>") == buttons and ("• Đã đọc" in page) is not bool(buttons)


@pytest.mark.parametrize(("kind", "lists"), [("show", 1), ("off", 0)])
def test_an_official_account_without_buttons_shows_them_as_words(kind: Buttons, lists: int) -> None:
    body = Body("notice.text", "Mai có tập huấn.", choices=(Button(0, "Đã đọc", "do:x"),))
    shown = {each.channel: each for each in previewing.on_channels(body, ZaloOa(buttons=kind))}
    assert len(shown["zalo_oa"].buttons) == lists and len(shown["telegram"].buttons) == 1
    assert ("• Đã đọc" in shown["zalo_oa"].parts[0]) is not bool(lists)


async def test_who_has_had_enough_for_today_is_counted_before_it_is_sent(
    house: House,
    binh: Browser,  # noqa: F811
) -> None:
    for text in ("Mai có tập huấn.", "Mốt có hội chợ."):
        number = await people_house.send(house.db, house.clock(), text, Audience(units=("30538",)))
        await people_house.sent_to_all(house.db, house.knowledge, house.clock(), number)
    where = await written(binh, "Bữa kia có chợ phiên.")
    assert "2 người hôm nay đã nhận đủ thông báo" in await binh.page(f"{where}/check")
    house.clock.go(days=1)
    assert "đã nhận đủ thông báo" not in await binh.page(f"{where}/check")


@pytest.mark.parametrize(
    "odd", ["unit=99999", "idea=rubbish", "dossier=draft", "lacks=rubbish", "channel=fax", "answer=x"]
)
async def test_what_nobody_could_tick_is_refused_and_never_means_everybody(binh: Browser, odd: str) -> None:  # noqa: F811
    for page in ("new", "count"):
        assert "Không có mục này" in await binh.page(f"/admin/notices/{page}?{odd}", status=404)
