"""Acts on an import: written into the register, taken back, left."""

from aiohttp import web

from admin import forms, pages
from admin.panel import officer, panel
from admin.views.idea import number
from ocop_core.services.imports import batches, ordering


async def apply(request: web.Request) -> web.Response:
    """Writes the clear rows, if there are still as many as the button said."""
    here, count = panel(request), await forms.field(request, "count")
    async with here.db.writing() as session:
        expected = int(count) if count.isascii() and count.isdecimal() and len(count) < 8 else -1
        await batches.apply(session, officer(request), number(request), here.now(), expected)
    return pages.see(request, f"/admin/imports/{number(request)}", "import_applied")


async def order(request: web.Request) -> web.Response:
    """All days that can be read two ways are read in one order."""
    here = panel(request)
    async with here.db.writing() as session:
        wanted = await forms.field(request, "order")
        await ordering.choose(session, officer(request), number(request), wanted, here.now())
    return pages.see(request, f"/admin/imports/{number(request)}", "import_ordered")


async def undo(request: web.Request) -> web.Response:
    """Takes back what was written; rows that were changed since stay and are shown."""
    here = panel(request)
    async with here.db.writing() as session:
        kept = await batches.undo(session, officer(request), number(request), here.now())
    leaf = "applied" if kept else "undone"
    done = "import_undone_partly" if kept else "import_undone"
    return pages.see(request, f"/admin/imports/{number(request)}?show={leaf}", done)


async def drop(request: web.Request) -> web.Response:
    """Leaves the rest of an import; a second tap is no error."""
    here = panel(request)
    async with here.db.writing() as session:
        await batches.drop(session, officer(request), number(request), here.now())
    return pages.see(request, "/admin/imports", "import_dropped")
