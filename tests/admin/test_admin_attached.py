"""A picture or PDF put to an announcement: judged at once, shown before it goes, opened by nobody who was not told."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from ocop_core.db.models import Person
from ocop_core.db.models_announcements import Announcement, PhoneList
from ocop_core.db.models_channels import Contact
from ocop_core.settings_zalo import ZaloOa
from tests.admin.house import Browser, House, Open, hidden, text_of
from tests.admin.test_admin_notices import binh, written  # noqa: F401 - a fixture is used by its name
from tests.announcements import house as people_house
from tests.support.pictures import jpeg, png

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


async def put(browser: Browser, where: str, content: bytes, name: str = "ap-phich.png", **more: str) -> tuple[int, str]:
    """Sends the page of the words with a file; the status and the page or address that comes back."""
    answer = await browser.send_file(f"{where}/text", {"words": "Mai có phiên chợ.", **more}, content, name)
    return answer.status, answer.headers.get("Location") or await answer.text()


async def row(house: House, where: str) -> Announcement:
    async with house.db.reading() as session:
        return await session.get_one(Announcement, int(where.rpartition("/")[2]))


async def test_a_picture_is_shown_before_it_goes_and_can_be_left_out_again(house: House, binh: Browser) -> None:  # noqa: F811
    where = await written(binh)
    assert await put(binh, where, jpeg(600, 400, turned=True)) == (303, f"{where}/check")
    assert f'src="{where}/file"' in await binh.page(f"{where}/check")
    picture = await binh.get(f"{where}/file")
    assert picture.content_type == "image/jpeg" and b"nh\xc3\xa0 c\xc3\xb4" not in await picture.read()
    assert "Đang đính kèm: ap-phich.jpg" in await binh.page(f"{where}/text")
    await binh.send(f"{where}/text", f"{where}/text", {"words": "Mai có phiên chợ.", "without": "1"})
    assert (await row(house, where)).file is None
    assert (await binh.get(f"{where}/file")).status == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"PK\x03\x04docx", "lưu thành PDF"), (b"", "trống"), (PDF + bytes(6_000_000), "lớn quá 5 MB")],
    ids=["Word", "empty", "large"],
)
async def test_what_cannot_go_is_said_and_the_words_stay(
    binh: Browser,  # noqa: F811
    content: bytes,
    said: str,
) -> None:
    where = await written(binh)
    status, page = await put(binh, where, content, "x.docx", words="Chữ vừa gõ xong.")
    assert (status, said in page, "Chữ vừa gõ xong." in page) == (422, True, True)


async def test_a_picture_stays_where_the_words_are_refused(house: House, binh: Browser) -> None:  # noqa: F811
    where = await written(binh)
    status, page = await put(binh, where, png(), words="Mời {sai} dự")
    assert (status, "Đang đính kèm: ap-phich.jpg" in page) == (422, True)
    # The next try counts as the same officer's, not as somebody else's.
    typed = {**hidden(page, None), "words": "Mời cô chú dự."}
    again = await binh.client.post(f"{where}/text", data=typed, allow_redirects=False)
    assert again.headers["Location"] == f"{where}/check" and (await row(house, where)).file


async def test_another_commune_does_not_open_it(house: House, binh: Browser, open_browser: Open) -> None:  # noqa: F811
    where = await written(binh)
    await put(binh, where, png())
    other = await open_browser()
    await house.officer("xa.khac", "commune")
    await house.enter(other, "xa.khac")
    assert (await other.get(f"{where}/file")).status == 404


async def test_a_file_of_phones_narrows_the_list_and_says_what_was_wrong_in_it(house: House, binh: Browser) -> None:  # noqa: F811
    async with house.db.reading() as session:
        phone = await session.scalar(select(Person.phone).where(Person.unit == "30502"))
    content = f"Tên;Điện thoại\nBảy;{phone}\nTư;{phone}\nSáu;không có\n".encode()
    begun = await binh.send_file("/admin/notices/new", {"list_name": ""}, content, "ho-dan.csv", "list_file")
    where = begun.headers["Location"].removesuffix("/text")
    await binh.send(f"{where}/text", f"{where}/text", {"words": "Mai có chợ."})
    page = text_of(await binh.page(f"{where}/check"))
    # Two people share that phone.
    assert "Gửi cho 2 người" in page and 'Danh sách "ho-dan.csv": 1 số' in page
    assert "1 số trùng, chỉ tính một lần (dòng 3)" in page and "dòng 4: Sáu không có" in page
    pasted, nobody = {"phones": "0912345678"}, "tên;xã\nBảy;Núi Cấm\n".encode()
    empty = await binh.send_file("/admin/notices/new", pasted, nobody, "x.csv", "list_file")
    assert empty.status == 422 and "0912345678" in await empty.text()
    async with house.db.reading() as session:
        kept = (await session.scalars(select(PhoneList.id))).all()
    assert len(kept) == 1, "only the one from before"
    bad = await binh.send_file("/admin/notices/new", {}, b"%PDF-1.7", "x.pdf", "list_file")
    assert bad.status == 422 and "không phải bảng tính" in await bad.text()


async def test_what_zalo_costs_stands_there_before_it_is_sent(
    house: House,
    binh: Browser,  # noqa: F811
    aiohttp_client: Any,
) -> None:
    hours = (1, 50, 60, 24 * 9)
    people = await people_house.people(house.db, house.clock(), len(hours), channel="zalo_oa", unit="30502")
    async with house.db.writing() as session:
        for person, since in zip(people, hours, strict=True):
            acted = house.clock() - timedelta(hours=since)
            session.add(Contact(channel="zalo_oa", address=str(1000 + person), acted_at=acted))
    zalo = replace(house, settings=replace(house.settings, zalo_oa=ZaloOa(app_id="1", app_secret="2", budget=100)))
    other = Browser(await aiohttp_client(zalo.app()))
    await house.enter(other, "binh")
    where = await written(other, channel="zalo_oa")
    page = text_of(await other.page(f"{where}/check"))
    assert "1 người mới nhắn trong 48 giờ: miễn phí" in page and "2 người nhắn trong 7 ngày qua" in page
    assert "1 người lâu không nhắn, chưa có mẫu tin" in page
    assert "Tổng cộng 110 đồng. Tháng này đã dùng 0 trên 100 đồng." in page and "Vượt ngân sách tháng 10 đồng" in page
    # A picture is a message of its own there.
    await put(other, where, png())
    assert "Tổng cộng 220 đồng." in text_of(await other.page(f"{where}/check"))


async def test_whom_to_phone_comes_as_excel_too(house: House, binh: Browser) -> None:  # noqa: F811
    where = await written(binh)
    await binh.send(f"{where}/check", f"{where}/check", {"when": "now"})
    house.clock.go(seconds=61)
    await people_house.move_on(house.db, house.knowledge, house.clock())
    rows = await people_house.take(house.db, house.knowledge, house.clock())
    await people_house.settle(house.db, house.clock(), [row.id for row in rows], "gone", "blocked by the user")
    content = await (await binh.get(f"{where}/calls.xlsx")).read()
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert sheet[0] == ["STT", "Xã, phường, đặc khu", "Họ tên", "Điện thoại", "Đã gọi"] and len(sheet) == 4
    assert [row[1] for row in sheet[1:]] == sorted(row[1] for row in sheet[1:])
