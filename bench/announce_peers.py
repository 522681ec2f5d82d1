"""What other libraries reach against the same local server; run by bench.announce in an environment of its own.

Says for each its name, messages a second, and milliseconds of processor time a message.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

TOKEN = "100:ocop-bench"
TEXT = "Dạ, từ ngày mai có lớp tập huấn OCOP tại Châu Đốc, mình bấm Tham gia để em ghi tên nha." * 2
AT_ONCE = 32


def bot_of(base: str) -> Any:
    """aiogram's account at the local server."""
    from aiogram import Bot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    return Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(base)))


async def measured(name: str, count: int, work: Callable[[], Awaitable[Any]]) -> None:
    """Runs the work and says what it took."""
    since, spent = time.perf_counter(), time.process_time()
    await work()
    took, used = time.perf_counter() - since, time.process_time() - spent
    print(name, round(count / took, 1), round(used / count * 1000, 3))


async def aiogram(base: str, count: int) -> None:
    """Calls, so many at once, and no rows."""
    bot = bot_of(base)
    numbers = iter(range(1, count + 1))

    async def send() -> None:
        for number in numbers:
            await bot.send_message(number, TEXT)

    await bot.send_message(1, TEXT)
    await measured("aiogram", count, lambda: asyncio.gather(*(send() for _ in range(AT_ONCE))))
    await bot.session.close()


async def aiogram_broadcaster(base: str, count: int) -> None:
    """A list that outlives the process, in the library's own file."""
    from aiogram_broadcaster import Broadcaster
    from aiogram_broadcaster.contents import TextContent
    from aiogram_broadcaster.storages.file import FileStorage

    bot = bot_of(base)
    with tempfile.TemporaryDirectory() as folder:
        storage = FileStorage(Path(folder) / "mailers.json")
        await storage.startup()
        broadcaster = Broadcaster(bot, storage=storage)
        mailer = await broadcaster.create_mailer(chats=range(1, count + 1), content=TextContent(text=TEXT))
        await measured("aiogram_broadcaster", count, mailer.start)
    await bot.session.close()


async def limiter(base: str, count: int) -> None:
    """python-telegram-bot with AIORateLimiter, as a broadcast is written with it."""
    from telegram.error import RetryAfter
    from telegram.ext import AIORateLimiter, ApplicationBuilder

    built = ApplicationBuilder().token(TOKEN).base_url(f"{base}/bot").rate_limiter(AIORateLimiter(max_retries=20))
    async with built.build() as app:

        async def send(number: int) -> None:
            with suppress(RetryAfter):
                await app.bot.send_message(number, TEXT)

        numbers = range(1, count + 1)
        await measured("AIORateLimiter", count, lambda: asyncio.gather(*(send(number) for number in numbers)))


PEERS = {"aiogram": aiogram, "aiogram_broadcaster": aiogram_broadcaster, "limiter": limiter}

if __name__ == "__main__":
    for name in sys.argv[3:]:
        asyncio.run(PEERS[name](sys.argv[1], int(sys.argv[2])))
