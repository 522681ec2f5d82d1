"""Fetches pictures and voice notes from a messenger's own hosts and from nowhere else."""

import ipaddress
import socket
from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from ocop_core.errors import SendError

MOST_HOPS = 3
SECONDS = 60.0
CHUNK = 64 * 1024


class Media:
    """`hosts` are allowed by suffix. Only where our own API base is local may a host be on this machine."""

    def __init__(self, hosts: Sequence[str], api_base: str) -> None:
        self._hosts = tuple(host.lower().lstrip(".") for host in hosts)
        self._local = _is_local(urlsplit(api_base).hostname or "")
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Opens."""
        connector = aiohttp.TCPConnector(limit=8, resolver=None if self._local else PublicOnly())
        timeout = aiohttp.ClientTimeout(total=SECONDS, connect=10.0)
        jar = aiohttp.DummyCookieJar()
        self._session = aiohttp.ClientSession(connector=connector, timeout=timeout, cookie_jar=jar, trust_env=False)

    async def stop(self) -> None:
        """Closes."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def allowed(self, url: str) -> bool:
        """Whether an address is on the list: the scheme, the host by suffix, nothing before an @."""
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError:
            return False
        if parts.username is not None or not host:
            return False
        if self._local and _is_local(host):
            return parts.scheme in ("http", "https")
        listed = any(host == one or host.endswith("." + one) for one in self._hosts)
        return listed and parts.scheme == "https" and port in (None, 443) and not _is_address(host)

    async def fetch(self, url: str, limit: int) -> bytes:
        """The bytes behind `url`. Raises SendError: refused if it is not on the list, too big or gone."""
        if self._session is None:
            raise RuntimeError("the channel is not started")
        try:
            for _ in range(MOST_HOPS):
                if not self.allowed(url):
                    raise SendError("refused", "not one of the messenger's hosts")
                async with self._session.get(url, allow_redirects=False) as answer:
                    if answer.status not in (301, 302, 303, 307, 308):
                        return await _body(answer, limit)
                    url = urljoin(url, answer.headers.get("Location", ""))
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise SendError("retry", type(error).__name__) from error
        raise SendError("refused", "sent from one place to another too often")


async def _body(answer: aiohttp.ClientResponse, limit: int) -> bytes:
    if answer.status != 200:
        raise SendError("retry" if answer.status >= 500 else "refused", f"file: {answer.status}")
    body = bytearray()
    async for chunk in answer.content.iter_chunked(CHUNK):
        body += chunk
        if len(body) > limit:
            raise SendError("refused", f"too big: over {limit} bytes")
    return bytes(body)


class PublicOnly(AbstractResolver):
    """Resolves names, and refuses those that lead into our own network."""

    def __init__(self) -> None:
        self._inner = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The public addresses of a host. Raises OSError where there is none."""
        found = await self._inner.resolve(host, port, family)
        public = [one for one in found if ipaddress.ip_address(one["host"].partition("%")[0]).is_global]
        if not public:
            raise OSError("no public address")
        return public

    async def close(self) -> None:
        """Nothing is held."""
        await self._inner.close()


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_local(host: str) -> bool:
    return host == "localhost" or (_is_address(host) and not _global(host))


def _global(host: Any) -> bool:
    return ipaddress.ip_address(host).is_global
