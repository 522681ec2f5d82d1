"""Looks at pages of dossiers as they come, so that a blurred one is told while the paper is still at hand."""

import asyncio
import logging

from bot import waiting
from bot.deps import Deps
from ocop_core.services.dossiers import page_checks

log = logging.getLogger(__name__)
LOOK = 10.0


async def inspect_all(deps: Deps) -> None:
    """Goes on until the process stops; woken by whatever is owed, as a reply follows every page."""
    wake = asyncio.Event()
    deps.db.on_owed(wake.set)
    while not deps.stopping.is_set():
        try:
            at = deps.clock()
            busy = bool(await page_checks.look_at_new(deps.db, deps.knowledge, deps.settings.files_dir, at))
        except Exception:
            log.exception("looking at pages")
            busy = False
        if not busy:
            await waiting.until(wake, LOOK)
            wake.clear()
