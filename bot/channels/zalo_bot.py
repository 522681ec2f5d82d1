"""A Zalo Bot as a channel: text and pictures only, choices by their numbers."""

import hmac
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from bot.channels.base import Call, Json, Limits, Means, Parcel
from bot.channels.media import Media
from bot.channels.parts import send_parts
from bot.channels.zalo_bot_read import NAME, read
from bot.channels.zalo_http import Wire
from ocop_core.conversation.heard import FileRef, Heard
from ocop_core.conversation.numbered import in_words
from ocop_core.db.models import File
from ocop_core.errors import SendError, SendKind
from ocop_core.services.files import shared
from ocop_core.sniff import is_picture
from ocop_core.text.splitting import split

SECRET_HEADER = "X-Bot-Api-Secret-Token"
MIB = 1024 * 1024
LIMITS = Limits(text=2000, buttons=0, label=0, data=0, file_bytes=20 * MIB, rate=20.0)
IDLE = 408
QUOTA_WAIT = 3600.0
POLL_GRACE = 10.0
# 403 means here that something is broken inside; 426 that the plan must be a bigger one.
KINDS: dict[int, SendKind] = {400: "refused", 401: "config", 404: "config", 403: "retry", 426: "config", 429: "wait"}


class ZaloBot:
    """One bot."""

    name = NAME
    limits = LIMITS

    def __init__(self, means: Means, seconds: float | None = None) -> None:
        config = self._config = means.settings.zalo_bot
        self._settings, self._db, self._labels = means.settings, means.db, means.labels
        self._wire = Wire() if seconds is None else Wire(seconds)
        self._long = Wire(60.0)
        self._media = Media(config.media_hosts, config.api_base)

    def read(self, payload: Json) -> Heard | None:
        """The event in our words; None where there is nothing to answer."""
        return read(payload)

    def write(self, parcel: Parcel) -> tuple[Call, ...]:
        """Text with numbered choices, in pieces. What can be shown of its files is added by `send`."""
        return self._texts(parcel, in_words(parcel.body, self._labels))

    def _texts(self, parcel: Parcel, said: str) -> tuple[Call, ...]:
        text = unicodedata.normalize("NFC", said)
        pieces = [piece.strip() for piece in split(text, LIMITS.text) if piece.strip()]
        return tuple(Call("sendMessage", {"chat_id": parcel.address, "text": piece}) for piece in pieces)

    async def send(self, parcel: Parcel) -> str:
        """Sends the pieces in order; the id of the last message. Raises SendError."""
        return await send_parts((*await self._files(parcel), *self.write(parcel)), self._post)

    async def _files(self, parcel: Parcel) -> tuple[Call, ...]:
        """Pictures go by a public address, other files as a link; without a public address it is said that they are."""
        if not parcel.body.files:
            return ()
        async with self._db.reading() as session:
            query = select(File).where(File.id.in_(parcel.body.files), File.chat_id.is_(None), File.state == "kept")
            rows = (await session.scalars(query.order_by(File.id))).all()
        if rows and not self._settings.secure:
            return self._texts(parcel, self._labels.get("attached_not", ""))
        calls: list[Call] = []
        for row in rows:
            url = self._settings.public_url + shared.path(self._settings.secret_key, row.id, row.mime)
            if is_picture(row.mime):
                calls.append(Call("sendPhoto", {"chat_id": parcel.address, "photo": url}))
            else:
                calls += self._texts(parcel, f"{self._labels.get('attached', '')} {url}".strip())
        return tuple(calls)

    async def _post(self, call: Call) -> str:
        found = await self._call(call.method, call.args)
        return str(found.get("message_id", "")) if isinstance(found, dict) else ""

    async def fetch(self, ref: FileRef) -> bytes:
        """The bytes of a picture or voice note, from Zalo's own hosts only. Raises SendError."""
        return await self._media.fetch(ref.ref, LIMITS.file_bytes)

    async def setup(self, commands: Sequence[tuple[str, str]], webhook_url: str | None) -> None:
        """Sets the web hook or, without one, drops it, as both at once are refused. There is no menu of commands."""
        if webhook_url is None:
            await self._call("deleteWebhook", {})
            return
        found = await self._call("setWebhook", {"url": webhook_url, "secret_token": self._config.webhook_secret})
        verdict = found.get("verification") if isinstance(found, dict) else None
        if isinstance(verdict, dict) and verdict.get("ok") is False:
            raise SendError("config", f"the hook was not reached: {verdict.get('outcome')} {verdict.get('hint')}"[:200])

    async def poll(self, offset: int | None, timeout: int = 25) -> list[dict[str, Any]]:
        """Waits for the next event; there is one at a time, and it is never given again."""
        status, answer = await self._ask("getUpdates", {"timeout": str(timeout)}, self._long)
        if isinstance(answer, dict) and answer.get("error_code") == IDLE:
            return []
        found = _result(status, answer)
        many = found if isinstance(found, list) else [found]
        return [one for one in many if isinstance(one, dict) and one]

    async def account(self) -> str:
        """The bot's name; the cheapest question that shows that the token is right."""
        found = await self._call("getMe", {})
        return str(found.get("account_name", "")) if isinstance(found, dict) else ""

    def verify(self, headers: Mapping[str, str]) -> bool:
        """Whether a web hook call knows the secret; never true without a secret."""
        given, secret = headers.get(SECRET_HEADER, ""), self._config.webhook_secret
        return bool(secret) and hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())

    async def _call(self, method: str, args: dict[str, Any]) -> Any:
        return _result(*await self._ask(method, args, self._wire))

    async def _ask(self, method: str, args: dict[str, Any], wire: Wire) -> tuple[int, Any]:
        url = f"{self._config.api_base}/bot{self._config.token}/{method}"
        status, _, answer = await wire.post(url, {}, json=args)
        return status, answer

    async def start(self) -> None:
        """Opens connections."""
        for part in (self._wire, self._long, self._media):
            await part.start()

    async def stop(self) -> None:
        """Closes them."""
        for part in (self._wire, self._long, self._media):
            await part.stop()


def _result(status: int, answer: Any) -> Any:
    """What stands under `result`. `ok: false` within HTTP 200 is a failure all the same. Raises SendError."""
    if isinstance(answer, dict) and answer.get("ok") is True:
        return answer.get("result")
    code = answer.get("error_code") if isinstance(answer, dict) else None
    if not isinstance(code, int):
        code = status
    kind = KINDS.get(code, "unsure" if code >= 500 or code < 400 else "refused")
    told = str(answer.get("description", ""))[:120] if isinstance(answer, dict) else ""
    raise SendError(kind, f"{code} {told}".strip(), after=QUOTA_WAIT if kind == "wait" else None)
