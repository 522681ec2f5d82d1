"""The messengers, one module each. A new one is a module and a line in CHANNELS."""

from collections.abc import Callable, Mapping

from bot.channels.base import Channel
from bot.channels.telegram import StoredFile, Telegram
from bot.channels.webchat import WebChat
from ocop_core.settings import Settings

Labels = Mapping[str, str]


def _webchat(settings: Settings, labels: Labels, files: StoredFile) -> Channel | None:
    return WebChat()


def _telegram(settings: Settings, labels: Labels, files: StoredFile) -> Channel | None:
    if not settings.telegram_token:
        return None
    secret = settings.telegram_webhook_secret
    base = settings.telegram_api_base
    return Telegram(settings.telegram_token, base, webhook_secret=secret, labels=labels, files=files)


CHANNELS: tuple[Callable[[Settings, Labels, StoredFile], Channel | None], ...] = (_webchat, _telegram)


def switched_on(settings: Settings, labels: Labels, files: StoredFile) -> dict[str, Channel]:
    """The channels whose settings are there, by name."""
    made = (make(settings, labels, files) for make in CHANNELS)
    return {channel.name: channel for channel in made if channel is not None}
