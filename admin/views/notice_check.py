"""The last look before sending: who, how many, the words as one of them sees them on each channel."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from admin import forms, pages
from admin.pages import Problem
from admin.panel import officer, panel
from admin.views import notice_meant
from admin.views.idea import number
from admin.views.notice_choice import whole
from ocop_core.clock import VIETNAM
from ocop_core.db.models_announcements import Announcement
from ocop_core.errors import Refused
from ocop_core.rulebook.quiet_hours import is_quiet, speaks_next
from ocop_core.services import access
from ocop_core.services.announcements import (
    acts,
    audience,
    costing,
    drafting,
    meeting,
    officers,
    phone_lists,
    previewing,
    texts,
)
from ocop_core.services.announcements.audience import Audience
from ocop_core.services.announcements.previewing import Shown
from ocop_core.services.channels import figures as spending
from ocop_core.services.channels.figures import Money
from ocop_core.services.channels.ways import Foreseen

_FIELDS = {"notice.past": "when", "notice.same": "again", "notice.missing": "missing", "notice.no_grounds": "grounds"}


async def show_check(request: web.Request) -> web.Response:
    """Everything on one page: who, how many, the words as one of them sees it."""
    return await _check(request)


async def send(request: web.Request) -> web.Response:
    """Sends it, now or at an hour; it can be taken back for a minute."""
    here, staff = panel(request), officer(request)
    try:
        order = await _order(request)
        async with here.db.writing() as session:
            row = await drafting.to_send(session, staff, number(request), whole(await forms.field(request, "seen")))
            await acts.send(session, staff, row, order, here.now())
    except Refused as refused:
        if refused.key in ("access.none", "notice.moved_on"):
            raise
        return await _check(request, (Problem.of(_FIELDS.get(refused.key, "send"), refused),))
    if row.state == "approval":
        await officers.tell_asked(here.db, here.knowledge, row, here.now())
    return pages.see(request, f"/admin/notices/{row.id}", "notice_asked" if row.state == "approval" else "notice_sent")


async def _order(request: web.Request) -> acts.Order:
    urgent = await forms.field(request, "urgent") == "1"
    grounds = (await forms.field(request, "grounds")).strip() if urgent else ""
    if urgent and not grounds:
        raise Refused("notice.no_grounds")
    again = await forms.field(request, "again") == "1"
    most = panel(request).settings.announce_alone
    return acts.Order(await _hour(request), grounds, again, most)


async def _hour(request: web.Request) -> datetime | None:
    if await forms.field(request, "when") != "later":
        return None
    try:
        return datetime.fromisoformat(await forms.field(request, "at")).replace(tzinfo=VIETNAM)
    except ValueError as error:
        raise Refused("notice.no_hour") from error


async def _check(request: web.Request, problems: tuple[Problem, ...] = ()) -> web.Response:
    here, staff, at = panel(request), officer(request), panel(request).now()
    async with here.db.reading() as session:
        row = await access.announcement(session, staff, number(request))
        if row.state != "draft":
            return pages.see(request, f"/admin/notices/{row.id}")
        if not row.text:
            return pages.see(request, f"/admin/notices/{row.id}/text")
        meant = audience.load(row.audience)
        whom = await _whom(session, request, meant, row)
        one, text = await _one(session, request, meant, row)
        shown = previewing.on_channels(texts.told(here.knowledge, row, text), here.settings.zalo_oa)
        same = await acts.same_today(session, row, at)
        cost = await _cost(session, request, row, meant, text)
        has_chat = await drafting.own_chat(session, staff) is not None
    return pages.render(
        request,
        "notice_check.html",
        422 if problems else 200,
        row=row,
        **whom,
        one=one,
        channels=shown,
        on=_on(request, one, shown),
        same=same,
        cost=cost,
        has_chat=has_chat,
        quiet=speaks_next(at) if is_quiet(at) else None,
        alone=here.settings.announce_alone,
        today=at.astimezone(VIETNAM),
        problems=problems,
    )


async def _whom(session: AsyncSession, request: web.Request, meant: Audience, row: Announcement) -> dict[str, Any]:
    """Who is meant: in words, in figures, and what is still in the way."""
    staff, at, config = officer(request), panel(request).now(), panel(request).settings
    unknown = [await phone_lists.strangers(session, staff, each) for each in meant.lists]
    return {
        "told": await notice_meant.lines(request, session, meant),
        "figures": await meeting.figures(session, meant, config.channels, at),
        "digested": await meeting.digested(session, meant, config.channels, at, config.announce_per_day),
        "missing": await meeting.lacking(session, meant, row.text, at),
        "lists": await phone_lists.chosen(session, staff, meant.lists),
        "strangers": sum(count for count, _ in unknown),
    }


async def _cost(
    session: AsyncSession, request: web.Request, row: Announcement, meant: Audience, text: str
) -> tuple[Foreseen, Money] | None:
    """What it costs at Zalo, and what is left of the month; None where nothing goes by Zalo."""
    here, config = panel(request), panel(request).settings
    if not config.zalo_oa.on:
        return None
    found = await costing.foreseen(session, meant, config.channels, text, row.file, here.now(), config.zalo_oa.budget)
    if not (found.free or found.paid or found.template or found.never):
        return None
    return found, await spending.money(session, costing.NAME, config.zalo_oa.budget, here.now())


def _on(request: web.Request, one: meeting.Meant | None, shown: Sequence[Shown]) -> Shown:
    """The channel that is looked at: the one that was asked for, else the recipient's own, else the first."""
    by_name = {each.channel: each for each in shown}
    wanted = by_name.get(request.query.get("on", ""))
    return wanted or by_name.get((one.channel if one else None) or "", shown[0])


async def _one(
    session: AsyncSession, request: web.Request, meant: Audience, row: Announcement
) -> tuple[meeting.Meant | None, str]:
    """One of the recipients, each in turn, and the words as they get them."""
    here = panel(request)
    after, on = whole(request.query.get("after", "")), here.settings.channels
    found = await meeting.page(session, meant, on, here.now(), after=after, limit=1)
    found = found or await meeting.page(session, meant, on, here.now(), limit=1)
    if not found:
        return None, row.text
    template = texts.template_of(row.text)
    known = await texts.values(session, here.knowledge, template.names, [found[0].person_id])
    gaps = {name: f"[{name}]" for name in template.names}
    return found[0], template.fill({**gaps, **known.get(found[0].person_id, {})})


async def test(request: web.Request) -> web.Response:
    """The message as the first recipient would get it, into the officer's own chat."""
    here, staff = panel(request), officer(request)
    async with here.db.writing() as session:
        row = await access.announcement(session, staff, number(request))
        _, text = await _one(session, request, audience.load(row.audience), row)
        await drafting.try_out(session, here.knowledge, staff, row, text, here.now())
    return pages.see(request, f"/admin/notices/{row.id}/check", "notice_tested")
