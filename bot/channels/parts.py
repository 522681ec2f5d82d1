"""Sends a message that is several calls: what the person has seen a part of is never sent again as a whole."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from bot.channels.base import Call, Limits
from ocop_core.errors import SendError

SHORT_WAIT = 5.0
SendOne = Callable[[Call], Awaitable[str]]


async def send_parts(calls: Sequence[Call], send_one: SendOne, limits: Limits | None = None) -> str:
    """Makes the calls in order; the id of the last message. What is more than `limits` lets into a chat is spaced.

    Raises SendError. When a part has arrived and a later one fails for good, the kind is `unsure` whatever the
    reason, because the person has seen a part; `after` is kept if the messenger named one.
    """
    if not calls:
        raise SendError("refused", "nothing to show")
    sent = await send_one(calls[0])
    for place, call in enumerate(calls[1:], start=1):
        if limits is not None and limits.chat_rate and place >= limits.chat_burst:
            await asyncio.sleep(1 / limits.chat_rate)
        sent = await _send_later(call, send_one)
    return sent


async def _send_later(call: Call, send_one: SendOne) -> str:
    try:
        return await _send_patiently(call, send_one)
    except SendError as error:
        raise SendError("unsure", f"a part arrived, then {error}", after=error.after) from error


async def _send_patiently(call: Call, send_one: SendOne) -> str:
    try:
        return await send_one(call)
    except SendError as error:
        wait = error.after if error.kind == "wait" else 0.0
        if error.kind not in ("wait", "retry") or wait is None or wait > SHORT_WAIT:
            raise
        # Surely not sent, so the rest of a half-shown message may follow a moment later.
        await asyncio.sleep(wait)
        return await send_one(call)
