"""What the chat knows: read by every officer, changed by the province, at once for everybody, with its history."""

import asyncio
from datetime import timedelta

import pytest

from ocop_core.knowledge.entries import load_entries
from ocop_core.services.knowing import entry_rows, unanswered
from tests.admin.house import THOI_SON, Browser, House, Open, hidden, text_of

QUESTION, ANSWER, SOURCE = "Nuôi ong nay đây mai đó thì nộp ở đâu?", "Dạ, nộp ở xã đặt cơ sở.", "Sở NN&MT, 11/2026"
FIELDS = {"question": QUESTION, "answer": ANSWER, "source": SOURCE, "certainty": "chắc", "also": "ong du mục nộp đâu"}
BEES = "Nuôi ong du mục thì nộp hồ sơ ở xã nào?"
NEW = "/admin/knowledge/new"
ENTRY = "/admin/knowledge/cb_nuoi_ong_nay_day_mai_do_thi_nop_o_dau"


@pytest.fixture
async def shipped(house: House) -> list[str]:
    """The first entries that come with the program; their ids."""
    entries = load_entries()[:40]
    async with house.db.writing() as session:
        await entry_rows.sync_shipped(session, entries, house.clock.now - timedelta(days=1))
    return [entry.id for entry in entries]


@pytest.fixture
async def tinh(house: House, shipped: list[str], open_browser: Open) -> Browser:
    """An officer of the province, signed in."""
    await house.officer("tinh", "province", None, "Trần Quốc Khánh")
    browser = await open_browser()
    await house.enter(browser, "tinh")
    return browser


async def ask(house: House, text: str = BEES, unit: str | None = THOI_SON, times: int = 1) -> None:
    for _ in range(times):
        async with house.db.writing() as session:
            await unanswered.note(session, text, unit, house.clock.now)


async def answers(house: House, text: str) -> str:
    """What another process, which has held the library before, would answer."""
    async with house.db.reading() as session:
        library = await entry_rows.library(session)
    found = library.find(text, 1)
    return found[0].entry.answer if found and found[0].sure else ""


async def test_entries_are_found_without_diacritics_and_page_by_page(tinh: Browser) -> None:
    first = await tinh.page("/admin/knowledge")
    assert "40 câu" in text_of(first)
    assert "Trang 1/2" in text_of(first)
    second = await tinh.page("/admin/knowledge?page=2")
    assert first.count('<li class="box') + second.count('<li class="box') == 40
    found = text_of(await tinh.page("/admin/knowledge?q=giay an toan thuc pham may nam"))
    assert "Giấy an toàn thực phẩm có hạn mấy năm" in found
    assert "Không có câu nào khớp" in await tinh.page("/admin/knowledge?q=khongcogi")
    for odd in ("?page=0", "?page=²", "?page=99999", "?state=x&origin=y&certainty=z", "?q=%25%00_"):
        await tinh.page(f"/admin/knowledge{odd}")


async def test_filters_narrow_the_list(house: House, tinh: Browser) -> None:
    await tinh.send(NEW, NEW, {**FIELDS, "certainty": "tham khảo"})
    for narrow in ("?origin=officer", "?certainty=hint&q=ong", "?state=active&q=nay+day+mai+do"):
        assert f'href="{ENTRY}"' in await tinh.page(f"/admin/knowledge{narrow}")
    for other in ("?origin=shipped", "?certainty=sure&q=ong+nay", "?state=hidden"):
        assert f'href="{ENTRY}"' not in await tinh.page(f"/admin/knowledge{other}")


async def test_a_new_entry_answers_at_once(house: House, tinh: Browser) -> None:
    assert await answers(house, QUESTION) == ""
    response = await tinh.send(NEW, NEW, {**FIELDS, "also": "ong du mục nộp đâu\n\n  nuôi ong lưu động ở đâu \n"})
    assert response.headers["Location"] == ENTRY
    page = text_of(await tinh.page(ENTRY))
    assert "Trợ lý dùng câu này ngay" in page
    assert f"{ANSWER} (Theo {SOURCE}, xem lại ngày 23/11/2026.)" in page
    assert "Các cách hỏi khác (2)" in page
    assert await answers(house, "nuoi ong luu dong o dau") == ANSWER


