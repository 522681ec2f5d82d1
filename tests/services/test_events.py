"""Trainings and fairs: never more people than places, everybody told once what concerns them."""

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from ocop_core.clock import VIETNAM, local_day
from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import File
from ocop_core.db.models_events import Registration
from ocop_core.errors import Refused
from ocop_core.services.accounts import merging
from ocop_core.services.events import arrivals, duties, places, planning
from ocop_core.services.events.planning import Materials, Plan
from ocop_core.services.files import made_files
from ocop_core.settings import Settings
from tests.services.eventful import (
    FAIR,
    PLAN,
    event_of,
    make_event,
    make_people,
    notices,
    states,
    tap,
    told,
)
from tests.support.clock import Clock
from tests.support.making import NUI_CAM, THOI_SON, make_idea, make_officer
from tests.support.talking import owed, say


async def test_there_are_never_more_people_than_places(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    event = await make_event(db, await make_officer(db, clock()), clock())
    people = await make_people(db, knowledge, clock(), *(f"n{n}" for n in range(6)))

    async def join(person: int) -> None:
        async with db.writing() as session:
            await places.join(session, event, person, clock())

    await asyncio.gather(*(join(person) for person in people), *(join(person) for person in people))
    found = list((await states(db, event)).values())
    assert sorted(found) == ["going"] * 2 + ["waiting"] * 4


async def test_invited_joins_waits_moves_up_cancels_and_is_asked_how_it_was(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    event = await make_event(db, await make_officer(db, clock()), clock())
    _, _, sau, _ = await make_people(db, knowledge, clock(), "bay", "tu", "sau", "nam")
    (listed,) = await say(db, knowledge, "sắp tới có lớp tập huấn nào không", at=clock.go(minutes=1), address="bay")
    assert "Tập huấn nhãn hàng hóa" in listed and "thứ Sáu 04/12/2026" in listed
    (one,) = await say(db, knowledge, "1", at=clock.go(minutes=1), address="bay")
    assert "Nhớ mang theo: nhãn đang dùng" in one and "Còn 2 chỗ." in one
    joined = await say(db, knowledge, "tham gia", at=clock.go(minutes=1), address="bay")
    assert "em ghi tên" in joined[0] and "VX-" in joined[0]
    await tap(db, knowledge, f"do:event.join:{event}", clock(), "tu")
    assert "danh sách chờ, số 1" in await tap(db, knowledge, f"do:event.join:{event}", clock(), "sau")
    assert "danh sách chờ, số 2" in await tap(db, knowledge, f"do:event.join:{event}", clock(), "nam")

    assert "chắc là không đi" in await tap(db, knowledge, f"do:event.drop:{event}", clock.go(minutes=1), "bay")
    assert "em hủy chỗ" in (await say(db, knowledge, "hủy chỗ", at=clock.go(minutes=1), address="bay"))[0]
    assert await states(db, event) == {"bay": "cancelled", "tu": "going", "sau": "offered", "nam": "waiting"}
    await told(db, knowledge, clock.go(minutes=1))
    offer = (await owed(db, address="sau"))[-1].text
    assert "có chỗ rồi" in offer and "trước 17 giờ, thứ Ba 24/11/2026" in offer
    assert "em ghi tên" in (await say(db, knowledge, "nhận", at=clock.go(minutes=5), address="sau"))[0]

    mine = await say(db, knowledge, "lớp tôi đã ghi tên", at=clock.go(minutes=1), address="sau")
    assert "Tập huấn nhãn hàng hóa" in mine[0] and "Mình đã có chỗ" in mine[0]
    async with db.writing() as session:
        row = await places.of(session, event, sau)
        assert row is not None
        row.state = "came"
    after = datetime(2026, 12, 4, 14, 0, tzinfo=VIETNAM)
    await told(db, knowledge, after)
    asked = (await owed(db, address="sau"))[-1].text
    assert "cảm ơn" in asked and "https://example.vn/nhan" in asked
    assert "dùng được nhất" in (await say(db, knowledge, "hữu ích", at=after + timedelta(minutes=1), address="sau"))[-1]
    await say(db, knowledge, "cách ghi hạn dùng", at=after + timedelta(minutes=2), address="sau")
    await say(db, knowledge, "bỏ qua", at=after + timedelta(minutes=3), address="sau")
    async with db.writing() as session:
        row = await places.of(session, event, sau)
        assert row is not None and row.answers == {"rating": "good", "learned": "cách ghi hạn dùng"}


async def test_a_place_that_is_not_taken_in_time_goes_on(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    event = await make_event(db, await make_officer(db, clock()), clock(), replace(PLAN, capacity=1))
    for name in ("a", "b", "c"):
        await make_people(db, knowledge, clock(), name)
        await tap(db, knowledge, f"do:event.join:{event}", clock(), name)
    await tap(db, knowledge, f"do:event.decline:{event}", clock.go(hours=14), "a")
    await told(db, knowledge, clock())
    assert await notices(db) == [("offered", "owed")], "nobody is written to at eleven at night"
    morning = clock.go(hours=9)
    await told(db, knowledge, morning)
    assert "trước 17 giờ, thứ Tư 25/11/2026" in (await owed(db, address="b"))[-1].text
    await told(db, knowledge, clock.go(hours=33))
    assert await states(db, event) == {"a": "cancelled", "b": "declined", "c": "offered"}
    assert "nhường người kế" in (await owed(db, address="b"))[-1].text
    assert "có chỗ rồi" in (await owed(db, address="c"))[-1].text


async def test_exactly_the_registered_are_told_what_changed(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    officer = await make_officer(db, clock())
    event = await make_event(db, officer, clock())
    await make_people(db, knowledge, clock(), "goes", "not")
    await tap(db, knowledge, f"do:event.join:{event}", clock(), "goes")
    await tap(db, knowledge, f"do:event.decline:{event}", clock(), "not")
    before = len(await owed(db, address="not"))
    other = replace(
        PLAN, place="Nhà văn hóa xã", starts_at=PLAN.starts_at + timedelta(minutes=30), text="Lời giới thiệu"
    )
    async with db.writing() as session:
        await planning.change(session, officer, event, other, (await event_of(db, event)).version, clock())
    await told(db, knowledge, clock.go(minutes=1))
    text = (await owed(db, address="goes"))[-1].text
    assert "Bắt đầu: 7 giờ 30, thứ Sáu 04/12/2026 → 8 giờ, thứ Sáu 04/12/2026" in text
    assert "Nơi: Hội trường UBND phường Thới Sơn → Nhà văn hóa xã" in text and "Lời giới thiệu" not in text
    async with db.writing() as session:
        await planning.call_off(session, officer, event, "Giảng viên bận đột xuất", clock())
    await told(db, knowledge, clock.go(minutes=1))
    assert "Lý do: Giảng viên bận đột xuất" in (await owed(db, address="goes"))[-1].text
    assert len(await owed(db, address="not")) == before
    assert "đã hủy" in await tap(db, knowledge, f"do:event.join:{event}", clock.go(minutes=1), "not")


async def test_reminders_speak_once_and_after_a_silence_only_the_most_urgent(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    event = await make_event(db, await make_officer(db, clock()), clock())
    await make_people(db, knowledge, clock(), "bay")
    await tap(db, knowledge, f"do:event.join:{event}", clock(), "bay")
    for moment in (
        datetime(2026, 12, 1, 22, 0, tzinfo=VIETNAM),
        datetime(2026, 12, 3, 9, 0, tzinfo=VIETNAM),
        datetime(2026, 12, 3, 9, 1, tzinfo=VIETNAM),
        datetime(2026, 12, 4, 5, 40, tzinfo=VIETNAM),
        datetime(2026, 12, 4, 6, 30, tzinfo=VIETNAM),
    ):
        await told(db, knowledge, moment)
    assert await notices(db) == [("d1", "told"), ("h2", "told")]
    texts = [body.text for body in await owed(db, address="bay")]
    assert "hôm nay mình có Tập huấn nhãn hàng hóa lúc 7 giờ 30" in texts[-1]
    assert "Nhớ mang theo: nhãn đang dùng" in texts[-1]


async def test_a_fair_asks_which_products_one_brings(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    event = await make_event(db, await make_officer(db, clock()), clock(), FAIR)
    await make_people(db, knowledge, clock(), "u1")
    await make_idea(db, knowledge, clock())
    assert "mang sản phẩm nào" in await tap(db, knowledge, f"do:event.join:{event}", clock.go(minutes=1), "u1")
    (done, *_) = await say(db, knowledge, "1", at=clock.go(minutes=1))
    assert "khô cá lóc Bảy Chóp" in done and "Cán bộ xếp gian hàng xong" in done


async def test_a_scanned_poster_opens_the_event_after_consent(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    event = await make_event(db, await make_officer(db, clock()), clock())
    await say(db, knowledge, Inbound("start", data=f"event-{event}"), at=clock(), address="new")
    said = await say(db, knowledge, "đồng ý", at=clock.go(minutes=1), address="new")
    assert "Tập huấn nhãn hàng hóa" in said[-1]
    joined = await say(db, knowledge, "1", at=clock.go(minutes=1), address="new")
    assert "em ghi tên" in joined[0] and "xin họ tên" in joined[-1]
    assert "số điện thoại" in (await say(db, knowledge, "Lý Thị Sáu", at=clock.go(minutes=1), address="new"))[-1]
    await say(db, knowledge, "0912 345 678", at=clock.go(minutes=1), address="new")
    async with db.reading() as session:
        (guest,) = await arrivals.guests(session, await event_of(db, event))
    assert (guest.name, guest.phone) == ("Lý Thị Sáu", "0912345678")


async def test_who_lives_elsewhere_is_not_asked_and_not_taken(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    officer = await make_officer(db, clock(), unit=THOI_SON)
    event = await make_event(db, officer, clock())
    await make_people(db, knowledge, clock(), "far")
    assert "chưa có lớp" in (await tap(db, knowledge, "do:event.list", clock(), "far"))
    assert "nhóm khác" in await tap(db, knowledge, f"do:event.join:{event}", clock.go(minutes=1), "far")


@pytest.mark.parametrize(
    ("plan", "key"),
    [
        (replace(PLAN, title="  "), "event.no_title"),
        (replace(PLAN, place=""), "event.no_place"),
        (replace(PLAN, starts_at=datetime(2026, 11, 1, 8, 0, tzinfo=VIETNAM)), "event.past"),
        (replace(PLAN, ends_at=PLAN.starts_at), "event.ends_first"),
        (replace(PLAN, closes_on=date(2026, 12, 5)), "event.closes_late"),
        (replace(PLAN, closes_on=date(2026, 11, 1)), "event.closes_past"),
        (replace(PLAN, capacity=0), "event.capacity"),
        (replace(PLAN, map_url="javascript:alert(1)"), "event.map"),
        (replace(PLAN, text="a" * 2_001), "event.too_long"),
    ],
)
async def test_what_cannot_be_is_refused_in_words(db: Database, clock: Clock, plan: Plan, key: str) -> None:
    officer = await make_officer(db, clock())
    with pytest.raises(Refused) as refused:
        async with db.writing() as session:
            await planning.create(session, officer, plan, clock())
    assert refused.value.key == key


async def test_two_officers_and_too_few_places_are_refused(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    officer = await make_officer(db, clock(), unit=NUI_CAM)
    event = await make_event(db, officer, clock())
    await make_people(db, knowledge, clock(), "a", "b")
    for name in ("a", "b"):
        await tap(db, knowledge, f"do:event.join:{event}", clock(), name)
    version = (await event_of(db, event)).version
    for plan, seen, key in (
        (replace(PLAN, capacity=1), version, "event.too_small"),
        (PLAN, version - 1, "event.edited"),
    ):
        with pytest.raises(Refused) as refused:
            async with db.writing() as session:
                await planning.change(session, officer, event, plan, seen, clock())
        assert refused.value.key == key
    stranger = await make_officer(db, clock(), login="thoi", unit=THOI_SON)
    with pytest.raises(Refused):
        async with db.writing() as session:
            await planning.close(session, stranger, event, clock())


async def test_in_the_last_minutes_no_place_is_offered_that_nobody_could_take_in_time(
    db: Database, knowledge: Knowledge, settings: Settings, clock: Clock
) -> None:
    soon = replace(PLAN, capacity=2, starts_at=clock() + timedelta(hours=1), ends_at=clock() + timedelta(hours=3))
    event = await make_event(db, await make_officer(db, clock()), clock(), replace(soon, closes_on=local_day(clock())))
    for name in ("a", "b", "c", "d"):
        await make_people(db, knowledge, clock(), name)
        await tap(db, knowledge, f"do:event.join:{event}", clock(), name)
    await tap(db, knowledge, f"do:event.decline:{event}", clock.go(minutes=45), "a")
    await told(db, knowledge, clock())
    async with db.reading() as session:
        until = await session.scalar(select(Registration.offered_until).where(Registration.state == "offered"))
    assert until is not None and clock() < until < soon.starts_at
    await tap(db, knowledge, f"do:event.decline:{event}", clock.go(minutes=1), "b")
    before = await owed(db, address="d")
    assert await duties.look(db, settings, clock()) == []
    assert (await states(db, event))["d"] == "waiting" and await owed(db, address="d") == before
    await told(db, knowledge, clock.go(minutes=15))
    assert (await states(db, event))["d"] == "waiting" and len(await owed(db, address="d")) == len(before) + 1


async def test_an_offer_that_night_held_back_until_it_is_too_late_leaves_them_in_line(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    begins = datetime(2026, 12, 4, 6, 40, tzinfo=VIETNAM)
    early = replace(PLAN, capacity=1, starts_at=begins, ends_at=begins + timedelta(hours=2))
    event = await make_event(db, await make_officer(db, clock()), clock(), early)
    for name in ("a", "b"):
        await make_people(db, knowledge, clock(), name)
        await tap(db, knowledge, f"do:event.join:{event}", clock(), name)
    await tap(db, knowledge, f"do:event.decline:{event}", begins - timedelta(hours=1), "a")
    assert (await states(db, event))["b"] == "offered"
    await told(db, knowledge, begins - timedelta(minutes=8))
    assert (await states(db, event))["b"] == "waiting" and await notices(db) == [("offered", "void")]
    await told(db, knowledge, begins + timedelta(minutes=1))
    assert ("unplaced", "told") in await notices(db)


async def test_whoever_erases_everything_leaves_the_place_to_the_next(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    event = await make_event(db, await make_officer(db, clock()), clock(), replace(PLAN, capacity=1))
    await make_people(db, knowledge, clock(), "gone", "next")
    for name in ("gone", "next"):
        await tap(db, knowledge, f"do:event.join:{event}", clock(), name)
    assert "Tập huấn nhãn hàng hóa" in await tap(db, knowledge, "do:data.mine", clock.go(minutes=1), "gone")
    await tap(db, knowledge, "do:data.erase", clock.go(minutes=1), "gone")
    await say(db, knowledge, "xóa hết", at=clock.go(minutes=1), address="gone")
    assert await states(db, event) == {"next": "offered"}


async def test_the_code_comes_as_a_picture_and_the_day_for_a_calendar(
    db: Database, knowledge: Knowledge, clock: Clock, settings: Settings
) -> None:
    event = await make_event(db, await make_officer(db, clock()), clock())
    await make_people(db, knowledge, clock(), "bay")
    await tap(db, knowledge, f"do:event.join:{event}", clock(), "bay")
    assert "mã QR" in await tap(db, knowledge, f"do:event.ticket:{event}", clock.go(minutes=1), "bay")
    await tap(db, knowledge, f"do:event.ticket:{event}", clock.go(minutes=1), "bay")
    async with db.reading() as session:
        rows = (await session.scalars(select(File).order_by(File.id))).all()
    make = made_files.maker(db, knowledge, settings, clock)
    made = [await make(row) for row in rows]
    assert [content[:4] for content in made] == [b"\x89PNG", b"BEGI"], "asked for twice, made once"
    assert "Tập huấn nhãn hàng hóa" in made[1].decode()


async def test_materials_that_come_later_reach_those_who_came(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    officer = await make_officer(db, clock())
    event = await make_event(db, officer, clock(), replace(PLAN, materials=""))
    (bay, _) = await make_people(db, knowledge, clock(), "bay", "tu")
    for name in ("bay", "tu"):
        await tap(db, knowledge, f"do:event.join:{event}", clock(), name)
    async with db.writing() as session:
        row = await places.of(session, event, bay)
        assert row is not None
        await arrivals.check_in(session, officer, event, row.code, PLAN.starts_at)
        # Nothing of the days changes, so what has begun can still be put right.
        mended = replace(PLAN, materials="", text="Có trà nước")
        await planning.change(session, officer, event, mended, 2, PLAN.starts_at)
    after = datetime(2026, 12, 4, 14, 0, tzinfo=VIETNAM)
    await told(db, knowledge, after)
    before = len(await owed(db, address="tu"))
    async with db.writing() as session:
        await planning.give(session, officer, event, Materials("https://example.vn/bai"), after)
    await told(db, knowledge, after + timedelta(minutes=1))
    said = (await owed(db, address="bay"))[-1].text
    assert "tài liệu của Tập huấn nhãn hàng hóa.\nTài liệu đây ạ:\nhttps://example.vn/bai" in said
    assert len(await owed(db, address="tu")) == before


async def test_a_link_opens_an_answer_or_what_can_be_done(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    await make_people(db, knowledge, clock(), "u1")
    for payload, said in (
        ("hoi-ho_tro_gi", "Kế hoạch OCOP An Giang"),
        ("su-kien", "chưa có lớp"),
        ("han-giay", "giấy OCOP"),
    ):
        found = await say(db, knowledge, Inbound("start", data=payload), at=clock.go(minutes=1))
        assert said in " ".join(found), payload


async def test_two_accounts_that_become_one_keep_one_place(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    officer = await make_officer(db, clock())
    event = await make_event(db, officer, clock())
    stays, goes, _ = await make_people(db, knowledge, clock(), "bay", "tu", "sau")
    for name in ("bay", "tu", "sau"):
        await tap(db, knowledge, f"do:event.join:{event}", clock(), name)
    async with db.writing() as session:
        await merging.merge(session, into=stays, gone=goes, at=clock())
    await told(db, knowledge, clock.go(minutes=1))
    assert await states(db, event) == {"bay": "going", "tu": "going", "sau": "offered"}
    async with db.writing() as session:
        await planning.call_off(session, officer, event, "Mưa lớn", clock())
    await told(db, knowledge, clock.go(minutes=1))
    assert await notices(db) == [("offered", "told"), ("cancelled", "told"), ("cancelled", "told")]
