"""The web chat as a phone meets it: said once, seen at once, nobody else's."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from io import BytesIO

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestServer
from PIL import Image
from sqlalchemy import select

from bot.deps import Deps
from ocop_core.conversation.said import Body
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, File, Inbox
from ocop_core.services import outbox
from tests.support import web
from tests.support.clock import Clock
from tests.support.pictures import jpeg, png
from tests.support.web import CHAT, Phone

PDF = b"%PDF-1.7\n" + bytes(200)
MIB = 1024 * 1024


async def error(response: ClientResponse) -> str:
    words = str((await response.json())["error"])
    assert any(ord(letter) > 127 for letter in words), f"not a Vietnamese sentence: {words}"
    return words


async def problems(db: Database) -> list[str | None]:
    async with db.reading() as session:
        return list((await session.scalars(select(Inbox.problem).where(Inbox.problem.is_not(None)))).all())


async def owe(deps: Deps, *texts: str) -> None:
    """An officer's words, owed to the only chat there is."""
    async with deps.db.writing() as session:
        chat = (await session.scalars(select(Chat))).one()
        await outbox.owe(session, chat.id, "webchat", [Body("k", text) for text in texts], deps.clock())
    deps.webchat.wake(chat.id)


async def test_the_first_visit_gives_a_key_that_scripts_and_other_sites_do_not_get(server: TestServer) -> None:
    phone = Phone(server)
    response = await phone.open()
    cookie = response.cookies["ocop_chat"]
    assert len(cookie.value) >= 40
    assert (cookie["path"], cookie["samesite"], bool(cookie["httponly"])) == ("/chat", "Lax", True)
    again = await phone.open()
    assert again.cookies["ocop_chat"].value == cookie.value
    await phone.close()


async def test_under_https_the_key_travels_only_encrypted(deps: Deps) -> None:
    secure = replace(deps, settings=replace(deps.settings, public_url="https://ocop.example.vn"))
    async with web.serving(secure) as server:
        phone = Phone(server)
        assert (await phone.open()).cookies["ocop_chat"]["secure"]
        await phone.close()


async def test_what_is_said_is_answered_and_stands_in_the_history(phone: Phone) -> None:
    assert (await phone.say("xin chào", key="browser-key-1")).status == 200
    mine, theirs = await phone.history()
    assert (mine["from"], mine["text"], mine["ref"]) == ("me", "xin chào", "browser-key-1")
    assert theirs["from"] == "bot" and [c["label"] for c in theirs["choices"]] == ["Đồng ý", "Đọc kỹ hơn", "Thôi"]


async def test_what_is_sent_three_times_is_said_once(phone: Phone) -> None:
    for _ in range(3):
        assert (await phone.say("xin chào", key="browser-key-1")).status == 200
    assert len(await phone.history()) == 2


async def test_a_tap_is_shown_by_its_label(phone: Phone, clock: Clock) -> None:
    await phone.say("xin chào")
    clock.go(seconds=1)
    yes = (await phone.history())[-1]["choices"][0]["data"]
    await phone.post({"kind": "button", "data": yes, "id": Phone.key()})
    assert (await phone.texts())[2] == ("me", "Đồng ý")


async def test_a_page_without_a_key_cannot_speak_and_sees_nothing(server: TestServer) -> None:
    phone = Phone(server)
    response = await phone.say("xin chào")
    assert response.status == 401 and await error(response)
    assert await phone.history() == []
    await phone.close()


