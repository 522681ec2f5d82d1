"""The form of an entry: a new one or other words for one that is there, with further questions found by search."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from admin import forms, pages
from admin.pages import Problem
from admin.panel import Panel, officer, panel
from admin.views.knowledge import as_said
from ocop_core.clock import local_day
from ocop_core.db.models_knowledge import Unanswered
from ocop_core.errors import Refused
from ocop_core.knowledge.entries import ANSWER_MOST, CERTAINTIES, HINT, NEXT_MOST, QUESTION_MOST, SOURCE_MOST, Entry
from ocop_core.services.knowing import editing, entry_lists, entry_rows
from ocop_core.services.knowing.editing import Fields

_GAP = "\N{OBJECT REPLACEMENT CHARACTER}"
_FIELD_OF = {
    "no_question": "question",
    "long_question": "question",
    "no_answer": "answer",
    "long_answer": "answer",
    "no_source": "source",
    "long_source": "source",
    "many_wordings": "also",
    "no_certainty": "certainty",
    "no_next": "find",
    "many_next": "find",
}


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the form, `find` with what is looked for among other questions, and where it goes."""

    fields: Fields
    find: str = ""
    entry_id: str = ""
    seen: int = 0
    asked: Unanswered | None = None


EMPTY = Form(Fields("", "", "", ""))


async def show_new(request: web.Request) -> web.Response:
    """The empty form."""
    may_change(request)
    return await page(request, EMPTY)


async def add(request: web.Request) -> web.Response:
    """A new entry; on any problem what was typed stays."""
    here, form = panel(request), await typed(request)
    if await looks_for(request):
        return await page(request, form)
    try:
        async with here.db.writing() as session:
            entry = await editing.add(session, officer(request), form.fields, here.now())
    except Refused as refused:
        return await page(request, form, of_fields(form.fields, refused, here.now()))
    return pages.see(request, f"/admin/knowledge/{entry.id}", "entry_saved")


async def show_edit(request: web.Request) -> web.Response:
    """The form with the present words."""
    may_change(request)
    async with panel(request).db.reading() as session:
        row = await entry_lists.one(session, officer(request), request.match_info["entry"])
        seen = await editing.last_change(session, row.id)
    entry = entry_rows.as_entry(row)
    fields = Fields(entry.question, entry.answer, entry.source, entry.certainty, entry.also, entry.next)
    return await page(request, Form(fields, entry_id=entry.id, seen=seen))


async def edit(request: web.Request) -> web.Response:
    """Other words for an entry; on any problem what was typed stays."""
    here, entry_id = panel(request), request.match_info["entry"]
    form = replace(await typed(request), entry_id=entry_id, seen=await forms.whole(request, "seen"))
    if await looks_for(request):
        return await page(request, form)
    try:
        async with here.db.writing() as session:
            staff, now = officer(request), here.now()
            await editing.edit(session, staff, entry_id, form.fields, now, seen=form.seen)
    except Refused as refused:
        return await _not_saved(request, form, refused)
    return pages.see(request, f"/admin/knowledge/{entry_id}", "entry_saved")


async def _not_saved(request: web.Request, form: Form, refused: Refused) -> web.Response:
    if refused.key == "knowledge.none":
        raise Refused("access.none") from refused
    if refused.key == "knowledge.changed":
        # What a colleague wrote is shown in the history; saving once more is a decision.
        async with panel(request).db.reading() as session:
            form = replace(form, seen=await editing.last_change(session, form.entry_id))
    return await page(request, form, of_fields(form.fields, refused, panel(request).now()))


async def pick(request: web.Request) -> web.Response:
    """Only the questions that fit, for a form that is open."""
    find, without = request.query.get("q", "")[:QUESTION_MOST], request.query.get("without", "")
    async with panel(request).db.reading() as session:
        found = await _found(session, request, find, without)
    return pages.render(request, "knowledge_found.html", found=found, find=find)


def may_change(request: web.Request) -> None:
    """Raises Refused for who may only read."""
    if not editing.may_change(officer(request)):
        raise Refused("knowledge.not_yours")


async def typed(request: web.Request) -> Form:
    """What was posted."""
    also = (await forms.field(request, "also")).split("\n")
    fields = Fields(
        await forms.field(request, "question"),
        await forms.field(request, "answer"),
        await forms.field(request, "source"),
        await forms.field(request, "certainty"),
        tuple(line for line in also if line.strip()),
        await forms.ticked(request, "next"),
    )
    return Form(fields, await forms.field(request, "find"))


async def looks_for(request: web.Request) -> bool:
    """Whether the form was sent only to look for further questions."""
    return await forms.field(request, "do") == "find"


def of_fields(fields: Fields, refused: Refused, at: datetime) -> tuple[Problem, ...]:
    """A refusal at its field, with whatever else is wrong."""
    if refused.key == "knowledge.not_yours":
        raise refused
    found = editing.problems(fields, at) or (refused,)
    return tuple(Problem.of(_field(fields, each), each) for each in found)


def _field(fields: Fields, refused: Refused) -> str:
    name = refused.key.partition(".")[2]
    long_wording = name == "long_question" and len(fields.question) <= QUESTION_MOST
    taken = name == "wording_taken" and refused.params.get("wording") != fields.question
    return "also" if long_wording or taken else _FIELD_OF.get(name, "question")


async def page(request: web.Request, form: Form, problems: tuple[Problem, ...] = ()) -> web.Response:
    """The form as it stands, with what is wrong in it."""
    here = panel(request)
    async with here.db.reading() as session:
        chosen = await entry_lists.named(session, form.fields.next)
        found = await _found(session, request, form.find, form.entry_id)
        near = await _found(session, request, form.asked.sample, "") if form.asked else ()
    before, after = _around(here, form.fields)
    return pages.render(
        request,
        "knowledge_form.html",
        422 if problems else 200,
        form=form,
        chosen=chosen,
        found=[entry for entry in found if entry.id not in chosen],
        near=near[:3],
        before=before,
        after=after,
        certainties=CERTAINTIES,
        hint=HINT,
        question_most=QUESTION_MOST,
        answer_most=ANSWER_MOST,
        source_most=SOURCE_MOST,
        next_most=NEXT_MOST,
        place=pages.place_names(request),
        problems=problems,
    )


def _around(here: Panel, fields: Fields) -> tuple[str, str]:
    """What the chat says before and behind the answer."""
    source = fields.source or here.knowledge.words.say("admin_knowledge.form.source_here")
    entry = Entry("new", "", (), _GAP, source, local_day(here.now()), fields.certainty, ())
    before, _, after = as_said(here, entry).partition(_GAP)
    return before, after


async def _found(session: AsyncSession, request: web.Request, find: str, without: str) -> Sequence[Entry]:
    library = await panel(request).shelf.fresh(session)
    return await entry_lists.like(session, officer(request), library, find, without=without)
