"""Signing in: passwords, locks, one-time links, sessions."""

import asyncio
import unicodedata

from ocop_core.services.staff import roster
from tests.admin.house import PASSWORD, Browser, House, Open, hidden, text_of

LONG = {"hours": 12, "seconds": 1}


async def test_an_officer_signs_in_and_sees_the_day(house: House, browser: Browser) -> None:
    await house.officer()
    response = await browser.sign_in()
    assert (response.status, response.headers["Location"]) == (303, "/admin/")
    assert "Việc cần làm hôm nay" in await browser.page("/admin/")


async def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(house: House, browser: Browser) -> None:
    await house.officer()
    cookie = (await browser.sign_in()).headers["Set-Cookie"]
    assert cookie.startswith("ocop_staff=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/admin"} <= set(cookie.split("; "))


async def test_a_login_is_read_without_regard_to_capitals_and_spaces(house: House, browser: Browser) -> None:
    await house.officer()
    assert (await browser.sign_in(" Lan ")).status == 303


async def test_wrong_unknown_locked_and_closed_get_the_same_answer(house: House, open_browser: Open) -> None:
    await house.officer()
    closed = await house.officer("tam")
    locked = await house.officer("hai")
    async with house.db.writing() as session:
        await roster.close(session, closed.id, house.clock.now)
    answers = set()
    for login, password in (("lan", "sai rồi nha"), ("khong-co", PASSWORD), ("tam", PASSWORD)):
        answers.add(await _answer(await open_browser(), login, password))
    for _ in range(5):
        await _answer(await open_browser(), locked.login, "sai rồi nha")
    answers.add(await _answer(await open_browser(), locked.login, PASSWORD))
    assert len(answers) == 1
    assert "chưa đúng" in answers.pop()


async def _answer(browser: Browser, login: str, password: str) -> str:
    response = await browser.sign_in(login, password)
    assert response.status == 422
    assert "ocop_staff" not in response.headers.get("Set-Cookie", "")
    return text_of(await response.text()).replace(login, "")


async def test_five_failures_lock_for_fifteen_minutes(house: House, browser: Browser) -> None:
    await house.officer()
    for _ in range(5):
        assert (await browser.sign_in(password="sai rồi nha")).status == 422
    house.clock.go(minutes=14, seconds=59)
    assert (await browser.sign_in()).status == 422
    house.clock.go(seconds=1)
    assert (await browser.sign_in()).status == 303


async def test_guesses_at_the_same_moment_are_counted_one_by_one(house: House, browser: Browser) -> None:
    await house.officer()
    form = hidden(await browser.page("/admin/sign-in"), None)
    wrong = {**form, "login": "lan", "password": "sai rồi nha"}
    sent = await asyncio.gather(*[browser.client.post("/admin/sign-in", data=wrong) for _ in range(5)])
    assert {response.status for response in sent} == {422}
    assert (await browser.sign_in()).status == 422


async def test_a_flood_of_sign_ins_is_asked_to_wait(house: House, browser: Browser) -> None:
    form = hidden(await browser.page("/admin/sign-in"), None)
    fields = {**form, "login": "khong-co", "password": "sai rồi nha"}
    sent = await asyncio.gather(*[browser.client.post("/admin/sign-in", data=fields) for _ in range(30)])
    asked = [response for response in sent if "đợi vài giây" in await response.text()]
    assert 0 < len(asked) <= 10


async def test_a_link_tapped_twice_at_the_same_moment_signs_in_once(house: House, open_browser: Open) -> None:
    officer = await house.officer()
    async with house.db.writing() as session:
        path = f"/admin/link/{await roster.issue_link(session, officer.id, house.clock.now)}"
    browser = await open_browser()
    form = hidden(await browser.page(path), None)
    post = [browser.client.post(path, data=form, allow_redirects=False) for _ in range(2)]
    assert sorted(response.status for response in await asyncio.gather(*post)) == [303, 409]


async def test_four_failures_are_forgotten_by_a_success(house: House, browser: Browser) -> None:
    await house.officer()
    for _ in range(2):
        for _ in range(4):
            await browser.sign_in(password="sai rồi nha")
        assert (await browser.sign_in()).status == 303
        browser.client.session.cookie_jar.clear()


async def test_a_failed_sign_in_keeps_the_login_but_never_the_password(browser: Browser) -> None:
    page = await (await browser.sign_in("lan", "sai rồi nha")).text()
    assert 'value="lan"' in page
    assert "sai rồi nha" not in page
    assert "<title>Lỗi:" in page


async def test_after_signing_in_one_is_where_one_wanted_to_be(house: House, browser: Browser) -> None:
    await house.officer()
    idea = await house.idea()
    path = f"/admin/ideas/{idea.id}"
    assert (await browser.get(path)).url.query["next"] == path
    response = await browser.send(
        f"/admin/sign-in?next={path}", "/admin/sign-in", {"login": "lan", "password": PASSWORD}
    )
    assert response.headers["Location"] == path


async def test_signing_in_never_leads_to_another_site(house: House, browser: Browser) -> None:
    await house.officer()
    fields = {"login": "lan", "password": PASSWORD}
    for evil in ("https://evil.example/", "//evil.example", "/\\evil.example", "/admin/../evil", "/chat"):
        response = await browser.send("/admin/sign-in", "/admin/sign-in", {**fields, "next": evil})
        assert response.headers["Location"] == "/admin/", evil
        browser.client.session.cookie_jar.clear()