@pytest.mark.parametrize("headers", [{}, {"X-Chat": "1", "Sec-Fetch-Site": "cross-site"}, {"X-Chat": "0"}])
@pytest.mark.parametrize("path", ["/chat/say", "/chat/upload"])
async def test_other_sites_cannot_speak_in_somebodys_name(phone: Phone, path: str, headers: dict[str, str]) -> None:
    payload = json.dumps({"kind": "text", "text": "xin chào", "id": Phone.key()})
    response = await phone.client.post(path, data=payload, headers=headers)
    assert response.status == 403 and await error(response)
    assert await phone.history() == []


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"[]",
        b"null",
        b'"text"',
        b"{",
        b"[" * 50_000,
        b"{}",
        b'{"kind":"text"}',
        b'{"kind":"text","id":7}',
        b'{"kind":"text","id":"short"}',
        b'{"kind":"text","id":"' + b"x" * 81 + b'"}',
        b'{"kind":"text","text":"a","id":"\\u0000bcdefghi"}',
        b'{"kind":"text","text":"a","id":"\\ud83dbcdefghi"}',
        b'{"kind":"blocked","id":"browser-key-1"}',
        b'{"kind":["text"],"id":"browser-key-1"}',
        b'{"kind":{},"id":"browser-key-1"}',
    ],
)
async def test_what_no_page_of_ours_sends_is_refused_in_words(phone: Phone, raw: bytes) -> None:
    response = await phone.client.post("/chat/say", data=raw, headers=CHAT)
    assert response.status == 400 and await error(response)
    assert await phone.history() == []


@pytest.mark.parametrize("odd", ["\ud83d", "\0", "\u202e", "{you}", "a" * 10_000, [], {}, None, 5])
async def test_odd_values_are_no_reason_to_fail(phone: Phone, db: Database, odd: object) -> None:
    for kind in ("text", "button", "start", "location", "photo", "document", "voice"):
        payload = {"kind": kind, "text": odd, "data": odd, "lat": odd, "lon": odd, "file_id": odd, "id": Phone.key()}
        assert (await phone.post(payload)).status == 200
    assert await problems(db) == []


async def test_too_much_at_once_is_refused_in_words(phone: Phone) -> None:
    response = await phone.say("a" * 70_000)
    assert response.status == 413 and await error(response)


