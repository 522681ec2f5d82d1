"""The inbox: who waits stands on top, an answer reaches the producer once, a page that is open stays fresh."""

import asyncio
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from ocop_core.db.models import IdeaFile
from ocop_core.services.files import storing
from ocop_core.services.inbox import officer_acts
from ocop_core.services.staff import session_keys
from tests.admin.house import THOI_SON, Browser, House, Open, hidden, text_of

OGG = b"OggS" + bytes(60)
PDF = b"%PDF-1.4\n%%EOF"


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (900, 600), "green").save(out, "PNG")
    return out.getvalue()


async def loose_file(house: House, chat_id: int, content: bytes, mime: str) -> int:
    """A file of a chat that belongs to no idea."""
    digest = storing.put(house.settings.files_dir, content)
    async with house.db.writing() as session:
        return await storing.keep(session, chat_id, content, mime, digest, "tep", house.clock.now)


# --- the list


async def test_who_waits_longest_stands_on_top_and_after_a_working_day_is_marked(house: House, lan: Browser) -> None:
    await house.talk(await house.idea(owner="Nguyễn Thị Bảy"), "hỏi về bao bì")
    house.clock.go(hours=30)
    await house.enter(lan)
    await house.talk(await house.idea(owner="Trần Văn Út"), "hỏi về nhãn")
    page = await lan.page("/admin/inbox")
    assert page.index("hỏi về bao bì") < page.index("hỏi về nhãn")
    assert "Đang chờ (2)" in page
    # Tuesday is a holiday, so a day and a half of the calendar is not yet a working day.
    assert "quá một ngày làm việc" not in page
    house.clock.go(hours=20)
    await house.enter(lan)
    page = await lan.page("/admin/inbox")
    assert page.count("quá một ngày làm việc") == 1
    assert page.count('class="late"') == 1


async def test_the_tabs_hold_what_waits_what_is_answered_and_what_is_closed(house: House, lan: Browser) -> None:
    waits = await house.talk(await house.idea(), "hỏi về bao bì")
    answered = await house.talk(await house.idea(), "hỏi về nhãn")
    closed = await house.talk(await house.idea(), "hỏi về hội chợ")
    page = f"/admin/inbox/{answered.id}"
    await lan.send(page, f"{page}/answer", {"words": "Dạ có ạ"})
    await lan.send(f"/admin/inbox/{closed.id}", f"/admin/inbox/{closed.id}/close")
    for state, shown in (("open", waits), ("answered", answered), ("closed", closed)):
        text = await lan.page(f"/admin/inbox?state={state}")
        assert [f'"/admin/inbox/{each.id}"' in text for each in (waits, answered, closed)] == [
            each is shown for each in (waits, answered, closed)
        ]
    assert "Đã đáp: Dạ có ạ" in text_of(await lan.page("/admin/inbox?state=answered"))
    assert "Cán bộ Lan" in text_of(await lan.page("/admin/inbox?state=answered"))
    assert await lan.page("/admin/inbox?state=rubbish")


async def test_long_lists_go_on_page_by_page_without_gaps(house: House, lan: Browser) -> None:
    for number in range(60):
        await house.talk(await house.idea(), f"chuyện số {number:02}.")
    seen: list[str] = []
    path: str | None = "/admin/inbox"
    while path:
        page = await lan.page(path)
        seen += [f"{n:02}" for n in range(60) if f"chuyện số {n:02}." in page]
        more = page.split('href="/admin/inbox?state=open&amp;after=')[1:]
        path = f"/admin/inbox?state=open&after={more[0].split(chr(34))[0]}" if more else None
    assert seen == [f"{n:02}" for n in range(60)]


@pytest.mark.parametrize("after", ["x", "1", "1-x", "²-1", "1" * 40 + "-1", "-1-1", "9" * 16 + "-1"])
async def test_a_strange_place_in_the_list_is_no_error(house: House, lan: Browser, after: str) -> None:
    await lan.page(f"/admin/inbox?after={after}")
    await lan.page(f"/admin/inbox/{(await house.talk(await house.idea())).id}?live=1&after={after}")


