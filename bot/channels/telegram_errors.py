"""Says what a failed Telegram call means: sent for sure, perhaps, or never."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import aiohttp
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.channels.wire import NotSent
from ocop_core.errors import SendError, SendKind

# These happen before the first byte leaves.
NOT_SENT = (NotSent, aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
NOBODY_THERE = ("chat not found", "user not found", "peer_id_invalid")
UNNAMED_WAIT = 5.0
UNREADABLE = (KeyError, TypeError, ValueError, AttributeError)


@contextmanager
def sending() -> Iterator[None]:
    """For calls that must not be made twice. Raises SendError for whatever goes wrong inside."""
    try:
        yield
    except TelegramError as error:
        raise failure(error) from error
    except UNREADABLE as error:
        # The library could not read a successful answer, so something did arrive.
        raise SendError("unsure", f"answer not understood: {type(error).__name__}") from error


@contextmanager
def asking() -> Iterator[None]:
    """For calls that may be made twice without harm: what ended uncertain is tried again."""
    try:
        with sending():
            yield
    except SendError as error:
        if error.kind == "unsure":
            raise SendError("retry", error.reason) from error
        raise


def failure(error: TelegramError) -> SendError:
    """The error in our words. BadRequest and TimedOut are NetworkErrors too, so the order matters."""
    match error:
        case RetryAfter():
            return SendError("wait", "flood control", after=_seconds(error.retry_after))
        case Forbidden():
            return SendError("gone", error.message)
        case BadRequest():
            return SendError(_bad(error.message), error.message)
        case ChatMigrated():
            return SendError("refused", f"the chat became {error.new_chat_id}")
        case InvalidToken() | Conflict():
            return SendError("config", error.message)
        case _:
            return _network(error)


def _network(error: TelegramError) -> SendError:
    if isinstance(error.__cause__, NOT_SENT):
        return SendError("retry", error.message)
    if isinstance(error.__cause__, aiohttp.InvalidURL):
        return SendError("config", "TELEGRAM_API_BASE is not an address")
    if error.message.startswith("Too Many Requests"):
        return SendError("wait", error.message, after=UNNAMED_WAIT)
    if error.message.startswith("Request Entity Too Large"):
        return SendError("refused", error.message)
    return SendError("unsure", error.message)


def _bad(message: str) -> SendKind:
    return "gone" if any(words in message.lower() for words in NOBODY_THERE) else "refused"


def _seconds(wait: int | timedelta) -> float:
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
