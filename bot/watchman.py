"""Watches the clockwork from outside of it: whoever else still runs tells the operators when it falls silent."""

import asyncio
import logging

from bot.clockwork import PULSE, SILENT
from bot.deps import Deps
from ocop_core.services import alarm, leases

log = logging.getLogger(__name__)
EVERY = 60


async def watch(deps: Deps) -> None:
    """Looks every minute, from the first five on: whoever starts has to find the clockwork ticking by then."""
    started = deps.clock()
    while True:
        await asyncio.sleep(EVERY)
        try:
            if deps.clock() - started > SILENT:
                await look(deps)
        except Exception:
            log.exception("watching the clockwork")


async def look(deps: Deps) -> bool:
    """Whether the clockwork is silent; then it is logged, and the operators are told."""
    now = deps.clock()
    async with deps.db.reading() as session:
        beat = await leases.last_beat(session, PULSE)
    if beat is not None and now - beat <= SILENT:
        return False
    log.error("the clockwork is silent since %s", beat)
    async with deps.db.writing() as session:
        await alarm.silent(session, deps.knowledge, beat, now, leases.holder_of("watch"))
    return True
