"""The local Telegram is as strict as the real one, and plays its people in order."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.fakes.telegram_checks import ApiError
from bot.fakes.telegram_ledger import Flood
from bot.fakes.telegram_server import TelegramServer

Serve = Callable[[web.Application], Awaitable[TestServer]]
Call = Callable[..., Coroutine[Any, Any, Any]]


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    local = TelegramServer()
    await local.start()
    yield local
    await local.stop()


@pytest.fixture
async def call(server: TelegramServer) -> AsyncIterator[Call]:
    async with aiohttp.ClientSession(server.base) as session:

        async def ask(method: str, **args: Any) -> Any:
            async with session.post(f"/bot100:ocop/{method}", json=args) as answer:
                body = await answer.json()
                return body["result"] if body["ok"] else (answer.status, body["description"])

        yield ask


def buttons(*data: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Đúng", "callback_data": one}] for one in data]}


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no chat": ({"text": "chào"}, "chat_id is empty"),
    "no text": ({"chat_id": 7, "text": " \n"}, "message text is empty"),
    "a text too long": ({"chat_id": 7, "text": "a" * 4097}, "message is too long"),
    "emoji too many": ({"chat_id": 7, "text": "👍" * 2049}, "message is too long"),
    "data too long": ({"chat_id": 7, "text": "a", "reply_markup": buttons("đ" * 33)}, "BUTTON_DATA_INVALID"),
    "no data": ({"chat_id": 7, "text": "a", "reply_markup": buttons("")}, "BUTTON_DATA_INVALID"),
    "buttons too many": (
        {"chat_id": 7, "text": "a", "reply_markup": buttons(*["x"] * 101)},
        "reply markup is too long",
    ),
    "a keyboard of no known kind": (
        {"chat_id": 7, "text": "a", "reply_markup": {"inline_keyboard": "Đúng"}},
        "object expected as reply markup",
    ),
    "a keyboard that is none": (
        {"chat_id": 7, "text": "a", "reply_markup": "{"},
        "object expected as reply markup",
    ),
}


@pytest.mark.parametrize("name", WRONG)
async def test_a_wrong_message_is_refused_and_not_delivered(name: str, server: TelegramServer, call: Call) -> None:
    args, words = WRONG[name]
    assert await call("sendMessage", **args) == (400, f"Bad Request: {words}")
    assert server.sent == []
    assert server.ledger.refused == {400: 1}


async def test_arguments_may_come_as_a_form_or_in_the_address(server: TelegramServer) -> None:
    async with aiohttp.ClientSession(server.base) as session:
        await session.post("/bot1:a/sendMessage", data={"chat_id": "7", "text": "một"})
        await session.get("/bot1:a/sendMessage", params={"chat_id": "7", "text": "hai"})
    assert [sent.text for sent in server.sent] == ["một", "hai"]


async def test_an_unknown_method_is_not_found(call: Call) -> None:
    assert await call("sendGold", chat_id=7) == (404, "Not Found")


async def test_an_edit_must_change_something_that_is_there(server: TelegramServer, call: Call) -> None:
    message = await call("sendMessage", chat_id=7, text="một")
    place = {"chat_id": 7, "message_id": message["message_id"]}
    assert (await call("editMessageText", **place, text="một"))[1].startswith("Bad Request: message is not modified")
    assert (await call("editMessageText", **place, text="hai"))["text"] == "hai"
    assert await call("deleteMessage", **place) is True
    assert await call("editMessageText", **place, text="ba") == (
        400,
        "Bad Request: message to edit not found",
    )


async def test_a_menu_needs_plain_names(call: Call) -> None:
    wrong: tuple[list[Any], ...] = ([{"command": "Trợ giúp", "description": "?"}], [{}], ["menu"])
    for commands in wrong:
        assert await call("setMyCommands", commands=commands) == (400, "Bad Request: BOT_COMMAND_INVALID")


def test_thirty_a_second_pass_and_one_more_stops_everybody_for_a_second() -> None:
    flood = Flood()
    for n in range(30):
        flood.take(n, n / 60)
    with pytest.raises(ApiError) as caught:
        flood.take(99, 0.6)
    assert caught.value.body["parameters"] == {"retry_after": 1}
    with pytest.raises(ApiError):
        flood.take(99, 1.5)
    flood.take(99, 1.6)


def test_an_even_pace_of_thirty_a_second_is_never_refused() -> None:
    flood = Flood()
    for n in range(3000):
        flood.take(n, n / 30)


def test_one_chat_takes_three_at_once_and_then_one_a_second() -> None:
    flood = Flood()
    for _ in range(3):
        flood.take(7, 0.0)
    with pytest.raises(ApiError) as caught:
        flood.take(7, 0.0)
    assert caught.value.code == 429
    flood.take(8, 0.0)
    flood.take(7, 1.0)


async def test_over_the_wire_the_flood_limit_tells_how_long_to_wait() -> None:
    server = TelegramServer(flood=Flood(rate=1))
    await server.start()
    async with aiohttp.ClientSession(server.base) as session:
        for expected in (200, 429):
            async with session.post("/bot1:a/sendMessage", json={"chat_id": 7, "text": "a"}) as answer:
                assert answer.status == expected
                body = await answer.json()
    assert body["parameters"] == {"retry_after": 1}
    await server.stop()


async def test_counting_keeps_figures_and_no_messages() -> None:
    server = TelegramServer(record=False)
    await server.start()
    async with aiohttp.ClientSession(server.base) as session:
        await session.post("/bot1:a/sendMessage", json={"chat_id": 7, "text": "a"})
    assert (server.sent, server.ledger.delivered, server.ledger.per_chat) == ([], 1, {7: 1})
    await server.stop()


class Hooked:
    """A bot that refuses its first calls and notes the rest."""

    def __init__(self, refusals: int = 0) -> None:
        self.refusals = refusals
        self.texts: list[str] = []
        self.secrets: set[str | None] = set()

    async def hear(self, request: web.Request) -> web.Response:
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.refusals:
            self.refusals -= 1
            return web.Response(status=500)
        self.texts.append((await request.json())["message"]["text"])
        return web.Response()

    async def listen(self, aiohttp_server: Serve) -> str:
        app = web.Application()
        app.router.add_post("/hook", self.hear)
        return str((await aiohttp_server(app)).make_url("/hook"))


async def test_a_hook_gets_each_chat_in_order_with_the_secret_until_it_says_yes(
    server: TelegramServer, call: Call, aiohttp_server: Serve
) -> None:
    bot = Hooked(refusals=2)
    for n in range(5):
        await server.say(7, f"7.{n}")
        await server.say(8, f"8.{n}")
    await call("setWebhook", url=await bot.listen(aiohttp_server), secret_token="mat-khau")
    await server.mail.settled()
    for chat in "78":
        assert [text for text in bot.texts if text.startswith(chat)] == [f"{chat}.{n}" for n in range(5)]
    assert bot.secrets == {"mat-khau"}
    assert server.mail.failed_posts == 2


async def test_a_hook_that_refuses_one_chat_does_not_hold_up_another(
    server: TelegramServer, call: Call, aiohttp_server: Serve
) -> None:
    bot = Hooked(refusals=1)
    await call("setWebhook", url=await bot.listen(aiohttp_server))
    await server.say(7, "chậm")
    await asyncio.sleep(0.02)
    await server.say(8, "nhanh")
    await server.mail.settled()
    assert bot.texts == ["nhanh", "chậm"]


async def test_a_long_poll_wakes_when_somebody_speaks(server: TelegramServer, call: Call) -> None:
    waiting = asyncio.create_task(call("getUpdates", timeout=10))
    while not server.ledger.calls["getUpdates"]:
        await asyncio.sleep(0.001)
    await server.say(7, "chào")
    (update,) = await asyncio.wait_for(waiting, 1)
    assert update["message"]["text"] == "chào"


async def test_a_second_poller_ends_the_first(server: TelegramServer, call: Call) -> None:
    first = asyncio.create_task(call("getUpdates", timeout=10))
    while not server.ledger.calls["getUpdates"]:
        await asyncio.sleep(0.001)
    assert await call("getUpdates", timeout=0) == []
    assert (await asyncio.wait_for(first, 1))[0] == 409


async def test_a_negative_offset_forgets_all_but_the_last(server: TelegramServer, call: Call) -> None:
    for n in range(3):
        await server.say(7, str(n))
    assert [update["message"]["text"] for update in await call("getUpdates", offset=-1)] == ["2"]
    assert server.mail.waiting == 1


async def test_updates_that_nobody_asked_for_do_not_come(server: TelegramServer, call: Call) -> None:
    await call("getUpdates", allowed_updates=["message"])
    await server.edit(7, 1, "sửa")
    await server.say(7, "chào")
    assert [sorted(update) for update in await call("getUpdates")] == [["message", "update_id"]]


async def test_a_person_presses_what_is_shown_and_nothing_else(server: TelegramServer, call: Call) -> None:
    await call("sendMessage", chat_id=7, text="?", reply_markup=buttons("t1:yes"))
    await server.press(7, "Đúng")
    keys = {"keyboard": [[{"text": "Gửi số", "request_contact": True}], ["2. Sửa"]]}
    await call("sendMessage", chat_id=7, text="?", reply_markup=keys)
    await server.press(7, "Gửi số")
    await server.press(7, "Sửa")
    tapped, shared, typed = await call("getUpdates")
    assert tapped["callback_query"]["data"] == "t1:yes"
    assert shared["message"]["contact"]["user_id"] == 7
    assert typed["message"]["text"] == "2. Sửa"
    with pytest.raises(LookupError):
        await server.press(7, "Đúng")


async def test_another_process_can_play_and_look_in(server: TelegramServer, call: Call) -> None:
    async with aiohttp.ClientSession(server.base) as session:
        await session.post("/_/people/say", json={"chat_id": 7, "text": "chào"})
        picture = {"chat_id": 7, "content": b64encode(b"\xff\xd8").decode()}
        await session.post("/_/people/photo", json=picture)
        await session.post("/_/fail", json={"kind": "500"})
        assert (await session.post("/_/people/stop", json={})).status == 404
        assert (await session.post("/_/people/say", json={"chat_id": 7})).status == 400
        assert (await call("sendMessage", chat_id=7, text="a"))[0] == 500
        await call("sendMessage", chat_id=7, text="b")
        sent = await (await session.get("/_/sent")).json()
        state = await (await session.get("/_/state")).json()
    assert [message["text"] for message in sent] == ["b"]
    assert (state["delivered"], state["refused"], state["updates_waiting"]) == (1, {"500": 1}, 2)
    assert server.files["file1"].content == b"\xff\xd8"


def test_it_runs_as_a_program_and_stops_when_told() -> None:
    command = [sys.executable, "-m", "bot.fakes.telegram_server", "--port", "0", "--strict"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        assert re.match(r"TELEGRAM_API_BASE=http://127\.0\.0\.1:\d+ TELEGRAM_TOKEN=\d+:", program.stdout.readline())
        os.kill(program.pid, signal.SIGINT)
        assert program.wait(5) == 0
