"""Answers to events: changed until closing, refused kindly afterwards; who is told when there is nothing to answer."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from ocop_core.clock import VIETNAM
from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models_events import Registration
from ocop_core.services.announcements.audience import Audience
from ocop_core.services.events import arrivals, files, places, planning, telling
from tests.services.eventful import FAIR, PLAN, event_of, make_event, make_people, notices, states, tap, told
from tests.support.clock import Clock
from tests.support.making import make_officer
from tests.support.talking import owed, say


async def bring(db: Database, knowledge: Knowledge, event: int, what: str, at: datetime, act: str = "join") -> str:
    """Answers the invitation to a fair, and which products they bring."""
    assert "mang sản phẩm nào" in await tap(db, knowledge, f"do:event.{act}:{event}", at, "bay")
    return "\n".join(await say(db, knowledge, what, at=at, address="bay"))


async def standing(db: Database) -> tuple[str, str, list[str]]:
    """How the only one who answered stands to the event."""
    async with db.reading() as session:
        row = (await session.scalars(select(Registration))).one()
        return row.state, row.approval, list(row.products)


@pytest.mark.parametrize("act", ["join", "decline"])
async def test_what_was_called_off_is_not_answered_any_more(
    db: Database, knowledge: Knowledge, clock: Clock, act: str
) -> None:
    officer = await make_officer(db, clock())
    event = await make_event(db, officer, clock(), replace(PLAN, capacity=1))
    await make_people(db, knowledge, clock(), "goes", "waits")
    for name in ("goes", "waits"):
        await tap(db, knowledge, f"do:event.join:{event}", clock(), name)
    async with db.writing() as session:
        await planning.call_off(session, officer, event, "Mưa lớn", clock())
    before = await states(db, event)
    for name in ("goes", "waits"):
        assert "đã hủy" in await tap(db, knowledge, f"do:event.{act}:{event}", clock.go(minutes=1), name)
    assert await states(db, event) == before


async def test_whoever_looks_too_late_reads_why_nobody_can_join(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    event = await make_event(db, await make_officer(db, clock()), clock())
    await make_people(db, knowledge, clock(), "bay")
    closed = datetime(2026, 12, 3, 9, 0, tzinfo=VIETNAM)
    assert "Đã hết hạn ghi tên" in await tap(db, knowledge, f"do:event.see:{event}", closed, "bay")
    assert "hết hạn ghi tên" in await tap(db, knowledge, f"do:event.join:{event}", closed + timedelta(minutes=1), "bay")
    begun = PLAN.starts_at + timedelta(minutes=5)
    assert "Đã bắt đầu hoặc đã xong" in await tap(db, knowledge, f"do:event.see:{event}", begun, "bay")


async def test_whoever_scans_the_poster_of_the_list_reads_it_as_soon_as_they_agree(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    officer = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    await make_event(db, officer, clock())
    await make_event(db, officer, clock(), replace(FAIR, meant=Audience(dossiers=("submitted",))))
    await say(db, knowledge, Inbound("start", data="su-kien"), at=clock(), address="new")
    assert PLAN.title in (await say(db, knowledge, "đồng ý", at=clock.go(minutes=1), address="new"))[0]
    # Once they have agreed it is known for whom they are not meant.
    listed = (await say(db, knowledge, "lịch tập huấn", at=clock.go(minutes=1), address="new"))[0]
    assert PLAN.title in listed and FAIR.title not in listed


async def test_what_one_brings_can_be_changed_until_closing_and_is_granted_anew(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    officer = await make_officer(db, clock())
    event = await make_event(db, officer, clock(), FAIR)
    await make_people(db, knowledge, clock(), "bay")
    await bring(db, knowledge, event, "mắm cá lóc", clock())
    async with db.writing() as session:
        row = (await session.scalars(select(Registration))).one()
        await arrivals.decide(session, officer, event, row.id, None, clock())
    assert "Đổi sản phẩm" in await labels(db, knowledge, event, clock.go(minutes=1))
    said = await bring(db, knowledge, event, "mắm cá lóc, khô cá sặc", clock.go(minutes=1), "products")
    assert "em gửi cán bộ" in said and "khô cá sặc" in said
    assert await standing(db) == ("going", "asked", ["mắm cá lóc", "khô cá sặc"])
    closed = datetime(2026, 12, 3, 9, 0, tzinfo=VIETNAM)
    assert "Đổi sản phẩm" not in await labels(db, knowledge, event, closed)
    late = await tap(db, knowledge, f"do:event.products:{event}", closed + timedelta(minutes=1), "bay")
    assert "hết hạn ghi tên" in late and "mang sản phẩm nào" not in late


async def labels(db: Database, knowledge: Knowledge, event: int, at: datetime) -> list[str]:
    """What can be tapped under the event."""
    await tap(db, knowledge, f"do:event.see:{event}", at, "bay")
    return [choice.label for choice in (await owed(db, address="bay"))[-1].choices]


async def test_who_left_a_fair_and_comes_back_is_asked_again_what_they_bring(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    event = await make_event(db, await make_officer(db, clock()), clock(), FAIR)
    await make_people(db, knowledge, clock(), "bay")
    await bring(db, knowledge, event, "mắm cá lóc", clock())
    await tap(db, knowledge, f"do:event.decline:{event}", clock.go(minutes=1), "bay")
    assert "Mình đã hủy chỗ" in await tap(db, knowledge, f"do:event.see:{event}", clock.go(minutes=1), "bay")
    await bring(db, knowledge, event, "khô cá sặc", clock.go(minutes=1))
    assert await standing(db) == ("going", "asked", ["khô cá sặc"])


@pytest.mark.parametrize(
    ("told_at", "until"),
    [
        (datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM), datetime(2026, 11, 24, 17, 0, tzinfo=VIETNAM)),
        (datetime(2026, 12, 3, 9, 30, tzinfo=VIETNAM), datetime(2026, 12, 3, 20, 30, tzinfo=VIETNAM)),
        (datetime(2026, 12, 4, 6, 30, tzinfo=VIETNAM), datetime(2026, 12, 4, 7, 0, tzinfo=VIETNAM)),
    ],
)
async def test_near_the_day_a_place_is_kept_for_half_of_what_is_left(
    db: Database, clock: Clock, told_at: datetime, until: datetime
) -> None:
    event = await make_event(db, await make_officer(db, clock()), clock())
    assert telling.answer_by(await event_of(db, event), told_at) == until


async def test_on_the_second_day_those_who_came_on_the_first_are_told_what_changes(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    officer = await make_officer(db, clock())
    plan = replace(PLAN, ends_at=datetime(2026, 12, 6, 17, 0, tzinfo=VIETNAM))
    event = await make_event(db, officer, clock(), plan)
    (bay,) = await make_people(db, knowledge, clock(), "bay")
    await tap(db, knowledge, f"do:event.join:{event}", clock(), "bay")
    async with db.writing() as session:
        row = await places.of(session, event, bay)
        assert row is not None
        await arrivals.check_in(session, officer, event, row.code, PLAN.starts_at)
    second = datetime(2026, 12, 5, 7, 0, tzinfo=VIETNAM)
    other = replace(plan, place="Nhà văn hóa", map_url="https://maps.example.vn/nha-van-hoa")
    async with db.writing() as session:
        await planning.change(session, officer, event, other, (await event_of(db, event)).version, second)
    await told(db, knowledge, second)
    text = (await owed(db, address="bay"))[-1].text
    assert "→ Nhà văn hóa" in text and "Bản đồ mới: https://maps.example.vn/nha-van-hoa" in text


async def test_whoever_was_written_down_at_the_door_without_an_account_is_not_asked_how_it_was(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    officer = await make_officer(db, clock())
    event = await make_event(db, officer, clock())
    async with db.writing() as session:
        await arrivals.walk_in(session, officer, event, "Lý Thị Sáu", "", PLAN.starts_at)
    await told(db, knowledge, datetime(2026, 12, 4, 14, 0, tzinfo=VIETNAM))
    assert await notices(db) == []


async def test_the_sheet_lists_people_as_lists_are_ordered_here(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    officer = await make_officer(db, clock())
    event = await make_event(db, officer, clock())
    async with db.writing() as session:
        for name in ("Trần Văn Út", "Lê Thị Ánh", "Huỳnh Văn Đức", "Bùi Văn Yên", "Đỗ Thị Anh", "Võ Văn Em"):
            await arrivals.walk_in(session, officer, event, name, "", PLAN.starts_at)
        found = await arrivals.guests(session, await event_of(db, event))
    assert [line.name for line in files.lines(knowledge, found)] == [
        "Đỗ Thị Anh",
        "Lê Thị Ánh",
        "Huỳnh Văn Đức",
        "Võ Văn Em",
        "Trần Văn Út",
        "Bùi Văn Yên",
    ]


async def test_who_is_still_in_line_when_it_begins_is_told_so_once(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    event = await make_event(db, await make_officer(db, clock()), clock(), replace(PLAN, capacity=1))
    await make_people(db, knowledge, clock(), "bay", "tu")
    for name in ("bay", "tu"):
        await tap(db, knowledge, f"do:event.join:{event}", clock(), name)
    await told(db, knowledge, PLAN.starts_at - timedelta(minutes=1))
    assert ("unplaced", "owed") not in await notices(db)
    before = len(await owed(db, address="bay"))
    for minutes in (0, 1, 300):
        await told(db, knowledge, PLAN.starts_at + timedelta(minutes=minutes))
    said = await owed(db, address="tu")
    assert "chưa vào được" in said[-1].text and [button.data for button in said[-1].choices] == ["do:event.list"]
    assert (await notices(db)).count(("unplaced", "told")) == 1
    assert len(await owed(db, address="bay")) == before
    late = PLAN.starts_at + timedelta(hours=1)
    seen = await tap(db, knowledge, f"do:event.see:{event}", late, "tu")
    assert "Lần này hết chỗ" in seen and "danh sách chờ" not in seen
    assert "chưa ghi tên" in await tap(db, knowledge, "do:event.mine", late, "tu")


async def test_a_stand_that_is_still_undecided_is_reminded_of_in_honest_words(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    officer = await make_officer(db, clock())
    event = await make_event(db, officer, clock(), FAIR)
    await make_people(db, knowledge, clock(), "bay")
    await bring(db, knowledge, event, "mắm cá lóc", clock.go(minutes=1))
    await told(db, knowledge, FAIR.starts_at - timedelta(days=2))
    reminder = (await owed(db, address="bay"))[-1]
    assert "em nhắc" in reminder.text and "cán bộ còn đang xếp" in reminder.text
    assert f"do:event.ask:{event}" in [button.data for button in reminder.choices]
    async with db.writing() as session:
        row = (await session.scalars(select(Registration))).one()
        await arrivals.decide(session, officer, event, row.id, None, FAIR.starts_at - timedelta(days=2))
    await told(db, knowledge, FAIR.starts_at - timedelta(hours=20))
    assert "còn đang xếp" not in (await owed(db, address="bay"))[-1].text
