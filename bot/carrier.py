"""Carries claimed messages to a channel at its pace, and says what became of each."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.channels.base import Channel, Parcel
from bot.chat_pace import ChatPace
from bot.pace import Departure, Pace
from ocop_core.errors import SendError
from ocop_core.services import render
from ocop_core.services.outbox import Settled
from ocop_core.text.splitting import units

log = logging.getLogger(__name__)


class Carrier:
    """One channel's hands. A message counts as many calls as it takes: its pieces, and each of its files."""

    def __init__(self, channel: Channel, clock: Callable[[], datetime]) -> None:
        self.channel, self.clock = channel, clock
        self.pace = Pace(channel.limits.rate)
        self.chats = ChatPace(channel.limits.chat_rate, channel.limits.chat_burst)
        self.paused_until: datetime | None = None
        self.stopping = False
        # Of an announcement all messages are much alike, so the last ones tell how much the next ones take.
        self._usual = 1

    def paused(self, now: datetime) -> bool:
        """Whether the messenger asked for quiet."""
        return self.paused_until is not None and now < self.paused_until

    def room(self) -> int:
        """How many messages of an announcement may leave at this moment."""
        return self.pace.room(self._usual)

    def wait(self) -> float:
        """Seconds until there is room."""
        return self.pace.wait(self._usual)

    def reserve(self, count: int) -> int:
        """So many messages of an announcement are about to leave; how much was reserved for each."""
        if count:
            self.pace.reserve(count * self._usual)
        return self._usual

    async def carry(self, lane: int, rows: Sequence[Any], reserved: int = 0) -> AsyncIterator[Settled]:
        """Sends the messages of one chat in order; behind one that failed the rest waits."""
        stopped: str | None = None
        for row in rows:
            if stopped:
                self.pace.leave(0, reserved)
                result = Settled(row.id, "wait", reason=stopped)
            else:
                result = await self._send(lane, row, reserved)
            if result.fate not in ("sent", "refused"):
                stopped = stopped or f"behind {row.id}"
            yield result

    async def _send(self, lane: int, row: Any, reserved: int) -> Settled:
        departure: Departure | None = None
        try:
            parcel = Parcel(row.id, row.chat_id, row.address, render.load(row.body))
            weight = self._weight(parcel)
            held_back = await self._may_leave(lane, parcel, weight)
            if held_back is None:
                departure = self._leave(lane, parcel.chat_id, weight, reserved)
                return Settled(row.id, "sent", external_id=await self.channel.send(parcel))
            return held_back
        except asyncio.CancelledError:
            # Only a stop cancels, and it still settles what comes back.
            return Settled(row.id, "unsure" if departure else "wait", reason="stopped")
        except SendError as error:
            return self._refused(row.id, error)
        except Exception as error:
            log.exception("outbox %s via %s", row.id, self.channel.name)
            return Settled(row.id, "unsure" if departure else "refused", reason=type(error).__name__)
        finally:
            if departure is None:
                self.pace.leave(0, reserved)
            elif lane:
                self.pace.arrived(departure)

    async def _may_leave(self, lane: int, parcel: Parcel, weight: int) -> Settled | None:
        """None: now. Replies wait here for their turn in the second; nobody waits here for a chat's next second."""
        if wait := self.chats.wait(parcel.chat_id, weight, self.clock()):
            return Settled(parcel.id, "soon", after=wait)
        if not lane:
            await self.pace.turn(weight)
        return Settled(parcel.id, "wait") if self.stopping or self.paused(self.clock()) else None

    def _leave(self, lane: int, chat_id: int, weight: int, reserved: int) -> Departure:
        self.chats.took(chat_id, weight, self.clock())
        if not lane:
            return [0.0]
        self._usual = weight
        return self.pace.leave(weight, reserved)

    def _weight(self, parcel: Parcel) -> int:
        limits = self.channel.limits
        if limits.rate is None and limits.chat_rate is None:
            return 1
        calls, files = len(self.channel.write(parcel)), len(parcel.body.files)
        under = calls == files == 1 and units(parcel.body.text) <= limits.caption
        return 1 if under else max(1, calls + files)

    def _refused(self, number: int, error: SendError) -> Settled:
        log.warning("outbox %s via %s: %s", number, self.channel.name, error)
        seconds = error.after if error.after is not None else 60.0 if error.kind in ("wait", "config") else None
        if seconds is not None and error.kind != "later":
            # Whatever became of this message, the messenger asked the whole account to be quiet.
            self.paused_until = self.clock() + timedelta(seconds=seconds)
            self.pace.refused()
        return Settled(number, error.kind, reason=error.reason[:300], after=error.after)
