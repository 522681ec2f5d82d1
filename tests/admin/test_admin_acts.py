"""Taking over, asking back, accepting, declining; each reaches the producer once."""

import asyncio

import pytest

from ocop_core.services import ideas
from tests.admin.house import Browser, House, Open, hidden, text_of

WORDS = "Cô cho em xin ảnh nhãn\nđang dán trên hũ nha"


async def test_an_idea_is_taken_asked_answered_and_accepted(house: House, lan: Browser) -> None:
    idea = await house.idea()
    page = f"/admin/ideas/{idea.id}"
    assert (await lan.send(page, f"{page}/take")).headers["Location"] == page
    assert "đã nhận xử lý" in await lan.page(page)
    assert (await house.stored(idea)).state == "taken"

    house.clock.go(minutes=1)
    assert (await lan.send(f"{page}/ask", f"{page}/ask", {"words": WORDS})).status == 303
    assert "Đã gửi câu hỏi" in await lan.page(page)
    assert "Đã gửi câu hỏi" not in await lan.page(page)

    house.clock.go(minutes=1)
    async with house.db.writing() as session:
        answer = {"idea": idea.code, "text": "Dạ có ngay"}
        await ideas.reply(session, idea.person_id, idea.chat_id, answer, house.clock.now)
    assert "1 Bà con vừa trả lời vừa đến hôm nay" in text_of(await lan.page("/admin/"))
    assert "Cô Bảy vừa trả lời Dạ có ngay" in text_of(await lan.page(page))

    house.clock.go(minutes=1)
    assert (await lan.send(f"{page}/accept", f"{page}/accept", {"words": "Thứ Hai em ghé cô"})).status == 303
    assert await house.acts(idea) == ["registered", "taken", "asked", "replied", "accepted"]
    told = await house.owed()
    assert len(told) == 3
    assert WORDS in told[1]
    assert "Thứ Hai em ghé cô" in told[2]


async def test_accepting_needs_no_words(house: House, lan: Browser) -> None:
    idea = await house.idea()
    page = f"/admin/ideas/{idea.id}"
    assert (await lan.send(f"{page}/accept", f"{page}/accept", {"words": ""})).status == 303
    assert "đã được nhận vào danh sách" in (await house.owed())[0]


@pytest.mark.parametrize("act", ["ask", "decline"])
async def test_asking_and_declining_need_words(house: House, lan: Browser, act: str) -> None:
    idea = await house.idea()
    page = f"/admin/ideas/{idea.id}/{act}"
    response = await lan.send(page, page, {"words": "  ok "})
    text = await response.text()
    assert response.status == 422
    assert '<a href="#words">' in text
    assert 'aria-invalid="true"' in text
    assert "<title>Lỗi:" in text
    assert ">ok</textarea>" in text
    assert (await house.acts(idea), await house.owed()) == (["registered"], [])


async def test_a_reason_reaches_the_producer(house: House, lan: Browser) -> None:
    idea = await house.idea()
    page = f"/admin/ideas/{idea.id}/decline"
    reason = "Sản phẩm mua sỉ về đóng gói lại"
    assert (await lan.send(page, page, {"words": reason})).status == 303
    assert reason in (await house.owed())[0]
    assert reason in await lan.page(f"/admin/ideas/{idea.id}")


@pytest.mark.parametrize("act", ["ask", "accept", "decline"])
async def test_a_form_sent_twice_counts_once(house: House, lan: Browser, act: str) -> None:
    idea = await house.idea()
    page = f"/admin/ideas/{idea.id}/{act}"
    fields = {**hidden(await lan.page(page), None), "words": "Chào cô, em xem rồi ạ"}
    for _ in range(2):
        response = await lan.client.post(page, data=fields, allow_redirects=False)
        assert response.status == 303
        house.clock.go(seconds=1)
    assert len(await house.owed()) == 1
    assert len(await house.acts(idea)) == 2


async def test_two_taps_at_the_same_moment_count_once(house: House, lan: Browser) -> None:
    idea = await house.idea()
    page = f"/admin/ideas/{idea.id}/ask"
    fields = {**hidden(await lan.page(page), None), "words": "Chào cô, em xem rồi ạ"}
    sent = await asyncio.gather(*[lan.client.post(page, data=fields, allow_redirects=False) for _ in range(4)])
    assert [response.status for response in sent] == [303] * 4
    assert len(await house.owed()) == 1


async def test_taking_over_twice_is_told_once(house: House, lan: Browser) -> None:
    idea = await house.idea()
    page = f"/admin/ideas/{idea.id}"
    fields = hidden(await lan.page(page), f"{page}/take")
    for _ in range(2):
        assert (await lan.client.post(f"{page}/take", data=fields, allow_redirects=False)).status == 303
    assert len(await house.owed()) == 1


