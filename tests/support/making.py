"""Makes officers, producers, ideas and files, through the same services as the program."""

import itertools
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import select

from ocop_core.conversation.heard import Heard, Inbound
from ocop_core.conversation.said import Body
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Base, Chat, Idea, Outbox, Staff
from ocop_core.services import ideas, outbox, talk
from ocop_core.services.files import storing
from ocop_core.services.staff import roster

T = TypeVar("T", bound=Base)
NUI_CAM, THOI_SON = "30538", "30502"
_codes = (f"YT-{n:05}" for n in itertools.count(20000))


async def make_officer(
    db: Database, at: datetime, *, login: str = "lan", role: str = "commune", unit: str | None = NUI_CAM
) -> Staff:
    """An officer without a password; `unit` counts for the role commune."""
    async with db.writing() as session:
        return await roster.add(session, login, f"Cán bộ {login.title()}", role, unit, at)


async def make_chat(
    db: Database, at: datetime, *, address: str = "u1", channel: str = "console", name: str = ""
) -> Chat:
    """A chat with its person, as if they had just written."""
    async with db.writing() as session:
        envelope = Heard(channel, address, "", Inbound("text"), name=name)
        speaker = await talk.speaker_of(session, envelope, at)
        return await session.get_one(Chat, speaker.chat_id)


async def make_idea(db: Database, knowledge: Knowledge, at: datetime, *, address: str = "u1", **answers: Any) -> Idea:
    """An idea that was handed in from a chat."""
    chat = await make_chat(db, at, address=address)
    told = {
        "name": "khô cá lóc Bảy Chóp",
        "set": 5,
        "novelty": "existing",
        "place": NUI_CAM,
        "material": "cá lóc",
        "producer_kind": "household",
        "phone": "0912345678",
        **answers,
    }
    async with db.writing() as session:
        return await ideas.register(session, knowledge, chat.person_id, chat.id, told, next(_codes), at)


async def make_file(db: Database, files_dir: Path, chat: Chat, content: bytes, at: datetime) -> int:
    """A kept file of a chat."""
    mime = storing.check(content, 20_000_000)
    digest = storing.put(files_dir, content)
    async with db.writing() as session:
        return await storing.keep(session, chat.id, content, mime, digest, "anh.png", at)


async def owe(db: Database, chat: Chat, *texts: str, at: datetime, **how: Any) -> list[int]:
    """Owes texts to a chat; the ids of their rows."""
    async with db.writing() as session:
        await outbox.owe(session, chat.id, chat.channel, [Body("test", text) for text in texts], at, **how)
        newest = select(Outbox.id).where(Outbox.chat_id == chat.id).order_by(Outbox.id.desc()).limit(len(texts))
        return sorted((await session.scalars(newest)).all())


async def stored(db: Database, model: type[T], key: Any) -> T:
    """A row as it is now."""
    async with db.reading() as session:
        return await session.get_one(model, key)
