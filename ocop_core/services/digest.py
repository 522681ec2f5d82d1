"""The Monday letter to officers: what waits in their territory, in one message and on one page."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.conversation.said import Say
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Idea, Staff
from ocop_core.db.models_dossiers import Dossier
from ocop_core.db.models_products import Certificate, Product
from ocop_core.db.models_promises import Call
from ocop_core.db.models_reports import Report, ReportPeriod, StaffDigest
from ocop_core.db.models_threads import Thread
from ocop_core.db.queries import insert_once
from ocop_core.rulebook.editions import edition
from ocop_core.rulebook.promises import hush
from ocop_core.rulebook.working_days import IN_FORCE
from ocop_core.services import access, calls
from ocop_core.services.knowledge import load_knowledge
from ocop_core.services.reports import periods
from ocop_core.services.staff import staff_telling
from ocop_core.settings import Settings

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Figures:
    """What waits in a territory. `closing`: certificates whose window to hand in closes within four weeks."""

    ideas: int = 0
    threads: int = 0
    dossiers: int = 0
    due: int = 0
    window: int = 0
    closing: int = 0
    calls: int = 0
    reports: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


async def by_unit(session: AsyncSession, knowledge: Knowledge, today: date) -> Mapping[str, Figures]:
    """The figures of every commune, by a handful of statements whatever their number."""
    found: dict[str, dict[str, int]] = {unit.code: {} for unit in knowledge.province.units}
    for name, query in _queries(today).items():
        for unit, count in (await session.execute(query)).all():
            found.setdefault(unit, {})[name] = count
    open_ones = (await session.scalars(select(ReportPeriod.id).where(*_reporting(today)))).all()
    done = select(Report.unit, func.count()).where(Report.period_id.in_(open_ones), Report.state.in_(periods.DONE))
    reported = {unit: count for unit, count in (await session.execute(done.group_by(Report.unit))).all()}
    return {unit: Figures(**counts, reports=len(open_ones) - reported.get(unit, 0)) for unit, counts in found.items()}


def _reporting(today: date) -> tuple[Any, ...]:
    near = ReportPeriod.due_on <= today + 2 * WEEK
    return ReportPeriod.state == periods.OPEN, near, ReportPeriod.due_on >= today - 2 * WEEK


def _queries(today: date) -> Mapping[str, Any]:
    renewal = edition(IN_FORCE).law.renewal
    assert renewal is not None
    opens, closes = timedelta(days=renewal.opens_days), timedelta(days=renewal.closes_days)
    certificates = select(Product.unit, func.count()).join(Certificate, Certificate.product_id == Product.id)
    certificates = certificates.where(Certificate.state == "current").group_by(Product.unit)
    in_window = certificates.where(Certificate.expires_on <= today + opens, Certificate.expires_on >= today + closes)
    dossiers = select(Dossier.unit, func.count()).where(Dossier.state == "submitted").group_by(Dossier.unit)
    return {
        "ideas": select(Idea.unit, func.count()).where(Idea.state == "new").group_by(Idea.unit),
        "threads": select(Thread.unit, func.count()).where(Thread.state == "open").group_by(Thread.unit),
        "dossiers": dossiers,
        "due": dossiers.where(Dossier.due_on <= today + WEEK),
        "window": in_window,
        "closing": in_window.where(Certificate.expires_on <= today + closes + 4 * WEEK),
        "calls": select(Call.unit, func.count()).where(Call.state.in_(calls.WAITING)).group_by(Call.unit),
    }


async def of(session: AsyncSession, knowledge: Knowledge, staff: Staff, today: date) -> Figures:
    """What waits in an officer's territory."""
    return own(staff, await by_unit(session, knowledge, today))


def own(staff: Staff, figures: Mapping[str, Figures]) -> Figures:
    """The figures of an officer's territory out of those of all communes."""
    units = access.units_of(staff)
    return sum((each for unit, each in figures.items() if units is None or unit in units), Figures())


async def send(db: Database, settings: Settings, at: datetime) -> list[dict[str, Any]]:
    """The letter of this week, to each officer once, from Monday morning on; who was not there gets it later."""
    today = local_day(at)
    monday = today - timedelta(days=today.weekday())
    if today.weekday() > 4 or hush(at, urgent=False) is not None:
        return []
    knowledge = load_knowledge(settings.province)
    async with db.writing() as session:
        chats = await staff_telling.chats(session)
        figures = await by_unit(session, knowledge, today) if chats else {}
        lines = []
        for staff in (await session.scalars(select(Staff).where(Staff.id.in_(chats), Staff.active))).all():
            if not await insert_once(session, StaffDigest, staff_id=staff.id, monday=monday, at=at):
                continue
            say = letter(knowledge, own(staff, figures), monday)
            await staff_telling.tell(session, knowledge, chats[staff.id], [say], at, f"digest:{monday}")
            lines.append({"act": "digest", "staff": staff.id})
        return lines


def letter(knowledge: Knowledge, figures: Figures, monday: date) -> Say:
    """The letter: a line for each thing that waits, or that nothing does."""
    shown = {"week": f"{monday:%d/%m}"}
    lines = [
        knowledge.words.say(f"digest.{f.name}", {"count": count})
        for f in fields(figures)
        if (count := getattr(figures, f.name))
    ]
    return Say("digest.letter", {**shown, "lines": "\n".join(lines)}) if lines else Say("digest.nothing", shown)
