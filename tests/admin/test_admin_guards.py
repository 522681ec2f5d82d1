"""Headers, form tokens, limits, failures without details."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp.test_utils import TestClient, TestServer

from admin import guards
from admin.views import home
from ocop_core.services.staff import roster
from tests.admin.house import PASSWORD, Browser, House, Open, hidden


async def test_every_answer_carries_the_security_headers(lan: Browser) -> None:
    for path in ("/admin/", "/admin/sign-in", "/admin/ideas", "/admin/no-such-page", "/admin/ideas/999"):
        response = await lan.get(path)
        for name, value in guards.HEADERS.items():
            assert response.headers[name] == value, (path, name)
        assert "unsafe" not in response.headers["Content-Security-Policy"]


async def test_static_files_are_kept_for_a_year_under_their_hash(browser: Browser) -> None:
    page = await browser.page("/admin/sign-in")
    path = page.split('rel="stylesheet" href="')[1].split('"')[0]
    response = await browser.get(path)
    assert (response.status, response.content_type) == (200, "text/css")
    assert "immutable" in response.headers["Cache-Control"]
    outdated = await browser.get("/admin/static/000000000000/admin.css")
    assert outdated.headers["Cache-Control"] == "no-cache"
    assert (await browser.get("/admin/static/x/..%2fapp.py")).status == 404


async def test_the_address_without_a_slash_works(lan: Browser) -> None:
    assert (await lan.get("/admin")).url.path == "/admin/"


async def test_without_a_session_every_page_leads_to_the_sign_in(house: House, browser: Browser) -> None:
    idea = await house.idea()
    for path in ("/admin/", "/admin/ideas", f"/admin/ideas/{idea.id}", "/admin/files/1", "/admin/staff", "/admin/none"):
        assert (await browser.get(path)).url.path == "/admin/sign-in", path


async def test_a_form_without_its_token_changes_nothing(house: House, lan: Browser) -> None:
    idea = await house.idea()
    for fields in ({}, {"token": ""}, {"token": "f" * 64}):
        response = await lan.client.post(f"/admin/ideas/{idea.id}/take", data={**fields, "x": "1"})
        assert response.status == 403
    assert await house.acts(idea) == ["registered"]


async def test_a_token_of_another_session_does_not_fit(house: House, lan: Browser, open_browser: Open) -> None:
    idea = await house.idea()
    await house.officer("hoa")
    other = await open_browser()
    await house.enter(other, "hoa")
    page = f"/admin/ideas/{idea.id}"
    token = (await other.page(page)).split('name="token" value="')[1].split('"')[0]
    assert (await lan.client.post(f"{page}/take", data={"token": token})).status == 403


async def test_a_form_from_another_site_is_refused_even_with_a_token(house: House, lan: Browser) -> None:
    idea = await house.idea()
    page = f"/admin/ideas/{idea.id}"
    for site in ("cross-site", "same-site"):
        response = await lan.send(page, f"{page}/take", headers={"Sec-Fetch-Site": site})
        assert response.status == 403
    assert (await lan.send(page, f"{page}/take", headers={"Sec-Fetch-Site": "same-origin"})).status == 303


async def test_the_sign_in_form_needs_the_cookie_it_came_with(house: House, browser: Browser) -> None:
    await house.officer()
    page = await browser.page("/admin/sign-in")
    token = page.split('name="token" value="')[1].split('"')[0]
    browser.client.session.cookie_jar.clear()
    fields = {"token": token, "login": "lan", "password": PASSWORD}
    assert (await browser.client.post("/admin/sign-in", data=fields)).status == 403


async def test_a_stale_form_gives_back_what_was_typed(house: House, lan: Browser) -> None:
    idea = await house.idea()
    typed = {"words": "Cô gửi giúp em ảnh nhãn <b>", "token": "cũ"}
    response = await lan.client.post(f"/admin/ideas/{idea.id}/ask", data=typed)
    assert response.status == 403
    assert "Cô gửi giúp em ảnh nhãn &lt;b&gt;" in await response.text()


async def test_an_ended_session_gives_back_what_was_typed(house: House, lan: Browser) -> None:
    idea = await house.idea()
    page = f"/admin/ideas/{idea.id}/ask"
    await lan.page(page)
    house.clock.go(hours=13)
    response = await lan.client.post(page, data={"words": "Cô gửi giúp em ảnh nhãn"})
    assert response.status == 401
    text = await response.text()
    assert "Cô gửi giúp em ảnh nhãn" in text
    assert f"/admin/sign-in?next={page}" in text
    assert await house.owed() == []


async def test_large_and_strange_bodies_are_refused(lan: Browser) -> None:
    large = await lan.client.post("/admin/sign-out", data={"words": "ă" * 70_000})
    assert large.status == 413
    strange = await lan.client.post("/admin/sign-out", json={"token": "x"})
    assert strange.status == 415
    chunked = await lan.client.post(
        "/admin/sign-out", data=_chunks(), headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert chunked.status == 413


async def test_what_is_no_text_does_no_harm(house: House, lan: Browser) -> None:
    idea = await house.idea()
    page = f"/admin/ideas/{idea.id}/ask"
    assert (await lan.send(page, page, {"words": "Cô gửi\0 ảnh"})).status == 303
    form = {"Content-Type": "application/x-www-form-urlencoded; charset=none"}
    assert (await lan.client.post(page, data=b"words=x", headers=form)).status == 400
    raw = {"Content-Type": "application/x-www-form-urlencoded"}
    assert (await lan.client.post(page, data=b"words=\xff\xfe", headers=raw)).status == 400
    assert (await lan.get("/admin/ideas?q=%00%ff")).status == 200
    lan.client.session.cookie_jar.clear()
    assert (await lan.sign_in("lan\0", "x\0")).status == 422


async def _chunks() -> AsyncIterator[bytes]:
    yield b"token=x"


async def test_a_failure_is_told_without_details_and_logged(
    house: House, lan: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(home.agenda, "today", broken)
    with caplog.at_level(logging.ERROR):
        page = await lan.page("/admin/", 500)
    assert "Trang đang trục trặc" in page
    assert "secret detail" not in page
    assert "RuntimeError" in caplog.text


async def test_unknown_pages_and_methods_have_a_page_too(lan: Browser) -> None:
    assert "Không tìm thấy" in await lan.page("/admin/nope", 404)
    assert "Không tìm thấy" in await lan.page("/admin/ideas/1/take", 405)
    assert "Không tìm thấy" in await lan.page("/admin/ideas/" + "9" * 30, 404)


async def test_cookies_are_secure_behind_https(house: House) -> None:
    await house.officer()
    house.settings = replace(house.settings, public_url="https://ocop.example")
    async with TestClient(TestServer(house.app())) as client:
        first = await client.get("/admin/sign-in")
        cookie = first.headers["Set-Cookie"]
        assert {"Secure", "HttpOnly", "SameSite=Strict"} <= set(cookie.split("; "))
        fields = {**hidden(await first.text(), None), "login": "lan", "password": PASSWORD}
        headers = {"Cookie": cookie.split(";")[0]}
        response = await client.post("/admin/sign-in", data=fields, headers=headers, allow_redirects=False)
        assert response.status == 303
        assert "Secure" in response.headers["Set-Cookie"]


async def test_a_closed_account_is_out_at_once(house: House, lan: Browser) -> None:
    async with house.db.writing() as session:
        (await roster.by_login(session, "lan")).active = False
    assert (await lan.get("/admin/")).url.path == "/admin/sign-in"
