"""Who has had enough announcements for one day: they get the rest together the day after."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from ocop_core.clock import local
from ocop_core.db.models_announcements import Announcement, Recipient


def had_enough(person: ColumnElement[int], at: datetime, per_day: int) -> ColumnElement[bool]:
    """Whether somebody stands on the lists of so many announcements of this day already."""
    midnight = local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    other, told = aliased(Recipient), aliased(Announcement)
    today = (
        select(func.count())
        .select_from(other)
        .join(told, told.id == other.announcement_id)
        .where(other.person_id == person, other.skip.is_(None), told.started_at >= midnight, told.kind == "notice")
        .scalar_subquery()
    )
    enough: ColumnElement[bool] = today >= per_day
    return enough
