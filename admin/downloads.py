"""Files that are made for an officer, to be kept under a name."""

from aiohttp import web

from ocop_core.office.naming import attachment
from ocop_core.sniff import WORD

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": WORD,
    "ics": "text/calendar",
    "pdf": "application/pdf",
    "png": "image/png",
}


def response(body: bytes, name: str) -> web.Response:
    """A file to be kept under that name, whose ending says what it is."""
    headers = {"Content-Disposition": attachment(name)}
    return web.Response(body=body, content_type=TYPES[name.rpartition(".")[2]], headers=headers)