async def test_the_province_sees_every_commune_with_its_name(house: House, browser: Browser) -> None:
    await house.officer("tinh", "province", None)
    await house.enter(browser, "tinh")
    await house.talk(await house.idea())
    await house.talk(await house.idea(unit=THOI_SON))
    text = text_of(await browser.page("/admin/inbox"))
    assert "Xã Núi Cấm" in text and "Phường Thới Sơn" in text


async def test_the_day_counts_who_waits(house: House, lan: Browser) -> None:
    talk = await house.talk(await house.idea(), "hỏi về bao bì")
    page = await lan.page("/admin/")
    assert "1 Bà con đang hỏi" in text_of(page)
    assert f'href="/admin/inbox/{talk.id}"' in page


async def test_old_addresses_lead_to_the_inbox(house: House, lan: Browser) -> None:
    talk = await house.talk(await house.idea())
    assert (await lan.get("/admin/requests")).url.path == "/admin/inbox"
    for path in (f"/admin/requests/{talk.id}/answer", f"/admin/inbox/{talk.id}/answer"):
        assert (await lan.get(path)).url.path == f"/admin/inbox/{talk.id}"


# --- one talk


async def test_a_talk_shows_all_that_was_said_and_what_the_chat_knows(house: House, lan: Browser) -> None:
    idea = await house.idea("Đường thốt nốt")
    talk = await house.talk(idea, "hỏi về bao bì")
    await house.says(talk, "tui ở ấp An Hòa")
    text = text_of(await lan.page(f"/admin/inbox/{talk.id}"))
    for part in ("Nguyễn Thị Bảy", "hỏi về bao bì", "tui ở ấp An Hòa", "Đường thốt nốt", idea.code, "0912 345 678"):
        assert part in text, part
    assert "Xã Núi Cấm" in text and "Chưa ai nhận" in text


async def test_ideas_of_other_communes_stay_with_them(house: House, lan: Browser) -> None:
    idea = await house.idea("Mắm cá linh", unit=THOI_SON)
    answers = {"about": "hỏi về bao bì", "place": "30538", "phone": "0912345678"}
    from ocop_core.services.inbox import threads

    async with house.db.writing() as session:
        talk = await threads.begin(session, idea.person_id, idea.chat_id, answers, house.clock.now)
    assert "Mắm cá linh" not in await lan.page(f"/admin/inbox/{talk.id}")


async def test_photos_are_shown_voice_notes_played_and_papers_kept(house: House, lan: Browser) -> None:
    talk = await house.talk(await house.idea())
    photo = await loose_file(house, talk.chat_id, picture(), "image/png")
    voice = await loose_file(house, talk.chat_id, OGG, "audio/ogg")
    paper = await loose_file(house, talk.chat_id, PDF, "application/pdf")
    await lan.page(f"/admin/files/{voice}", 404)
    await house.says(talk, "nè em", photo, voice, paper)
    page = await lan.page(f"/admin/inbox/{talk.id}")
    assert f'src="/admin/files/{photo}?size=thumb"' in page
    assert f'<audio controls preload="none" src="/admin/files/{voice}">' in page
    assert f'href="/admin/files/{paper}"' in page
    played = await lan.get(f"/admin/files/{voice}", headers={"Range": "bytes=0-3"})
    assert (played.status, await played.read(), played.content_type) == (206, b"OggS", "audio/ogg")
    assert "media-src 'self'" in (await lan.get(f"/admin/inbox/{talk.id}")).headers["Content-Security-Policy"]


async def test_files_of_another_communes_talk_do_not_exist(house: House, lan: Browser) -> None:
    talk = await house.talk(await house.idea(unit=THOI_SON))
    voice = await loose_file(house, talk.chat_id, OGG, "audio/ogg")
    await house.says(talk, "nè em", voice)
    await lan.page(f"/admin/files/{voice}", 404)
    for path in ("", "?live=1&after=0"):
        await lan.page(f"/admin/inbox/{talk.id}{path}", 404)


