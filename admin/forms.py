"""What was posted, as clean text."""

from aiohttp import web


async def field(request: web.Request, name: str) -> str:
    """One posted field; empty where there is none. Line ends are as on Unix, and no database takes a NUL."""
    value = (await request.post()).get(name, "")
    return value.replace("\r\n", "\n").replace("\0", "") if isinstance(value, str) else ""


async def ticked(request: web.Request, name: str) -> tuple[str, ...]:
    """All values posted under a name, each once, in the order they stood on the page."""
    given = (await request.post()).getall(name, ())
    return tuple(dict.fromkeys(value.replace("\0", "") for value in given if isinstance(value, str)))


async def whole(request: web.Request, name: str) -> int:
    """A posted number; 0 for anything else."""
    text = await field(request, name)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0


def agent(request: web.Request) -> str:
    """The browser's name for itself; bytes that are no text are replaced."""
    return request.headers.get("User-Agent", "").encode("utf-8", "replace").decode()