async def test_a_second_question_can_be_asked(house: House, lan: Browser) -> None:
    idea = await house.idea()
    page = f"/admin/ideas/{idea.id}/ask"
    for words in ("Cô cho xin ảnh nhãn", "Cô cho xin ảnh nhãn"):
        assert (await lan.send(page, page, {"words": words})).status == 303
        house.clock.go(minutes=1)
    assert len(await house.owed()) == 2


async def test_what_happened_meanwhile_is_shown_and_the_words_stay(
    house: House, lan: Browser, open_browser: Open
) -> None:
    idea = await house.idea()
    await house.officer("hoa", name="Trần Thị Hoa")
    hoa = await open_browser()
    await house.enter(hoa, "hoa")
    page = f"/admin/ideas/{idea.id}"
    fields = {**hidden(await lan.page(f"{page}/ask"), None), "words": WORDS}
    house.clock.go(seconds=5)
    await hoa.send(f"{page}/ask", f"{page}/ask", {"words": "Cô gửi giấy phép nha"})

    response = await lan.client.post(f"{page}/ask", data=fields, allow_redirects=False)
    text = await response.text()
    assert response.status == 422
    assert "vừa có thay đổi" in text
    assert "Cô gửi giấy phép nha" in text
    assert "Cô cho em xin ảnh nhãn" in text
    again = {**hidden(text, None), "words": WORDS}
    assert (await lan.client.post(f"{page}/ask", data=again, allow_redirects=False)).status == 303
    assert len(await house.owed()) == 2


async def test_a_settled_idea_cannot_be_answered_again(house: House, lan: Browser) -> None:
    idea = await house.idea()
    page = f"/admin/ideas/{idea.id}"
    form = {**hidden(await lan.page(f"{page}/decline"), None), "words": "Chưa đúng điều kiện"}
    take = hidden(await lan.page(page), f"{page}/take")
    await lan.send(f"{page}/accept", f"{page}/accept", {"words": ""})
    late = await lan.client.post(f"{page}/decline", data=form, allow_redirects=False)
    assert late.status == 422
    assert "đã được chấp nhận" in await late.text()
    assert "Chưa đúng điều kiện" in await late.text()
    assert (await lan.client.post(f"{page}/take", data=take, allow_redirects=False)).status == 409
    assert (await lan.get(f"{page}/ask")).url.path == page
    assert len(await house.owed()) == 1


async def test_words_that_are_too_long_are_kept_and_refused(house: House, lan: Browser) -> None:
    idea = await house.idea()
    page = f"/admin/ideas/{idea.id}/accept"
    words = "dài " * 500
    response = await lan.send(page, page, {"words": words})
    assert response.status == 422
    assert words.strip() in await response.text()
    assert await house.owed() == []


async def test_the_page_shows_what_the_producer_will_receive(house: House, lan: Browser) -> None:
    idea = await house.idea()
    shown = text_of(await lan.page(f"/admin/ideas/{idea.id}/ask"))
    assert "Hỏi thêm cô Bảy" in shown
    assert "Cô Bảy sẽ nhận trong khung chat" in shown
    assert 'Cán bộ Cán bộ Lan hỏi về "Đường thốt nốt"' in shown
    assert "Gửi câu hỏi cho cô Bảy" in shown


async def test_an_idea_of_a_colleague_can_be_taken_over(house: House, lan: Browser, open_browser: Open) -> None:
    idea = await house.idea()
    page = f"/admin/ideas/{idea.id}"
    await lan.send(page, f"{page}/take")
    hoa_staff = await house.officer("hoa", name="Trần Thị Hoa")
    hoa = await open_browser()
    await house.enter(hoa, "hoa")
    assert "Nhận xử lý thay Cán bộ Lan" in await hoa.page(page)
    await hoa.send(page, f"{page}/take")
    assert (await house.stored(idea)).officer_id == hoa_staff.id


async def test_the_day_lists_what_waits_longest_first(house: House, lan: Browser) -> None:
    first = await house.idea("Khô rắn")
    house.clock.go(days=6)
    await house.talk(await house.idea("Mắm ruột"))
    await house.enter(lan)
    page = await lan.page("/admin/")
    shown = text_of(page)
    assert "2 Ý tưởng mới lâu nhất 6 ngày" in shown
    assert "1 Bà con đang hỏi vừa đến hôm nay" in shown
    assert page.index("Khô rắn") < page.index("Mắm ruột")
    await lan.send(f"/admin/ideas/{first.id}", f"/admin/ideas/{first.id}/take")
    assert "1 Ý tưởng mới vừa đến hôm nay" in text_of(await lan.page("/admin/"))


async def test_a_quiet_day_says_so(lan: Browser) -> None:
    assert "không còn việc nào chờ" in await lan.page("/admin/")
