"""Moments: stored in UTC, shown and reckoned in Vietnamese time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def utc_now() -> datetime:
    """The present moment in UTC. Only entry points ask; below them time is an argument."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The same moment in Vietnamese time."""
    return moment.astimezone(VIETNAM)


def local_day(moment: datetime) -> date:
    """The Vietnamese calendar day on which `moment` falls."""
    return local(moment).date()


def show_moment(moment: datetime) -> str:
    """A moment as people here write it: `14:05 23/11/2026`, Vietnamese time."""
    return f"{local(moment):%H:%M %d/%m/%Y}"
