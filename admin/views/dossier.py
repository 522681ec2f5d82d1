"""One dossier: each paper beside what was handed in for it, the clock, what the officer may do, and the history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from admin import pages
from admin.pages import Problem
from admin.panel import Panel, officer, panel
from admin.views.dossier_cards import Cards, cards
from admin.views.dossiers import days_left
from admin.views.idea import number
from ocop_core.clock import local_day
from ocop_core.conversation.dossiers.view import DossierView
from ocop_core.db.models import Person, Staff
from ocop_core.db.models_dossiers import Dossier
from ocop_core.db.models_products import Product
from ocop_core.rulebook.dossier_steps import open_to
from ocop_core.services import access, people
from ocop_core.services.dossiers import listing, records, reviewing
from ocop_core.services.dossiers.deciding import reaches_five, shown_score
from ocop_core.services.dossiers.listing import Line

DECISIONS = ("to_council", "recognise", "recognise_five", "to_ministry", "fail")


@dataclass(frozen=True, slots=True)
class Opened:
    """A dossier with all that its page shows."""

    row: Dossier
    product: Product
    owner: Person
    view: DossierView
    cards: Cards
    history: Sequence[Line]
    officers: Mapping[int, str]


async def show(request: web.Request) -> web.Response:
    """The page of a dossier."""
    return await page(request)


async def moved(request: web.Request) -> web.Response:
    """Addresses that only take forms lead to their dossier."""
    return web.Response(status=302, headers={"Location": f"/admin/dossiers/{number(request)}"})


async def opened(session: AsyncSession, here: Panel, staff: Staff, dossier_id: int) -> Opened:
    """Gathers what there is about a dossier. Raises Refused."""
    row = await access.dossier(session, staff, dossier_id)
    papers = await listing.papers(session, row)
    pages_of = await listing.pages(session, [paper.id for paper in papers])
    view = await records.view(session, row)
    return Opened(
        row,
        await listing.product(session, row),
        await people.producer(session, row.person_id),
        view,
        cards(view, papers, pages_of, local_day(here.now()), here.knowledge.words),
        await listing.history(session, row),
        await people.officers(session, [row.officer_id, *(paper.reviewed_by for paper in papers)]),
    )


async def page(
    request: web.Request, status: int = 200, problems: tuple[Problem, ...] = (), typed: Mapping[int, str] | None = None
) -> web.Response:
    """The whole page; after a refusal with the comment that was typed, by the number of its paper."""
    here, staff = panel(request), officer(request)
    async with here.db.reading() as session:
        found = await opened(session, here, staff, number(request))
    you = pages.whom(here.knowledge.words, found.owner.call, found.owner.name)
    steps = _steps(found.row, staff)
    return pages.render(
        request,
        "dossier.html",
        status,
        found=found,
        dossier=found.row,
        view=found.view,
        cards=found.cards,
        scored=found.view.scored,
        parts=found.view.edition.criteria[found.row.set_no].parts,
        reviewable=reviewing.reviewable(found.row, staff),
        judged=sum(bool(found.row.judgment.get(key)) for key in reviewing.JUDGMENTS),
        judgments=len(reviewing.JUDGMENTS),
        steps=steps,
        decisions=[step for step in steps if step in DECISIONS],
        set_name=here.knowledge.sets.get(found.row.set_no).plain,
        reasons=_reasons(here),
        limit=reviewing.LONGEST_COMMENT,
        typed=typed or {},
        you=you,
        you_first=you[:1].upper() + you[1:],
        left=days_left(found.row.due_on, local_day(here.now())),
        place=pages.place_names(request),
        shown_score=shown_score,
        decided_on=_decided_on(found.row),
        said=act_named(here, found),
        problems=problems,
    )


def _steps(row: Dossier, staff: Staff) -> list[str]:
    """What the officer may do; whoever was recognised with too few points is not proposed for 5 stars."""
    low = row.state == "recognised" and not reaches_five(row)
    return [step for step in open_to(row.state, staff.role) if not (low and step == "to_ministry")]


def _decided_on(row: Dossier) -> date | None:
    written = row.result.get("decided_on")
    return date.fromisoformat(written) if written else None


def _reasons(here: Panel) -> list[str]:
    """Reasons to tap, as the producer will read them."""
    words = here.knowledge.words
    return [words.say(key) for key in words.under("admin_dossier.reason.")]


def act_named(here: Panel, found: Opened) -> "Named":
    """A function that says what a line of the history is about."""
    return Named(here, found.view)


@dataclass(frozen=True, slots=True)
class Named:
    """Says a line of a dossier's history in words."""

    here: Panel
    view: DossierView

    def __call__(self, line: Line) -> str:
        """What happened; a paper is named, and so are the sets."""
        words, paper = self.here.knowledge.words, line.detail.get("paper")
        if line.act == "set" and {"from", "to"} <= line.detail.keys():
            before, now = (self.here.knowledge.sets.get(line.detail[which]).plain for which in ("from", "to"))
            return words.say("admin_dossier.history.set_moved", {"before": before, "now": now})
        key = f"admin_dossier.history.{line.act}"
        name = self.view.paper(paper).name if paper else ""
        return words.say(key if words.has(key) else "admin_dossier.history.other", {"paper": name})
