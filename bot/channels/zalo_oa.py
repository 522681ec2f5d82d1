"""The Zalo Official Account as a channel: read, write, send by the way that is open, fetch."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta

from bot.channels.base import Call, Json, Means, Parcel, Verdict
from bot.channels.media import Media
from bot.channels.parts import send_parts
from bot.channels.values import ident, moment_ms
from bot.channels.zalo_codes import ZaloError
from bot.channels.zalo_http import Wire
from bot.channels.zalo_oa_api import Api
from bot.channels.zalo_oa_desk import Desk
from bot.channels.zalo_oa_events import understood
from bot.channels.zalo_oa_read import NAME, read
from bot.channels.zalo_oa_template import Facts, by_phone, by_user, filled
from bot.channels.zalo_oa_tokens import Tokens
from bot.channels.zalo_oa_uploads import Uploads
from bot.channels.zalo_oa_write import LIMITS, write
from ocop_core.conversation.heard import FileRef, Heard
from ocop_core.errors import SendError
from ocop_core.services import people
from ocop_core.services.accounts import contacts
from ocop_core.services.channels import payments
from ocop_core.services.channels.ways import Way
from ocop_core.services.channels.windows import FREE

SIGNATURE = "X-ZEvent-Signature"
EARLY = timedelta(minutes=10)
# Where Zalo says that the window is closed, only a template is left.
BY_WORDS = ("free", "paid")


class ZaloOa:
    """One Official Account."""

    name = NAME
    limits = LIMITS

    def __init__(self, means: Means, seconds: float | None = None) -> None:
        config = self._config = means.settings.zalo_oa
        self._db, self._clock, self._labels = means.db, means.clock, means.labels
        self._wire = Wire() if seconds is None else Wire(seconds)
        self.tokens = Tokens(means.db, means.clock, config, means.settings.seal, self._wire)
        self.api = Api(config, self._wire, self.tokens, means.clock)
        self.desk = Desk(means.db, means.clock, config)
        self._uploads = Uploads(means.db, means.clock, means.files, self.api)
        self._media = Media(config.media_hosts, config.api_base)
        secure = means.settings.secure
        self._picture = f"{means.settings.public_url}/chat/static/card.png" if secure else ""

    def read(self, payload: Json) -> Heard | None:
        """The event in our words; None where there is nothing to answer."""
        return read(payload)

    def write(self, parcel: Parcel) -> tuple[Call, ...]:
        """The calls that show a parcel's words; its files are added by `send`, which uploads them."""
        return write(parcel, self._labels, self._config.buttons, self._picture)

    async def send(self, parcel: Parcel) -> str:
        """Sends by the cheapest way that is open; the id of the last message. Raises SendError."""
        return await self._send(parcel, ())

    async def _send(self, parcel: Parcel, shut: tuple[str, ...]) -> str:
        calls = self.write(parcel)
        way = await self.desk.choose(parcel, len(calls) + len(parcel.body.files), shut)
        try:
            sent = await (self._by_template(parcel, way) if way.template else self._by_words(parcel, calls))
        except SendError as error:
            meant = await self.desk.failed(way, parcel, error)
            if isinstance(error, ZaloError) and error.meaning == "window" and not way.template:
                return await self._send(parcel, BY_WORDS)
            raise meant from error
        await self.desk.sent(way, sent)
        return sent

    async def _by_words(self, parcel: Parcel, calls: tuple[Call, ...]) -> str:
        files = [await self._uploads.call(parcel.address, number) for number in parcel.body.files]
        try:
            return await send_parts((*files, *calls), self._post)
        except ZaloError as error:
            if error.meaning != "attachment" or not parcel.body.files:
                raise
        # Forgotten there before the seven days were over.
        files = [await self._uploads.call(parcel.address, number, again=True) for number in parcel.body.files]
        return await send_parts((*files, *calls), self._post)

    async def _post(self, call: Call) -> str:
        return _id_of(await self.api.send(call.method, call.args))

    async def _by_template(self, parcel: Parcel, way: Way) -> str:
        template = way.template
        assert template is not None
        async with self._db.reading() as session:
            person = await people.producer(session, way.person_id)
        data = filled(template, Facts(parcel.body.text, person.name, self._clock()))
        if way.name == "phone":
            return _id_of(await self.api.send_zbs(by_phone(parcel, way, template, data)))
        return _id_of(await self.api.send("message/template", by_user(parcel, template, data, self._config.uid_body)))

    async def fetch(self, ref: FileRef) -> bytes:
        """The bytes of a file that a person sent, from Zalo's own hosts only. Raises SendError."""
        if (ref.size or 0) > LIMITS.file_bytes:
            raise SendError("refused", f"too big: {ref.size} bytes")
        return await self._media.fetch(ref.ref, LIMITS.file_bytes)

    async def attend(self, payload: Json) -> Verdict:
        """Notes what an event means for the account, before what is said in it is answered."""
        event, now = understood(payload), self._clock()
        if event.meaning == "other":
            return "answer"
        async with self._db.writing() as session:
            if event.meaning == "delivered":
                await payments.delivered(session, NAME, event.ids, now)
                return "answer"
            at = min(event.at or now, now)
            known = await contacts.seen(session, NAME, event.address, at, FREE) if event.meaning == "acted" else None
            if known is not None:
                return "answer" if known else "overhear"
            row = await contacts.noted(session, NAME, event.address)
            if event.meaning == "withdrawn":
                await contacts.withdraw(session, row, now)
            elif event.meaning == "staff":
                contacts.mute(row, at + timedelta(hours=self._config.mute_hours))
            elif row.withdrawn_at is not None and at <= row.withdrawn_at:
                # Sent before they left and brought late: it must not bring them back.
                return "drop"
            else:
                row.withdrawn_at = None
                await contacts.act(session, row, at, FREE)
            return "overhear" if row.muted_until is not None and now < row.muted_until else "answer"

    async def tend(self) -> None:
        """Finishes an authorisation of the panel; keeps the tokens from dying while nobody writes."""
        await self.tokens.take_code()
        await self.tokens.access()

    def verify(self, headers: Mapping[str, str], raw: bytes, payload: Json) -> bool:
        """Whether Zalo signed these bytes: plain SHA-256 over app id, body, timestamp and secret."""
        given = headers.get(SIGNATURE, "").strip().removeprefix("mac=").lower().encode("utf-8", "replace")
        head, tail = self._config.app_id.encode(), ident(payload, "timestamp").encode()
        # Every secret is tried, so that the time taken tells nothing.
        fits = [
            hmac.compare_digest(hashlib.sha256(head + raw + tail + secret.encode()).hexdigest().encode(), given)
            for secret in self._secrets()
        ]
        return any(fits)

    def _secrets(self) -> list[str]:
        config = self._config
        both = {"oa": (config.secret_key,), "app": (config.app_secret,)}
        return [one for one in both.get(config.signed_with, (config.secret_key, config.app_secret)) if one]

    def is_fresh(self, payload: Json) -> bool:
        """Whether an event is of these hours: the last try of Zalo comes not quite two hours later."""
        at, now = moment_ms(payload, "timestamp"), self._clock()
        return at is None or now - timedelta(hours=self._config.replay_hours) <= at <= now + EARLY

    async def start(self) -> None:
        """Opens connections."""
        await self._wire.start()
        await self._media.start()

    async def stop(self) -> None:
        """Closes them."""
        await self._wire.stop()
        await self._media.stop()


def _id_of(answer: Mapping[str, object]) -> str:
    held = answer.get("data")
    found = (held.get("message_id") or held.get("msg_id")) if isinstance(held, dict) else None
    return str(found or "")
