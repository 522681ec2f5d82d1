"""A messenger's rotating tokens as a row: sealed, asked for by one at a time, stored before they are used."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models_channels import Account
from ocop_core.sealing import Seal
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


def seal_up(account: Account, seal: Seal) -> None:
    """Seals what an earlier version of the program stored open."""
    account.access, account.refresh = seal.shut(account.access), seal.shut(account.refresh)
    account.verifier, account.nonce, account.code = map(seal.shut, (account.verifier, account.nonce, account.code))


def readable(account: Account, seal: Seal) -> bool:
    """Whether the pair can be opened: not once the secret key is another one."""
    return seal.open(account.access) is not None and seal.open(account.refresh) is not None


def usable(account: Account, bad: str, at: datetime, seal: Seal) -> str:
    """The access token if it serves without asking for a new one, or nothing. `bad` was just refused."""
    if account.issued_at is None or at >= account.issued_at + FRESH:
        return ""
    return _access(account, bad, seal)


def still_alive(account: Account, bad: str, at: datetime, seal: Seal) -> str:
    """The old access token while it serves although no new one can be had, or nothing."""
    return _access(account, bad, seal) if account.expires_at is not None and at < account.expires_at else ""


def _access(account: Account, bad: str, seal: Seal) -> str:
    access = seal.open(account.access)
    return access if access and access != bad else ""


def refresh_token(account: Account, given: str, seal: Seal) -> str:
    """The token to ask with: the one in the settings if it is another than this chain began with."""
    seed = seed_of(given)
    if given and seed != account.seed:
        account.seed, account.refresh, account.problem, account.problem_at = seed, seal.shut(given), "", None
    return seal.open(account.refresh) or ""


def seed_of(given: str) -> str:
    """What a refresh token in the settings is remembered by."""
    return hashlib.sha256(given.encode()).hexdigest() if given else ""


def refused(account: Account, at: datetime) -> bool:
    """Whether this refresh token was refused lately, so that asking again is idle."""
    return bool(account.problem) and account.problem_at is not None and at < account.problem_at + ASK_AGAIN


def store(account: Account, pair: Pair, at: datetime, seal: Seal) -> None:
    """The new pair; only now may it be used."""
    account.access, account.refresh = seal.shut(pair.access), seal.shut(pair.refresh)
    account.issued_at, account.expires_at = at, at + timedelta(seconds=pair.seconds)
    account.problem, account.problem_at = "", None


def fail(account: Account, problem: str, at: datetime) -> None:
    """Somebody must authorise again."""
    account.problem, account.problem_at = problem[:300], at


async def alarm(session: AsyncSession, channel: str, at: datetime, seal: Seal) -> str:
    """What is wrong with the tokens, `sealed`, `refused`, `idle` or `expired`; empty where all is well."""
    account = await session.get(Account, channel)
    if account is None:
        return ""
    if not readable(account, seal):
        return "sealed"
    if account.problem:
        return "refused"
    if account.issued_at is not None and at - account.issued_at > IDLE:
        return "idle"
    return "expired" if account.expires_at is not None and account.expires_at < at else ""


async def begin(session: AsyncSession, channel: str, verifier: str, nonce: str, seal: Seal) -> None:
    """An authorisation begins in the panel: what proves later that it was ours."""
    account = await payments.account(session, channel)
    account.verifier, account.nonce = seal.shut(verifier), seal.shut(nonce)


def begun(account: Account | None, seal: Seal) -> tuple[str, str]:
    """Verifier and nonce of an authorisation under way; empty where there is none."""
    if account is None:
        return "", ""
    return seal.open(account.verifier) or "", seal.open(account.nonce) or ""


async def hand_over(session: AsyncSession, channel: str, code: str, at: datetime, seal: Seal) -> None:
    """The messenger sent the operator back with a code; whoever sends changes it for tokens."""
    account = await payments.account(session, channel)
    account.code, account.code_at = seal.shut(code), at


async def waiting_code(session: AsyncSession, channel: str) -> bool:
    """Whether an authorisation waits to be finished."""
    account = await session.get(Account, channel)
    return account is not None and bool(account.code)


def take_code(account: Account, at: datetime, seal: Seal) -> tuple[str, str] | None:
    """Code and verifier of an authorisation under way, once; None where there is none or it is too late."""
    code, since = seal.open(account.code), account.code_at
    account.code, account.code_at = "", None
    if not code or since is None or at - since > CODE_LIVES:
        return None
    return code, seal.open(account.verifier) or ""
