"""Reports of communes: periods open in time, figures are offered, jumps asked back, reminders come once."""

from datetime import date, datetime

import pytest

from ocop_core.clock import VIETNAM
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Staff
from ocop_core.db.models_products import Product
from ocop_core.db.models_reports import Report, ReportPeriod
from ocop_core.errors import Refused
from ocop_core.rulebook.editions import edition
from ocop_core.rulebook.reports import load_reporting, reminder_days, spans
from ocop_core.services.accounts import linking
from ocop_core.services.certificates import grants
from ocop_core.services.certificates.grants import Grant
from ocop_core.services.reports import chasing, filing, periods, summing
from ocop_core.settings import Settings
from tests.support.clock import Clock
from tests.support.making import NUI_CAM, THOI_SON, make_officer
from tests.support.talking import owed, say

REPORTING = load_reporting()
ALL = {figure.key: 1 for figure in REPORTING.figures}


def morning(year: int, month: int, day: int, hour: int = 9) -> Clock:
    return Clock(datetime(year, month, day, hour, 0, tzinfo=VIETNAM))


async def open_year(db: Database, settings: Settings, at: datetime) -> ReportPeriod:
    await periods.make_due(db, settings, at)
    async with db.reading() as session:
        return (await periods.listed(session, 102))[0].period


async def join(db: Database, knowledge: Knowledge, staff: Staff, at: datetime, address: str) -> None:
    async with db.writing() as session:
        code = await linking.offer_staff(session, staff, at)
    for line in (linking.shown(code), "nối"):
        await say(db, knowledge, line, at=at, address=address)


def test_before_the_thirtieth_is_the_day_before_at_the_latest() -> None:
    due = {span.key: span.due for span in spans(REPORTING, 2026)}
    assert (due["half"], due["year"]) == (date(2026, 5, 29), date(2026, 11, 29))


def test_nobody_is_reminded_on_a_day_off() -> None:
    # 29/11/2026 is a Sunday: three days before is Thursday, one day before is moved from Saturday to Friday.
    days = reminder_days(REPORTING, date(2026, 11, 29))
    assert days == {
        14: date(2026, 11, 13),
        7: date(2026, 11, 20),
        3: date(2026, 11, 26),
        1: date(2026, 11, 27),
        -1: date(2026, 11, 30),
    }


async def test_a_period_opens_once_some_weeks_before_its_last_day(db: Database, settings: Settings) -> None:
    for clock in (morning(2026, 9, 25), morning(2026, 10, 20), morning(2026, 10, 21)):
        await periods.make_due(db, settings, clock())
    async with db.reading() as session:
        titles = [progress.period.title for progress in await periods.listed(session, 102)]
    assert titles == ["Báo cáo năm 2026"]


async def test_figures_are_offered_as_they_were_counted_and_sent_as_they_were_written(
    db: Database, knowledge: Knowledge, settings: Settings
) -> None:
    clock = morning(2026, 11, 10)
    lan, period = await make_officer(db, clock()), await open_year(db, settings, clock())
    async with db.writing() as session:
        product = Product(name="Mắm", producer="Cơ sở Bảy", unit=NUI_CAM, created_at=clock(), changed_at=clock())
        session.add(product)
        await session.flush()
        told = Grant(stars=3, decision_no="1", issued_on=date(2026, 6, 1), level="province", source="test")
        await grants.grant(session, product, edition("QD26"), told, clock())
    async with db.writing() as session:
        offered = {
            line.figure.key: line.value for line in await filing.lines(session, REPORTING, period, None, NUI_CAM)
        }
        assert (offered["new3"], offered["standing"], offered["makers"], offered["modern"]) == (1, 1, 1, None)
        row = await filing.save(session, lan, period.id, NUI_CAM, {"modern": 1}, {"difficult": "thiếu vốn"}, clock())
        with pytest.raises(Refused, match=r"report\.missing"):
            await filing.send(session, lan, REPORTING, row, (), clock())
    async with db.writing() as session:
        row = await filing.save(session, lan, period.id, NUI_CAM, ALL, {}, clock())
        await filing.send(session, lan, REPORTING, row, (), clock())
    async with db.reading() as session:
        whole = await summing.summary(session, knowledge.province, REPORTING, period)
    assert (whole.done, len(whole.missing), whole.totals["new3"]) == (1, 101, 1)


