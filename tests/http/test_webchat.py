"""The web chat as a phone meets it: said once, answered in the same place, in nobody else's name."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp.test_utils import TestServer

from bot.deps import Deps
from ocop_core.db.base import Database
from tests.support import web
from tests.support.clock import Clock
from tests.support.web import CHAT, Phone, error, problems


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