async def slowly(raw: bytes, pieces: int) -> AsyncIterator[bytes]:
    size = -(-len(raw) // pieces)
    for start in range(0, len(raw), size):
        yield raw[start : start + size]
        await asyncio.sleep(0.02)


async def test_words_that_arrive_in_pieces_over_a_bad_line_arrive_whole(phone: Phone) -> None:
    text = "mắm cá linh " * 700
    raw = json.dumps({"kind": "text", "text": text, "id": Phone.key()}).encode()
    response = await phone.client.post("/chat/say", data=slowly(raw, 4), headers=CHAT)
    assert response.status == 200
    assert (await phone.texts())[0][1].strip() == text[:4000].strip()


async def test_too_much_in_pieces_without_a_length_is_refused_as_well(phone: Phone) -> None:
    raw = json.dumps({"kind": "text", "text": "a" * 70_000, "id": Phone.key()}).encode()
    response = await phone.client.post("/chat/say", data=slowly(raw, 4), headers=CHAT)
    assert response.status == 413 and await error(response)


async def test_whoever_writes_too_fast_is_asked_to_wait(phone: Phone, stranger: Phone) -> None:
    statuses = [(await phone.post({"kind": "odd", "id": Phone.key()})).status for _ in range(60)]
    assert statuses[:40] == [400] * 40 and 429 in statuses
    assert (await stranger.say("xin chào")).status == 200


# --- files


async def test_a_photo_is_kept_shown_small_and_stands_in_the_history(phone: Phone, db: Database) -> None:
    await phone.say("xin chào")
    assert (await phone.upload(jpeg(800, 400), "nhãn.jpg", key="browser-photo-1")).status == 200
    sent = [m for m in await phone.history() if m["files"]]
    assert [(m["from"], m["ref"], m["files"][0]["mime"]) for m in sent] == [("me", "browser-photo-1", "image/jpeg")]
    response = await phone.client.get(sent[0]["files"][0]["url"])
    assert (response.status, response.content_type) == (200, "image/jpeg")
    assert Image.open(BytesIO(await response.read())).size == (320, 160)
    assert response.headers["Cache-Control"].startswith("private")
    assert await problems(db) == []


async def test_the_same_upload_twice_is_one_message_and_one_file(phone: Phone, db: Database) -> None:
    for _ in range(2):
        assert (await phone.upload(png(), key="browser-photo-1")).status == 200
    assert len([m for m in await phone.history() if m["files"]]) == 1
    async with db.reading() as session:
        assert len((await session.scalars(select(File))).all()) == 1


async def test_a_paper_is_downloaded_and_never_run(phone: Phone) -> None:
    assert (await phone.upload(PDF, "giấy an toàn.pdf")).status == 200
    (url,) = [m["files"][0]["url"] for m in await phone.history() if m["files"]]
    response = await phone.client.get(url)
    assert (response.status, response.content_type, await response.read()) == (200, "application/pdf", PDF)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("content", [b"<script>alert(1)</script>", b"PK\x03\x04" + bytes(60), b"<svg/>"])
async def test_a_file_of_the_wrong_kind_is_refused_in_words(phone: Phone, content: bytes) -> None:
    response = await phone.upload(content, "anh.jpg")
    assert response.status == 415 and "ảnh" in await error(response)
    assert await phone.history() == []


async def test_a_file_too_large_is_refused_in_words(phone: Phone) -> None:
    response = await phone.upload(b"\x89PNG\r\n\x1a\n" + bytes(20 * MIB))
    assert response.status == 413 and "20 MB" in await error(response)


async def test_an_empty_file_and_a_form_without_one_are_refused_in_words(phone: Phone) -> None:
    assert await error(await phone.upload(b""))
    assert await error(await phone.upload(png(), key=""))
    for raw, kind in ((b"{}", "application/json"), (b"rubbish", "multipart/form-data; boundary=x"), (b"", "")):
        headers = {**CHAT, "Content-Type": kind} if kind else CHAT
        response = await phone.client.post("/chat/upload", data=raw, headers=headers)
        assert response.status == 400 and await error(response)


async def test_a_file_is_seen_by_its_own_chat_only(phone: Phone, stranger: Phone, server: TestServer) -> None:
    await phone.upload(png())
    await stranger.say("xin chào")
    (url,) = [m["files"][0]["url"] for m in await phone.history() if m["files"]]
    nobody = Phone(server)
    assert (await phone.client.get(url)).status == 200
    assert [(await p.client.get(url)).status for p in (stranger, nobody)] == [404, 404]
    assert (await phone.client.get("/chat/files/999999")).status == 404
    assert (await phone.client.get(f"/chat/files/{10**18 - 1}")).status == 404
    await nobody.close()


async def test_nobody_attaches_the_file_of_somebody_else_by_its_number(
    phone: Phone, stranger: Phone, db: Database
) -> None:
    await phone.upload(png(), "giấy tờ của cô Bảy.png")
    async with db.reading() as session:
        number = (await session.scalars(select(File.id))).one()
    await stranger.post({"kind": "photo", "file_id": number, "id": Phone.key()})
    assert [m["files"] for m in await stranger.history() if m["from"] == "me"] in ([], [[]])
    async with db.reading() as session:
        rows = (await session.scalars(select(Inbox.body).order_by(Inbox.id))).all()
    assert [body.get("files") for body in rows if body] == [[number], None]


async def test_a_picture_whose_content_is_lost_is_not_found_rather_than_broken(
    phone: Phone, deps: Deps, db: Database
) -> None:
    await phone.upload(png())
    await phone.upload(PDF, "giay.pdf")
    urls = [m["files"][0]["url"] for m in await phone.history() if m["files"]]
    for path in deps.settings.files_dir.rglob("*"):
        if path.is_file():
            path.unlink()
    assert [(await phone.client.get(url)).status for url in urls] == [404, 404]


# --- server push


async def test_an_open_page_hears_both_sides_at_once_and_in_order(phone: Phone) -> None:
    await phone.say("xin chào")
    async with phone.listening() as push:
        await phone.say("đồng ý")
        mine, theirs = await push.take(2)
        assert [(mine.kind, mine.text), theirs.kind] == [("me", "đồng ý"), "message"]
        assert "Dạ cảm ơn mình" in theirs.text
        assert await push.silent()


async def test_a_page_that_was_away_gets_exactly_what_it_missed(phone: Phone, deps: Deps, clock: Clock) -> None:
    await phone.say("xin chào")
    async with phone.listening() as push:
        await phone.say("đồng ý")
        last = (await push.take(2))[-1].id
    await owe(deps, "một", "hai")
    clock.go(minutes=1)
    await phone.say("chuyện lạ")
    clock.go(minutes=1)
    await owe(deps, "ba")
    async with phone.listening(last) as push:
        missed = await push.take(5)
        assert [event.text for event in missed[:2]] == ["một", "hai"]
        assert [event.kind for event in missed] == ["message", "message", "me", "message", "message"]
        await owe(deps, "bốn")
        assert (await push.next()).text == "bốn"
        assert await push.silent()


async def test_a_page_that_is_cut_off_after_any_event_goes_on_behind_it(phone: Phone, deps: Deps, clock: Clock) -> None:
    await phone.say("xin chào")
    async with phone.listening() as push:
        for text in ("đồng ý", "chuyện lạ", "chuyện khác"):
            await phone.say(text)
            clock.go(seconds=1)
        await owe(deps, "một", "hai")
        events = await push.take(8)
    for cut, event in enumerate(events):
        async with phone.listening(event.id) as push:
            rest = events[cut + 1 :]
            assert [e.data for e in await push.take(len(rest))] == [e.data for e in rest]


async def test_a_page_that_missed_hundreds_of_messages_gets_them_all(phone: Phone, deps: Deps) -> None:
    await phone.say("xin chào")
    async with phone.listening() as push:
        await phone.say("đồng ý")
        last = (await push.take(2))[-1].id
    await owe(deps, *(f"tin {n}" for n in range(250)))
    async with phone.listening(last) as push:
        assert [event.text for event in await push.take(250)] == [f"tin {n}" for n in range(250)]
        assert await push.silent()


async def test_a_page_that_never_heard_anything_is_not_told_the_past_again(phone: Phone) -> None:
    await phone.say("xin chào")
    async with phone.listening("rubbish") as push:
        assert await push.silent()


async def test_two_pages_of_one_person_hear_the_same(phone: Phone) -> None:
    await phone.say("xin chào")
    async with phone.listening() as one, phone.listening() as two:
        await phone.say("đồng ý")
        assert [e.data for e in await one.take(2)] == [e.data for e in await two.take(2)]


async def test_a_page_hears_nothing_of_another_chat(phone: Phone, stranger: Phone) -> None:
    await phone.say("xin chào")
    await stranger.say("xin chào")
    async with stranger.listening() as push:
        await phone.say("đồng ý")
        assert await push.silent()


async def test_a_page_that_listens_before_anything_was_said_hears_the_first_word(phone: Phone) -> None:
    async with phone.listening() as push:
        await phone.say("xin chào")
        assert [event.kind for event in await push.take(2)] == ["me", "message"]


async def test_after_erasing_the_page_still_hears_what_is_said(phone: Phone) -> None:
    for text in ("xin chào", "đồng ý", "dữ liệu của tôi"):
        await phone.say(text)
    async with phone.listening() as push:
        await phone.post({"kind": "button", "data": "do:data.erase", "id": Phone.key()})
        await push.take(2)
        await phone.say("xóa hết")
        assert any("xóa xong" in event.text for event in await push.take(1))
        await phone.say("xin chào")
        assert [event.kind for event in await push.take(2)] == ["me", "message"]


async def test_when_the_process_stops_open_pages_are_let_go(deps: Deps) -> None:
    async with web.serving(deps) as server:
        phone = Phone(server)
        await phone.open()
        await phone.say("xin chào")
        async with phone.client.get("/chat/stream") as response:
            deps.stopping.set()
            deps.webchat.wake(1)
            assert b"retry" in await asyncio.wait_for(response.content.read(), 5)
        await phone.close()
    assert not deps.webchat._listeners
