"""What other libraries reach against the same local server; run by bench.announce in an environment of its own."""

import asyncio
import sys
import time

TOKEN = "100:ocop-bench"
TEXT = "Dạ, từ ngày mai có lớp tập huấn OCOP tại Châu Đốc, mình bấm Tham gia để em ghi tên nha." * 2
AT_ONCE = 32


async def aiogram(base: str, count: int) -> None:
    from aiogram import Bot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(base)))
    numbers = iter(range(1, count + 1))

    async def send() -> None:
        for number in numbers:
            await bot.send_message(number, TEXT)

    await send_one(bot)
    since = time.perf_counter()
    await asyncio.gather(*(send() for _ in range(AT_ONCE)))
    print("aiogram", count / (time.perf_counter() - since))
    await bot.session.close()


async def send_one(bot: object) -> None:
    await bot.send_message(1, TEXT)  # type: ignore[attr-defined]


async def limiter(base: str, count: int) -> None:
    """python-telegram-bot with AIORateLimiter, as a broadcast is written with it."""
    from telegram.ext import AIORateLimiter, ApplicationBuilder

    built = ApplicationBuilder().token(TOKEN).base_url(f"{base}/bot").rate_limiter(AIORateLimiter())
    async with built.build() as app:
        since = time.perf_counter()
        await asyncio.gather(*(app.bot.send_message(number, TEXT) for number in range(1, count + 1)))
        print("AIORateLimiter", count / (time.perf_counter() - since))


if __name__ == "__main__":
    base, count = sys.argv[1], int(sys.argv[2])
    asyncio.run(aiogram(base, count))
    asyncio.run(limiter(base, min(count, 300)))
