"""What the handlers of the bot's web part share."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from aiohttp import web

from bot.channels.base import Channel
from bot.channels.webchat import WebChat
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.settings import Settings


@dataclass(frozen=True, slots=True)
class Deps:
    """Database, knowledge, settings, clock, the channels that are switched on, and their intakes."""

    db: Database
    knowledge: Knowledge
    settings: Settings
    clock: Callable[[], datetime]
    channels: dict[str, Channel]
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    spools: dict[str, object] = field(default_factory=dict)

    @property
    def webchat(self) -> WebChat:
        """The built-in channel, which is always on."""
        channel = self.channels["webchat"]
        assert isinstance(channel, WebChat)
        return channel


DEPS = web.AppKey("deps", Deps)