async def test_all_that_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(tinh: Browser) -> None:
    wrong = {"question": "", "answer": "đáp " * 100, "source": " ", "also": "hỏi " * 60, "certainty": ""}
    response = await tinh.send(NEW, NEW, wrong)
    text = await response.text()
    assert response.status == 422
    for field in ("question", "answer", "source", "also", "certainty"):
        assert f'<a href="#{field}">' in text, field
    assert "đáp đáp" in text and "hỏi hỏi" in text
    taken = await tinh.send(NEW, NEW, {**FIELDS, "also": "co can giay attp ko"})
    text = await taken.text()
    assert '<a href="#also">' in text
    assert "Làm OCOP có cần giấy an toàn thực phẩm không?" in text


async def test_a_form_sent_twice_or_four_times_at_once_makes_one_entry(house: House, tinh: Browser) -> None:
    fields = {**hidden(await tinh.page(NEW), None), **FIELDS}
    sent = [tinh.client.post(NEW, data=fields, allow_redirects=False) for _ in range(4)]
    assert {response.headers["Location"] for response in await asyncio.gather(*sent)} == {ENTRY}
    async with house.db.reading() as session:
        assert [entry.id for entry in await entry_rows.entries(session) if entry.id.startswith("cb_")] == [ENTRY[17:]]


async def test_further_questions_are_found_by_search_and_chosen(
    house: House, tinh: Browser, shipped: list[str]
) -> None:
    found = await tinh.send(NEW, NEW, {**FIELDS, "do": "find", "find": "giay attp co han may nam"})
    text = await found.text()
    assert found.status == 200
    assert '<input type="checkbox" name="next" value="attp_han">' in text
    assert ANSWER in text
    assert 'value="attp_han"' in await tinh.page("/admin/knowledge/pick?q=giay+attp+co+han+may+nam")
    assert 'value="attp_han"' not in await tinh.page("/admin/knowledge/pick?q=giay+attp+may+nam&without=attp_han")
    data = [*{**hidden(text, None), **FIELDS}.items(), ("next", "attp_han"), ("next", "attp_can_khong")]
    saved = await tinh.client.post(NEW, data=data, allow_redirects=False)
    assert saved.status == 303
    page = await tinh.page(ENTRY)
    assert page.index("/admin/knowledge/attp_han") < page.index("/admin/knowledge/attp_can_khong")
    many = [*data, *(("next", each) for each in shipped[5:8])]
    refused = await tinh.client.post(NEW, data=[*many, ("question", "x")], allow_redirects=False)
    text = await refused.text()
    assert '<a href="#find">' in text
    assert text.count(" checked>") == 5


async def test_an_edit_keeps_what_stood_before_and_gives_it_back(house: House, tinh: Browser) -> None:
    page = "/admin/knowledge/attp_han"
    before = text_of(await tinh.page(page))
    fields = {**FIELDS, "question": "Giấy an toàn thực phẩm mấy năm?", "answer": "Dạ, ba năm."}
    assert (await tinh.send(f"{page}/edit", f"{page}/edit", fields)).status == 303
    text = await tinh.page(page)
    assert "Trần Quốc Khánh sửa câu này" in text_of(text)
    assert "3 năm. Mình nộp xin cấp lại" in text
    assert await answers(house, "giay an toan thuc pham may nam") == "Dạ, ba năm."
    restored = await tinh.send(page, f"{page}/restore")
    assert restored.headers["Location"] == page
    after = text_of(await tinh.page(page))
    assert "Đã lấy lại bản cũ" in after
    assert before.partition("Việc có thể làm")[0].partition("Có sẵn")[2] in after
    assert after.count("sửa câu này") == 2


async def test_what_a_colleague_saved_meanwhile_is_not_lost(house: House, tinh: Browser, open_browser: Open) -> None:
    await house.officer("hoa", "province", None, "Trần Thị Hoa")
    hoa = await open_browser()
    await house.enter(hoa, "hoa")
    page = "/admin/knowledge/attp_han/edit"
    mine = {**hidden(await tinh.page(page), None), **FIELDS}
    await hoa.send(page, page, {**FIELDS, "answer": "Dạ, lời của Hoa."})
    late = await tinh.client.post(page, data=mine, allow_redirects=False)
    text = await late.text()
    assert late.status == 422
    assert "vừa được người khác sửa" in text
    assert ANSWER in text
    again = {**hidden(text, None), **FIELDS}
    for _ in range(2):
        assert (await tinh.client.post(page, data=again, allow_redirects=False)).status == 303
    shown = await tinh.page("/admin/knowledge/attp_han")
    assert "Dạ, lời của Hoa." in shown
    assert text_of(shown).count("sửa câu này") == 2


