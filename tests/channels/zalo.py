"""An Official Account of ours at a local Zalo, and somebody who writes to it."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.channels.base import Means
from bot.channels.labels import labels
from bot.channels.zalo_oa import NAME, ZaloOa
from bot.deps import Deps
from bot.fakes.zalo_oa_server import ZaloOaServer
from bot.hearing import hear_update
from bot.relay import Relay
from ocop_core.conversation.said import Body
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, Outbox
from ocop_core.db.models_channels import Template
from ocop_core.sealing import Seal
from ocop_core.services import outbox
from ocop_core.services.files import storing
from ocop_core.settings import Settings, from_env
from tests.support.clock import Clock

USER = "2512523625412515"


@dataclass
class House:
    """The account, the messenger it is at, and our side of it."""

    server: ZaloOaServer
    channel: ZaloOa
    deps: Deps
    clock: Clock
    relay: Relay

    @property
    def db(self) -> Database:
        return self.deps.db

    @property
    def seal(self) -> Seal:
        return self.deps.settings.seal

    async def hear(self, payload: dict[str, Any]) -> None:
        await hear_update(self.deps, self.channel, json.dumps(payload).encode())

    async def says(self, text: str, user: str = USER) -> list[str]:
        """What somebody says, and the texts that come back."""
        before = len(self.server.sent)
        await self.hear(await self.server.say(user, text))
        await self.relay.drain()
        return [sent.text for sent in self.server.sent[before:]]

    async def owe(self, text: str, *, kind: str = "reminder", lane: int = outbox.NOTICE, user: str = USER) -> int:
        """Owes a message; the number of its row."""
        async with self.db.writing() as session:
            chat = (await session.scalars(select(Chat).where(Chat.address == user))).one()
            await outbox.owe(session, chat.id, NAME, [Body("x", text)], self.clock(), lane=lane, kind=kind)
            return (await session.scalars(select(Outbox.id).order_by(Outbox.id.desc()).limit(1))).one()

    async def row(self, number: int) -> Outbox:
        async with self.db.reading() as session:
            return await session.get_one(Outbox, number)

    async def template(self, way: str = "user", *, kind: str = "reminder", **more: Any) -> None:
        """A template for a kind of message, approved at Zalo as `t-reminder`."""
        values = {"outside_id": f"t-{kind}", "fields": {"noi_dung": "text"}, "price": 120, "changed_at": self.clock()}
        async with self.db.writing() as session:
            session.add(Template(channel=NAME, kind=kind, way=way, **{**values, **more}))


@asynccontextmanager
async def opened(
    db: Database, knowledge: Knowledge, settings: Settings, clock: Clock, *, patience: float = 0.3, **env: str
) -> AsyncIterator[House]:
    """A running account, whose first token is not asked for yet."""
    server = ZaloOaServer(clock=clock)
    await server.start()
    given = {"DATABASE_URL": db.url, "FILES_DIR": str(settings.files_dir), **server.env(), **env}
    config = from_env(given)
    means = Means(config, labels(knowledge.words), storing.reader(db, config.files_dir), db, clock)
    channel = ZaloOa(means, seconds=patience)
    await channel.start()
    deps = Deps(db, knowledge, config, clock, {NAME: channel})
    try:
        yield House(server, channel, deps, clock, Relay(db, channel, clock))
    finally:
        await channel.stop()
        await server.stop()
