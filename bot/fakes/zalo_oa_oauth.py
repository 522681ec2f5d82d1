"""The local Zalo's authorisation: codes with PKCE, access tokens of 25 hours, refresh tokens that serve once."""

import base64
import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.fakes.zalo_ledger import Json

ACCESS = timedelta(hours=25)
CODE = timedelta(minutes=10)


class OAuth:
    """One app and one account. A new access token voids the one before."""

    def __init__(self, app_id: str, app_secret: str, clock: Callable[[], datetime]) -> None:
        self.app_id, self.app_secret, self._clock = app_id, app_secret, clock
        self.refresh = secrets.token_hex(16)
        self.refreshed = 0
        self.spent: set[str] = set()
        self.access, self._until = "", clock()
        self._codes: dict[str, tuple[str, datetime]] = {}

    def valid(self, access: str) -> bool:
        """Whether an access token serves now."""
        return bool(access) and access == self.access and self._clock() < self._until

    def revoke(self) -> None:
        """Voids the access token, as when the app's secret is changed."""
        self.access = ""

    def issue_code(self, challenge: str) -> str:
        """The code that the operator's browser brings back after consent."""
        code = secrets.token_hex(12)
        self._codes[code] = (challenge, self._clock())
        return code

    def exchange(self, secret: str, form: dict[str, str]) -> Json:
        """What stands in the answer: a pair, or an error."""
        if secret != self.app_secret or form.get("app_id") != self.app_id:
            return _error(-14002, "Invalid app secret")
        if form.get("grant_type") == "authorization_code":
            return self._by_code(form.get("code", ""), form.get("code_verifier", ""))
        given = form.get("refresh_token", "")
        if given != self.refresh:
            return _error(-14014, "Refresh token was used already" if given in self.spent else "Invalid refresh token")
        return self._pair()

    def _by_code(self, code: str, verifier: str) -> Json:
        challenge, since = self._codes.pop(code, ("", self._clock() - CODE))
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        if self._clock() - since >= CODE or (challenge and challenge != digest):
            return _error(-14019, "Invalid authorization code")
        return self._pair()

    def _pair(self) -> Json:
        self.spent.add(self.refresh)
        self.refresh, self.access = secrets.token_hex(16), secrets.token_hex(16)
        self._until = self._clock() + ACCESS
        self.refreshed += 1
        return {"access_token": self.access, "refresh_token": self.refresh, "expires_in": "90000"}


def _error(code: int, words: str) -> Json:
    return {"error": code, "error_name": words, "error_reason": words}
