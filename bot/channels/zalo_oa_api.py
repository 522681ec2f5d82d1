"""The calls of the Official Account's API: each with a token that serves, once more with a new one if it does not."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import aiohttp

from bot.channels.zalo_codes import ZaloError
from bot.channels.zalo_http import Wire, checked
from bot.channels.zalo_oa_tokens import Tokens
from ocop_core.errors import SendError
from ocop_core.settings_zalo import ZaloOa

LIMIT, REMAIN = "X-RateLimit-Limit", "X-RateLimit-Remain"
Json = dict[str, Any]


class Api:
    """Says no by itself for the rest of a minute whose calls are used up."""

    def __init__(self, config: ZaloOa, wire: Wire, tokens: Tokens, clock: Callable[[], datetime]) -> None:
        self._config, self._wire, self._tokens, self._clock = config, wire, tokens, clock
        self._quiet_until: datetime | None = None
        self.figures: dict[str, str] = {}

    async def send(self, path: str, body: Json) -> Json:
        """POST of JSON below /v3.0/oa. Raises SendError or ZaloError."""
        return await self._call(f"{self._config.api_base}/v3.0/oa/{path}", json=body)

    async def send_zbs(self, body: Json) -> Json:
        """A template by phone number, which goes to another host."""
        return await self._call(f"{self._config.zbs_base}/message/template", json=body)

    async def upload(self, kind: str, name: str, mime: str, content: bytes) -> Json:
        """A file to be sent: `image` or `file`."""

        def form() -> aiohttp.FormData:
            # Read while it is sent, so a second try needs a new one. Quoted names would reach people percent-encoded.
            made = aiohttp.FormData(quote_fields=False)
            made.add_field("file", content, filename=name, content_type=mime)
            return made

        return await self._call(f"{self._config.api_base}/v2.0/oa/upload/{kind}", form=form)

    async def _call(self, url: str, *, json: Json | None = None, form: Callable[[], Any] | None = None) -> Json:
        self._pace()
        token = await self._tokens.access()
        for attempt in (1, 2):
            body = {"data": form()} if form else {"json": json}
            status, headers, answer = await self._wire.post(url, {"access_token": token}, **body)
            self._count(headers)
            try:
                return checked(status, headers, answer)
            except ZaloError as error:
                if error.meaning == "rate":
                    raise self._too_many(error) from error
                if error.meaning != "token" or attempt == 2:
                    raise
            token = await self._tokens.access(bad=token)
        raise AssertionError("two attempts end in an answer or an error")

    def _pace(self) -> None:
        now = self._clock()
        if self._quiet_until is not None and now < self._quiet_until:
            raise SendError("wait", "the minute is used up", after=(self._quiet_until - now).total_seconds())

    def _count(self, headers: Mapping[str, str]) -> None:
        limit, remain = headers.get(LIMIT, ""), headers.get(REMAIN, "")
        if limit.isdecimal() and remain.isdecimal():
            self.figures = {"limit": limit, "remain": remain}
            if int(remain) == 0:
                self._quiet_until = _next_minute(self._clock())

    def _too_many(self, error: ZaloError) -> SendError:
        now = self._clock()
        after = error.after if error.after is not None else (_next_minute(now) - now).total_seconds()
        self._quiet_until = now + timedelta(seconds=after)
        return SendError("wait", error.reason, after=after)


def _next_minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0) + timedelta(minutes=1)
