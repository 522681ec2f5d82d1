"""Announcements of the office, and one of them while it goes out and after."""

from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from admin import pages
from admin.panel import officer, panel
from admin.views import notice_meant
from admin.views.idea import number
from ocop_core.db.models_announcements import Announcement
from ocop_core.services import access, people
from ocop_core.services.announcements import acts, audience, drafting, knowing, meeting, phone_lists

PAGE = 20


async def listing(request: web.Request) -> web.Response:
    """The announcements, newest first, each with its figures."""
    here, staff = panel(request), officer(request)
    text = request.query.get("before", "")
    before = int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None
    async with here.db.reading() as session:
        found = await drafting.listed(session, staff, before=before, limit=PAGE + 1)
        shown = found[:PAGE]
        tallies = {row.id: await knowing.tally(session, row) for row in shown if row.state not in acts.OPEN}
        authors = await people.officers(session, [row.author_id for row in shown])
    more = shown[-1].id if len(found) > PAGE else None
    return pages.render(
        request, "notices.html", rows=shown, tallies=tallies, authors=authors, more=more, first=not before
    )


async def show(request: web.Request) -> web.Response:
    """How it stands; a draft goes on where it was left."""
    here, staff = panel(request), officer(request)
    async with here.db.reading() as session:
        row = await access.announcement(session, staff, number(request))
        if row.state == "draft":
            return pages.see(request, f"/admin/notices/{row.id}/{'check' if row.text else 'text'}")
        tally = await knowing.tally(session, row)
        events = await knowing.history(session, row.id)
        changes = await drafting.changes(session, row)
        whom = {} if pages.is_live(request) else await _whom(session, request, row)
        officers = await people.officers(session, [row.author_id, *(event.staff_id for event in events)])
    left = max(0, round((row.not_before - here.now()).total_seconds())) if row.not_before else 0
    return pages.render(
        request,
        "notice_live.html" if pages.is_live(request) else "notice.html",
        row=row,
        tally=tally,
        fates=[fate for fate in knowing.FATES if tally.counts[fate]],
        events=events,
        changes=changes,
        officers=officers,
        left=left,
        moves=row.state in ("held", "listing", "sending"),
        to_agree=row.state == "approval" and acts.may_agree(staff, row),
        **whom,
    )


async def _whom(session: AsyncSession, request: web.Request, row: Announcement) -> dict[str, Any]:
    """Whom it is for, in words; and in figures as long as nothing has left, for whoever is to agree."""
    here, meant = panel(request), audience.load(row.audience)
    waits = row.state in ("approval", "held")
    return {
        "told": await notice_meant.lines(request, session, meant),
        "lists": await phone_lists.chosen(session, officer(request), meant.lists),
        "figures": await meeting.figures(session, meant, here.settings.channels, here.now()) if waits else None,
    }