async def test_a_big_jump_is_asked_back_and_may_be_confirmed(db: Database, settings: Settings) -> None:
    clock = morning(2026, 11, 10)
    lan, period = await make_officer(db, clock()), await open_year(db, settings, clock())
    async with db.writing() as session:
        last = ReportPeriod(year=2025, key="year", title="Báo cáo năm 2025", state="closed", created_at=clock())
        last.begins_on, last.ends_on, last.due_on = date(2024, 12, 15), date(2025, 11, 24), date(2025, 11, 29)
        session.add(last)
        await session.flush()
        figures = {**ALL, "fairs": 2}
        earlier = Report(period_id=last.id, unit=NUI_CAM, state="accepted", figures=figures, answers={})
        earlier.changed_at = clock()
        session.add(earlier)
    async with db.writing() as session:
        row = await filing.save(session, lan, period.id, NUI_CAM, {**ALL, "fairs": 20}, {}, clock())
        with pytest.raises(Refused, match=r"report\.jumps") as refused:
            await filing.send(session, lan, REPORTING, row, (), clock())
        assert "hội chợ" in str(refused.value.params["names"])
        await filing.send(session, lan, REPORTING, row, ("fairs",), clock())
        assert row.state == "sent"


async def test_the_province_returns_and_the_commune_sends_again(db: Database, settings: Settings) -> None:
    clock = morning(2026, 11, 10)
    lan, period = await make_officer(db, clock()), await open_year(db, settings, clock())
    province = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    async with db.writing() as session:
        row = await filing.save(session, lan, period.id, NUI_CAM, ALL, {}, clock())
        await filing.send(session, lan, REPORTING, row, (), clock())
    async with db.writing() as session:
        with pytest.raises(Refused, match=r"report\.not_yours"):
            await filing.give_back(session, lan, row.id, "xem lại số lớp", clock())
        with pytest.raises(Refused, match=r"report\.sent_already"):
            await filing.save(session, lan, period.id, NUI_CAM, ALL, {}, clock())
        await filing.give_back(session, province, row.id, "xem lại số lớp", clock.go(days=1))
    async with db.writing() as session:
        again = await filing.save(session, lan, period.id, NUI_CAM, {**ALL, "classes": 2}, {}, clock())
        await filing.send(session, lan, REPORTING, again, (), clock())
        await filing.accept(session, province, again.id, clock.go(days=1))
        steps = [step.act for step in await filing.history(session, again)]
    assert steps == ["sent", "returned", "sent", "accepted"]


async def test_another_communes_report_does_not_exist(db: Database, settings: Settings) -> None:
    clock = morning(2026, 11, 10)
    lan, period = await make_officer(db, clock()), await open_year(db, settings, clock())
    async with db.writing() as session:
        with pytest.raises(Refused, match=r"access\.none"):
            await filing.save(session, lan, period.id, THOI_SON, ALL, {}, clock())


