"""The picture of an event: in the panel, in the invitation, in the chat and on the poster, which is a real file."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from ocop_core.conversation.heard import Inbound
from ocop_core.db.models import Person
from ocop_core.db.models_announcements import Announcement
from ocop_core.services.announcements import audience
from tests.admin.house import Browser, House
from tests.admin.test_admin_events import FORM, NEW, taken, the_event
from tests.services.eventful import make_people
from tests.support.pictures import jpeg
from tests.support.talking import answers, heard, say

MAP = "https://maps.example.vn/hoi-truong"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture
async def event(house: House, lan: Browser) -> str:
    """A class with a picture, open; its address."""
    made = await lan.send_file(NEW, {**FORM, "papers": "nhãn", "map_url": MAP}, jpeg(800, 500), "lop.jpg")
    assert made.status == 303
    await lan.send(made.headers["Location"], f"{made.headers['Location']}/open")
    return made.headers["Location"]


async def test_it_is_shown_in_the_panel_and_goes_with_the_invitation(house: House, lan: Browser, event: str) -> None:
    assert f'src="{event}/picture"' in await lan.page(event)
    with Image.open(BytesIO(await taken(lan, f"{event}/picture"))) as shown:
        assert shown.size == (800, 500)
    await lan.send(event, f"{event}/invite")
    async with house.db.reading() as session:
        invitation = (await session.scalars(select(Announcement))).one()
    assert invitation.file == (await the_event(house)).picture
    assert f"\nNơi: Hội trường xã\nBản đồ: {MAP}\nNhớ mang theo: nhãn\n" in invitation.text
    assert "Tham gia" in await lan.page(f"/admin/notices/{invitation.id}/text")


async def test_who_looks_at_it_in_the_chat_sees_the_picture(house: House, lan: Browser, event: str) -> None:
    await make_people(house.db, house.knowledge, house.clock(), "bay")
    look = Inbound("button", data=f"do:event.see:{event.rpartition('/')[2]}")
    (body,) = await answers(house.db, house.knowledge, heard(look, address="bay"), house.clock())
    picture = (await the_event(house)).picture
    assert picture is not None and body.files == (picture["id"],)


async def test_another_picture_or_none_and_a_pdf_is_none(house: House, lan: Browser, event: str) -> None:
    edit = f"{event}/edit"
    refused = await lan.send_file(edit, {**FORM, "title": "Lớp khác"}, PDF, "x.pdf")
    page = await refused.text()
    assert (refused.status, "chỉ nhận hình" in page, "Lớp khác" in page) == (422, True, True)
    await lan.send(edit, edit, FORM)
    assert (await the_event(house)).picture is not None
    await lan.send(edit, edit, {**FORM, "without": "1"})
    assert (await the_event(house)).picture is None
    assert (await lan.get(f"{event}/picture")).status == 404


async def test_the_poster_is_one_sheet_of_a4_as_png_and_pdf(lan: Browser, event: str) -> None:
    assert "Tải áp phích (PDF)" in await lan.page(f"{event}/poster")
    with Image.open(BytesIO(await taken(lan, f"{event}/poster.png"))) as sheet:
        assert sheet.size == (1654, 2339) and round(sheet.info["dpi"][0]) == 200
    pdf = await taken(lan, f"{event}/poster.pdf")
    assert pdf.startswith(b"%PDF") and pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == 1
    # 210 by 297 millimetres.
    assert b"595.44" in pdf and b"842.04" in pdf


async def test_an_event_is_for_whom_it_is_meant_by_the_filters_of_announcements(house: House, lan: Browser) -> None:
    made = await lan.send(NEW, NEW, {**FORM, "set": "4", "idea": "accepted", "runs_out": "180"})
    await lan.send(made.headers["Location"], f"{made.headers['Location']}/open")
    meant = audience.load((await the_event(house)).audience)
    assert (meant.sets, meant.ideas, meant.ends, meant.everyone) == ((4,), ("accepted",), 180, False)
    await make_people(house.db, house.knowledge, house.clock(), "bay")
    said = await say(house.db, house.knowledge, "lịch tập huấn", at=house.clock(), address="bay")
    assert "Tập huấn nhãn hàng hóa" not in " ".join(said)
    form = await lan.page(f"{made.headers['Location']}/edit")
    assert 'name="set" value="4" checked' in form
    async with house.db.reading() as session:
        assert await session.scalar(select(Person.id)) is not None