async def test_what_is_hidden_is_not_answered_until_it_is_shown_again(house: House, tinh: Browser) -> None:
    page, asked = "/admin/knowledge/attp_han", "giay an toan thuc pham co han may nam"
    known = await answers(house, asked)
    assert known
    fields = hidden(await tinh.page(page), f"{page}/hide")
    for _ in range(2):
        assert (await tinh.client.post(f"{page}/hide", data=fields, allow_redirects=False)).status == 303
    assert await answers(house, asked) != known
    assert "Đã ẩn" in await tinh.page("/admin/knowledge?state=hidden")
    await tinh.send(page, f"{page}/show")
    assert await answers(house, asked) == known
    text = text_of(await tinh.page(page))
    assert (text.count("ẩn câu này"), text.count("cho dùng lại câu này")) == (1, 1)


# --- what could not be answered


async def test_the_most_asked_stands_on_top_with_its_place_and_days(house: House, tinh: Browser) -> None:
    await ask(house, "câu ít hỏi", None)
    house.clock.go(hours=30)
    await ask(house, times=2)
    house.clock.go(hours=30)
    await ask(house)
    await house.enter(tinh, "tinh")
    page = await tinh.page("/admin/knowledge/unanswered")
    text = text_of(page)
    assert page.index(BEES) < page.index("câu ít hỏi")
    assert "3 lần hỏi, từ 24/11/2026 đến 25/11/2026 · Phường Thới Sơn" in text
    assert "chưa rõ xã, phường" in text
    assert "Chưa trả lời được (2)" in text
    assert "2 câu bà con hỏi mà trợ lý chưa trả lời được" in text_of(await tinh.page("/admin/"))


async def test_one_tap_opens_the_form_with_the_question_and_saving_settles_it(house: House, tinh: Browser) -> None:
    await ask(house)
    form = "/admin/knowledge/unanswered/1/answer"
    assert f'href="{form}"' in await tinh.page("/admin/knowledge/unanswered")
    assert f'value="{BEES}"' in await tinh.page(form)
    fields = {**hidden(await tinh.page(form), None), **FIELDS}
    for _ in range(2):
        sent = await tinh.client.post(form, data=fields, allow_redirects=False)
        assert sent.headers["Location"] == ENTRY
    assert "Bà con hỏi lại là có câu trả lời" in await tinh.page(ENTRY)
    assert await answers(house, "nuoi ong du muc thi nop ho so o xa nao") == ANSWER
    assert BEES not in await tinh.page("/admin/knowledge/unanswered")
    assert f"Trả lời ở câu &#34;{QUESTION}&#34;" in await tinh.page("/admin/knowledge/unanswered?state=answered")
    assert (await tinh.get(form)).url.path == "/admin/knowledge/unanswered/1"


async def test_a_faulty_answer_leaves_the_question_open(house: House, tinh: Browser) -> None:
    await ask(house)
    form = "/admin/knowledge/unanswered/1/answer"
    response = await tinh.send(form, form, {**FIELDS, "source": ""})
    text = await response.text()
    assert '<a href="#source">' in text
    assert BEES in text
    assert BEES in await tinh.page("/admin/knowledge/unanswered")
    found = await tinh.send(form, form, {**FIELDS, "do": "find", "find": "giay attp"})
    assert 'name="next"' in await found.text()


async def test_a_question_joins_an_entry_found_by_search(house: House, tinh: Browser) -> None:
    await ask(house, "mảnh giấy vệ sinh đó sống được mấy mùa lúa")
    page = "/admin/knowledge/unanswered/1"
    assert 'value="attp_han"' in await tinh.page(f"{page}?q=giay+an+toan+thuc+pham+may+nam")
    fields = {**hidden(await tinh.page(page), f"{page}/dismiss"), "entry": "attp_han"}
    for _ in range(2):
        sent = await tinh.client.post(f"{page}/join", data=fields, allow_redirects=False)
        assert sent.headers["Location"] == "/admin/knowledge/attp_han"
    assert "3 năm" in await answers(house, "manh giay ve sinh do song duoc may mua lua")
    assert "Câu này đã có câu trả lời" in await tinh.page(page)
    other = {**fields, "entry": "attp_can_khong"}
    late = await tinh.client.post(f"{page}/join", data=other, allow_redirects=False)
    assert late.status == 409
    assert "đã có người xử lý" in await late.text()


