"""Trainings and fairs in the panel: written, opened, invited to, attended, taken along as files."""

import io
import re
from datetime import datetime

from docx import Document
from icalendar import Calendar
from python_calamine import CalamineWorkbook
from sqlalchemy import insert, select, update

from ocop_core.clock import VIETNAM
from ocop_core.db.models import Chat, Person
from ocop_core.db.models_announcements import Announcement
from ocop_core.db.models_events import Event, Registration
from ocop_core.services.announcements import texts
from tests.admin.house import THOI_SON, Browser, House, Open, hidden
from tests.services.eventful import make_people, states, tap, told
from tests.support.talking import owed, say

FORM = {
    "kind": "class",
    "title": "Tập huấn nhãn hàng hóa",
    "place": "Hội trường xã",
    "starts": "2026-12-04T07:30",
    "ends": "2026-12-04T11:00",
    "closes": "2026-12-02",
    "capacity": "1",
}
NEW = "/admin/events/new"


async def opened(house: House, browser: Browser) -> str:
    """A class that is open; its address."""
    made = await browser.send(NEW, NEW, FORM)
    assert made.status == 303
    event = made.headers["Location"]
    assert "bà con chưa thấy" in (await browser.page(event)).lower()
    assert (await browser.send(event, f"{event}/open")).status == 303
    return event


async def taken(browser: Browser, path: str) -> bytes:
    """A file, as it is downloaded."""
    response = await browser.get(path)
    assert response.status == 200
    return await response.read()


async def the_event(house: House) -> Event:
    async with house.db.reading() as session:
        return (await session.scalars(select(Event))).one()


async def test_what_is_wrong_in_the_form_is_said_and_nothing_is_lost(house: House, lan: Browser) -> None:
    await house.enter(lan, "lan")
    wrong = await lan.send(NEW, NEW, {**FORM, "starts": "2026-11-01T08:00", "text": "Giảng viên từ tỉnh"})
    page = await wrong.text()
    assert wrong.status == 422 and '<a href="#starts">Giờ bắt đầu đã qua' in page and "Giảng viên từ tỉnh" in page
    for field, value, said in (
        ("capacity", "nhiều", "Số chỗ phải từ 1"),
        ("ends", "", "Chưa có giờ kết thúc"),
        ("closes", "2026-12-09", "Hạn ghi tên phải trước"),
        ("map_url", "http://x", "bắt đầu bằng https://"),
    ):
        assert said in await (await lan.send(NEW, NEW, {**FORM, field: value})).text()


async def test_a_class_from_the_invitation_to_the_attendance_sheet(house: House, lan: Browser) -> None:
    await house.enter(lan, "lan")
    event = await opened(house, lan)
    number = int(event.rpartition("/")[2])
    await make_people(house.db, house.knowledge, house.clock(), "bay", "tu")
    invited = await lan.send(event, f"{event}/invite")
    assert invited.status == 303 and re.fullmatch(r"/admin/notices/\d+/text", invited.headers["Location"])
    text = await lan.page(invited.headers["Location"])
    assert "Mời bà con tham gia: Tập huấn nhãn hàng hóa" in text
    async with house.db.reading() as session:
        invitation = (await session.scalars(select(Announcement))).one()
    labels = [button.label for button in texts.body(house.knowledge, invitation, {}).choices]
    assert labels == ["Tham gia", "Không", "Hỏi thêm", "Đã đọc"]
    assert "em ghi tên" in await tap(house.db, house.knowledge, f"do:event.join:{number}", house.clock(), "bay")
    await tap(house.db, house.knowledge, f"do:event.join:{number}", house.clock(), "tu")
    page = await lan.page(event)
    assert "1 tham gia" in page and "1 chờ" in page and "Nguyễn Thị Bay" in page
    early = await lan.page(f"{event}/door")
    assert "Điểm danh được từ ngày 04/12/2026" in early and "Có mặt" not in early and "Nguyễn Thị Bay" in early
    token = hidden(page, f"{event}/invite")
    forced = await lan.client.post(f"{event}/door", data={**token, "code": "x"}, allow_redirects=False)
    assert "Chưa tới ngày tổ chức" in await forced.text()

    house.clock.now = datetime(2026, 12, 4, 7, 10, tzinfo=VIETNAM)
    await house.enter(lan, "lan")
    async with house.db.reading() as session:
        code = await session.scalar(select(Registration.code).where(Registration.state == "going"))
    assert code is not None
    door = f"{event}/door"
    assert code in await lan.page(f"{door}?code={code}")
    assert "Không có mã này" in await (await lan.send(door, door, {"code": "VX-22222"})).text()
    assert "Đã ghi nhận Nguyễn Thị Bay" in await (await lan.send(door, door, {"code": f" {code[3:].lower()} "})).text()
    assert "đã điểm danh từ" in await (await lan.send(door, door, {"code": code})).text()
    walked = {"name": "=Trần Văn Út", "phone": "0912 000 111"}
    assert "Đã ghi nhận =Trần Văn Út" in await (await lan.send(door, f"{door}/walk-in", walked)).text()
    bad = await lan.send(door, f"{door}/walk-in", {"name": "Ai đó", "phone": "12"})
    assert "Số điện thoại chưa đúng" in await bad.text()

    rows = CalamineWorkbook.from_filelike(io.BytesIO(await taken(lan, f"{event}/people.xlsx"))).get_sheet_by_index(0)
    cells = [str(cell) for row in rows.to_python() for cell in row]
    assert "DANH SÁCH THAM DỰ" in cells and "Nguyễn Thị Bay" in cells and "'=Trần Văn Út" in cells
    assert "Nguyễn Thị Tu" not in cells
    word = Document(io.BytesIO(await taken(lan, f"{event}/people.docx")))
    assert "Nguyễn Thị Bay" in [cell.text for row in word.tables[0].rows for cell in row.cells]


