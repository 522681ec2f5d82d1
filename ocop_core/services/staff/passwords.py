"""Passwords: what is good enough, hashing and checking with argon2, away from the event loop."""

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ocop_core.errors import Refused

T = TypeVar("T")
SHORTEST, LONGEST = 10, 200
LEAST_DIFFERENT = 5
WAITING_AT_MOST = 20
# RFC 9106, section 4, second recommended option: 64 MiB, three passes, four lanes.
HASHER = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)
# Nobody's password: a login that does not exist costs as much time as one that does.
NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$AeE5tWH8x74jVobsHrrxEg$vmW0FRIBPAXcnh+TwpR98IiLdxoD9qk7Vo4Nqd5I82g"


class _Line:
    """One hash at a time: each takes 64 MiB, and a flood of sign-ins must not take the server's memory."""

    def __init__(self) -> None:
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="argon2")
        self.waiting = 0

    async def do(self, work: Callable[[], T]) -> T:
        if self.waiting >= WAITING_AT_MOST:
            raise Refused("admin.sign_in.busy")
        self.waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.thread, work)
        finally:
            self.waiting -= 1


@cache
def _line() -> _Line:
    return _Line()


def fit(password: str, login: str = "") -> None:
    """Raises Refused where a password is too short (under 10), too long (over 200) or too easy to guess."""
    plain = _same(password)
    if len(plain) < SHORTEST:
        raise Refused("admin.password.short", least=SHORTEST)
    if len(plain) > LONGEST:
        raise Refused("admin.password.long", most=LONGEST)
    if len(set(plain)) < LEAST_DIFFERENT or (login and login in plain.casefold()):
        raise Refused("admin.password.easy")


async def hash_password(password: str) -> str:
    """The argon2id hash, about 0.1 s in a thread. Call it before a transaction begins. Raises Refused if busy."""
    return await _line().do(lambda: HASHER.hash(_same(password)))


async def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password belongs to the hash; as slow for None. Raises Refused if too many are waiting."""
    return await _line().do(lambda: _verify(password_hash or NOBODY, password)) and password_hash is not None


def _verify(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, _same(password[: LONGEST * 2]))
    except (VerificationError, InvalidHashError):
        return False


def _same(password: str) -> str:
    # One keyboard sends "ế" as one sign, another as three: both are the same password.
    return unicodedata.normalize("NFC", password)
