"""The messengers, one module each. A new one is a module and a line in CHANNELS."""

from collections.abc import Callable

from bot.channels.base import Channel, Means
from bot.channels.holding import Holding
from bot.channels.telegram import LASTS, Telegram
from bot.channels.webchat import WebChat
from bot.channels.zalo_bot import ZaloBot
from bot.channels.zalo_oa import ZaloOa


def _webchat(means: Means) -> Channel | None:
    return WebChat()


def _telegram(means: Means) -> Channel | None:
    config = means.settings
    if not config.telegram_token:
        return None
    secret = config.telegram_webhook_secret
    holding = Holding(means.db, means.clock, Telegram.name, LASTS)
    return Telegram(
        config.telegram_token,
        config.telegram_api_base,
        webhook_secret=secret,
        labels=means.labels,
        files=means.files,
        chat_rate=config.telegram_chat_rate,
        holding=holding,
    )


def _zalo_oa(means: Means) -> Channel | None:
    return ZaloOa(means) if means.settings.zalo_oa.on else None


def _zalo_bot(means: Means) -> Channel | None:
    return ZaloBot(means) if means.settings.zalo_bot.on else None


CHANNELS: tuple[Callable[[Means], Channel | None], ...] = (_webchat, _telegram, _zalo_oa, _zalo_bot)


def switched_on(means: Means) -> dict[str, Channel]:
    """The channels whose settings are there, by name."""
    made = (make(means) for make in CHANNELS)
    return {channel.name: channel for channel in made if channel is not None}
