"""Officers: who they are, how they sign in, their one-time links."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.base import Database
from ocop_core.db.models import Staff, StaffKey
from ocop_core.db.queries import insert_once
from ocop_core.errors import Refused
from ocop_core.services import audit
from ocop_core.services.access import ROLES
from ocop_core.services.staff import passwords, session_keys

TRIES = 5
LOCKED = timedelta(minutes=15)
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")


def tidy_login(login: str) -> str:
    """A login as it is stored: lower case, no spaces around."""
    return login.strip().lower()[:100]


async def add(
    session: AsyncSession,
    login: str,
    name: str,
    role: str,
    unit: str | None,
    at: datetime,
    by: int | None = None,
) -> Staff:
    """Adds an officer without a password. `unit` is the commune's code, needed for the role commune only.

    Raises Refused: a login that is taken or not 3–40 of a–z 0–9 . _ -, no name, no such role, no commune.
    """
    login, name = tidy_login(login), " ".join(name.split())[:120]
    if not _LOGIN.fullmatch(login):
        raise Refused("admin.staff.bad_login")
    if not name:
        raise Refused("admin.staff.no_name")
    if role not in ROLES:
        raise Refused("admin.staff.no_role")
    if role == "commune" and not unit:
        raise Refused("admin.staff.no_unit")
    scope = unit if role == "commune" else None
    facts = {"login": login, "name": name, "role": role, "unit": scope, "created_at": at}
    if not await insert_once(session, Staff, **facts):
        raise Refused("admin.staff.taken", login=login)
    staff = await by_login(session, login)
    await audit.note(session, by, "staff.add", f"staff:{staff.id}", at, role=role, unit=scope)
    return staff


async def by_login(session: AsyncSession, login: str) -> Staff:
    """The officer with this login. Raises Refused("admin.staff.none")."""
    staff = await session.scalar(select(Staff).where(Staff.login == tidy_login(login)))
    if staff is None:
        raise Refused("admin.staff.none")
    return staff


async def by_id(session: AsyncSession, staff_id: int) -> Staff:
    """The officer with this number. Raises Refused("access.none")."""
    staff = await session.get(Staff, staff_id)
    if staff is None:
        raise Refused("access.none")
    return staff


async def everyone(session: AsyncSession) -> Sequence[Staff]:
    """All officers, active ones first, by login."""
    return (await session.scalars(select(Staff).order_by(Staff.active.desc(), Staff.login))).all()


async def sign_in(db: Database, login: str, password: str, agent: str, at: datetime) -> str:
    """Opens a session and returns its secret.

    Raises Refused("admin.sign_in.wrong") for an unknown login, a wrong password, a locked and a closed
    account alike, so that nobody learns which logins exist. Five failures lock for 15 minutes.
    """
    async with db.reading() as session:
        asked = await session.scalar(select(Staff).where(Staff.login == tidy_login(login)))
    right = await passwords.matches(asked.password_hash if asked else None, password)
    if asked is None:
        raise Refused("admin.sign_in.wrong")
    async with db.writing() as session:
        # Read again under the write lock: a hundred guesses at once still count one by one.
        staff = await session.get_one(Staff, asked.id, with_for_update=True)
        fresh = staff.password_hash == asked.password_hash
        secret = await _enter(session, staff, agent, at) if _may_enter(staff, right and fresh, at) else None
        if secret is None:
            await _count_failure(session, staff, at)
    if secret is None:
        raise Refused("admin.sign_in.wrong")
    return secret


def _may_enter(staff: Staff, right: bool, at: datetime) -> bool:
    return right and staff.active and not _locked(staff, at)


def _locked(staff: Staff, at: datetime) -> bool:
    return staff.locked_until is not None and staff.locked_until > at


async def _enter(session: AsyncSession, staff: Staff, agent: str, at: datetime) -> str:
    staff.failures, staff.locked_until = 0, None
    await session_keys.forget_expired(session, staff.id, at)
    await audit.note(session, staff.id, "staff.sign_in", f"staff:{staff.id}", at)
    return await session_keys.issue(session, staff.id, session_keys.SESSION, agent, at, session_keys.IDLE)


async def _count_failure(session: AsyncSession, staff: Staff, at: datetime) -> None:
    if _locked(staff, at) or not staff.active:
        return
    staff.failures += 1
    if staff.failures >= TRIES:
        staff.failures, staff.locked_until = 0, at + LOCKED
        await audit.note(session, None, "staff.locked", f"staff:{staff.id}", at)


async def issue_link(
    session: AsyncSession, staff_id: int, at: datetime, minutes: int = 30, by: int | None = None
) -> str:
    """A secret that signs in once within `minutes`; an earlier open link is void. Raises Refused."""
    staff = await by_id(session, staff_id)
    if not staff.active:
        raise Refused("admin.staff.closed")
    await session.execute(delete(StaffKey).where(StaffKey.staff_id == staff_id, StaffKey.kind == session_keys.LINK))
    await audit.note(session, by, "staff.link", f"staff:{staff_id}", at, minutes=minutes)
    return await session_keys.issue(session, staff_id, session_keys.LINK, "", at, timedelta(minutes=minutes))


async def link_owner(session: AsyncSession, secret: str, at: datetime) -> Staff:
    """Whom an unused link signs in; it stays unused. Raises Refused("admin.link.gone")."""
    found = await session_keys.find(session, secret, session_keys.LINK, at)
    if found is None:
        raise Refused("admin.link.gone")
    return found[0]


async def redeem_link(db: Database, secret: str, agent: str, at: datetime) -> str:
    """Uses a link up and returns the secret of a new session. Raises Refused("admin.link.gone")."""
    async with db.writing() as session:
        staff = await link_owner(session, secret, at)
        # Deleting decides who was first: a second tap finds no row.
        used = delete(StaffKey).where(StaffKey.secret_hash == session_keys.digest(secret))
        if not (await session.execute(used.returning(StaffKey.staff_id))).all():
            raise Refused("admin.link.gone")
        return await _enter(session, staff, agent, at)


async def set_password(
    session: AsyncSession, staff: Staff, password_hash: str, at: datetime, keep: str | None = None
) -> None:
    """Stores a hash from `passwords.hash_password`; ends all sessions but the one with the secret `keep`."""
    row = await session.get_one(Staff, staff.id, with_for_update=True)
    row.password_hash, row.failures, row.locked_until = password_hash, 0, None
    await session_keys.revoke(session, staff.id, keep)
    await audit.note(session, staff.id, "staff.password", f"staff:{staff.id}", at)


async def change_password(db: Database, staff: Staff, secret: str, current: str, new: str, at: datetime) -> None:
    """An officer's own change; `current` counts where there is a password. The session `secret` stays open.

    Raises Refused: admin.password.wrong for the current one (five times lock), others for the new one.
    """
    passwords.fit(new, staff.login)
    right = staff.password_hash is None or await passwords.matches(staff.password_hash, current)
    password_hash = await passwords.hash_password(new) if right else ""
    async with db.writing() as session:
        row = await session.get_one(Staff, staff.id, with_for_update=True)
        may = _may_enter(row, right and row.password_hash == staff.password_hash, at)
        if may:
            await set_password(session, row, password_hash, at, keep=secret)
        else:
            await _count_failure(session, row, at)
    if not may:
        raise Refused("admin.password.wrong")


async def reset(session: AsyncSession, staff_id: int, at: datetime, minutes: int = 30, by: int | None = None) -> str:
    """For a forgotten password: the old one and all sessions are void; returns a one-time link's secret."""
    staff = await by_id(session, staff_id)
    staff.password_hash, staff.failures, staff.locked_until = None, 0, None
    await session_keys.revoke(session, staff_id)
    await audit.note(session, by, "staff.reset", f"staff:{staff_id}", at)
    return await issue_link(session, staff_id, at, minutes, by)


async def close(session: AsyncSession, staff_id: int, at: datetime, by: int | None = None) -> None:
    """Closes an account and ends its sessions at once. Raises Refused for one's own."""
    if staff_id == by:
        raise Refused("admin.staff.own")
    staff = await by_id(session, staff_id)
    staff.active = False
    await session_keys.revoke(session, staff_id)
    await audit.note(session, by, "staff.close", f"staff:{staff_id}", at)


async def reopen(session: AsyncSession, staff_id: int, at: datetime, by: int | None = None) -> None:
    """Opens a closed account again. Raises Refused("access.none")."""
    staff = await by_id(session, staff_id)
    staff.active = True
    await audit.note(session, by, "staff.reopen", f"staff:{staff_id}", at)
