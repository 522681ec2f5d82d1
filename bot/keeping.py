"""Keeps up what an account at a messenger needs all the time: tokens before they die, authorisations under way."""

import logging

from bot import waiting
from bot.channels.base import Tended
from bot.deps import Deps
from ocop_core.errors import SendError

log = logging.getLogger(__name__)
LOOK = 3.0


async def tend(deps: Deps, channel: Tended) -> None:
    """Goes on until the process stops."""
    while not deps.stopping.is_set():
        try:
            await channel.tend()
        except SendError as error:
            log.warning("keeping up %s: %s", channel.name, error)
        except Exception:
            log.exception("keeping up %s", channel.name)
        await waiting.until(deps.stopping, LOOK)
