"""Lists a page at a time, by number."""

from aiohttp import web


def page_of(request: web.Request) -> int:
    """Which page of a list is wanted; the first where that is no number."""
    text = request.query.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def last_page(total: int, size: int) -> int:
    """The number of the last page; an empty list has one."""
    return max(1, -(-total // size))
