"""When reminders speak and what they say: read by all officers, set by the province."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from aiohttp import web

from admin import forms, pages
from admin.pages import Problem
from admin.panel import officer, panel
from ocop_core.clock import local_day
from ocop_core.conversation.promises import own_words
from ocop_core.conversation.promises.reminding import CERTIFICATE, PAPER, Matter, reminder
from ocop_core.errors import Refused
from ocop_core.i18n import Words
from ocop_core.rulebook.promises import Plan, Stage
from ocop_core.rulebook.working_days import DAY
from ocop_core.services import access
from ocop_core.services.reminders import stage_acts, stages
from ocop_core.services.reminders.stage_acts import OWN, Setting
from ocop_core.services.render import render

NEW = "new"
_DAYS = re.compile("([-\u2013\u2212]?) ?([0-9]{1,5})")
SAMPLE_STARS = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A stage on the page: its own words if it has any, and what somebody would read today."""

    stage: Stage
    text: str
    sample: str


async def show(request: web.Request) -> web.Response:
    """All stages of all kinds of paper, what each says, and what was changed."""
    return await _page(request)


async def change(request: web.Request) -> web.Response:
    """Another number of days for a stage, silence, other words."""
    match = request.match_info
    return await _carried_out(request, match["plan"], match["stage"])


async def add(request: web.Request) -> web.Response:
    """One more stage."""
    return await _carried_out(request, request.match_info["plan"], NEW)


async def _carried_out(request: web.Request, plan: str, stage: str) -> web.Response:
    here, staff = panel(request), officer(request)
    typed = {name: await forms.field(request, name) for name in ("days", "is_on", "text")}
    try:
        setting = _setting(typed)
        async with here.db.writing() as session:
            if stage == NEW:
                await stage_acts.add(session, staff, plan, setting, here.now())
            else:
                await stage_acts.change(session, staff, plan, stage, setting, here.now())
    except Refused as refused:
        if refused.key == "access.none":
            raise
        return await _page(request, (Problem.of(f"{plan}-{stage}", refused),), typed)
    return pages.see(request, f"/admin/stages#{plan}", "saved")


def _setting(typed: Mapping[str, str]) -> Setting:
    found = _DAYS.fullmatch(typed["days"].strip())
    if found is None:
        raise Refused("stages.days")
    # Word processors make a dash of the minus.
    days = int(found[2]) * (-1 if found[1] else 1)
    return Setting(days, typed["is_on"] == "yes", " ".join(typed["text"].split()))


async def _page(
    request: web.Request, problems: tuple[Problem, ...] = (), typed: Mapping[str, str] | None = None
) -> web.Response:
    here, staff = panel(request), officer(request)
    async with here.db.reading() as session:
        in_force, texts = await stages.plans(session), await stages.texts(session)
        changes = await stage_acts.changes(session, limit=20)
    today, words = local_day(here.now()), here.knowledge.words
    return pages.render(
        request,
        "stages.html",
        409 if problems else 200,
        plans=[(plan, _rows(plan, texts, words, today)) for plan in in_force.values()],
        changes=changes,
        mine=access.units_of(staff) is None,
        problems=problems,
        typed=typed or {},
        wrong=problems[0].field if problems else "",
        names={plan: tuple(own_words.names(plan)) for plan in in_force},
        longest=own_words.LONGEST,
        may_add={plan.id: not {*OWN} <= {stage.id for stage in plan.stages} for plan in in_force.values()},
    )


def _rows(plan: Plan, texts: stages.Texts, words: Words, today: date) -> list[Row]:
    ordered = sorted(plan.stages, key=lambda stage: -stage.days)
    return [_row(plan, stage, texts.get((plan.id, stage.id), ""), words, today) for stage in ordered]


def _row(plan: Plan, stage: Stage, text: str, words: Words, today: date) -> Row:
    """With the words for a paper whose stage is today."""
    kind = CERTIFICATE if plan.id == CERTIFICATE else PAPER
    name = words.say("admin_coming.sample") if kind == CERTIFICATE else words.say(f"dated_paper.kind.{plan.id}_name")
    matter = Matter(kind, 0, plan.id, name, today + stage.days * DAY, stage.id, SAMPLE_STARS, text)
    (body,) = render([reminder([matter], words, today)], words, 1, words.say("nav.you"))
    return Row(stage, text, body.text)
