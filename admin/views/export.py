"""The register as an Excel file, with the filters of the page."""

from aiohttp import web

from admin import downloads
from admin.panel import officer, panel
from ocop_core.clock import local
from ocop_core.services.certificates import exporting, register
from ocop_core.services.certificates.register import Wanted


async def certificates(request: web.Request) -> web.Response:
    """Certificates of the officer's territory. Unknown filters count as none."""
    here, staff, at = panel(request), officer(request), panel(request).now()
    async with here.db.reading() as session:
        rows = await exporting.entries(session, staff, here.knowledge, wanted_of(request), at)
    content = await exporting.file(rows, here.knowledge, at)
    async with here.db.writing() as session:
        await exporting.noted(session, staff, len(rows), at)
    return downloads.response(content, f"giay-chung-nhan-ocop-{local(at):%Y%m%d}.xlsx")


def wanted_of(request: web.Request) -> Wanted:
    """The filters of the register in an address; unknown ones count as none."""
    query = request.query
    stars, state, standing = query.get("stars", ""), query.get("state", "current"), query.get("standing", "")
    codes = {unit.code for unit in panel(request).knowledge.province.units}
    return Wanted(
        search=query.get("q", "")[:100],
        unit=query["unit"] if query.get("unit") in codes else "",
        state=state if state in (*register.STATES, "") else "current",
        standing=standing if standing in register.STANDINGS else "",
        stars=int(stars) if stars in ("3", "4", "5") else 0,
    )
