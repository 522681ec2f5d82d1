"""Who has the web chat open: a key in a cookie, and the chat that belongs to it."""

import hashlib
import re

from aiohttp import web

from bot.channels.webchat import NAME
from bot.deps import DEPS
from ocop_core.db.models import Chat
from ocop_core.services import history

COOKIE = "ocop_chat"


def address(token: str) -> str:
    """The chat's address: a hash, so that the database holds no key to a conversation."""
    return hashlib.sha256(token.encode()).hexdigest()[:40]


def token(request: web.Request) -> str | None:
    """The key of this browser; None on a first visit."""
    given = request.cookies.get(COOKIE, "")
    return given if re.fullmatch(r"[\w-]{20,80}", given) else None


async def chat(request: web.Request) -> Chat | None:
    """The chat of this browser; None where nothing was said yet."""
    key = token(request)
    if key is None:
        return None
    async with request.app[DEPS].db.reading() as session:
        return await history.chat_at(session, NAME, address(key))
