"""A messenger's rotating tokens as a row: asked for by one at a time, stored before they are used."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models_channels import Account
from ocop_core.services.channels import payments

# An access token lives 25 hours; a new pair is asked for while the old one still serves.
FRESH = timedelta(hours=20)
# A refresh token lives three months; long before that somebody must look.
IDLE = timedelta(days=60)
ASK_AGAIN = timedelta(hours=1)
CODE_LIVES = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Pair:
    """A new pair as the messenger gave it; `seconds` that the access token lives."""

    access: str
    refresh: str
    seconds: int


def usable(account: Account, bad: str, at: datetime) -> bool:
    """Whether the access token may be used without asking for a new one. `bad` was just refused."""
    return (
        bool(account.access)
        and account.access != bad
        and account.issued_at is not None
        and (at < account.issued_at + FRESH)
    )


def still_alive(account: Account, bad: str, at: datetime) -> bool:
    """Whether the old access token serves while no new one can be had."""
    return bool(account.access) and account.access != bad and account.expires_at is not None and at < account.expires_at


def refresh_token(account: Account, given: str) -> str:
    """The token to ask with: the one in the settings if it is another than this chain began with."""
    seed = seed_of(given)
    if given and seed != account.seed:
        account.seed, account.refresh, account.problem, account.problem_at = seed, given, "", None
    return account.refresh


def seed_of(given: str) -> str:
    """What a refresh token in the settings is remembered by."""
    return hashlib.sha256(given.encode()).hexdigest() if given else ""


def refused(account: Account, at: datetime) -> bool:
    """Whether this refresh token was refused lately, so that asking again is idle."""
    return bool(account.problem) and account.problem_at is not None and at < account.problem_at + ASK_AGAIN


def store(account: Account, pair: Pair, at: datetime) -> None:
    """The new pair; only now may it be used."""
    account.access, account.refresh = pair.access, pair.refresh
    account.issued_at, account.expires_at = at, at + timedelta(seconds=pair.seconds)
    account.problem, account.problem_at = "", None


def fail(account: Account, problem: str, at: datetime) -> None:
    """Somebody must authorise again."""
    account.problem, account.problem_at = problem[:300], at


async def alarm(session: AsyncSession, channel: str, at: datetime) -> str:
    """What is wrong with the tokens, `refused`, `idle` or `expired`; empty where all is well."""
    account = await session.get(Account, channel)
    if account is None:
        return ""
    if account.problem:
        return "refused"
    if account.issued_at is not None and at - account.issued_at > IDLE:
        return "idle"
    return "expired" if account.expires_at is not None and account.expires_at < at else ""


async def begin(session: AsyncSession, channel: str, verifier: str, nonce: str) -> None:
    """An authorisation begins in the panel: what proves later that it was ours."""
    account = await payments.account(session, channel)
    account.verifier, account.nonce = verifier, nonce


async def hand_over(session: AsyncSession, channel: str, code: str, at: datetime) -> None:
    """The messenger sent the operator back with a code; whoever sends changes it for tokens."""
    account = await payments.account(session, channel)
    account.code, account.code_at = code, at


async def waiting_code(session: AsyncSession, channel: str) -> bool:
    """Whether an authorisation waits to be finished."""
    account = await session.get(Account, channel)
    return account is not None and bool(account.code)


def take_code(account: Account, at: datetime) -> tuple[str, str] | None:
    """Code and verifier of an authorisation under way, once; None where there is none or it is too late."""
    code, since = account.code, account.code_at
    account.code, account.code_at = "", None
    if not code or since is None or at - since > CODE_LIVES:
        return None
    return code, account.verifier
