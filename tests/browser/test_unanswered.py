"""A question the chat cannot answer becomes an entry in one tap, and the next one who asks gets the answer."""

from playwright.async_api import Browser, expect

from tests.browser.house import bot_says, province_link, say, tap, watched
from tests.support.browsers import MARKS

pytestmark = MARKS
QUESTION = "nuôi ong du mục thì đóng dấu sáp ong ở đâu vậy em"


async def test_what_nobody_could_answer_is_answered_the_next_time(house: dict[str, str], chromium: Browser) -> None:
    phone, wrong = await watched(chromium, 360, 740)
    await phone.goto(house["BASE"] + "/chat")
    await phone.get_by_role("button", name="Bắt đầu").click()
    await bot_says(phone, "Để làm việc, em cần lưu")
    await tap(phone, "Đồng ý", "Hôm nay")
    await phone.fill("#text", QUESTION)
    await phone.click("#send")
    await expect(phone.locator("#log .msg.me").last).to_contain_text(QUESTION)
    await phone.wait_for_timeout(1500)

    desk, wrong_too = await watched(chromium, 1280, 800)
    await desk.goto(province_link(house))
    await desk.click("main form button")
    await desk.goto(house["BASE"] + "/admin/knowledge/unanswered")
    await desk.get_by_role("link", name=QUESTION).click()
    assert await desk.input_value("#question") == QUESTION
    await desk.fill("#answer", "Dạ, sáp ong đóng dấu ở trạm thú y xã nơi đặt đàn ong.")
    await desk.fill("#source", "Sở NN&MT, 11/2026")
    await desk.get_by_role("button", name="Lưu câu hỏi đáp").last.click()
    await expect(desk.locator(".done")).to_contain_text("Bà con hỏi lại là có câu trả lời ngay")

    await say(phone, "nuoi ong du muc thi dong dau sap ong o dau", "trạm thú y xã nơi đặt đàn ong")
    await desk.goto(house["BASE"] + "/admin/knowledge/unanswered")
    await expect(desk.locator("main")).not_to_contain_text(QUESTION)
    assert (wrong, wrong_too) == ([], [])
