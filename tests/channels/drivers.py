"""Plays a person on each channel. A new channel adds a driver here and must pass the whole suite."""

import io
import itertools
import json
import re
from dataclasses import replace
from typing import Any, Protocol

from bot.channels.base import Channel, Means
from bot.channels.console import Console
from bot.channels.telegram import Telegram
from bot.channels.webchat import WebChat
from bot.channels.zalo_bot import ZaloBot
from bot.channels.zalo_oa import ZaloOa
from bot.fakes.telegram_server import TelegramServer
from bot.fakes.zalo_bot_server import ZaloBotServer
from bot.fakes.zalo_oa_server import ZaloOaServer
from bot.webchat import messages
from ocop_core.services import history
from ocop_core.settings import from_env

Shown = list[tuple[str, list[str]]]


class Driver(Protocol):
    """One person's end of a channel: what they do becomes a payload, what they see becomes (text, labels)."""

    channel: Channel
    address: str

    async def open(self, means: Means) -> None: ...

    async def close(self) -> None: ...

    async def said(self, text: str) -> dict[str, Any]: ...

    async def tapped(self, label: str) -> dict[str, Any]: ...

    async def started(self, payload: str) -> dict[str, Any]: ...

    async def photo(self, file_id: int) -> dict[str, Any]: ...

    async def shown(self) -> Shown: ...


class ConsoleDriver:
    """Lines."""

    address = "bay"

    def __init__(self) -> None:
        self.out = io.StringIO()
        self.channel = Console(self.out, as_json=True)
        self._numbers = itertools.count(1)

    async def open(self, means: Means) -> None:
        pass

    async def close(self) -> None:
        pass

    def _line(self, line: str, **more: Any) -> dict[str, Any]:
        return {"address": self.address, "id": f"line{next(self._numbers)}", "line": line, **more}

    async def said(self, text: str) -> dict[str, Any]:
        return self._line(text)

    async def tapped(self, label: str) -> dict[str, Any]:
        assert self.channel.last is not None
        buttons = (*self.channel.last.choices, *self.channel.last.exits)
        return self._line(f":tap {next(b.data for b in buttons if label in b.label)}")

    async def started(self, payload: str) -> dict[str, Any]:
        return self._line(f":start {payload}")

    async def photo(self, file_id: int) -> dict[str, Any]:
        return self._line(":photo x.jpg", file_id=file_id)

    async def shown(self) -> Shown:
        lines = [json.loads(line) for line in self.out.getvalue().splitlines()]
        return [(line["text"], [c["label"] for c in line["choices"]]) for line in lines]


class WebChatDriver:
    """A page that reads its history."""

    address = "f" * 40

    def __init__(self) -> None:
        self.channel = WebChat()
        self._numbers = itertools.count(1)

    async def open(self, means: Means) -> None:
        self.db = means.db

    async def close(self) -> None:
        pass

    def _payload(self, kind: str, **more: Any) -> dict[str, Any]:
        return {"address": self.address, "id": f"browser-{next(self._numbers):04}", "kind": kind, **more}

    async def said(self, text: str) -> dict[str, Any]:
        return self._payload("text", text=text)

    async def tapped(self, label: str) -> dict[str, Any]:
        buttons = [b for m in (await self._messages())[-1:] for b in (*m["choices"], *m["exits"])]
        found = next(b for b in buttons if label in b["label"])
        return self._payload("button", text=found["label"], data=found["data"])

    async def started(self, payload: str) -> dict[str, Any]:
        return self._payload("start", text="Bắt đầu", data=payload)

    async def photo(self, file_id: int) -> dict[str, Any]:
        return self._payload("photo", file_id=file_id)

    async def _messages(self) -> list[dict[str, Any]]:
        async with self.db.reading() as session:
            chat = await history.chat_at(session, "webchat", self.address)
            assert chat is not None
            found = await messages.shown(session, chat.id, secret="")
        return [m for m in found if m["from"] == "bot"]

    async def shown(self) -> Shown:
        return [(m["text"], [c["label"] for c in m["choices"]]) for m in await self._messages()]


