"""Keys of officers: sessions and one-time links. Only the hash of a secret is stored."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.base import Database
from ocop_core.db.models import Staff, StaffKey
from ocop_core.services import audit

SESSION, LINK = "session", "link"
IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
# Each page would otherwise be a write.
SLIDES_AFTER = timedelta(minutes=5)


def digest(secret: str) -> bytes:
    """What is stored of a secret: its SHA-256. Secrets have 256 random bits, so no salt is needed."""
    return sha256(secret.encode("utf-8", "replace")).digest()


async def issue(session: AsyncSession, staff_id: int, kind: str, agent: str, at: datetime, lasts: timedelta) -> str:
    """Makes a key and returns its secret, which cannot be read again."""
    secret = secrets.token_urlsafe(32)
    session.add(
        StaffKey(
            secret_hash=digest(secret),
            staff_id=staff_id,
            kind=kind,
            agent=agent[:200],
            created_at=at,
            expires_at=at + lasts,
            seen_at=at,
        )
    )
    await session.flush()
    return secret


async def find(session: AsyncSession, secret: str, kind: str, at: datetime) -> tuple[Staff, StaffKey] | None:
    """The officer and the key for a secret; None if unknown, expired, or the officer is no longer active."""
    key = await session.get(StaffKey, digest(secret))
    if key is None or key.kind != kind or key.expires_at <= at:
        return None
    staff = await session.get_one(Staff, key.staff_id)
    return (staff, key) if staff.active else None


async def who(session: AsyncSession, secret: str, at: datetime) -> Staff | None:
    """The officer whose session this is; None if there is no such session any more."""
    found = await find(session, secret, SESSION, at)
    return found[0] if found else None


async def visit(db: Database, secret: str, at: datetime) -> Staff | None:
    """Like `who`, and keeps the session open: 12 hours after the last page, 7 days after the sign-in at most."""
    async with db.reading() as session:
        found = await find(session, secret, SESSION, at)
    if found is None:
        return None
    staff, seen = found
    if at - (seen.seen_at or seen.created_at) >= SLIDES_AFTER:
        async with db.writing() as session:
            key = await session.get(StaffKey, seen.secret_hash)
            if key is not None:
                key.seen_at = at
                key.expires_at = min(at + IDLE, key.created_at + LONGEST)
    return staff


async def sessions(session: AsyncSession, staff: Staff, at: datetime) -> Sequence[StaffKey]:
    """The open sessions of an officer, the one used last first."""
    open_ones = select(StaffKey).where(
        StaffKey.staff_id == staff.id, StaffKey.kind == SESSION, StaffKey.expires_at > at
    )
    return (await session.scalars(open_ones.order_by(StaffKey.seen_at.desc()))).all()


async def sign_out(session: AsyncSession, secret: str, at: datetime) -> None:
    """Ends this session; an unknown one is fine."""
    key = await session.get(StaffKey, digest(secret))
    if key is not None and key.kind == SESSION:
        await session.delete(key)
        await audit.note(session, key.staff_id, "staff.sign_out", f"staff:{key.staff_id}", at)


async def revoke(session: AsyncSession, staff_id: int, keep: str | None = None) -> None:
    """Ends all sessions and links of an officer, except the session with the secret `keep`."""
    gone = delete(StaffKey).where(StaffKey.staff_id == staff_id)
    if keep is not None:
        gone = gone.where(StaffKey.secret_hash != digest(keep))
    await session.execute(gone)


async def revoke_others(session: AsyncSession, staff: Staff, secret: str, at: datetime) -> None:
    """The officer signs out everywhere but here; open links are void as well."""
    await revoke(session, staff.id, keep=secret)
    await audit.note(session, staff.id, "staff.revoke_others", f"staff:{staff.id}", at)


async def forget_expired(session: AsyncSession, staff_id: int, at: datetime) -> None:
    """Removes keys that have run out."""
    await session.execute(delete(StaffKey).where(StaffKey.staff_id == staff_id, StaffKey.expires_at <= at))