async def test_an_answer_reaches_the_producer_once(house: House, lan: Browser) -> None:
    talk = await house.talk(await house.idea())
    page = f"/admin/inbox/{talk.id}"
    fields = {**hidden(await lan.page(page), f"{page}/answer"), "words": "Cô lên phòng kinh tế xã nha"}
    sent = await asyncio.gather(
        *[lan.client.post(f"{page}/answer", data=fields, allow_redirects=False) for _ in range(4)]
    )
    assert {(each.status, each.headers["Location"]) for each in sent} == {(303, f"{page}#end")}
    (told,) = await house.owed()
    assert told == "Cán bộ Lan, cán bộ xã Núi Cấm:\nCô lên phòng kinh tế xã nha"
    shown = text_of(await lan.page(page))
    assert "Cán bộ Lan phụ trách" in shown and "Đã trả lời" in shown
    # The same words again, from the page that shows the first ones, are meant.
    await lan.send(page, f"{page}/answer", {"words": "Cô lên phòng kinh tế xã nha"})
    assert len(await house.owed()) == 2


async def test_an_answer_needs_words_and_they_stay_on_any_problem(house: House, lan: Browser) -> None:
    talk = await house.talk(await house.idea())
    page = f"/admin/inbox/{talk.id}"
    for words in ("  ", "dài " * 500):
        response = await lan.send(page, f"{page}/answer", {"words": words})
        text = await response.text()
        assert response.status == 422
        assert '<a href="#words">' in text and 'aria-invalid="true"' in text
        assert words.strip() in text
    assert await house.owed() == []


async def test_a_call_is_noted_for_colleagues_and_said_to_nobody(house: House, lan: Browser) -> None:
    talk = await house.talk(await house.idea())
    page = f"/admin/inbox/{talk.id}"
    fields = {**hidden(await lan.page(page), f"{page}/called"), "note": "hẹn thứ Năm"}
    for _ in range(2):
        assert (await lan.client.post(f"{page}/called", data=fields, allow_redirects=False)).status == 303
    assert (await house.lines(talk))[1:] == [("Cán bộ Lan", "called", "hẹn thứ Năm")]
    assert await house.owed() == []
    assert "hẹn thứ Năm" in await lan.page(page)


async def test_a_talk_is_taken_handed_on_and_closed(house: House, lan: Browser) -> None:
    hoa = await house.officer("hoa", name="Trần Thị Hoa")
    talk = await house.talk(await house.idea())
    page = f"/admin/inbox/{talk.id}"
    await lan.send(page, f"{page}/take")
    assert "Cán bộ Lan phụ trách" in text_of(await lan.page(page))
    await lan.send(page, f"{page}/hand", {"to": str(hoa.id)})
    text = text_of(await lan.page(page))
    assert "Trần Thị Hoa phụ trách" in text and "Cán bộ Lan chuyển cho Trần Thị Hoa" in text
    assert "Nhận thay Trần Thị Hoa" in text
    await lan.send(page, f"{page}/close")
    assert await house.state_of(talk) == "closed"
    assert "Cán bộ Lan đã trả lời xong" in (await house.owed())[-1]
    assert "Cán bộ Lan đóng câu hỏi" in text_of(await lan.page(page))


@pytest.mark.parametrize("to", ["", "x", "0", "999", "9" * 30])
async def test_nobody_is_handed_what_is_not_theirs(house: House, lan: Browser, to: str) -> None:
    talk = await house.talk(await house.idea())
    page = f"/admin/inbox/{talk.id}"
    await house.officer("hoa")
    response = await lan.send(page, f"{page}/hand", {"to": to})
    assert (response.status, "không phụ trách địa bàn đó" in await response.text()) == (422, True)


# --- a page that is open


async def test_an_open_page_is_told_only_what_is_new(house: House, lan: Browser) -> None:
    talk = await house.talk(await house.idea(), "hỏi về bao bì")
    first = (await lan.page(f"/admin/inbox/{talk.id}")).split('id="l')[1].split('"')[0]
    assert (await lan.page(f"/admin/inbox/{talk.id}?live=1&after={first}")).strip() == ""
    await house.says(talk, "<b>còn nhãn</b> nữa")
    news = await lan.page(f"/admin/inbox/{talk.id}?live=1&after={first}")
    assert "&lt;b&gt;còn nhãn" in news and "hỏi về bao bì" not in news and "<html" not in news


async def test_an_open_page_does_not_keep_the_session_open(house: House, lan: Browser) -> None:
    talk = await house.talk(await house.idea())
    answers = []
    for _ in range(12):
        house.clock.now += session_keys.IDLE / 12
        answers.append((await lan.get(f"/admin/inbox/{talk.id}?live=1&after=0", allow_redirects=False)).status)
    assert answers == [200] * 11 + [303]


