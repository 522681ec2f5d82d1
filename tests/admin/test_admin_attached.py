"""A picture or PDF put to an announcement: judged at once, shown before it goes, opened by nobody who was not told."""

import pytest

from ocop_core.db.models_announcements import Announcement
from tests.admin.house import Browser, House, Open, hidden
from tests.admin.test_admin_notices import binh, written  # noqa: F401 - a fixture is used by its name
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