async def test_the_poster_the_code_and_the_calendar_lead_to_the_event(house: House, lan: Browser) -> None:
    await house.enter(lan, "lan")
    event = await opened(house, lan)
    poster = await lan.page(f"{event}/poster")
    assert f"/chat?start=event-{event.rpartition('/')[2]}" in poster and "<svg" in poster
    assert (await taken(lan, f"{event}/qr.png")).startswith(b"\x89PNG")
    assert (await taken(lan, f"{event}/qr.pdf")).startswith(b"%PDF")
    entry = Calendar.from_ical(await taken(lan, f"{event}/event.ics")).walk("VEVENT")[0]
    assert str(entry["summary"]) == "Tập huấn nhãn hàng hóa"
    assert entry["dtstart"].dt == datetime(2026, 12, 4, 7, 30, tzinfo=VIETNAM)


async def test_two_officers_do_not_overwrite_each_other_and_a_reason_is_asked(house: House, lan: Browser) -> None:
    await house.enter(lan, "lan")
    event = await opened(house, lan)
    edit = f"{event}/edit"
    assert (await lan.send(edit, edit, {**FORM, "place": "Nhà văn hóa"})).status == 303
    stale = await lan.send(edit, edit, {**FORM, "place": "Trường học", "seen": "1"})
    assert stale.status == 422 and "người khác đã sửa" in await stale.text() and "Trường học" in await stale.text()
    assert (await the_event(house)).place == "Nhà văn hóa"
    empty = await lan.send(event, f"{event}/cancel", {"reason": " "})
    assert empty.status == 422 and "Hãy ghi lý do" in await empty.text()
    assert (await lan.send(event, f"{event}/cancel", {"reason": "Mưa lớn"})).status == 303
    assert "Đã hủy" in await lan.page(event)


async def test_a_stand_at_a_fair_is_granted_or_refused_with_a_reason(house: House, lan: Browser) -> None:
    await house.enter(lan, "lan")
    made = await lan.send(NEW, NEW, {**FORM, "kind": "fair", "capacity": "5"})
    event = made.headers["Location"]
    await lan.send(event, f"{event}/open")
    number = int(event.rpartition("/")[2])
    await make_people(house.db, house.knowledge, house.clock(), "bay")
    await tap(house.db, house.knowledge, f"do:event.join:{number}", house.clock(), "bay")
    await say(house.db, house.knowledge, "mắm cá lóc, khô cá sặc", at=house.clock(), address="bay")
    page = await lan.page(event)
    assert "Mang theo: mắm cá lóc, khô cá sặc" in page
    assert "1 gian hàng hội chợ chờ anh chị duyệt" in await lan.page("/admin/")
    assert "1 gian hàng chờ duyệt" in await lan.page("/admin/events")
    (action,) = re.findall(rf"{event}/people/\d+/refuse", page)
    assert "Hãy ghi lý do" in await (await lan.send(event, action, {"reason": " "})).text()
    assert (await lan.send(event, action, {"reason": "Hết gian hàng"})).status == 303
    await told(house.db, house.knowledge, house.clock.go(minutes=1))
    assert "Lý do: Hết gian hàng" in (await owed(house.db, address="bay"))[-1].text
    assert await states(house.db, number) == {"bay": "cancelled"}
    assert "gian hàng" not in await lan.page("/admin/")


