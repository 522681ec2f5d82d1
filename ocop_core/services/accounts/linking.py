"""One-time codes that join a chat to an account or to an officer: issued, looked at, used once, hard to guess."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.link_code import LinkView
from ocop_core.conversation.said import Say
from ocop_core.db.models import Chat, Person, Staff
from ocop_core.db.models_accounts import LinkCode, LinkTry, StaffChat
from ocop_core.services import audit
from ocop_core.services.accounts import merging
from ocop_core.services.asker import Asker

LASTS = timedelta(minutes=15)
MOST_TRIES = 5
_DIGITS = 8


def digest(code: str) -> bytes:
    """What is stored of a code. It lasts minutes, so that a hash without salt keeps it well enough."""
    return sha256(f"link:{code}".encode("utf-8", "replace")).digest()


def shown(code: str) -> str:
    """A code as it is read and typed: NOI 4829 1375."""
    return f"NOI {code[:4]} {code[4:]}"


async def offer(session: AsyncSession, person_id: int, at: datetime) -> str:
    """A code for another chat of the same person. The one before is void."""
    await session.execute(delete(LinkCode).where(LinkCode.person_id == person_id))
    return await _issue(session, LinkCode(person_id=person_id), at)


async def offer_staff(session: AsyncSession, staff: Staff, at: datetime) -> str:
    """A code for a chat in which the officer wants to be told. The one before is void."""
    await session.execute(delete(LinkCode).where(LinkCode.staff_id == staff.id))
    await audit.note(session, staff.id, "staff.link_offered", f"staff:{staff.id}", at)
    return await _issue(session, LinkCode(staff_id=staff.id), at)


async def _issue(session: AsyncSession, row: LinkCode, at: datetime) -> str:
    code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
    row.digest, row.created_at, row.expires_at = digest(code), at, at + LASTS
    session.add(row)
    await session.flush()
    return code


async def look(session: AsyncSession, asker: Asker, code: str) -> LinkView:
    """What stands behind a code, for the chat that was told it. Guessing is counted."""
    if await _tries(session, asker.chat_id, asker.at) >= MOST_TRIES:
        return LinkView("tries")
    row = await session.get(LinkCode, digest(code))
    if row is None or row.expires_at <= asker.at:
        session.add(LinkTry(chat_id=asker.chat_id, at=asker.at))
        return LinkView("none")
    if row.staff_id is not None:
        staff = await session.get_one(Staff, row.staff_id)
        return LinkView("officer", staff.name) if staff.active else LinkView("none")
    if row.person_id == asker.person_id:
        return LinkView("own")
    return LinkView("account", await _hinted(session, row.person_id or 0))


async def _tries(session: AsyncSession, chat_id: int, at: datetime) -> int:
    query = select(func.count()).where(LinkTry.chat_id == chat_id, LinkTry.at > at - LASTS)
    return await session.scalar(query) or 0


async def _hinted(session: AsyncSession, person_id: int) -> str:
    """Enough to know an account by, and no more: its first name and the last digits of its number."""
    person = await session.get_one(Person, person_id)
    first = person.name.split()[-1] if person.name.split() else ""
    ending = f"…{person.phone[-3:]}" if person.phone else ""
    return " ".join(part for part in (first, ending) if part) or "…"


async def join(session: AsyncSession, chat_id: int, person_id: int, code: str, at: datetime) -> Say:
    """Uses a code: the chat belongs to the account, or the officer is told there from now on."""
    row = await session.get(LinkCode, digest(code), with_for_update=True)
    if row is None or row.expires_at <= at or row.person_id == person_id:
        return Say("link.none")
    await session.delete(row)
    if row.staff_id is not None:
        return await _join_staff(session, chat_id, row.staff_id, at)
    assert row.person_id is not None
    await merging.merge(session, into=row.person_id, gone=person_id, at=at)
    return Say("link.done_account")


async def _join_staff(session: AsyncSession, chat_id: int, staff_id: int, at: datetime) -> Say:
    await session.execute(delete(StaffChat).where(StaffChat.chat_id == chat_id))
    session.add(StaffChat(chat_id=chat_id, staff_id=staff_id, since=at))
    await audit.note(session, staff_id, "staff.linked", f"staff:{staff_id}", at, chat=chat_id)
    staff = await session.get_one(Staff, staff_id)
    return Say("link.done_officer", {"name": staff.name})


async def staff_chat(session: AsyncSession, staff_id: int) -> Chat | None:
    """The reachable chat that an officer joined last; None while there is none."""
    query = select(Chat).join(StaffChat, StaffChat.chat_id == Chat.id)
    query = query.where(StaffChat.staff_id == staff_id, Chat.reachable).order_by(StaffChat.since.desc()).limit(1)
    found: Chat | None = await session.scalar(query)
    return found


async def staff_chats(session: AsyncSession, staff: Staff) -> Sequence[tuple[Chat, datetime]]:
    """The chats of an officer and since when they are joined, the latest first."""
    query = select(Chat, StaffChat.since).join(StaffChat, StaffChat.chat_id == Chat.id)
    found = await session.execute(query.where(StaffChat.staff_id == staff.id).order_by(StaffChat.since.desc()))
    return [(chat, since) for chat, since in found.all()]


async def drop_staff_chat(session: AsyncSession, staff: Staff, chat_id: int, at: datetime) -> None:
    """The officer is no longer told in that chat; one that is not theirs stays as it is."""
    mine = (StaffChat.chat_id == chat_id, StaffChat.staff_id == staff.id)
    await session.execute(delete(StaffChat).where(*mine))
    await audit.note(session, staff.id, "staff.unlinked", f"staff:{staff.id}", at, chat=chat_id)
