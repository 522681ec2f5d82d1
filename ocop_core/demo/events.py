"""Two invented trainings and a fair: one that fills up, one that has been, stands to be granted."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import VIETNAM, local_day
from ocop_core.db.models import Staff
from ocop_core.db.models_events import Event
from ocop_core.services.announcements.audience import Audience
from ocop_core.services.events import arrivals, places, planning
from ocop_core.services.events.planning import Plan

PRODUCTS = ("Mắm cá lóc", "Đường thốt nốt", "Khô cá sặc", "Trà xạ đen")
RATINGS = ("good", "good", "fair")


async def add_events(session: AsyncSession, people: Sequence[int], officers: Sequence[Staff], at: datetime) -> None:
    """A class of the province with a waiting list, a fair with stands to be granted, a class of last week."""
    province, commune = officers[0], officers[1]
    label = _plan("class", "Tập huấn ghi nhãn hàng hóa", "Hội trường Sở Nông nghiệp và Môi trường", at, 9, capacity=6)
    await _held(session, province, label, people[:9], at)
    fair = _plan("fair", "Hội chợ đặc sản OCOP cuối năm", "Quảng trường Trưng Nữ Vương", at, 16, days=3, capacity=12)
    await _held(session, province, fair, people[3:8], at, PRODUCTS)
    before = at - timedelta(days=20)
    past = _plan("class", "Tập huấn chụp ảnh sản phẩm", "Nhà văn hóa xã", before, 8)
    number = await _held(session, commune, past, people[:4], before)
    await _attended(session, commune, number, before + timedelta(days=8))


def _plan(
    kind: str, title: str, place: str, at: datetime, ahead: int, *, days: int = 0, capacity: int | None = None
) -> Plan:
    day = local_day(at) + timedelta(days=ahead)
    starts = datetime.combine(day, time(7, 30), tzinfo=VIETNAM)
    ends = datetime.combine(day + timedelta(days=days), time(17 if days else 11), tzinfo=VIETNAM)
    closes = day - timedelta(days=2)
    papers = "Nhãn đang dùng và giấy công bố" if kind == "class" else ""
    everyone = Audience(everyone=True)
    return Plan(kind, title, place, starts, ends, closes, capacity, papers=papers, meant=everyone)


async def _held(
    session: AsyncSession,
    staff: Staff,
    plan: Plan,
    people: Sequence[int],
    at: datetime,
    products: Sequence[str] = (),
) -> int:
    """The event with those who said that they come."""
    row = await planning.create(session, staff, plan, at)
    await planning.open_up(session, staff, row.id, at)
    for number, person in enumerate(people):
        if await places.may_come(session, row, person, at):
            brought = (products[number % len(products)],) if products else ()
            await places.join(session, row.id, person, at, brought)
    return row.id


async def _attended(session: AsyncSession, staff: Staff, event: int, at: datetime) -> None:
    """Those who signed up came, and some said how it was."""
    row = await session.get_one(Event, event)
    for number, guest in enumerate(await arrivals.guests(session, row)):
        if guest.row.state == "going":
            await arrivals.check_in(session, staff, event, guest.row.code, at)
            guest.row.answers = {"rating": RATINGS[number % len(RATINGS)]}
    await arrivals.walk_in(session, staff, event, "Lý Thị Sáu", "", at)
    row.state = "over"
