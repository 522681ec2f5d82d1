"""Steps of a dossier that need no words: taken over, result sent, proposed, received, before the council."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from admin import forms, pages
from admin.pages import Problem
from admin.panel import officer, panel
from admin.views import dossier
from admin.views.idea import number
from ocop_core.conversation.world import Knowledge
from ocop_core.db.models import Staff
from ocop_core.errors import Refused
from ocop_core.services.dossiers import deciding, reviewing

Verb = Callable[[AsyncSession, Knowledge, Staff, int, datetime, int | None], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Act:
    """A step: its verb, and the lines of the history it may leave."""

    verb: Verb
    leaves: tuple[str, ...]


async def _take(
    session: AsyncSession, knowledge: Knowledge, staff: Staff, dossier_id: int, at: datetime, _: int | None
) -> None:
    """Taking over does no harm twice, whatever else has changed."""
    await reviewing.take(session, knowledge, staff, dossier_id, at)


ACTS: Mapping[str, Act] = {
    "take": Act(_take, ("taken",)),
    "send": Act(reviewing.send_result, ("returned", "complete")),
    "propose": Act(deciding.propose, ("propose",)),
    "receive": Act(deciding.receive, ("receive",)),
    "to_council": Act(deciding.to_council, ("to_council",)),
}


async def act(request: web.Request) -> web.Response:
    """Takes the step once; the same form again only leads to the page."""
    here, staff, name = panel(request), officer(request), request.match_info["act"]
    step, version = ACTS[name], await forms.whole(request, "version")
    try:
        async with here.db.writing() as session:
            await step.verb(session, here.knowledge, staff, number(request), here.now(), version)
    except Refused as refused:
        if refused.key == "access.none":
            raise
        if not await taken_before(request, step.leaves, version):
            return await dossier.page(request, 409, (Problem.of("next", refused),))
    return pages.see(request, f"/admin/dossiers/{number(request)}", f"dossier_{name}")


async def taken_before(request: web.Request, leaves: tuple[str, ...], version: int) -> bool:
    """Whether this very form was taken already, so that a second tap is no error."""
    async with panel(request).db.reading() as session:
        return await reviewing.done_already(session, officer(request), number(request), leaves, version)
