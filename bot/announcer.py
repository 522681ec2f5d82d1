"""Looks after announcements in the worker: begins them when their hour comes, ends them when all are told."""

import asyncio
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from bot.channels import switched_on
from bot.channels.base import Channel, Means
from bot.deps import Deps
from ocop_core.db.base import Database
from ocop_core.services.announcements import digesting, watching
from ocop_core.services.files import storing
from ocop_core.services.knowledge import load_knowledge
from ocop_core.settings import Settings

log = logging.getLogger(__name__)
EVERY = 1.0


async def announce(deps: Deps) -> None:
    """Goes on until it is cancelled."""
    channels = abilities(deps.channels.values())
    while True:
        try:
            await _look(deps, channels)
        except Exception:
            log.exception("announcements")
        await asyncio.sleep(EVERY)


async def _look(deps: Deps, channels: dict[str, timedelta | None]) -> None:
    per_day = deps.settings.announce_per_day
    done: dict[str, Any] = await watching.move_on(deps.db, deps.knowledge, channels, deps.clock(), per_day=per_day)
    if done:
        log.info("announcements: %s", done)


def abilities(channels: Iterable[Channel]) -> dict[str, timedelta | None]:
    """By channel, for how long a message can be changed or taken back."""
    return {channel.name: channel.limits.recall for channel in channels}


def abilities_of(db: Database, settings: Settings, at: datetime) -> dict[str, timedelta | None]:
    """The same for the channels that these settings switch on."""
    means = Means(settings, {}, storing.reader(db, settings.files_dir), db, lambda: at)
    return abilities(switched_on(means).values())


async def tick(db: Database, settings: Settings, at: datetime) -> list[dict[str, Any]]:
    """One look, as a duty of the clockwork; it says nothing where nothing was to be done."""
    knowledge, channels = load_knowledge(settings.province), abilities_of(db, settings, at)
    done = await watching.move_on(db, knowledge, channels, at, per_day=settings.announce_per_day)
    return [done] if done else []


async def digest(db: Database, settings: Settings, at: datetime) -> list[dict[str, Any]]:
    """What was too much for yesterday, as a duty of the clockwork."""
    done = await digesting.gather(db, settings, at)
    return [done] if done["told"] else []
