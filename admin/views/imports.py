"""Lists of certificates as files: one is sent in here, earlier ones are found again, the register goes out."""

import asyncio

from aiohttp import web

from admin import pages
from admin.pages import Problem
from admin.panel import officer, panel
from ocop_core.errors import Refused
from ocop_core.office.importing import read_file
from ocop_core.services import people
from ocop_core.services.certificates import register
from ocop_core.services.imports import batches, listing

LATEST = 30
_MIB = 1024 * 1024


async def show(request: web.Request) -> web.Response:
    """The form for a file, the imports before, the form for what goes out."""
    return await _page(request)


async def upload(request: web.Request) -> web.Response:
    """Reads a file and plans its rows; nothing of the register changes. A file that cannot be read is refused."""
    here, staff = panel(request), officer(request)
    field = (await request.post()).get("file")
    if not isinstance(field, web.FileField) or not field.filename:
        return await _page(request, Refused("admin_import.choose"))
    content = await asyncio.to_thread(field.file.read)
    try:
        # Reading thousands of rows takes a second or two, which the chat must not wait for.
        read = await asyncio.to_thread(read_file, content, here.knowledge.province, here.knowledge.sets)
    except Refused as refused:
        return await _page(request, refused)
    async with here.db.writing() as session:
        batch = await batches.keep(session, staff, field.filename, content, read, here.now())
    return pages.see(request, f"/admin/imports/{batch.id}")


async def _page(request: web.Request, refused: Refused | None = None) -> web.Response:
    here, staff = panel(request), officer(request)
    async with here.db.reading() as session:
        found = await listing.listed(session, staff, limit=LATEST)
        officers = await people.officers(session, [each.staff_id for each in found])
    problems = (Problem.of("file", refused),) if refused else ()
    return pages.render(
        request,
        "imports.html",
        422 if problems else 200,
        batches=found,
        officers=officers,
        problems=problems,
        most=here.settings.file_limit // _MIB,
        units=() if staff.role == "commune" else here.knowledge.province.units,
        standings=register.STANDINGS,
        states=register.STATES,
        number=shown_number,
    )


def shown_number(number: int) -> str:
    """1204 as people here write it: 1.204."""
    return f"{number:,}".replace(",", ".")
