"""What the chat knows: the list of entries, and one entry with its wordings and its history."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from admin import forms, pages
from admin.pages import Problem
from admin.paging import last_page, page_of
from admin.panel import Panel, officer, panel
from ocop_core.conversation.answers import told
from ocop_core.db.models_knowledge import KnowledgeEntry, KnowledgeVersion
from ocop_core.errors import Refused
from ocop_core.knowledge.entries import HINT, SURE, Entry
from ocop_core.services import people
from ocop_core.services.knowing import editing, entry_lists, entry_rows, unanswered
from ocop_core.services.knowing.entry_lists import Wanted

PAGE = 30
CERTAINTIES = {"sure": SURE, "hint": HINT}
_SHOWN = ("question", "also", "answer", "source", "certainty", "next")


@dataclass(frozen=True, slots=True)
class Change:
    """A line of an entry's history: who did what, and what stood there before it where words changed.

    `before` pairs the name of a field with its earlier words; `same` says that these words stand there now.
    """

    version: KnowledgeVersion
    act: str
    before: Sequence[tuple[str, str]]
    same: bool


async def listing(request: web.Request) -> web.Response:
    """All entries: search, filters, a page at a time. Unknown filters count as none."""
    here, staff = panel(request), officer(request)
    wanted, page = _wanted(request), page_of(request)
    certainty = CERTAINTIES.get(wanted["certainty"], "")
    looked_for = Wanted(wanted["q"], wanted["state"], wanted["origin"], certainty)
    async with here.db.reading() as session:
        found = await entry_lists.listed(session, staff, looked_for, limit=PAGE, offset=(page - 1) * PAGE)
        waiting = await unanswered.how_many(session, staff)
    return pages.render(
        request,
        "knowledge.html",
        tab="entries",
        waiting=waiting,
        found=found,
        wanted=wanted,
        page=page,
        last=last_page(found.total, PAGE),
        may_change=editing.may_change(staff),
        certainties=tuple(CERTAINTIES),
        states=entry_lists.STATES,
        origins=entry_lists.ORIGINS,
        hint=HINT,
    )


def _wanted(request: web.Request) -> dict[str, str]:
    query = request.query
    known = {"state": entry_lists.STATES, "origin": entry_lists.ORIGINS, "certainty": tuple(CERTAINTIES)}
    chosen = {name: query.get(name, "") for name in known}
    kept = {name: value if value in known[name] else "" for name, value in chosen.items()}
    return {"q": " ".join(query.get("q", "").split())[:100], **kept}


async def show(request: web.Request) -> web.Response:
    """The page of an entry."""
    return await _page(request)


async def set_state(request: web.Request) -> web.Response:
    """Hides an entry or shows it again; a second tap changes nothing."""
    here, entry_id, act = panel(request), request.match_info["entry"], request.match_info["act"]
    verb, done = {
        "hide": (editing.hide, "entry_hidden"),
        "show": (editing.show, "entry_shown"),
    }[act]
    try:
        async with here.db.writing() as session:
            await verb(session, officer(request), entry_id, here.now())
    except Refused as refused:
        return await _refused(request, refused, "next")
    return pages.see(request, f"/admin/knowledge/{entry_id}", done)


async def restore(request: web.Request) -> web.Response:
    """Takes back the words that stood there before a change."""
    here, entry_id = panel(request), request.match_info["entry"]
    version = await forms.whole(request, "version")
    try:
        async with here.db.writing() as session:
            await editing.restore(session, officer(request), entry_id, version, here.now())
    except Refused as refused:
        return await _refused(request, refused, "history")
    return pages.see(request, f"/admin/knowledge/{entry_id}", "entry_restored")


async def _refused(request: web.Request, refused: Refused, field: str) -> web.Response:
    if refused.key == "knowledge.none":
        raise Refused("access.none") from refused
    return await _page(request, 409, (Problem.of(field, refused),))


async def _page(request: web.Request, status: int = 200, problems: tuple[Problem, ...] = ()) -> web.Response:
    here, staff = panel(request), officer(request)
    async with here.db.reading() as session:
        row = await entry_lists.one(session, staff, request.match_info["entry"])
        versions = await entry_rows.history(session, row.id)
        following = await entry_lists.named(session, row.next)
        names = await people.officers(session, [version.staff_id for version in versions])
        asked = await _questions(session, row, versions)
    return pages.render(
        request,
        "knowledge_one.html",
        status,
        row=row,
        said=as_said(here, entry_rows.as_entry(row)),
        following=following,
        history=list(changes(row, versions, asked, here)),
        officers=names,
        may_change=editing.may_change(staff),
        hint=HINT,
        problems=problems,
    )


def as_said(here: Panel, entry: Entry) -> str:
    """The answer as the chat says it."""
    said = told(entry)
    return here.knowledge.words.say(said.key, said.params)


async def _questions(
    session: AsyncSession, row: KnowledgeEntry, versions: Sequence[KnowledgeVersion]
) -> Mapping[str, str]:
    """The further questions that this entry has or had."""
    ids = dict.fromkeys([*row.next, *(each for v in versions if v.before for each in v.before["next"])])
    return await entry_lists.named(session, ids)


def changes(
    row: KnowledgeEntry, versions: Sequence[KnowledgeVersion], asked: Mapping[str, str], here: Panel
) -> Iterator[Change]:
    """The history, newest first: each change against what came of it."""
    now = {name: getattr(row, name) for name in (*_SHOWN, "state")}
    after = now
    for version in versions:
        before = version.before
        if before is None:
            yield Change(version, "added", (), False)
            continue
        changed = [name for name in _SHOWN if before[name] != after[name]]
        shown = [(name, _in_words(name, before[name], asked, here)) for name in changed]
        same = all(before[name] == now[name] for name in _SHOWN)
        yield Change(version, "edited" if changed else f"state_{after['state']}", shown, same)
        after = {name: before[name] for name in (*_SHOWN, "state")}


def _in_words(name: str, value: Any, asked: Mapping[str, str], here: Panel) -> str:
    if name == "next":
        value = [asked.get(each, each) for each in value]
    text = "\n".join(value) if isinstance(value, list) else str(value)
    return text or here.knowledge.words.say("admin_knowledge.one.empty")