async def test_an_open_list_is_only_its_rows(house: House, lan: Browser) -> None:
    await house.talk(await house.idea(), "hỏi về bao bì")
    rows = await lan.page("/admin/inbox?state=open&live=1")
    assert "hỏi về bao bì" in rows and "<html" not in rows


async def test_a_talk_that_waits_too_long_is_not_closed_by_time(house: House, lan: Browser) -> None:
    talk = await house.talk(await house.idea())
    house.clock.now += timedelta(days=30)
    assert await officer_acts.lapse(house.db, house.settings, house.clock.now) == {"closed": 0}
    assert await house.state_of(talk) == "open"


# --- canned answers


async def test_canned_answers_are_added_changed_inserted_and_dropped(house: House, lan: Browser) -> None:
    new = "/admin/inbox/canned/new"
    fields = {"title": "Mời ra xã", "words": "Dạ mời mình ra <b>xã</b>."}
    form = {**hidden(await lan.page(new), None), **fields}
    for _ in range(2):
        assert (await lan.client.post(new, data=form, allow_redirects=False)).status == 303
    listing = await lan.page("/admin/inbox/canned")
    assert listing.count("Dạ mời mình ra &lt;b&gt;xã&lt;/b&gt;.") == 1
    talk = await house.talk(await house.idea())
    page = await lan.page(f"/admin/inbox/{talk.id}?canned=1")
    assert ">Dạ mời mình ra &lt;b&gt;xã&lt;/b&gt;.</textarea>" in page
    one = "/admin/inbox/canned/1"
    await lan.send(one, one, {"title": "Mời ra xã", "words": "Dạ mời mình ra ủy ban."})
    assert "Dạ mời mình ra ủy ban." in await lan.page("/admin/inbox/canned")
    gone = hidden(await lan.page(one), f"{one}/drop")
    for _ in range(2):
        assert (await lan.client.post(f"{one}/drop", data=gone, allow_redirects=False)).status == 303
    assert "Chưa có câu mẫu nào" in await lan.page("/admin/inbox/canned")
    await lan.page(one, 404)


async def test_a_canned_answer_without_name_or_words_is_asked_back(house: House, lan: Browser) -> None:
    new = "/admin/inbox/canned/new"
    for fields, field in (({"title": " ", "words": "Dạ có"}, "title"), ({"title": "Nhãn", "words": " "}, "words")):
        response = await lan.send(new, new, fields)
        text = await response.text()
        assert response.status == 422
        assert f'<a href="#{field}">' in text
        assert fields["words"].strip() in text


async def test_the_provinces_answers_are_used_but_not_changed_by_a_commune(
    house: House, lan: Browser, open_browser: Open
) -> None:
    await house.officer("tinh", "province", None)
    boss = await open_browser()
    await house.enter(boss, "tinh")
    new = "/admin/inbox/canned/new"
    await boss.send(new, new, {"title": "Mời ra xã", "words": "Dạ mời mình ra xã."})
    await lan.send(new, new, {"title": "Nhãn", "words": "Dạ chụp nhãn giúp em."})
    mine = await lan.page("/admin/inbox/canned")
    assert "cả tỉnh" in mine and 'href="/admin/inbox/canned/1"' not in mine and 'href="/admin/inbox/canned/2"' in mine
    await lan.page("/admin/inbox/canned/1", 404)
    token = hidden(await lan.page("/admin/inbox/canned/2"), None)
    for path in ("1", "1/drop"):
        response = await lan.client.post(f"/admin/inbox/canned/{path}", data={**token, "title": "x", "words": "yy"})
        assert response.status == 404
    await house.officer("khac", "commune", THOI_SON)
    other = await open_browser()
    await house.enter(other, "khac")
    assert "Dạ chụp nhãn" not in await other.page("/admin/inbox/canned")


async def test_a_file_of_an_idea_is_still_only_the_ideas(house: House, lan: Browser) -> None:
    idea = await house.idea(unit=THOI_SON)
    photo = await loose_file(house, idea.chat_id, picture(), "image/png")
    async with house.db.writing() as session:
        session.add(IdeaFile(idea_id=idea.id, file_id=photo))
    await lan.page(f"/admin/files/{photo}", 404)
