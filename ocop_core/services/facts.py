"""Facts that the engine asks for in the middle of a step: one loader for each kind of need."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.world import Need
from ocop_core.services.accounts import elsewhere, linking, preferences, sharing
from ocop_core.services.announcements import board, told
from ocop_core.services.asker import Asker
from ocop_core.services.certificates import chat
from ocop_core.services.dossiers import recalling
from ocop_core.services.events import chat as events
from ocop_core.services.knowing import library

Loader = Callable[[AsyncSession, Asker, str], Awaitable[Any]]
# By the name of the need; what a loader returns is frozen data that the engine understands.
LOADERS: Mapping[str, Loader] = {
    "library": library.look,
    "link": linking.look,
    "preferences": preferences.look,
    "elsewhere": elsewhere.look,
    "who": sharing.look,
    "notices": board.look,
    "told": told.look,
    **chat.LOADERS,
    **events.LOADERS,
    **recalling.LOADERS,
}


async def found(session: AsyncSession, asker: Asker, need: Need[Any]) -> Any:
    """The fact. Raises KeyError for a kind of need that nobody knows how to look up."""
    return await LOADERS[need.name](session, asker, need.about)
