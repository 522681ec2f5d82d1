"""One import: what would become of each row, and doubtful rows mended in place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from admin import forms, pages
from admin.pages import Problem
from admin.panel import officer, panel
from admin.views.idea import number
from admin.views.imports import shown_number
from ocop_core.db.models_imports import ImportBatch, ImportRow
from ocop_core.errors import Refused
from ocop_core.office.reading import FIELDS, Reading
from ocop_core.services import access
from ocop_core.services.imports import batches, listing, mending

PAGE = 25
# What an officer may confirm as it stands: saving the row says that it is right.
CONFIRMED = frozenset(
    f"import_row.{name}" for name in ("ends_other", "second", "two_current", "stars_score", "unit_unsure")
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A row on the page: what was read, why it is doubtful, the fields to mend with what they could be."""

    row: ImportRow
    reading: Reading
    fields: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    picks: Sequence[tuple[str, str]] = ()


async def show(request: web.Request) -> web.Response:
    """A leaf of the import: what has to be looked at, or else the first that has rows."""
    return await _page(request)


async def mend(request: web.Request) -> web.Response:
    """Writes over one row; on any problem the row is shown again with what was typed."""
    here, typed = panel(request), await _typed(request)
    try:
        async with here.db.writing() as session:
            row = await _row(request, session)
            await batches.mend(session, officer(request), here.knowledge.province, row.id, typed, here.now())
    except Refused as refused:
        if "field" not in refused.params:
            raise
        return await _page(request, refused, typed)
    done = "import_left_out" if typed.get(mending.LEAVE_OUT) else "import_mended"
    return pages.see(request, f"/admin/imports/{number(request)}?show=doubtful", done)


async def _row(request: web.Request, session: AsyncSession) -> ImportRow:
    batch = await access.import_batch(session, officer(request), number(request))
    text = request.match_info["row"]
    row = await listing.row(session, batch.id, int(text)) if len(text) < 8 else None
    if row is None:
        raise Refused("access.none")
    return row


async def _typed(request: web.Request) -> dict[str, str]:
    """What was written; a day that was typed goes before one that was picked."""
    found = {name: await forms.field(request, name) for name in (*FIELDS, mending.LEAVE_OUT, mending.PICK)}
    for name in ("issued", "expires"):
        found[name] = await forms.field(request, f"{name}_other") or found[name]
    return found


async def _page(
    request: web.Request, refused: Refused | None = None, typed: Mapping[str, str] | None = None
) -> web.Response:
    here = panel(request)
    async with here.db.reading() as session:
        batch = await access.import_batch(session, officer(request), number(request))
        only = await _row(request, session) if "row" in request.match_info else None
        leaf = _leaf(request, batch)
        after = request.query.get("after", "")
        behind = int(after) if after.isascii() and after.isdecimal() and len(after) < 8 else 0
        rows = [only] if only else await listing.rows(session, batch.id, leaf, after=behind, limit=PAGE + 1)
    wrong = str(refused.params["field"]) if refused else ""
    return pages.render(
        request,
        "import_one.html",
        422 if refused else 200,
        batch=batch,
        leaf=leaf,
        leaves=[name for name in listing.LEAVES if batch.counts.get(name)],
        rows=[_shown(row, typed or {}) for row in rows[:PAGE]],
        more=rows[PAGE - 1].source_row if len(rows) > PAGE else None,
        problems=(Problem.of(wrong, refused),) if refused else (),
        clear=sum(batch.counts.get(name, 0) for name in batches.CLEAR),
        units=sorted(here.knowledge.province.units, key=lambda unit: unit.short),
        place=pages.place_names(request),
        number=shown_number,
        day=_day,
        points=_points,
        confirmed=CONFIRMED,
    )


def _leaf(request: web.Request, batch: ImportBatch) -> str:
    there = [name for name in listing.LEAVES if batch.counts.get(name)]
    wanted = request.query.get("show", "")
    return wanted if wanted in listing.LEAVES and wanted in there else next(iter(there), "doubtful")


def _shown(row: ImportRow, typed: Mapping[str, str]) -> Shown:
    reading = mending.row_of(row.reading, row.mended).reading
    if row.state != "open" or row.action != "doubtful":
        return Shown(row, reading)
    wrong = {problem["field"] for problem in row.problems}
    return Shown(
        row,
        reading,
        tuple(name for name in FIELDS if name in wrong),
        _values(reading) | {name: text for name, text in typed.items() if text},
        {name: days for name, days in reading.choices.items() if name in ("issued", "expires") and name in wrong},
        _picks(row),
    )


def _picks(row: ImportRow) -> list[tuple[str, str]]:
    """The products a row could be about: their ids and names."""
    said = [problem["params"] for problem in row.problems if problem["field"] == mending.PICK]
    return [
        pair for params in said for pair in zip(params["ids"].split(","), params["names"].split("; "), strict=False)
    ]


def _values(reading: Reading) -> dict[str, str]:
    likely = reading.choices.get("unit", ())
    return {
        "product": reading.product,
        "producer": reading.producer,
        "phone": reading.phone or "",
        "unit": reading.unit or (likely[0] if len(likely) == 1 else ""),
        "stars": str(reading.stars or ""),
        "decision": reading.decision_no,
        "issued": _day(reading.issued_on),
        "expires": _day(reading.expires_on),
    }


def _points(hundredths: str) -> str:
    return f"{int(hundredths) / 100:g}".replace(".", ",")


def _day(day: date | str | None) -> str:
    value = date.fromisoformat(day) if isinstance(day, str) and day else day
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else ""