class TelegramDriver:
    """A private chat at a local Bot API server, by polling."""

    address = "70001"

    def __init__(self) -> None:
        self.server = TelegramServer()
        self._offset: int | None = None

    async def open(self, means: Means) -> None:
        await self.server.start()
        self.channel = Telegram("100:ocop", self.server.base, labels={"send_phone": "Gửi số của tôi"})
        await self.channel.start()

    async def close(self) -> None:
        await self.channel.stop()
        await self.server.stop()

    async def _update(self) -> dict[str, Any]:
        (update,) = await self.channel.poll(self._offset, 1)
        self._offset = update["update_id"] + 1
        return update

    async def said(self, text: str) -> dict[str, Any]:
        await self.server.say(int(self.address), text)
        return await self._update()

    async def tapped(self, label: str) -> dict[str, Any]:
        await self.server.press(int(self.address), label)
        return await self._update()

    async def started(self, payload: str) -> dict[str, Any]:
        await self.server.begin(int(self.address), payload)
        return await self._update()

    async def photo(self, file_id: int) -> dict[str, Any]:
        await self.server.photo(int(self.address), b"\xff\xd8\xff" + bytes(1000))
        return await self._update()

    async def shown(self) -> Shown:
        return [(sent.text, [label for label, _ in sent.buttons]) for sent in self.server.sent]


class ZaloOaDriver:
    """A follower of a local Official Account."""

    address = "2512523625412515"

    async def open(self, means: Means) -> None:
        self.server = ZaloOaServer(clock=means.clock)
        await self.server.start()
        config = from_env({"DATABASE_URL": means.db.url, **self.server.env()})
        self.channel = ZaloOa(replace(means, settings=config))
        await self.channel.start()

    async def close(self) -> None:
        await self.channel.stop()
        await self.server.stop()

    async def said(self, text: str) -> dict[str, Any]:
        return await self.server.say(self.address, text)

    async def tapped(self, label: str) -> dict[str, Any]:
        try:
            return await self.server.press(self.address, label)
        except LookupError:
            return await self.said(typed(self.server.book.last_to(self.address), label))

    async def started(self, payload: str) -> dict[str, Any]:
        return await self.server.begin(self.address, "đăng ký sản phẩm" if payload == "idea" else payload)

    async def photo(self, file_id: int) -> dict[str, Any]:
        return await self.server.photo(self.address, b"\xff\xd8\xff" + bytes(1000))

    async def shown(self) -> Shown:
        return [(sent.text, [title for title, _ in sent.buttons]) for sent in self.server.sent if sent.text]


class ZaloBotDriver:
    """Somebody who writes to a local bot, which is polled."""

    address = "6ede9afa66b88fe6d6a9"

    async def open(self, means: Means) -> None:
        self.server = ZaloBotServer(clock=means.clock)
        await self.server.start()
        config = from_env({"DATABASE_URL": means.db.url, **self.server.env()})
        self.channel = ZaloBot(replace(means, settings=config))
        await self.channel.start()

    async def close(self) -> None:
        await self.channel.stop()
        await self.server.stop()

    async def _event(self) -> dict[str, Any]:
        (event,) = await self.channel.poll(None, 1)
        return event

    async def said(self, text: str) -> dict[str, Any]:
        await self.server.say(self.address, text)
        return await self._event()

    async def tapped(self, label: str) -> dict[str, Any]:
        return await self.said(typed(self.server.book.last_to(self.address), label))

    async def started(self, payload: str) -> dict[str, Any]:
        return await self.said("đăng ký sản phẩm" if payload == "idea" else payload)

    async def photo(self, file_id: int) -> dict[str, Any]:
        await self.server.photo(self.address, b"\xff\xd8\xff" + bytes(1000))
        return await self._event()

    async def shown(self) -> Shown:
        return [(sent.text, re.findall(r"^\d+\. (.+)$", sent.text, re.M)) for sent in self.server.sent]


def typed(last: Any, label: str) -> str:
    """What somebody types who sees no button: the number in front of the words, or the words themselves."""
    shown = last.text if last else ""
    found = re.search(rf"^(\d+)\. [^\n]*{re.escape(label)}", shown, re.M)
    assert found or label.lower() in shown.lower(), (label, shown)
    return found.group(1) if found else label


DRIVERS = {
    "console": ConsoleDriver,
    "webchat": WebChatDriver,
    "telegram": TelegramDriver,
    "zalo_oa": ZaloOaDriver,
    "zalo_bot": ZaloBotDriver,
}