async def test_who_owes_a_report_is_reminded_once_a_stage_and_only_of_the_last(
    db: Database, knowledge: Knowledge, settings: Settings
) -> None:
    clock = morning(2026, 11, 10)
    lan, hoa = await make_officer(db, clock()), await make_officer(db, clock(), login="hoa", unit=THOI_SON)
    for staff, address in ((lan, "lan"), (hoa, "hoa")):
        await join(db, knowledge, staff, clock(), address)
    period = await open_year(db, settings, clock())
    assert await chasing.remind(db, settings, clock()) == []
    # The clock stood still over two stages: only the more urgent one is told.
    late = morning(2026, 11, 20)
    told = await chasing.remind(db, settings, late())
    assert {(line["unit"], line["by"]) for line in told if line["by"] == "told"} == {
        (NUI_CAM, "told"),
        (THOI_SON, "told"),
    }
    assert len(told) == 102 and {line["stage"] for line in told} == {"7"}
    assert await chasing.remind(db, settings, late.go(hours=2)) == []
    assert "còn 9 ngày" in (await owed(db, address="lan"))[-1].text
    async with db.writing() as session:
        row = await filing.save(session, lan, period.id, NUI_CAM, ALL, {}, late())
        await filing.send(session, lan, REPORTING, row, (), late())
    again = await chasing.remind(db, settings, morning(2026, 11, 30)())
    assert NUI_CAM not in {line["unit"] for line in again} and len(again) == 101
    assert "quá hạn 1 ngày" in (await owed(db, address="hoa"))[-1].text


async def test_nobody_is_reminded_at_night(db: Database, knowledge: Knowledge, settings: Settings) -> None:
    await open_year(db, settings, morning(2026, 11, 10)())
    assert await chasing.remind(db, settings, morning(2026, 11, 20, hour=22)()) == []


async def test_one_click_reminds_the_missing_once_a_day(db: Database, knowledge: Knowledge, settings: Settings) -> None:
    clock = morning(2026, 11, 10)
    period = await open_year(db, settings, clock())
    province = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    lan = await make_officer(db, clock())
    async with db.writing() as session:
        assert await chasing.chase_now(session, knowledge, province, period.id, clock()) == 102
        assert await chasing.chase_now(session, knowledge, province, period.id, clock.go(hours=1)) == 0
        with pytest.raises(Refused, match=r"report\.not_yours"):
            await chasing.chase_now(session, knowledge, lan, period.id, clock())


async def test_targets_are_the_plans_until_the_province_sets_its_own(
    db: Database, knowledge: Knowledge, settings: Settings
) -> None:
    clock = morning(2026, 11, 10)
    period = await open_year(db, settings, clock())
    province = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    async with db.writing() as session:
        before = await summing.goals(session, REPORTING, period.year, {"new3": 40, "new4": 5, "modern": 3, "makers": 4})
        assert [(goal.low, goal.high, goal.reached, goal.met, goal.own) for goal in before] == [
            (50, 60, 45, False, False),
            (5, None, 5, True, False),
            (100, None, 75, False, False),
        ]
        await summing.set_target(session, province, REPORTING, period.year, "new_products", 40, 45, clock())
        after = await summing.goals(session, REPORTING, period.year, {"new3": 40})
        assert (after[0].low, after[0].met, after[0].own) == (40, True, True)


async def test_a_special_report_and_another_last_day(db: Database) -> None:
    clock = morning(2026, 11, 10)
    province = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    begins, ends, due = date(2026, 10, 1), date(2026, 11, 1), date(2026, 11, 20)
    async with db.writing() as session:
        row = await periods.add(session, province, "Rà soát  sản phẩm", begins, ends, due, clock())
        assert (await periods.add(session, province, "Rà soát sản phẩm", begins, ends, due, clock())).id == row.id
        assert (await periods.move(session, province, row.id, date(2026, 11, 25), clock())).due_on == date(2026, 11, 25)
        for title, first, last, until, key in (
            ("x", begins, ends, due, "title"),
            ("Rà soát", ends, begins, due, "ends_before"),
            ("Rà soát", begins, ends, date(2026, 11, 9), "due_past"),
        ):
            with pytest.raises(Refused, match=rf"report\.{key}"):
                await periods.add(session, province, title, first, last, until, clock())


def test_numbers_are_read_as_people_write_them() -> None:
    figures, wrong = filing.read_figures(REPORTING, {"ideas": "1.200", "fairs": " 7 ", "news": "nhiều", "new3": "-1"})
    assert figures == {"ideas": 1200, "fairs": 7}
    assert set(wrong) == {"news", "new3"}
