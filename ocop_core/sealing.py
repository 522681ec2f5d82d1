"""Seals what must not lie open in the database, with a key derived from a secret that is not there."""

import base64
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

MARK = "sealed:"
# Another use of the same secret gets another key.
PURPOSE = b"ocop: tokens in the database"


class Seal:
    """Shuts and opens texts (Fernet: AES-128-CBC and HMAC-SHA256). `secret` should be long and random."""

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._made: Fernet | None = None

    @property
    def _fernet(self) -> "Fernet":
        # Eight megabytes of memory that only a house with such tokens pays.
        from cryptography.fernet import Fernet
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        if self._made is None:
            key = HKDF(SHA256(), 32, None, PURPOSE).derive(self._secret.encode())
            self._made = Fernet(base64.urlsafe_b64encode(key))
        return self._made

    def shut(self, text: str) -> str:
        """The text sealed; an empty one, and one that is sealed already, stays as it is."""
        if not text or text.startswith(MARK):
            return text
        return MARK + self._fernet.encrypt(text.encode()).decode()

    def open(self, text: str) -> str | None:
        """The text again; None where another secret sealed it. What was never sealed is itself."""
        if not text.startswith(MARK):
            return text
        from cryptography.fernet import InvalidToken

        try:
            return self._fernet.decrypt(text.removeprefix(MARK).encode()).decode()
        except InvalidToken:
            return None
