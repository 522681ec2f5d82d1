"""What was posted, as clean text."""

from aiohttp import web


async def field(request: web.Request, name: str) -> str:
    """One posted field; empty where there is none. Line ends are as on Unix, and no database takes a NUL."""
    value = (await request.post()).get(name, "")
    return value.replace("\r\n", "\n").replace("\0", "") if isinstance(value, str) else ""


def agent(request: web.Request) -> str:
    """The browser's name for itself; bytes that are no text are replaced."""
    return request.headers.get("User-Agent", "").encode("utf-8", "replace").decode()
