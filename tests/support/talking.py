"""People who talk: one message in, what is newly owed out."""

import itertools
from datetime import datetime

from sqlalchemy import func, select

from ocop_core.conversation.heard import FileRef, Heard, Inbound
from ocop_core.conversation.said import Body
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, Outbox
from ocop_core.services import render, talk

_numbers = itertools.count(1)
# What somebody says who hands in an idea, question by question.
IDEA: tuple[str, ...] = (
    "đăng ký sản phẩm",
    "khô cá lóc Bảy Chóp",
    "đúng",
    "đã bán rồi",
    "Núi Cấm",
    "đúng",
    "cá lóc nuôi ở Tịnh Biên",
    "hộ kinh doanh",
    "0912 345 678",
    "gửi",
)


def heard(inbound: Inbound | str, *, channel: str = "console", address: str = "u1", message_id: str = "") -> Heard:
    """An envelope around something said; each has its own message id unless one is given."""
    said = Inbound("text", inbound) if isinstance(inbound, str) else inbound
    return Heard(channel, address, message_id or f"m{next(_numbers)}", said)


async def say(
    db: Database,
    knowledge: Knowledge,
    inbound: Inbound | str,
    *,
    at: datetime,
    channel: str = "console",
    address: str = "u1",
) -> list[str]:
    """Says something and returns the texts that are newly owed to this chat."""
    bodies = await answers(db, knowledge, heard(inbound, channel=channel, address=address), at)
    return [body.text for body in bodies]


async def answers(db: Database, knowledge: Knowledge, envelope: Heard, at: datetime) -> list[Body]:
    """Hears an envelope and returns the messages that are newly owed to its chat."""
    async with db.reading() as session:
        before = await session.scalar(select(func.max(Outbox.id))) or 0
    await talk.receive(db, knowledge, envelope, at)
    return await owed(db, envelope.channel, envelope.address, after=before)


async def owed(db: Database, channel: str = "console", address: str = "u1", after: int = 0) -> list[Body]:
    """Everything ever owed to a chat behind row `after`, in order."""
    query = (
        select(Outbox.body)
        .join(Chat, Chat.id == Outbox.chat_id)
        .where(Chat.channel == channel, Chat.address == address, Outbox.id > after, Outbox.body != "")
        .order_by(Outbox.id)
    )
    async with db.reading() as session:
        return [render.load(text) for text in (await session.scalars(query)).all()]


async def consent(db: Database, knowledge: Knowledge, *, at: datetime, address: str = "u1") -> None:
    """Greets and agrees."""
    await say(db, knowledge, "xin chào", at=at, address=address)
    await say(db, knowledge, "đồng ý", at=at, address=address)


async def hand_in(db: Database, knowledge: Knowledge, *, at: datetime, address: str = "u1") -> list[str]:
    """Agrees and hands in an idea, question by question; the texts that answer the last word."""
    await consent(db, knowledge, at=at, address=address)
    last: list[str] = []
    for words in IDEA:
        last = await say(db, knowledge, words, at=at, address=address)
    return last


def photo(ref: str = "f1") -> Inbound:
    """A photo that the messenger still holds."""
    return Inbound("photo", files=(FileRef(ref=ref, name="nhan.jpg", mime="image/jpeg", size=1000),))