async def test_what_is_left_aside_is_gone_from_the_list(house: House, tinh: Browser) -> None:
    await ask(house, "aaa bbb")
    page = "/admin/knowledge/unanswered/1"
    fields = hidden(await tinh.page(page), f"{page}/dismiss")
    for _ in range(2):
        assert (await tinh.client.post(f"{page}/dismiss", data=fields, allow_redirects=False)).status == 303
    assert "trả lời được hết" in await tinh.page("/admin/knowledge/unanswered")
    assert "aaa bbb" in await tinh.page("/admin/knowledge/unanswered?state=dismissed")
    assert "đã được bỏ qua" in await tinh.page(page)


async def test_a_commune_reads_and_changes_nothing(house: House, tinh: Browser, lan: Browser) -> None:
    await ask(house, "câu của thới sơn", THOI_SON)
    await ask(house, "câu của núi cấm", "30538")
    listed = await lan.page("/admin/knowledge/unanswered")
    assert "câu của núi cấm" in listed
    assert "câu của thới sơn" not in listed
    await lan.page("/admin/knowledge/unanswered/1", 404)
    one = await lan.page("/admin/knowledge/unanswered/2")
    entry = await lan.page("/admin/knowledge/attp_han")
    for page in (listed, one, entry, await lan.page("/admin/knowledge")):
        assert '<form method="post"' not in page
        assert NEW not in page
    token = {"token": (await lan.page("/admin/account")).split('name="token" value="')[1].split('"')[0]}
    for path in (NEW, "/admin/knowledge/attp_han/edit", "/admin/knowledge/unanswered/2/answer"):
        await lan.page(path, 409)
        refused = await lan.client.post(path, data={**token, **FIELDS})
        assert (refused.status, ANSWER in await refused.text()) == (409, True)
    for path in ("attp_han/hide", "attp_han/restore", "unanswered/2/dismiss", "unanswered/2/join"):
        refused = await lan.client.post(f"/admin/knowledge/{path}", data={**token, "entry": "attp_han", "version": "1"})
        assert refused.status == 409, path
        assert "cán bộ tỉnh mới sửa được" in await refused.text()
    async with house.db.reading() as session:
        assert await entry_rows.current_version(session) == 40


@pytest.mark.parametrize(
    "path",
    ["khong_co", "khong_co/edit", "unanswered/999", "unanswered/999/answer", "unanswered/" + "9" * 30, "Kh%C3%B4ng"],
)
async def test_what_is_not_there_is_not_found(house: House, tinh: Browser, path: str) -> None:
    await tinh.page(f"/admin/knowledge/{path}", 404)


async def test_acts_on_what_is_not_there_are_not_found(house: House, tinh: Browser) -> None:
    token = {"token": (await tinh.page("/admin/account")).split('name="token" value="')[1].split('"')[0]}
    for path in ("khong_co/edit", "khong_co/hide", "khong_co/restore", "unanswered/9/answer", "unanswered/9/dismiss"):
        response = await tinh.client.post(f"/admin/knowledge/{path}", data={**token, **FIELDS})
        assert response.status == 404, path
    await ask(house)
    response = await tinh.client.post("/admin/knowledge/unanswered/1/join", data={**token, "entry": "khong_co"})
    assert response.status == 409
    response = await tinh.client.post("/admin/knowledge/attp_han/restore", data={**token, "version": "²"})
    assert response.status == 404


# --- trying a question


async def test_a_trial_says_what_the_chat_answers_and_why(house: House, tinh: Browser, lan: Browser) -> None:
    for browser in (tinh, lan):
        text = text_of(await browser.page("/admin/knowledge/try?q=giay+attp+co+han+may+nam"))
        assert "Có câu trả lời khớp" in text
        assert "3 năm. Mình nộp xin cấp lại" in text
        assert "Nhờ các chữ: giay attp" in text
    assert "Không có câu trả lời khớp" in await tinh.page("/admin/knowledge/try?q=ăn cơm chưa cưng")
    assert "Trả lời được nhờ tra bảng" in await tinh.page("/admin/knowledge/try?q=xa nui sam gio thuoc phuong nao")
    assert "&lt;b&gt;x" in await tinh.page("/admin/knowledge/try?q=<b>x")
    assert "trả lời được hết" in await tinh.page("/admin/knowledge/unanswered")


async def test_what_was_typed_survives_the_end_of_the_session(house: House, tinh: Browser) -> None:
    fields = {**hidden(await tinh.page(NEW), None), **FIELDS}
    house.clock.go(hours=13)
    response = await tinh.client.post(NEW, data=fields, allow_redirects=False)
    text = await response.text()
    assert response.status == 401
    assert ANSWER in text and QUESTION in text
