"""The list of ideas and one idea: who sees what, search, paging, photos."""

from io import BytesIO

import pytest
from PIL import Image

from ocop_core.services import ideas
from tests.admin.house import THOI_SON, Browser, House, text_of


def picture(colour: str = "green", size: tuple[int, int] = (1000, 500)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


async def test_a_commune_officer_sees_only_the_own_commune(house: House, lan: Browser) -> None:
    mine = await house.idea("Đường thốt nốt")
    other = await house.idea("Mắm cá linh", THOI_SON)
    photo = await house.photo(other, picture())
    talk = await house.talk(other, "hỏi bao bì")
    lists = [
        await lan.page(path) for path in ("/admin/", "/admin/ideas", f"/admin/ideas?unit={THOI_SON}", "/admin/inbox")
    ]
    assert "Đường thốt nốt" in lists[0]
    assert not any("Mắm cá linh" in page or "hỏi bao bì" in page for page in lists)
    await lan.page(f"/admin/ideas/{mine.id}")
    page = f"/admin/ideas/{mine.id}"
    for path in ("", "/ask", "/accept", "/decline"):
        await lan.page(f"/admin/ideas/{other.id}{path}", 404)
    await lan.page(f"/admin/files/{photo}", 404)
    await lan.page(f"/admin/files/{photo}?size=thumb", 404)
    await lan.page(f"/admin/inbox/{talk.id}", 404)
    token = {
        "token": (await lan.page(page)).split('name="token" value="')[1].split('"')[0],
        "words": "Cô gửi ảnh giúp em",
    }
    for path in (
        f"ideas/{other.id}/take",
        f"ideas/{other.id}/ask",
        f"ideas/{other.id}/accept",
        f"ideas/{other.id}/decline",
    ):
        assert (await lan.client.post(f"/admin/{path}", data=token)).status == 404
    for act in ("take", "hand", "answer", "called", "close"):
        assert (await lan.client.post(f"/admin/inbox/{talk.id}/{act}", data={**token, "to": "1"})).status == 404
    assert (await house.acts(other), await house.owed()) == (["registered"], [])


async def test_absent_and_forbidden_look_the_same(house: House, lan: Browser) -> None:
    other = await house.idea(unit=THOI_SON)
    forbidden, absent = await lan.page(f"/admin/ideas/{other.id}", 404), await lan.page("/admin/ideas/4711", 404)
    assert text_of(forbidden) == text_of(absent)


async def test_the_province_sees_every_commune_and_can_choose_one(house: House, browser: Browser) -> None:
    await house.officer("tinh", "province", None)
    await house.enter(browser, "tinh")
    await house.idea("Đường thốt nốt")
    await house.idea("Mắm cá linh", THOI_SON)
    everything = await browser.page("/admin/ideas")
    assert "Đường thốt nốt" in everything
    assert "Phường Thới Sơn" in everything
    chosen = await browser.page(f"/admin/ideas?unit={THOI_SON}")
    assert "Mắm cá linh" in chosen
    assert "Đường thốt nốt" not in chosen


@pytest.mark.parametrize(
    "search", ["thot not", "DUONG", "thốt nốt", "0912345678", "0912 345", "bay", "AG-0001", "nui cam"]
)
async def test_search_ignores_diacritics_and_finds_code_phone_owner_place(
    house: House, lan: Browser, search: str
) -> None:
    await house.idea("Đường thốt nốt")
    await house.idea("Khô cá sặc", phone="0987654321", owner="Trần Văn Út", material="cá sặc")
    page = await lan.page(f"/admin/ideas?q={search}")
    assert "Đường thốt nốt" in page
    assert ("Khô cá sặc" in page) == (search == "nui cam")


async def test_filters_combine_and_unknown_ones_do_no_harm(house: House, lan: Browser) -> None:
    await house.idea("Đường thốt nốt")
    await house.idea("Tranh lá thốt nốt", set=20)
    page = await lan.page("/admin/ideas?q=thot&set=20&state=new")
    assert "Tranh lá thốt nốt" in page
    assert "Đường thốt nốt" not in page
    assert "Không có ý tưởng nào khớp" in await lan.page("/admin/ideas?state=declined")
    assert "Đường thốt nốt" in await lan.page("/admin/ideas?state=x&set=99&unit=zzz&before=-3&q=%27%25")


async def test_lists_go_on_page_by_page_without_gap_or_repeat(house: House, lan: Browser) -> None:
    for number in range(53):
        await house.idea(f"Bánh số {number:02}")
    seen: list[str] = []
    path = "/admin/ideas?q=banh&state=new"
    for size in (25, 25, 3):
        page = await lan.page(path)
        names = [part.split("<")[0] for part in page.split("<b>Bánh số ")[1:]]
        assert len(names) == size
        seen += names
        path = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert seen == [f"{number:02}" for number in reversed(range(53))]
    assert 'rel="next"' not in page


async def test_an_idea_shows_every_answer_in_words(house: House, lan: Browser) -> None:
    idea = await house.idea(set=None)
    shown = text_of(await lan.page(f"/admin/ideas/{idea.id}"))
    for line in (
        "Sản phẩm Đường thốt nốt",
        "Đã bán chưa Đã bán rồi",
        "Nơi sản xuất Xã Núi Cấm",
        "Hình thức Hộ kinh doanh",
    ):
        assert line in shown, line
    assert "Chưa xếp nhóm" in shown
    assert "0912 345 678" in shown


async def test_further_answers_are_shown_with_their_labels(house: House, lan: Browser) -> None:
    idea = await house.idea()
    more = {"idea": idea.code, "owner": "Nguyễn Thị Bảy", "papers": ["licence", "food"], "stars": "four", "since": 2019}
    async with house.db.writing() as session:
        await ideas.add_more(session, house.knowledge, idea.person_id, more, house.clock.now)
    shown = text_of(await lan.page(f"/admin/ideas/{idea.id}"))
    for line in (
        "Giấy đã có Giấy đăng ký kinh doanh, Giấy an toàn thực phẩm",
        "Hạng sao mong muốn 4 sao",
        "Bán từ năm 2019",
    ):
        assert line in shown, line
    assert "Bổ sung thông tin" in shown


async def test_what_people_type_is_never_markup(house: House, lan: Browser) -> None:
    evil = '"><script>alert(1)</script>{{7*7}}'
    idea = await house.idea(evil, owner=evil, call="", material=evil)
    talk = await house.talk(idea, evil)
    for path in (
        "/admin/",
        "/admin/ideas",
        f"/admin/ideas?q={evil}",
        f"/admin/ideas/{idea.id}",
        f"/admin/ideas/{idea.id}/ask",
        "/admin/inbox",
        f"/admin/inbox/{talk.id}",
    ):
        page = await lan.page(path)
        assert "<script>alert" not in page, path
        assert "{{7*7}}" in page or "49" not in page, path


async def test_photos_are_shown_small_and_large_and_papers_are_downloads(house: House, lan: Browser) -> None:
    idea = await house.idea()
    photo = await house.photo(idea, picture())
    paper = await house.photo(idea, b"%PDF-1.4\n%%EOF", "application/pdf")
    page = await lan.page(f"/admin/ideas/{idea.id}")
    assert f'src="/admin/files/{photo}?size=thumb"' in page
    assert f'href="/admin/files/{paper}"' in page
    for size, width in (("thumb", 320), ("page", 1000)):
        response = await lan.get(f"/admin/files/{photo}?size={size}")
        assert response.content_type == "image/jpeg"
        assert Image.open(BytesIO(await response.read())).width == width
    assert response.headers["Content-Disposition"] == f'inline; filename="ocop-{photo}.jpg"'
    download = await lan.get(f"/admin/files/{paper}?size=page")
    assert download.headers["Content-Disposition"] == f'attachment; filename="ocop-{paper}.pdf"'
    for each in (response, download):
        assert "sandbox" in each.headers["Content-Security-Policy"]
        assert each.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_photo_is_fetched_once_but_asked_for_each_time(house: House, lan: Browser) -> None:
    photo = await house.photo(await house.idea(), picture())
    first = await lan.get(f"/admin/files/{photo}?size=thumb")
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = await lan.get(f"/admin/files/{photo}?size=thumb", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status == 304


async def test_a_photo_that_cannot_be_read_is_said_so(house: House, lan: Browser) -> None:
    photo = await house.photo(await house.idea(), b"\x89PNG\r\n\x1a\nbroken")
    assert "không mở được" in await lan.page(f"/admin/files/{photo}?size=thumb", 409)


async def test_pages_stay_light(house: House, lan: Browser) -> None:
    for number in range(30):
        idea = await house.idea(f"Bánh số {number}")
        talk = await house.talk(idea)
    for path in ("", "ideas", f"ideas/{idea.id}", "inbox", f"inbox/{talk.id}", "account"):
        page = await lan.page(f"/admin/{path}")
        parts = [part.split('"')[0] for part in page.split('"/admin/static/')[1:]]
        static = sum([len(await (await lan.get(f"/admin/static/{part}")).read()) for part in parts])
        assert len(page.encode()) + static < 60_000, path
