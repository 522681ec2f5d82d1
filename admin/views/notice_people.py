"""The people of an announcement by name: who is meant, what became of each, whom to phone, all of it as Excel."""

import asyncio
from collections.abc import Sequence
from io import BytesIO
from itertools import groupby
from typing import Any

from aiohttp import web

from admin import downloads, pages
from admin.panel import Panel, officer, panel
from admin.views.idea import number
from admin.views.notice_choice import whole
from ocop_core.clock import show_moment
from ocop_core.office.look import safe
from ocop_core.services import access
from ocop_core.services.announcements import audience, knowing, later, meeting

PAGE = 50
COLUMNS = ("no", "name", "phone", "unit", "channel", "fate", "why", "do", "at", "read_at")


async def names(request: web.Request) -> web.Response:
    """Who is meant by a draft, or only those of whom a value is missing, who cannot be reached, who has more chats."""
    here, after = panel(request), whole(request.query.get("after", ""))
    lacking, wanted = request.query.get("missing") == "1", request.query.get("only", "")
    only = wanted if wanted in meeting.ONLY else ""
    async with here.db.reading() as session:
        row = await access.announcement(session, officer(request), number(request))
        text = row.text if lacking else ""
        meant = audience.load(row.audience)
        found = await meeting.page(
            session, meant, here.settings.channels, here.now(), after=after, limit=PAGE + 1, text=text, only=only
        )
    return pages.render(
        request,
        "notice_names.html",
        row=row,
        people=found[:PAGE],
        lacking=lacking,
        only=only,
        choices=meeting.ONLY,
        more=found[PAGE - 1].person_id if len(found) > PAGE else None,
        first=not after,
        place=pages.place_names(request),
    )


async def listing(request: web.Request) -> web.Response:
    """Everybody on the list with what became of the message, or those with one fate."""
    here, after = panel(request), whole(request.query.get("after", ""))
    wanted = request.query.get("fate", "")
    fate = wanted if wanted in knowing.FATES else ""
    async with here.db.reading() as session:
        row = await access.announcement(session, officer(request), number(request))
        tally = await knowing.tally(session, row)
        found = await knowing.recipients(session, row, fate, after=after, limit=PAGE + 1)
    return pages.render(
        request,
        "notice_people.html",
        row=row,
        tally=tally,
        fate=fate,
        fates=[each for each in knowing.FATES if tally.counts[each]],
        people=found[:PAGE],
        more=found[PAGE - 1].recipient_id if len(found) > PAGE else None,
        first=not after,
        place=pages.place_names(request),
    )


async def calls(request: web.Request) -> web.Response:
    """Whom to phone, by commune."""
    here = panel(request)
    async with here.db.reading() as session:
        row = await access.announcement(session, officer(request), number(request))
        people = await later.unreached(session, row)
    units = [(unit, list(group)) for unit, group in groupby(people, key=lambda person: person.unit or "")]
    place = pages.place_names(request)
    return pages.render(request, "notice_calls.html", row=row, units=units, count=len(people), place=place)


async def calls_excel(request: web.Request) -> web.Response:
    """The same as an Excel file, commune by commune."""
    here = panel(request)
    async with here.db.reading() as session:
        row = await access.announcement(session, officer(request), number(request))
        people = await later.unreached(session, row)
    say, province = here.knowledge.words.say, here.knowledge.province
    heads = [say(f"admin_notice.excel.{name}") for name in ("no", "unit", "name", "phone", "called")]
    lines = [
        (str(no), province.unit(each.unit).name if each.unit else "", each.name, each.phone or "", "")
        for no, each in enumerate(people, start=1)
    ]
    content = await asyncio.to_thread(_workbook, heads, lines)
    return downloads.response(content, f"can-goi-dien-{row.id}.xlsx")


async def excel(request: web.Request) -> web.Response:
    """The whole list as an Excel file."""
    here = panel(request)
    lines: list[tuple[str, ...]] = []
    async with here.db.reading() as session:
        row = await access.announcement(session, officer(request), number(request))
        after = 0
        while found := await knowing.recipients(session, row, after=after, limit=1_000):
            lines += [_line(here, place, each) for place, each in enumerate(found, start=len(lines) + 1)]
            after = found[-1].recipient_id
    heads = [here.knowledge.words.say(f"admin_notice.excel.{name}") for name in COLUMNS]
    content = await asyncio.to_thread(_workbook, heads, lines)
    return downloads.response(content, f"thong-bao-{row.id}.xlsx")


def _line(here: Panel, place: int, each: knowing.Told) -> tuple[str, ...]:
    words = here.knowledge.words
    return (
        str(place),
        each.name,
        each.phone or "",
        here.knowledge.province.unit(each.unit).name if each.unit else "",
        words.say(f"admin_notice.channel.{each.channel}") if each.channel else "",
        words.say(f"admin_notice.fate.{each.fate}"),
        words.say(f"admin_notice.why.{each.reason}") if each.reason else "",
        words.say(f"admin_notice.do.{each.fate}"),
        show_moment(each.at) if each.at else "",
        show_moment(each.read_at) if each.read_at else "",
    )


def _workbook(heads: Sequence[str], lines: Sequence[tuple[str, ...]]) -> bytes:
    import xlsxwriter

    target = BytesIO()
    # Every cell is text, and stays text where the sheet is saved as CSV: a name that begins with "=" stays a name.
    book: Any = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    for place, line in enumerate(lines, start=1):
        for column, cell in enumerate(line):
            sheet.write_string(place, column, safe(cell))
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, len(heads) - 1, 22)
    sheet.freeze_panes(1, 0)
    book.close()
    return target.getvalue()
