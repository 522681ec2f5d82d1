"""The money desk of the Official Account: which way a message goes, what it costs, what a refusal means for it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.channels.base import Parcel
from bot.channels.zalo_codes import ZaloError
from bot.channels.zalo_oa_read import NAME
from ocop_core.db.base import Database
from ocop_core.errors import SendError
from ocop_core.services.accounts import contacts
from ocop_core.services.channels import payments, ways
from ocop_core.services.channels.ways import Hold, Tariff, Way
from ocop_core.services.channels.windows import FREE, PAID, PRICE
from ocop_core.settings_zalo import ZaloOa

WALLET = timedelta(hours=1)
MORNING = 7


def tariff(config: ZaloOa) -> Tariff:
    """Free for 48 hours after somebody acted, 55 dong a message up to seven days, then templates only."""
    return Tariff(NAME, FREE, PAID, PRICE, config.budget)


class Desk:
    """Asked before a message is sent and told afterwards."""

    def __init__(self, db: Database, clock: Callable[[], datetime], config: ZaloOa) -> None:
        self._db, self._clock, self.tariff = db, clock, tariff(config)

    async def choose(self, parcel: Parcel, messages: int, shut: tuple[str, ...] = ()) -> Way:
        """The way, its price reserved. Raises SendError: `later` or `refused`."""
        now = self._clock()
        # The writing door, as the question takes microseconds there and a thread's way and back at the other one.
        async with self._db.writing() as session:
            found = await ways.free(session, self.tariff, parcel.id, now) if not shut else None
            if found is not None:
                return found
            chosen = await ways.choose(session, self.tariff, parcel.id, messages, now, shut=shut)
        if isinstance(chosen, Way):
            return chosen
        if isinstance(chosen, Hold):
            raise SendError("later", chosen.why, after=max(1.0, (chosen.until - now).total_seconds()))
        raise SendError("refused", chosen.why)

    async def sent(self, way: Way, external_id: str) -> None:
        """It went out."""
        if way.payment is not None:
            async with self._db.writing() as session:
                await payments.keep(session, way.payment, external_id)
                (await payments.account(session, NAME)).paid_from = None

    async def failed(self, way: Way, parcel: Parcel, error: SendError) -> SendError:
        """Frees what was reserved unless the message perhaps went out; what the refusal means for this message."""
        if way.payment is not None and error.kind != "unsure":
            async with self._db.writing() as session:
                await payments.free(session, way.payment)
        cause = error if isinstance(error, ZaloError) else None
        match cause.meaning if cause else "":
            case "window":
                await self._shut(parcel.address)
            case "wallet":
                return await self._no_money(error)
            case "night" | "day":
                return self._tomorrow(parcel, error, cause.meaning if cause else "")
        return error

    async def _shut(self, address: str) -> None:
        """Zalo counts otherwise than we did: it knows better."""
        closed = self._clock() - PAID - timedelta(seconds=1)
        async with self._db.writing() as session:
            contact = await contacts.noted(session, NAME, address)
            contact.acted_at = min(contact.acted_at or closed, closed)

    async def _no_money(self, error: SendError) -> SendError:
        """Nothing that costs is tried for an hour; what is free goes on."""
        async with self._db.writing() as session:
            account = await payments.account(session, NAME)
            account.paid_from = self._clock() + WALLET
        return SendError("later", error.reason, after=WALLET.total_seconds())

    def _tomorrow(self, parcel: Parcel, error: SendError, meaning: str) -> SendError:
        now = self._clock()
        until = ways.morning(now if meaning == "night" else ways.midnight(now), MORNING, parcel.chat_id)
        return SendError("later", error.reason, after=max(60.0, (until - now).total_seconds()))
