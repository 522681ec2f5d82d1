"""Counts what the program itself knows of a period, for all communes at once."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import VIETNAM
from ocop_core.db.models import Idea
from ocop_core.db.models_dossiers import Dossier, DossierEvent
from ocop_core.db.models_products import Certificate, Product
from ocop_core.db.models_reports import ReportPeriod

Counted = Mapping[str, Mapping[str, int]]


async def counted(session: AsyncSession, period: ReportPeriod, unit: str | None = None) -> Counted:
    """Figures by commune and key; a commune of which nothing is known is left out. `unit` limits to one."""
    found: dict[str, dict[str, int]] = {}
    for key, query in _queries(period).items():
        of_unit = query if unit is None else query.where(query.selected_columns[0] == unit)
        for code, count in (await session.execute(of_unit)).all():
            found.setdefault(code, {})[key] = count
    return found


def _queries(period: ReportPeriod) -> Mapping[str, Select[Any]]:
    first, last = period.begins_on, period.ends_on
    begins, ends = _moment(first), _moment(last + timedelta(days=1))
    ideas = select(Idea.unit, func.count()).where(Idea.created_at >= begins, Idea.created_at < ends)
    dossiers = select(Dossier.unit, func.count()).where(Dossier.submitted_at >= begins, Dossier.submitted_at < ends)
    proposed = (
        select(Dossier.unit, func.count(Dossier.id.distinct()))
        .join(DossierEvent, DossierEvent.dossier_id == Dossier.id)
        .where(DossierEvent.act == "propose", DossierEvent.at >= begins, DossierEvent.at < ends)
    )
    granted = _certificates(func.count()).where(Certificate.issued_on >= first, Certificate.issued_on <= last)
    fresh = granted.where(Certificate.version == 1)
    ended = (Certificate.state.in_(("current", "lapsed")), Certificate.expires_on >= first)
    standing = (Certificate.state == "current", Certificate.expires_on >= last, Certificate.issued_on <= last)
    return {
        "ideas": ideas.group_by(Idea.unit),
        "handed_in": dossiers.group_by(Dossier.unit),
        "proposed": proposed.group_by(Dossier.unit),
        "new3": fresh.where(Certificate.stars == 3),
        "new4": fresh.where(Certificate.stars >= 4),
        "renewed": granted.where(Certificate.version > 1),
        "lapsed": _certificates(func.count()).where(*ended, Certificate.expires_on <= last),
        "standing": _certificates(func.count()).where(*standing),
        "makers": _certificates(func.count(Product.producer.distinct())).where(*standing),
    }


def _certificates(what: Any) -> Select[Any]:
    joined = select(Product.unit, what).join(Certificate, Certificate.product_id == Product.id)
    return joined.group_by(Product.unit)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=VIETNAM)
