"""The peer: python-telegram-bot's ConversationHandler, the same form, no network, first in memory, then pickled."""

import asyncio
import time
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    BasePersistence,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    ExtBot,
    MessageHandler,
    PersistenceInput,
    PicklePersistence,
    filters,
)
from telegram.request import BaseRequest

FIELDS = ("name", "set", "novelty", "place", "material", "producer_kind", "phone", "review")
SAID = ("khô cá lóc", "1", "2", "Phú Quốc", "cá lóc nuôi tại Châu Phú", "2", "0912345678", "1")
QUESTION = "Sản phẩm của mình tên gì ạ? Ví dụ khô cá lóc, đường thốt nốt."
App = Application[Any, Any, Any, Any, Any, Any]


ME = b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"b","username":"b_bot"}}'
SENT = b'{"ok":true,"result":{"message_id":1,"date":1795000000,"chat":{"id":1,"type":"private"},"text":"ok"}}'


class NoNetwork(BaseRequest):
    """Takes every message at once, as if it had been delivered."""

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def initialize(self) -> None:
        return None

    async def shutdown(self) -> None:
        return None

    async def do_request(self, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        return 200, ME if url.endswith("/getMe") else SENT


async def in_memory(messages: int, rounds: int) -> list[float]:
    """Updates a second, each round with people of its own. Handlers keep the answer and ask the next question."""
    app = _app(None)
    async with app:
        return [await _round(app, messages, first=1 + i * messages) for i in range(rounds)]


async def pickled(folder: Path, users: int) -> float:
    """Seconds of the flush after `users` people have each answered twice."""
    file = folder / "peer.pickle"
    app = _app(PicklePersistence(file, store_data=PersistenceInput(chat_data=False, bot_data=False)))
    async with app:
        await app.update_persistence()
        for user in range(1, users + 1):
            for update in _talk(app.bot, user)[:3]:
                await app.process_update(update)
        begun = time.perf_counter()
        await app.update_persistence()
        took = time.perf_counter() - begun
    file.unlink(missing_ok=True)
    return took


async def _round(app: App, messages: int, first: int) -> float:
    updates: list[Update] = []
    while len(updates) < messages:
        updates += _talk(app.bot, first + len(updates))
    begun = time.perf_counter()
    for update in updates:
        await app.process_update(update)
    took = time.perf_counter() - begun
    await asyncio.sleep(0)
    return len(updates) / took


def _app(persistence: BasePersistence[Any, Any, Any] | None) -> App:
    nobody = NoNetwork()
    builder = Application.builder().bot(ExtBot("1:x", request=nobody, get_updates_request=nobody)).updater(None)
    if persistence is not None:
        builder = builder.persistence(persistence)
    app = builder.job_queue(None).build()
    text = filters.TEXT & ~filters.COMMAND
    states: dict[object, list[Any]] = {i: [MessageHandler(text, _asked(i))] for i in range(len(FIELDS))}
    begin: Any = CommandHandler("start", _begin)
    app.add_handler(ConversationHandler([begin], states, [begin], name="idea", persistent=persistence is not None))
    return app


async def _begin(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    assert update.message
    await update.message.reply_text(QUESTION)
    return 0


def _asked(place: int) -> Any:
    async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        assert context.user_data is not None and update.message
        context.user_data[FIELDS[place]] = update.message.text
        await update.message.reply_text(QUESTION)
        return ConversationHandler.END if place + 1 == len(FIELDS) else place + 1

    return answer


def _talk(bot: ExtBot[Any], user: int) -> list[Update]:
    lines = ("/start", *SAID)
    return [Update.de_json(_payload(user, n, line), bot) for n, line in enumerate(lines)]


def _payload(user: int, n: int, line: str) -> dict[str, Any]:
    command = [{"type": "bot_command", "offset": 0, "length": len(line)}] if line.startswith("/") else []
    person = {"id": user, "is_bot": False, "first_name": "Người thử"}
    message = {
        "message_id": user * 10 + n,
        "date": 1_795_000_000,
        "chat": {"id": user, "type": "private", "first_name": "Người thử"},
        "from": person,
        "text": line,
        "entities": command,
    }
    return {"update_id": user * 10 + n, "message": message}
