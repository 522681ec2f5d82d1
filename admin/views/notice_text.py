"""The second step of an announcement: the words, and a picture or file that goes with them."""

from aiohttp import web

from admin import forms, pages, uploads
from admin.pages import Problem
from admin.panel import officer, panel
from admin.views.idea import number
from admin.views.notice_choice import whole
from admin.views.notice_write import draft_of
from ocop_core.db.models_announcements import Announcement
from ocop_core.errors import Refused
from ocop_core.services import access
from ocop_core.services.announcements import drafting, texts
from ocop_core.services.files import shared


async def show_text(request: web.Request) -> web.Response:
    """The words of a draft."""
    async with panel(request).db.reading() as session:
        row = await draft_of(request, session)
    return _text(request, row, row.text, row.version)


async def word(request: web.Request) -> web.Response:
    """Keeps the words; on any problem what was typed and what was chosen stays."""
    here, words = panel(request), await forms.field(request, "words")
    seen, field = whole(await forms.field(request, "seen")), "file"
    try:
        seen = await _attach(request, seen)
        field = "words"
        async with here.db.writing() as session:
            row = await drafting.word(session, officer(request), number(request), seen, words, here.now())
    except Refused as refused:
        if refused.key in ("access.none", "notice.moved_on"):
            raise
        async with here.db.reading() as session:
            row = await draft_of(request, session)
        return _text(request, row, words, seen, (Problem.of(field, refused),))
    return pages.see(request, f"/admin/notices/{row.id}/check")


async def _attach(request: web.Request, seen: int) -> int:
    """Keeps what was chosen, apart from the words, which may still be refused; the version of the draft then."""
    here, ready = panel(request), await uploads.given(request)
    if ready is None and await forms.field(request, "without") != "1":
        return seen
    async with here.db.writing() as session:
        file = await shared.keep(session, ready, here.now()) if ready else None
        return (await drafting.attach(session, officer(request), number(request), seen, file, here.now())).version


def _text(
    request: web.Request, row: Announcement, text: str, seen: int, problems: tuple[Problem, ...] = ()
) -> web.Response:
    return pages.render(
        request,
        "notice_text.html",
        422 if problems else 200,
        row=row,
        text=text,
        seen=seen,
        fields=tuple(texts.FIELDS),
        limit=texts.LONGEST,
        problems=problems,
    )


async def file(request: web.Request) -> web.StreamResponse:
    """The picture or file that goes with it."""
    async with panel(request).db.reading() as session:
        row = await access.announcement(session, officer(request), number(request))
    return await uploads.shown(request, row.file)