async def test_a_link_signs_in_once_and_only_by_its_button(house: House, open_browser: Open) -> None:
    officer = await house.officer()
    async with house.db.writing() as session:
        path = f"/admin/link/{await roster.issue_link(session, officer.id, house.clock.now)}"
    preview, browser, late = await open_browser(), await open_browser(), await open_browser()
    assert f"Đăng nhập với tên {officer.name}" in await preview.page(path)
    form = await late.page(path)
    assert (await browser.send(path, path)).status == 303
    assert "Việc cần làm hôm nay" in await browser.page("/admin/")
    assert "đã dùng rồi" in await late.page(path, 409)
    assert "đã dùng rồi" in await (await late.client.post(path, data=hidden(form, None))).text()


async def test_a_link_ends_after_its_minutes_and_by_a_newer_one(house: House, browser: Browser) -> None:
    officer = await house.officer()
    async with house.db.writing() as session:
        first = await roster.issue_link(session, officer.id, house.clock.now)
        second = await roster.issue_link(session, officer.id, house.clock.now, minutes=5)
    await browser.page(f"/admin/link/{first}", 409)
    house.clock.go(minutes=4)
    await browser.page(f"/admin/link/{second}")
    house.clock.go(minutes=1)
    await browser.page(f"/admin/link/{second}", 409)


async def test_who_comes_by_link_without_a_password_is_led_to_set_one(house: House, open_browser: Open) -> None:
    browser = await open_browser()
    async with house.db.writing() as session:
        new = await roster.add(session, "moi", "Cán bộ Mới", "province", None, house.clock.now)
        path = f"/admin/link/{await roster.issue_link(session, new.id, house.clock.now)}"
    response = await browser.send(path, path)
    assert response.headers["Location"] == "/admin/account"
    page = await browser.page("/admin/account")
    assert "Đặt mật khẩu" in page
    assert 'id="current"' not in page
    fields = {"new": PASSWORD, "again": PASSWORD}
    assert (await browser.send("/admin/account", "/admin/account/password", fields)).status == 303
    assert (await (await open_browser()).sign_in("moi")).status == 303


async def test_a_session_ends_after_twelve_idle_hours(house: House, lan: Browser) -> None:
    house.clock.go(hours=11)
    await lan.page("/admin/")
    house.clock.go(hours=11)
    await lan.page("/admin/")
    house.clock.go(**LONG)
    assert (await lan.get("/admin/")).url.path == "/admin/sign-in"


async def test_a_session_ends_after_seven_days_in_any_case(house: House, lan: Browser) -> None:
    for _ in range(16):
        house.clock.go(hours=10)
        await lan.page("/admin/")
    house.clock.go(hours=8)
    assert (await lan.get("/admin/")).url.path == "/admin/sign-in"


async def test_signing_out_ends_the_session_on_the_server(house: House, lan: Browser) -> None:
    secret = lan.client.session.cookie_jar.filter_cookies(lan.client.make_url("/admin/"))["ocop_staff"].value
    assert (await lan.send("/admin/account", "/admin/sign-out")).status == 303
    lan.client.session.cookie_jar.update_cookies({"ocop_staff": secret})
    assert (await lan.get("/admin/")).url.path == "/admin/sign-in"


async def test_other_sessions_can_be_ended(house: House, lan: Browser, open_browser: Open) -> None:
    other = await open_browser()
    await other.sign_in()
    assert "Đăng xuất các máy khác" in await lan.page("/admin/account")
    assert (await lan.send("/admin/account", "/admin/account/others")).status == 303
    await lan.page("/admin/")
    assert (await other.get("/admin/")).url.path == "/admin/sign-in"


async def test_a_new_password_needs_the_old_one_and_ends_other_sessions(
    house: House, lan: Browser, open_browser: Open
) -> None:
    other = await open_browser()
    await other.sign_in()
    new = "khô cá lóc Chợ Mới"
    wrong = {"current": "sai rồi nha", "new": new, "again": new}
    refused = await lan.send("/admin/account", "/admin/account/password", wrong)
    assert "Mật khẩu hiện tại chưa đúng" in await refused.text()
    right = {**wrong, "current": PASSWORD}
    assert (await lan.send("/admin/account", "/admin/account/password", right)).status == 303
    await lan.page("/admin/")
    assert (await other.get("/admin/")).url.path == "/admin/sign-in"
    assert (await (await open_browser()).sign_in(password=new)).status == 303


async def test_weak_passwords_are_refused_in_words(lan: Browser) -> None:
    for new, again, said in (
        ("ngắn", "ngắn", "ít nhất 10"),
        ("aaaaaaaaaaaa", "aaaaaaaaaaaa", "dễ đoán"),
        ("xin chao lan ne", "xin chao lan ne", "dễ đoán"),
        (PASSWORD + "1", PASSWORD + "2", "chưa giống nhau"),
        ("ă" * 30 + "bcdefgh" * 40, "ă" * 30 + "bcdefgh" * 40, "dài quá"),
    ):
        fields = {"current": PASSWORD, "new": new, "again": again}
        response = await lan.send("/admin/account", "/admin/account/password", fields)
        assert response.status == 422
        assert said in await response.text(), new


async def test_a_password_is_the_same_on_every_keyboard(house: House, browser: Browser) -> None:
    await house.officer()
    assert (await browser.sign_in(password=unicodedata.normalize("NFD", PASSWORD))).status == 303
