"""Keeps the Official Account's tokens fresh: one asks at a time, and the new pair is stored before it is used."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from datetime import datetime

from bot.channels.zalo_codes import RATE
from bot.channels.zalo_http import Wire
from bot.channels.zalo_oa_read import NAME
from ocop_core.db.base import Database
from ocop_core.db.models_channels import Account
from ocop_core.errors import SendError
from ocop_core.sealing import Seal
from ocop_core.services import leases
from ocop_core.services.channels import payments, tokens
from ocop_core.services.channels.tokens import Pair
from ocop_core.settings_zalo import ZaloOa

log = logging.getLogger(__name__)
LEASE = f"token:{NAME}"
# Another process that asks needs a moment; longer than a lease it cannot take.
WAIT, ROUNDS = 0.2, 75
QUIET = 30.0


class Tokens:
    """The access token for the next call."""

    def __init__(self, db: Database, clock: Callable[[], datetime], config: ZaloOa, seal: Seal, wire: Wire) -> None:
        self._db, self._clock, self._config, self._seal, self._wire = db, clock, config, seal, wire
        self._holder = leases.holder_of(f"token-{secrets.token_hex(4)}")
        self._one = asyncio.Lock()
        self._known: tuple[str, datetime] | None = None

    async def access(self, bad: str = "") -> str:
        """A token that should serve; `bad` was just refused. Raises SendError where none can be had."""
        if self._known is not None and self._known[0] != bad and self._clock() < self._known[1]:
            return self._known[0]
        async with self._one:
            return await self._fresh(bad)

    async def _fresh(self, bad: str) -> str:
        for _ in range(ROUNDS):
            async with self._db.writing() as session:
                account, now = await payments.account(session, NAME), self._clock()
                tokens.seal_up(account, self._seal)
                if (usable := tokens.usable(account, bad, now, self._seal)) and account.issued_at:
                    self._known = (usable, account.issued_at + tokens.FRESH)
                    return usable
                old = tokens.still_alive(account, bad, now, self._seal)
                refresh = tokens.refresh_token(account, self._config.refresh_token, self._seal)
                if not refresh or tokens.refused(account, now):
                    return self._old_or(old, _no_token(account, self._seal))
                ours = await leases.take(session, LEASE, self._holder, now)
                if ours is not None:
                    account.asked_at = now
            if ours is not None:
                return await self._ask(refresh, old)
            await asyncio.sleep(WAIT)
        return self._old_or("", "another process asks for a token and does not come back", "wait")

    async def _ask(self, refresh: str, old: str) -> str:
        form = {"app_id": self._config.app_id, "grant_type": "refresh_token", "refresh_token": refresh}
        try:
            pair = await self._exchange(form)
        except SendError as error:
            async with self._db.writing() as session:
                if error.kind == "config":
                    log.error("the tokens of %s cannot be renewed: %s", NAME, error.reason)
                    tokens.fail(await payments.account(session, NAME), error.reason, self._clock())
                await leases.give_up(session, LEASE, self._holder, self._clock())
            return self._old_or(old, error.reason, error.kind if error.kind == "config" else "wait")
        return await self._store(pair)

    async def _store(self, pair: Pair) -> str:
        async with self._db.writing() as session:
            tokens.store(await payments.account(session, NAME), pair, self._clock(), self._seal)
            await leases.give_up(session, LEASE, self._holder, self._clock())
        self._known = (pair.access, self._clock() + tokens.FRESH)
        return pair.access

    def _old_or(self, old: str, reason: str, kind: str = "config") -> str:
        if old:
            return old
        raise SendError("wait" if kind == "wait" else "config", reason, after=QUIET if kind == "wait" else None)

    async def take_code(self) -> bool:
        """Changes the code of an authorisation in the panel for tokens; False where there is none."""
        async with self._db.reading() as session:
            if not await tokens.waiting_code(session, NAME):
                return False
        async with self._db.writing() as session:
            account = await payments.account(session, NAME)
            taken = tokens.take_code(account, self._clock(), self._seal)
            account.seed = tokens.seed_of(self._config.refresh_token)
        if taken is None:
            return False
        code, verifier = taken
        form = {"app_id": self._config.app_id, "grant_type": "authorization_code", "code": code}
        try:
            await self._store(await self._exchange({**form, "code_verifier": verifier}))
        except SendError as error:
            async with self._db.writing() as session:
                tokens.fail(await payments.account(session, NAME), f"code: {error.reason}", self._clock())
            return False
        return True

    async def _exchange(self, form: dict[str, str]) -> Pair:
        """Asks Zalo. SendError `config`: refused for good; every other kind: perhaps later."""
        url = f"{self._config.oauth_base}/v4/oa/access_token"
        # Shorter than the lease, so that nobody else asks with the same token meanwhile.
        try:
            async with asyncio.timeout(leases.HELD.total_seconds() - 2):
                status, _, answer = await self._wire.post(url, {"secret_key": self._config.app_secret}, data=form)
        except TimeoutError as error:
            raise SendError("retry", "token: no answer") from error
        found = answer if isinstance(answer, dict) else {}
        access, refresh, seconds = (found.get(k) for k in ("access_token", "refresh_token", "expires_in"))
        if isinstance(access, str) and isinstance(refresh, str) and access and refresh:
            return Pair(access, refresh, int(seconds) if str(seconds).isdecimal() else 90_000)  # type: ignore[arg-type]
        code = found.get("error")
        if status >= 500 or status == 429 or code == RATE or not found:
            raise SendError("retry", f"token: HTTP {status}")
        raise SendError(
            "config", f"token refused: {code} {found.get('error_name') or found.get('message') or ''}"[:200]
        )


def _no_token(account: Account, seal: Seal) -> str:
    why = "no refresh token" if tokens.readable(account, seal) else "SECRET_KEY is another one than sealed the tokens"
    return f"{why}: authorise the account again"
