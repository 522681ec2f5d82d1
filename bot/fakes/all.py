"""All local messengers at once, with a page of phones: the product on every channel without an account."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from bot.fakes.phones import PHONE, Act, Key, Line, Messenger, Phones
from bot.fakes.telegram_server import TOKEN as TELEGRAM_TOKEN
from bot.fakes.telegram_server import TelegramServer
from bot.fakes.zalo_bot_server import ZaloBotServer
from bot.fakes.zalo_oa_methods import Approved
from bot.fakes.zalo_oa_server import ZaloOaServer
from ocop_core.services.channels.templates import Filled
from ocop_core.settings import Settings
from ocop_core.settings_zalo import bot_from_env, oa_from_env

ME_TELEGRAM, ME_OA, ME_BOT = "70001", "2512523625412515", "6ede9afa66b88fe6d6a9"
TAP = "Gửi số của tôi"
APPROVED = Approved(("noi_dung",))
TEMPLATES = {"reminder": "t-reminder", "announcement": "t-notice", "notice": "t-notice"}


class Fakes:
    """Started before the program, which is told where they are by `settings`."""

    def __init__(self) -> None:
        self.telegram = TelegramServer()
        self.oa = ZaloOaServer()
        # The free plan ends at 50 people, and a demonstration has more.
        self.bot = ZaloBotServer(plan_people=100_000)
        self.oa.templates.update(dict.fromkeys(TEMPLATES.values(), APPROVED))
        self.phones = Phones((self._oa(), self._bot(), self._telegram()), "OCOP An Giang")

    async def start(self, port: int) -> None:
        """Listens; the page of phones at `port` if it is free."""
        for server in (self.telegram, self.oa, self.bot):
            await server.start()
        await self.phones.start(port)

    async def stop(self) -> None:
        """Closes everything."""
        for server in (self.phones, self.telegram, self.oa, self.bot):
            await server.stop()

    def settings(self, config: Settings) -> Settings:
        """The settings with every local messenger in place of a real one."""
        self.oa.post.hook = f"http://127.0.0.1:{config.port}/hooks/zalo-oa"
        problems: list[str] = []
        return replace(
            config,
            telegram_token=TELEGRAM_TOKEN,
            telegram_api_base=self.telegram.base,
            telegram_webhook_secret="",
            zalo_oa=oa_from_env(self.oa.env(), problems),
            zalo_bot=bot_from_env(self.bot.env(), problems),
        )

    def templates(self) -> Iterable[Filled]:
        """What the Official Account approved, as an officer types it into the panel."""
        price, per_day = str(APPROVED.by_uid), str(APPROVED.per_day)
        for kind, outside_id in TEMPLATES.items():
            yield Filled(outside_id, kind, "user", "noi_dung = text", price, per_day, "7", "20")

    def know(self, chats: Iterable[tuple[str, str, Any]]) -> None:
        """Makes the people of the database known: channel, address, last act."""
        for channel, address, acted in chats:
            if channel == "zalo_oa" and acted is not None:
                self.oa.acted[address] = acted
            if channel == "zalo_bot":
                self.bot.people.add(address)

    def _oa(self) -> Messenger:
        def line(sent: Any) -> tuple[str, Line]:
            keys = tuple(Key(title, "say_quietly", payload) for title, payload in sent.buttons)
            if sent.asks_contact:
                keys = (Key(TAP, "submit", PHONE),)
            text = sent.text or ("Cho tổ OCOP số điện thoại của mình" if sent.asks_contact else "")
            return sent.user, Line("bot", text, keys, sent.file)

        acts: dict[str, Act] = {"say": self.oa.say, "say_quietly": self.oa.say, "submit": self.oa.submit}
        begin: dict[str, Act] = {
            "begin": lambda user, _: self.oa.follow(user),
            "leave": lambda user, _: self.oa.block(user),
        }
        title = "Zalo OA"
        return Messenger("zalo-oa", title, ME_OA, lambda: self.oa.sent, line, {**acts, **begin}, self.oa.photo)

    def _bot(self) -> Messenger:
        def line(sent: Any) -> tuple[str, Line]:
            return sent.user, Line("bot", sent.text)

        acts = {"say": self.bot.say, "begin": lambda user, _: self.bot.begin(user)}
        return Messenger("zalo-bot", "Zalo Bot", ME_BOT, lambda: self.bot.sent, line, acts, self.bot.photo)

    def _telegram(self) -> Messenger:
        def line(sent: Any) -> tuple[str, Line]:
            inline = sent.keyboard == "inline"
            keys = tuple(
                Key(label, "tap" if inline else "press", data if inline else label) for label, data in sent.buttons
            )
            return str(sent.chat_id), Line("bot", sent.text, keys, sent.file)

        acts = {
            "say": lambda user, text: self.telegram.say(int(user), text),
            "begin": lambda user, _: self.telegram.begin(int(user)),
            "tap": lambda user, data: self.telegram.tap(int(user), data),
            "press": lambda user, label: self.telegram.press(int(user), label),
        }

        async def photo(user: str, content: bytes) -> object:
            return await self.telegram.photo(int(user), content)

        return Messenger("telegram", "Telegram", ME_TELEGRAM, lambda: self.telegram.sent, line, acts, photo)
