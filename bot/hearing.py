"""Hears what a messenger brings, by web hook or by polling: read, noted, answered; nothing blocks what is behind it."""

import asyncio
import hashlib
import json
import logging
from functools import lru_cache
from typing import Any, TypeGuard

from bot.channels.base import Acknowledging, Attentive, Channel, Json, Verdict
from bot.deps import Deps
from ocop_core.conversation.heard import Heard
from ocop_core.db.faults import passing
from ocop_core.services import talk
from ocop_core.services.inbox import overhearing

log = logging.getLogger(__name__)
_tasks: set[asyncio.Task[None]] = set()


async def hear_update(deps: Deps, channel: Channel, raw: bytes) -> None:
    """Hears one update. What cannot be understood is stored, never answered.

    Raises only what passes, a locked database or one that restarts: then whoever brought it brings it again.
    """
    payload, problem = _parsed(raw)
    if payload is None:
        log.warning("an update of %s could not be read: %s", channel.name, problem)
        await keep(deps, channel, raw, problem)
        return
    try:
        await _hear(deps, channel, payload)
    except Exception as error:
        if passing(error):
            raise
        # It would fail every time and hold up everything behind it.
        log.exception("an update of %s can neither be handled nor answered", channel.name)
        await keep(deps, channel, raw, type(error).__name__)


async def _hear(deps: Deps, channel: Channel, payload: Json) -> None:
    # First what it means for the account: an answer may go out the moment after it is owed.
    verdict: Verdict = await channel.attend(payload) if _is_attentive(channel) else "answer"
    heard = channel.read(payload)
    if heard is None or verdict == "drop":
        return
    try:
        await _answer(deps, heard, verdict)
    finally:
        if heard.ack and isinstance(channel, Acknowledging):
            _later(channel.acknowledge(heard.ack))


def _is_attentive(channel: Channel) -> TypeGuard[Attentive]:
    return _has_attend(type(channel))


# Python looks through a protocol anew each time, which takes as long as to store a message.
@lru_cache(maxsize=16)
def _has_attend(kind: type) -> bool:
    return issubclass(kind, Attentive)


async def _answer(deps: Deps, heard: Heard, verdict: Verdict) -> None:
    if verdict == "overhear":
        await overhearing.overhear(deps.db, heard, deps.clock())
    else:
        await talk.receive(deps.db, deps.knowledge, heard, deps.clock())


async def keep(deps: Deps, channel: Channel, raw: bytes, problem: str) -> None:
    """Stores what is not answered, once, so that somebody can look."""
    key = "x" + hashlib.sha256(raw).hexdigest()[:40]
    await overhearing.keep_unreadable(deps.db, channel.name, key, raw.decode("utf-8", "replace"), problem, deps.clock())


def _parsed(raw: bytes) -> tuple[dict[str, Any] | None, str]:
    try:
        payload = json.loads(raw)
    except (ValueError, RecursionError) as error:
        return None, type(error).__name__
    return (payload, "") if isinstance(payload, dict) else (None, "not an object")


def _later(work: Any) -> None:
    """Ends the waiting sign on a button after the answer is safe; it is no harm if that fails."""

    async def quietly() -> None:
        try:
            await work
        except Exception as error:
            log.info("a tap could not be acknowledged: %s", error)

    task = asyncio.create_task(quietly())
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)
