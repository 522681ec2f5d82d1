"""Asks messengers for updates where there is no public address: stored first, acknowledged after."""

import asyncio
import json
import logging

from bot.channels.base import Asked, Channel
from bot.deps import Deps
from bot.hearing import hear_update
from bot.spool import take_in
from ocop_core.errors import SendError
from ocop_core.services import leases

log = logging.getLogger(__name__)
PAUSE = 2.0
COUNTED = "update_id"


async def poll(deps: Deps, channel: Asked) -> None:
    """Goes on until the process stops, whatever happens to the messenger or to the database meanwhile."""
    offset: int | None = None
    holder = leases.holder_of("poll")
    while not deps.stopping.is_set():
        try:
            offset = await _once(deps, channel, holder, offset)
        except SendError as error:
            log.warning("polling %s: %s", channel.name, error)
            await asyncio.sleep(error.after if error.after is not None else PAUSE)
        except Exception:
            log.exception("polling %s", channel.name)
            await asyncio.sleep(PAUSE)


async def _once(deps: Deps, channel: Asked, holder: str, offset: int | None) -> int | None:
    """Only one process polls; the next offset, to be told once all before it is stored."""
    async with deps.db.writing() as session:
        ours = await leases.take(session, f"poll:{channel.name}", holder, deps.clock())
    if ours is None:
        await asyncio.sleep(PAUSE)
        return None
    updates = await channel.poll(offset, timeout=5)
    groups = _by_chat(updates).values()
    done = await asyncio.gather(*(_chat(deps, channel, group) for group in groups), return_exceptions=True)
    for problem in done:
        if problem is not None:
            # Not acknowledged, so all of them come again; what was stored is known by its id.
            raise problem
    numbers = [u[COUNTED] for u in updates if isinstance(u.get(COUNTED), int)]
    return max(numbers) + 1 if numbers else offset


def _by_chat(updates: list[dict[str, object]]) -> dict[str, list[bytes]]:
    """Updates by chat, so that one chat's order holds while chats do not wait for each other."""
    groups: dict[str, list[bytes]] = {}
    for number, update in enumerate(updates):
        raw = json.dumps(update, ensure_ascii=False).encode("utf-8", "surrogatepass")
        groups.setdefault(_chat_key(update) or f"#{number}", []).append(raw)
    return groups


def _chat_key(update: dict[str, object]) -> str:
    for part in update.values():
        if isinstance(part, dict):
            for place in (part, part.get("message")):
                chat = place.get("chat") if isinstance(place, dict) else None
                if isinstance(chat, dict):
                    return str(chat.get("id"))
    return ""


async def _chat(deps: Deps, channel: Channel, updates: list[bytes]) -> None:
    for raw in updates:
        # A messenger that does not count its updates has forgotten them by now.
        await (hear_update if COUNTED in json.loads(raw) else take_in)(deps, channel, raw)