async def test_who_could_not_be_told_is_to_be_phoned(house: House, lan: Browser) -> None:
    await house.enter(lan, "lan")
    event = await opened(house, lan)
    await make_people(house.db, house.knowledge, house.clock(), "bay")
    number = event.rpartition("/")[2]
    await tap(house.db, house.knowledge, f"do:event.join:{number}", house.clock(), "bay")
    async with house.db.writing() as session:
        await session.execute(update(Chat).values(reachable=False))
    await lan.send(f"{event}/edit", f"{event}/edit", {**FORM, "place": "Nhà văn hóa"})
    assert "cần gọi" not in await lan.page(event)
    await told(house.db, house.knowledge, house.clock.go(minutes=1))
    assert "Chưa nhắn được, chưa có số để gọi" in await lan.page(event)
    async with house.db.writing() as session:
        await session.execute(update(Person).values(phone="0912345678"))
    assert "Chưa nhắn được, cần gọi" in await lan.page(event)


async def test_another_commune_sees_nothing(house: House, lan: Browser, open_browser: Open) -> None:
    await house.enter(lan, "lan")
    event = await opened(house, lan)
    await house.officer("xuan", "commune", THOI_SON)
    other = await open_browser()
    await house.enter(other, "xuan")
    assert "Tập huấn nhãn" not in await other.page("/admin/events")
    for path in ("", "/edit", "/door", "/poster", "/people.xlsx", "/qr.png", "/event.ics"):
        assert (await other.get(f"{event}{path}")).status == 404


async def test_many_people_come_a_page_at_a_time_and_the_files_hold_them_all(house: House, lan: Browser) -> None:
    await house.enter(lan, "lan")
    event = await opened(house, lan)
    number = (await the_event(house)).id
    fresh = {"event_id": number, "products": [], "walked_in": False, "created_at": house.clock()}
    rows = [
        fresh | {"code": f"VX-{n:05}", "name": f"Khách {n:03}", "queue": n, "changed_at": house.clock(), "answers": {}}
        for n in range(230)
    ]
    for n, row in enumerate(rows):
        row |= {"state": "going" if n < 210 else "waiting", "came_at": None}
    rows[229] |= {"state": "came", "came_at": house.clock(), "answers": {"rating": "good"}}
    async with house.db.writing() as session:
        await session.execute(insert(Registration), rows)
        await session.execute(update(Event).values(kind="fair"))
        await session.execute(update(Registration).where(Registration.queue == 205).values(approval="asked"))
    first, last = await lan.page(event), await lan.page(f"{event}?page=3")
    assert "210 tham gia" in first and "Trang 1/3" in first and "Khách 099" in first and "Khách 100" not in first
    assert "Trang 3/3" in last and "Khách 205" in last and "Khách 229" in last and "Khách 199" not in last
    assert "1 hữu ích, 0 tạm được" in first
    assert await lan.page(f"{event}?page=99") == last
    async with house.db.reading() as session:
        asked = await session.scalar(select(Registration.id).where(Registration.queue == 205))
    where = f"{event}/people/{asked}/refuse?page=3"
    assert where.replace("refuse", "approve") in last
    refused = await lan.send(f"{event}?page=3", where, {"reason": " "})
    assert refused.status == 422 and "Trang 3/3" in await refused.text()
    granted = await lan.send(f"{event}?page=3", where.replace("refuse", "approve"))
    assert granted.headers["Location"] == f"{event}?page=3#people"
    (sheet, *_) = CalamineWorkbook.from_filelike(io.BytesIO(await taken(lan, f"{event}/people.xlsx"))).sheet_names
    book = CalamineWorkbook.from_filelike(io.BytesIO(await taken(lan, f"{event}/people.xlsx")))
    cells = {str(cell) for row in book.get_sheet_by_name(sheet).to_python() for cell in row}
    assert {f"Khách {n:03}" for n in range(210)} <= cells
    house.clock.now = datetime(2026, 12, 4, 7, 0, tzinfo=VIETNAM)
    await house.enter(lan, "lan")
    door = await lan.page(f"{event}/door")
    assert "còn 210 người chưa đến" in door and "Còn 10 người nữa không hiện ở đây" in door
