"""A producer asks for a person in the web chat, an officer answers in the inbox, and both see it live."""

from pathlib import Path

from playwright.async_api import Browser, Page, expect

from ocop_core.demo.pictures import product_picture
from tests.browser.house import bot_says, officers_link, picture, say, tap, watched
from tests.support.browsers import MARKS

pytestmark = MARKS
# A second of silence: an empty tag, and frames without a sound.
SILENCE = b"ID3\x03" + bytes(6) + (b"\xff\xfb\x90\x00" + bytes(413)) * 40


async def ask_for_a_person(page: Page, base: str) -> None:
    """In the middle of an idea: what it is about, where, and the phone."""
    await page.goto(base + "/chat")
    await page.get_by_role("button", name="Bắt đầu").click()
    await bot_says(page, "Để làm việc, em cần lưu")
    await tap(page, "Đồng ý", "Hôm nay")
    await tap(page, "Đăng ký sản phẩm", "tên gì")
    await say(page, "Mắm cá linh Út Mười", "xếp vào nhóm")
    await say(page, "gặp cán bộ", "cần hỏi cán bộ chuyện gì")
    await say(page, "xin coi giúp mẫu bao bì", "xã, phường nào")
    await say(page, "an hao tinh bien", "Núi Cấm")
    await tap(page, "Đúng", "số điện thoại")
    await say(page, "0912 345 678", "Em chuyển cho cán bộ nha")
    await tap(page, "Gửi", "Dạ em chuyển cho cán bộ xã Núi Cấm rồi ạ")


async def open_the_inbox(page: Page, link: str) -> None:
    """Signs in with the one-time link and opens the talk that waits."""
    await page.goto(link)
    await page.click("main form button")
    await page.get_by_role("link", name="Hộp thư").click()
    await page.get_by_role("link", name="xin coi giúp mẫu bao bì").click()
    await expect(page.locator("[data-live]")).to_contain_text("xin coi giúp mẫu bao bì")
    await expect(page.locator("main")).to_contain_text("0912 345 678")


async def send(page: Page, text: str) -> None:
    await page.fill("#text", text)
    await page.click("#send")
    await expect(page.locator("#log .msg.me").last).to_contain_text(text)


async def test_a_producer_and_an_officer_talk_and_both_see_it_live(
    house: dict[str, str], chromium: Browser, tmp_path: Path
) -> None:
    link = officers_link(house)
    phone, wrong = await watched(chromium, 360, 740)
    await ask_for_a_person(phone, house["BASE"])
    desk, wrong_too = await watched(chromium, 1280, 800)
    await open_the_inbox(desk, link)
    talk = desk.locator("[data-live]")
    for page in (phone, desk):
        await page.evaluate("window.notReloaded = true")

    await send(phone, "bao bì của tui là hũ thủy tinh")
    await expect(talk).to_contain_text("bao bì của tui là hũ thủy tinh", timeout=8000)
    await bot_says(phone, "Dạ em chuyển cho cán bộ rồi ạ")
    await send(phone, "hũ nửa ký")
    await expect(talk).to_contain_text("hũ nửa ký", timeout=8000)
    # The assistant is silent now, and the page does not promise that it will speak.
    assert await phone.locator("#typing").is_hidden()
    assert await phone.locator("#log .msg.bot").last.inner_text() != ""

    await _sends_photo_and_voice(phone, desk, tmp_path)
    assert await desk.evaluate("window.notReloaded") is True

    await desk.fill("#words", "Dạ hũ thủy tinh được rồi, cô dán thêm ngày sản xuất nha.")
    await picture(desk, "inbox.png")
    await desk.get_by_role("button", name="Gửi cho").click()
    await expect(talk).to_contain_text("cô dán thêm ngày sản xuất nha")
    await bot_says(phone, "Lê Thị Mỹ Hạnh, cán bộ xã Núi Cấm:")
    await bot_says(phone, "cô dán thêm ngày sản xuất nha")
    await picture(phone, "chat-person.png")

    await tap(phone, "Kết thúc", "Mắm cá linh Út Mười")
    await expect(talk).to_contain_text("kết thúc câu hỏi", timeout=8000)
    assert await phone.evaluate("window.notReloaded") is True
    await tap(phone, "Làm tiếp", "xếp vào nhóm")
    assert (wrong, wrong_too) == ([], [])


async def _sends_photo_and_voice(phone: Page, desk: Page, folder: Path) -> None:
    photo, voice = folder / "hu.jpg", folder / "loi-nhan.mp3"
    photo.write_bytes(product_picture(4))
    voice.write_bytes(SILENCE)
    await phone.set_input_files("input[type=file]", [photo, voice])
    await expect(desk.locator("[data-live] .photos img")).to_be_visible(timeout=8000)
    player = desk.locator("[data-live] audio")
    await expect(player).to_be_visible(timeout=8000)
    seconds = await player.evaluate(
        """audio => new Promise((done, fail) => {
            audio.onloadedmetadata = () => done(audio.duration);
            audio.onerror = () => fail(audio.error.message);
            audio.load();
            audio.play().catch(() => {});
        })"""
    )
    assert 0.5 < seconds < 2
    mine = phone.locator("#log .msg.me audio")
    await phone.reload()
    await expect(mine).to_have_count(1)
    await phone.evaluate("window.notReloaded = true")


async def test_an_officer_inserts_a_canned_answer(house: dict[str, str], chromium: Browser) -> None:
    link = officers_link(house)
    phone, wrong = await watched(chromium, 360, 740)
    await ask_for_a_person(phone, house["BASE"])
    desk, wrong_too = await watched(chromium, 360, 740)
    await desk.goto(link)
    await desk.click("main form button")
    await desk.goto(house["BASE"] + "/admin/inbox/canned/new")
    await desk.fill("#title", "Mời ra xã")
    await desk.fill("#words", "Dạ mời mình ra xã.")
    await desk.click("main form button")
    await desk.goto(house["BASE"] + "/admin/inbox")
    await desk.get_by_role("link", name="xin coi giúp mẫu bao bì").click()
    await desk.fill("#words", "Dạ chào cô.")
    await desk.click("summary >> text=Chèn câu mẫu")
    await desk.click("text=Mời ra xã")
    assert await desk.input_value("#words") == "Dạ chào cô.\nDạ mời mình ra xã."
    await desk.dblclick("#answer button.main")
    await bot_says(phone, "Dạ mời mình ra xã.")
    await expect(desk.locator("[data-live]")).to_contain_text("Dạ mời mình ra xã.")
    assert await phone.locator("#log .msg.bot", has_text="Dạ mời mình ra xã.").count() == 1
    assert await desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert (wrong, wrong_too) == ([], [])
