"""Announcements in the panel: one task a page, nothing lost on the way, and everybody known by name afterwards."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select, update

from ocop_core.db.models import Chat, Outbox, Person, Staff
from ocop_core.db.models_accounts import StaffChat
from ocop_core.db.models_dossiers import Dossier
from ocop_core.db.models_products import Product
from tests.admin.house import Browser, House, Open
from tests.announcements import house as people_house


@pytest.fixture
async def binh(house: House, browser: Browser) -> Browser:
    """An officer of the province, signed in, and three people of two communes."""
    await house.officer("binh", "province", None)
    await house.enter(browser, "binh")
    await people_house.people(house.db, house.clock(), 2)
    await people_house.people(house.db, house.clock(), 1, unit="30502")
    return browser


async def written(binh: Browser, text: str = "Mai có tập huấn.", **chosen: str) -> str:
    """A draft with words; the address of its page."""
    begun = await binh.send("/admin/notices/new", "/admin/notices/new", chosen)
    where = begun.headers["Location"].removesuffix("/text")
    worded = await binh.send(f"{where}/text", f"{where}/text", {"words": text})
    assert worded.headers["Location"] == f"{where}/check"
    return where


async def state(house: House, where: str) -> str:
    return await people_house.state_of(house.db, int(where.rpartition("/")[2]))


async def run(house: House, where: str) -> None:
    await people_house.sent_to_all(house.db, house.knowledge, house.clock(), int(where.rpartition("/")[2]))


async def test_the_button_says_to_how_many_it_goes_and_it_goes_after_a_minute(house: House, binh: Browser) -> None:
    where = await written(binh)
    assert "Gửi cho 3 người" in await binh.page(f"{where}/check")
    sent = await binh.send(f"{where}/check", f"{where}/check", {"when": "now"})
    assert (sent.headers["Location"], await state(house, where)) == (where, "held")
    assert "Lấy lại để sửa" in await binh.page(where)
    house.clock.go(seconds=61)
    await run(house, where)
    page = await binh.page(where)
    assert "Đã gửi xong cho 3 người" in page and "Sửa hoặc thu hồi" in page


async def test_only_those_who_were_chosen_are_counted(house: House, binh: Browser) -> None:
    counted = await binh.page("/admin/notices/count?unit=30502")
    assert "1 người" in counted
    where = await written(binh, unit="30502")
    assert "Gửi cho 1 người" in await binh.page(f"{where}/check")


async def test_only_those_whose_dossier_lacks_a_paper_are_meant(house: House, binh: Browser) -> None:
    async with house.db.writing() as session:
        first = await session.scalar(select(Person).order_by(Person.id).limit(1))
        chat = await session.scalar(select(Chat).order_by(Chat.id).limit(1))
        assert first and chat
        at = house.clock()
        product = Product(person_id=first.id, name="Khô", unit="30538", created_at=at, changed_at=at)
        session.add(product)
        await session.flush()
        facts = {name: {} for name in ("producer", "answers", "scores", "judgment", "result")}
        session.add(
            Dossier(
                **facts,
                code="HS-AAAAA",
                product_id=product.id,
                person_id=first.id,
                chat_id=chat.id,
                unit="30538",
                set_no=5,
                edition="QD26",
                kind="first",
                stars=3,
                created_at=at,
                changed_at=at,
            )
        )
    where = await written(binh, lacks="origin")
    page = await binh.page(f"{where}/check")
    assert "Gửi cho 1 người" in page and "Hồ sơ còn thiếu: Giấy tờ về nguồn gốc nguyên liệu" in page
    assert "0 người" in await binh.page("/admin/notices/count?dossier=recognised")


async def test_an_unknown_field_is_refused_with_those_there_are_and_nothing_typed_is_lost(
    house: House, binh: Browser
) -> None:
    begun = await binh.send("/admin/notices/new", "/admin/notices/new")
    where = begun.headers["Location"]
    refused = await binh.send(where, where, {"words": "Chào {tuoi}"})
    page = await refused.text()
    assert (
        refused.status == 422
        and "Không có ô {tuoi}" in page
        and "{xung_ho}" in page
        and "Chào {tuoi}</textarea>" in page
    )


async def test_a_missing_value_stops_it_and_says_who(house: House, binh: Browser) -> None:
    async with house.db.writing() as session:
        await session.execute(update(Person).where(Person.unit == "30502").values(name=""))
    where = await written(binh, "Chào {ten}")
    page = await binh.page(f"{where}/check")
    assert "1 người chưa có thông tin" in page and "Gửi cho" not in page
    assert "Chưa cho biết tên" in await binh.page(f"{where}/names?missing=1")
    refused = await binh.send(f"{where}/check", f"{where}/check", {"when": "now"})
    assert refused.status == 422


async def test_each_recipient_sees_their_own_words_in_the_preview(house: House, binh: Browser) -> None:
    where = await written(binh, "Chào {xung_ho} {ten}")
    page = await binh.page(f"{where}/check")
    assert "Chào cô Người 0" in page
    following = re.search(r'href="([^"]+\?after=\d+)"', page)
    assert following and "Chào cô Người 1" in await binh.page(following[1])


async def test_two_officers_at_one_draft_are_told_of_each_other(
    house: House, binh: Browser, open_browser: Open
) -> None:
    where = await written(binh)
    await house.officer("hoa", "province", None)
    other = await open_browser()
    await house.enter(other, "hoa")
    seen = re.search(r'name="seen" value="(\d+)"', await binh.page(f"{where}/text"))
    assert seen
    await other.send(f"{where}/text", f"{where}/text", {"words": "Mốt có tập huấn."})
    refused = await binh.send(f"{where}/text", f"{where}/text", {"words": "Bữa kia có tập huấn.", "seen": seen[1]})
    page = await refused.text()
    assert refused.status == 422 and "người khác đã sửa" in page and "Bữa kia có tập huấn." in page


async def test_to_many_it_needs_a_second_officer(house: House, binh: Browser, open_browser: Open) -> None:
    await people_house.people(house.db, house.clock(), 500)
    hoa = await house.officer("hoa", "province", None)
    async with house.db.writing() as session:
        own = await session.scalar(select(Chat).order_by(Chat.id.desc()))
        assert own
        session.add(StaffChat(chat_id=own.id, staff_id=hoa.id, since=house.clock()))
    where = await written(binh)
    assert "Xin duyệt gửi cho 503 người" in await binh.page(f"{where}/check")
    await binh.send(f"{where}/check", f"{where}/check", {"when": "now"})
    assert await state(house, where) == "approval"
    assert "Duyệt và gửi" not in await binh.page(where) and "Chờ duyệt" not in await binh.page("/admin/")
    other = await open_browser()
    await house.enter(other, "hoa")
    assert "Chờ duyệt" in await other.page("/admin/")
    # Whoever agrees sees to whom it goes.
    waits = await other.page(where)
    assert "Tất cả bà con đã đồng ý nhận tin" in waits and "503 người" in waits
    assert f"Thông báo số {where.rpartition('/')[2]} đang chờ duyệt" in (await house.owed())[0]
    agreed = await other.send(where, f"{where}/agree")
    assert (agreed.status, await state(house, where)) == (303, "held")


async def test_an_hour_that_is_past_or_missing_is_told(house: House, binh: Browser) -> None:
    where = await written(binh)
    for at, words in (("", "Hãy chọn ngày giờ"), ("2020-01-01T08:00", "Giờ gửi đã qua")):
        refused = await binh.send(f"{where}/check", f"{where}/check", {"when": "later", "at": at})
        assert refused.status == 422 and words in await refused.text()
    tomorrow = f"{house.clock() + timedelta(days=1):%Y-%m-%dT%H:%M}"
    await binh.send(f"{where}/check", f"{where}/check", {"when": "later", "at": tomorrow})
    assert "Sẽ gửi lúc 09:00" in await binh.page(where)


async def test_pause_go_on_stop_and_take_back(house: House, binh: Browser) -> None:
    where = await written(binh)
    await binh.send(f"{where}/check", f"{where}/check", {"when": "now"})
    await binh.send(where, f"{where}/take_back")
    assert await state(house, where) == "draft"
    await binh.send(f"{where}/check", f"{where}/check", {"when": "now"})
    await people_house.move_on(house.db, house.knowledge, house.clock.go(seconds=61))
    for act, expected in (("pause", "paused"), ("go_on", "sending"), ("stop", "stopped")):
        await binh.send(where, f"{where}/{act}")
        assert await state(house, where) == expected
    assert "3 người không gửi nữa" in await binh.page(where)


async def test_afterwards_everybody_stands_there_by_name_with_what_to_do(house: House, binh: Browser) -> None:
    where = await written(binh)
    await binh.send(f"{where}/check", f"{where}/check", {"when": "now"})
    at = house.clock.go(seconds=61)
    await people_house.move_on(house.db, house.knowledge, at)
    rows = [row.id for row in await people_house.take(house.db, house.knowledge, at)]
    await people_house.settle(house.db, at, rows[:1])
    await people_house.settle(house.db, at, rows[1:2], "unsure", "TimeoutError")
    await people_house.settle(house.db, at, rows[2:], "gone", "Forbidden: bot was blocked by the user")
    await people_house.move_on(house.db, house.knowledge, at)
    unsure = await binh.page(f"{where}/people?fate=unsure")
    assert "Người 1" in unsure and "không biết tin đã tới hay chưa" in unsure
    calls = await binh.page(f"{where}/calls")
    assert "Người 0" in calls and "Xã Thới Sơn" in calls or "Thới Sơn" in calls
    again = await binh.send(where, f"{where}/again", {"fate": "unsure"})
    assert again.status == 303 and await state(house, where) == "sending"


async def test_the_excel_file_holds_everybody_and_no_formula(house: House, binh: Browser) -> None:
    from python_calamine import CalamineWorkbook

    async with house.db.writing() as session:
        await session.execute(update(Person).where(Person.unit == "30502").values(name="=1+1"))
    where = await written(binh)
    await binh.send(f"{where}/check", f"{where}/check", {"when": "now"})
    house.clock.go(seconds=61)
    await run(house, where)
    answer = await binh.get(f"{where}/excel")
    rows = CalamineWorkbook.from_filelike(BytesIO(await answer.read())).get_sheet_by_index(0).to_python()
    assert (len(rows), rows[0][0], rows[3][1]) == (4, "STT", "'=1+1")
    assert "Cần làm" in rows[0] and any("Kênh đã nhận tin" in str(cell) for cell in rows[3])


async def test_pasted_numbers_count_once_and_strangers_are_named(house: House, binh: Browser) -> None:
    async with house.db.reading() as session:
        phone = await session.scalar(select(Person.phone).where(Person.unit == "30502"))
    pasted = f"Bà Bảy {phone}\n{phone}\n+84{str(phone)[1:]}; chị Tư 0977 123 456\n=HYPERLINK(1)\n"
    where = await written(binh, phones=pasted)
    page = await binh.page(f"{where}/check")
    assert "1 số trong danh sách dán chưa trò chuyện" in page
    refused = await binh.send("/admin/notices/new", "/admin/notices/new", {"phones": "không có số nào"})
    assert refused.status == 422 and "Chưa thấy số điện thoại nào" in await refused.text()


async def test_a_commune_writes_to_its_own_people_and_sees_only_its_own(
    house: House, binh: Browser, open_browser: Open
) -> None:
    where = await written(binh)
    await house.officer("lan")
    lan = await open_browser()
    await house.enter(lan, "lan")
    assert (await lan.get(where)).status == 404
    own = await written(lan)
    assert "Gửi cho 2 người" in await lan.page(f"{own}/check")
    assert "2 người" in await lan.page("/admin/notices/count?unit=30538")


async def test_other_words_are_put_in_the_place_of_what_was_sent(house: House, binh: Browser) -> None:
    where = await written(binh)
    await binh.send(f"{where}/check", f"{where}/check", {"when": "now"})
    house.clock.go(seconds=61)
    await run(house, where)
    await binh.send(f"{where}/recall", f"{where}/recall", {"do": "correct", "words": "Mốt mới có tập huấn."})
    await people_house.move_on(house.db, house.knowledge, house.clock())
    rows = await people_house.take(house.db, house.knowledge, house.clock())
    assert len(rows) == 3 and "Mốt mới có tập huấn." in rows[0].body
    assert "Bản sửa" in await binh.page(where)


async def test_the_same_words_again_are_asked_about(house: House, binh: Browser) -> None:
    first = await written(binh)
    await binh.send(f"{first}/check", f"{first}/check", {"when": "now"})
    second = await written(binh)
    assert "Hôm nay đã gửi đúng nội dung này cho 3 người" in await binh.page(f"{second}/check")
    refused = await binh.send(f"{second}/check", f"{second}/check", {"when": "now"})
    assert refused.status == 422
    await binh.send(f"{second}/check", f"{second}/check", {"when": "now", "again": "1"})
    assert await state(house, second) == "held"
    async with house.db.reading() as session:
        assert (await session.scalars(select(Outbox.id))).all() == []


async def test_the_officer_tries_it_on_their_own_phone_once_a_chat_is_joined(house: House, binh: Browser) -> None:
    where = await written(binh, "Chào {ten}")
    page = await binh.page(f"{where}/check")
    assert "nối khung chat của anh chị" in page and "Gửi thử cho tôi" not in page
    async with house.db.writing() as session:
        officer = await session.scalar(select(Staff).where(Staff.login == "binh"))
        own = await session.scalar(select(Chat).order_by(Chat.id.desc()))
        assert officer and own
        session.add(StaffChat(chat_id=own.id, staff_id=officer.id, since=house.clock()))
    tried = await binh.send(f"{where}/check", f"{where}/test")
    assert (tried.status, await house.owed()) == (303, ["Chào Người 0"])
