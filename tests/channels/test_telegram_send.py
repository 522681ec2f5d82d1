"""Sending is honest: sent for sure, perhaps, not at all, and what comes of it."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.base import Parcel
from bot.channels.telegram import Telegram
from bot.fakes.telegram_ledger import FaultKind
from bot.fakes.telegram_server import TelegramServer
from ocop_core.conversation.said import Body, Button
from ocop_core.errors import SendError

PAYLOADS = Path(__file__).parents[1] / "payloads" / "telegram"
TOKEN = "100:ocop"
SLOW = 0.2  # seconds after which these tests call an answer lost

Serve = Callable[[web.Application], Awaitable[TestServer]]


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    local = TelegramServer(token=TOKEN)
    await local.start()
    yield local
    await local.stop()


async def stored(file_id: int) -> tuple[str, str, bytes]:
    return {
        1: ("Giấy phép.pdf", "application/pdf", b"%PDF-1.7"),
        2: ("ảnh.jpg", "image/jpeg", b"\xff\xd8\xff"),
        3: ("hỏng.jpg", "image/jpeg", b""),
    }[file_id]


@pytest.fixture
async def telegram(server: TelegramServer) -> AsyncIterator[Telegram]:
    channel = Telegram(TOKEN, server.base, files=stored, read_seconds=SLOW)
    await channel.start()
    yield channel
    await channel.stop()


def parcel(text: str = "Dạ chào mình.", files: tuple[int, ...] = (), choices: tuple[Button, ...] = ()) -> Parcel:
    return Parcel(1, 1, "1000", Body("k", text, choices, files=files))


async def refusal(channel: Telegram, what: Parcel) -> SendError:
    with pytest.raises(SendError) as caught:
        await channel.send(what)
    return caught.value


async def test_a_message_arrives_as_written_with_its_buttons(server: TelegramServer, telegram: Telegram) -> None:
    choices = (Button(1, "Đúng", "t1:yes"), Button(2, "Sửa", "t1:no"))
    message_id = await telegram.send(parcel("Đúng chưa ạ?\nMời mình chọn nha 🌾", choices=choices))
    (sent,) = server.sent
    assert (sent.chat_id, sent.text) == (1000, "Đúng chưa ạ?\nMời mình chọn nha 🌾")
    assert sent.buttons == (("1. Đúng", "t1:yes"), ("2. Sửa", "t1:no"))
    assert message_id == str(sent.message_id)


async def test_a_long_text_arrives_whole_and_in_order(server: TelegramServer, telegram: Telegram) -> None:
    text = "\n".join(f"Dòng {n}: mắm cá lóc Châu Đốc" for n in range(400))
    last = await telegram.send(parcel(text))
    assert "\n".join(sent.text for sent in server.sent) == text
    assert last.split()[-1] == str(server.sent[-1].message_id)


async def test_files_arrive_before_the_text_under_their_vietnamese_names(
    server: TelegramServer, telegram: Telegram
) -> None:
    await telegram.send(parcel("Mình xem giúp em.", files=(1, 2)))
    assert [(sent.method, sent.file) for sent in server.sent] == [
        ("sendDocument", "Giấy phép.pdf"),
        ("sendPhoto", "ảnh.jpg"),
        ("sendMessage", ""),
    ]
    assert server.files["file1"].content == b"%PDF-1.7"


async def test_a_picture_that_is_refused_as_a_picture_arrives_as_a_file(
    aiohttp_server: Serve,
) -> None:
    taken = []

    async def answer(request: web.Request) -> web.Response:
        taken.append(request.match_info["method"])
        if taken[-1] == "sendPhoto":
            description = "Bad Request: PHOTO_INVALID_DIMENSIONS"
            return web.json_response({"ok": False, "error_code": 400, "description": description}, status=400)
        message = {"message_id": 1, "date": 1, "chat": {"id": 1000, "type": "private"}}
        return web.json_response({"ok": True, "result": message})

    channel = await connected(aiohttp_server, answer)
    await channel.send(parcel("", files=(2,)))
    assert taken == ["sendPhoto", "sendDocument"]
    await channel.stop()


async def test_a_stored_file_that_is_missing_stops_the_message_before_anything_is_sent(
    server: TelegramServer, telegram: Telegram
) -> None:
    assert (await refusal(telegram, parcel(files=(1, 99)))).kind == "refused"
    assert server.sent == []


async def test_a_parcel_with_nothing_in_it_is_refused(telegram: Telegram) -> None:
    assert (await refusal(telegram, parcel("  "))).kind == "refused"


async def connected(aiohttp_server: Serve, answer: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> Telegram:
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", answer)
    local = await aiohttp_server(app)
    channel = Telegram(TOKEN, str(local.make_url("")), files=stored, read_seconds=SLOW)
    await channel.start()
    return channel


RECORDED = {
    "error_400_chat_not_found.server": ("gone", None),
    "error_400_message_not_modified.server": (None, None),
    "error_400_migrated.server": ("refused", None),
    "error_403_blocked.server": ("gone", None),
    "error_403_deactivated.server": ("gone", None),
    "error_409_conflict.server": ("config", None),
    "error_429.server": ("wait", 30.0),
}


def test_the_table_names_every_recorded_error() -> None:
    assert {path.stem for path in PAYLOADS.glob("error_*.json")} == set(RECORDED)


@pytest.mark.parametrize("name", RECORDED)
async def test_each_recorded_error_means_what_it_should(name: str, aiohttp_server: Serve) -> None:
    body = json.loads((PAYLOADS / f"{name}.json").read_text("utf-8"))

    async def answer(_: web.Request) -> web.Response:
        return web.json_response(body, status=body["error_code"])

    channel = await connected(aiohttp_server, answer)
    kind, after = RECORDED[name]
    if kind is None:
        assert await channel.send(parcel()) == ""
    else:
        error = await refusal(channel, parcel())
        assert (error.kind, error.after) == (kind, after)
    await channel.stop()


WORDED = {
    (400, "Bad Request: message text is empty"): "refused",
    (400, "Bad Request: PEER_ID_INVALID"): "gone",
    (401, "Unauthorized"): "config",
    (404, "Not Found"): "config",
    (413, "Request Entity Too Large"): "refused",
    (429, "Too Many Requests"): "wait",
    (500, "Internal Server Error"): "unsure",
    (502, "Bad Gateway"): "unsure",
}


@pytest.mark.parametrize(("status", "description"), WORDED)
async def test_each_status_means_what_it_should(status: int, description: str, aiohttp_server: Serve) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.json_response({"ok": False, "error_code": status, "description": description}, status=status)

    channel = await connected(aiohttp_server, answer)
    error = await refusal(channel, parcel())
    assert error.kind == WORDED[status, description]
    assert error.after is None or error.after > 0
    await channel.stop()


STRANGE = {"a page": b"<html>", "nothing": b"", "no result": b'{"ok":true}', "a list": b"[]", "null": b"null"}


@pytest.mark.parametrize("name", STRANGE)
async def test_a_good_status_with_a_strange_body_is_unsure(name: str, aiohttp_server: Serve) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=STRANGE[name])

    channel = await connected(aiohttp_server, answer)
    assert (await refusal(channel, parcel())).kind == "unsure"
    await channel.stop()


FAULTS: dict[FaultKind, str] = {
    "500": "unsure",
    "html": "unsure",
    "429": "wait",
    "hang": "unsure",
    "cut": "unsure",
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_each_fault_of_the_local_server_means_what_it_should(
    fault: FaultKind, server: TelegramServer, telegram: Telegram
) -> None:
    server.fail(fault, seconds=2)
    error = await refusal(telegram, parcel())
    assert error.kind == FAULTS[fault]
    assert len(server.sent) == (1 if fault in ("hang", "cut") else 0)
    assert TOKEN not in error.reason


async def test_people_who_cannot_be_reached_are_gone(server: TelegramServer, telegram: Telegram) -> None:
    await server.block(1000)
    assert (await refusal(telegram, parcel())).kind == "gone"
    await server.unblock(1000)
    server.faults.unknown.add(1000)
    assert (await refusal(telegram, parcel())).kind == "gone"


async def test_a_wrong_token_is_a_matter_of_settings(server: TelegramServer) -> None:
    channel = Telegram("100:other", server.base)
    await channel.start()
    assert (await refusal(channel, parcel())).kind == "config"
    await channel.stop()


async def test_a_refused_connection_is_surely_not_sent() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{free.getsockname()[1]}"
        channel = Telegram(TOKEN, base)
        await channel.start()
        assert (await refusal(channel, parcel())).kind == "retry"
        await channel.stop()


async def test_a_name_that_does_not_resolve_is_surely_not_sent() -> None:
    channel = Telegram(TOKEN, "http://telegram.invalid")
    await channel.start()
    assert (await refusal(channel, parcel())).kind == "retry"
    await channel.stop()


async def test_an_address_that_is_none_is_a_matter_of_settings() -> None:
    channel = Telegram(TOKEN, "http://")
    await channel.start()
    error = await refusal(channel, parcel())
    assert error.kind == "config"
    assert TOKEN not in error.reason
    await channel.stop()


async def test_no_free_connection_in_time_is_surely_not_sent(
    server: TelegramServer, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.wire.CONNECTIONS", 1)
    monkeypatch.setattr("bot.channels.wire.CONNECT_SECONDS", 0.05)
    await telegram.stop()
    await telegram.start()
    server.fail("hang", seconds=5)
    hanging = asyncio.create_task(refusal(telegram, parcel("một")))
    await server.wait_for(1)
    assert (await refusal(telegram, parcel("hai"))).kind == "retry"
    assert (await hanging).kind == "unsure"
    assert [sent.text for sent in server.sent] == ["một"]


LONG = "Dạ vâng.\n" * 600  # two pieces


async def test_a_later_piece_that_fails_leaves_the_message_unsure(server: TelegramServer, telegram: Telegram) -> None:
    server.fail("html", prefix="sendMessage")
    error = await refusal(telegram, parcel(LONG, files=(1,)))
    assert error.kind == "unsure"
    assert [sent.method for sent in server.sent] == ["sendDocument"]


async def test_a_later_piece_that_must_wait_briefly_follows_and_the_message_is_sent(
    server: TelegramServer, telegram: Telegram
) -> None:
    server.fail("429", prefix="sendMessage", seconds=1)
    await telegram.send(parcel("Mình xem giúp em.", files=(1, 2)))
    assert [sent.method for sent in server.sent] == ["sendDocument", "sendPhoto", "sendMessage"]


async def test_a_later_piece_that_must_wait_long_leaves_the_message_unsure_and_tells_the_wait(
    server: TelegramServer, telegram: Telegram
) -> None:
    server.fail("429", prefix="sendMessage", seconds=30)
    error = await refusal(telegram, parcel("Mình xem giúp em.", files=(1, 2)))
    assert (error.kind, error.after) == ("unsure", 30.0)


async def test_the_first_piece_that_fails_keeps_its_own_meaning(server: TelegramServer, telegram: Telegram) -> None:
    server.fail("429", seconds=30)
    assert (await refusal(telegram, parcel(LONG))).kind == "wait"
    assert server.sent == []
