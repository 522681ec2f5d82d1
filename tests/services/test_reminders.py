"""Promises are kept: the right stage, once, in the producer's chat, at a fitting moment; else somebody phones."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import clockwork
from ocop_core.clock import VIETNAM
from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.world import Knowledge
from ocop_core.db import queries
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, Outbox
from ocop_core.db.models_dossiers import Dossier
from ocop_core.db.models_products import Certificate, Product
from ocop_core.db.models_promises import Call, Promise, Reminder
from ocop_core.services import calls, outbox
from ocop_core.services.certificates import officer_acts
from ocop_core.services.reminders import duties, planning, reactions, silence, speaking, stage_acts
from ocop_core.services.reminders.reactions import Answered
from ocop_core.services.reminders.stage_acts import Setting
from ocop_core.settings import Settings
from tests.support.certified import make_certificate, make_product
from tests.support.making import make_chat, make_officer
from tests.support.talking import owed, say

ENDS = date(2027, 5, 22)
HOLDER = "test:1:promises"


def on(day: str, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), VIETNAM) + timedelta(
        hours=hour, minutes=minute
    )


async def producer(db: Database, at: datetime, address: str = "u1") -> Chat:
    chat = await make_chat(db, at, address=address)
    async with db.writing() as session:
        await queries.consent(session, chat.person_id, at)
    return chat


async def certified(
    db: Database, at: datetime, ends: date = ENDS, *, name: str = "Mắm cá lóc", chat: Chat | None = None
) -> Certificate:
    person = chat.person_id if chat else None
    return await make_certificate(db, await make_product(db, at, name, person_id=person), ends, at)


async def spoken(db: Database, knowledge: Knowledge, at: datetime) -> list[tuple[Any, ...]]:
    lines = await speaking.speak(db, knowledge, at, HOLDER)
    return [(line["act"], line.get("why", line.get("stage"))) for line in lines]


async def texts(db: Database) -> list[str]:
    return [body.text for body in await owed(db)]


@pytest.fixture
def early() -> datetime:
    return on("2026-10-01")


async def test_a_year_of_one_certificate(db: Database, knowledge: Knowledge, early: datetime) -> None:
    await certified(db, early, chat=await producer(db, early))
    told: dict[str, str] = {}
    moment = early
    while moment < on("2027-08-01"):
        for act, stage in await spoken(db, knowledge, moment):
            assert act == "sent" and stage not in told
            told[stage] = moment.date().isoformat()
        moment += timedelta(days=1)
    assert told == {
        "opens": "2026-11-23",
        "half": "2026-12-23",
        "last_call": "2027-01-12",
        "last_day": "2027-01-22",
        "missed": "2027-01-23",
        "soon": "2027-04-22",
        "ended": "2027-05-22",
    }
    first, *_, last_day, missed, _, _ = await texts(db)
    assert "từ nay đến thứ Sáu 22/01/2027, còn 60 ngày" in first and "thứ Bảy 22/05/2027" in first
    assert "hôm nay, thứ Sáu 22/01/2027, là ngày cuối" in last_day
    assert "không dám hứa" in missed


async def test_after_an_outage_only_the_most_urgent_stage_speaks(
    db: Database, knowledge: Knowledge, early: datetime
) -> None:
    await certified(db, early, chat=await producer(db, early))
    assert await spoken(db, knowledge, on("2027-01-21")) == [
        ("overtaken", "opens"),
        ("overtaken", "half"),
        ("sent", "last_call"),
    ]
    assert len(await texts(db)) == 1


async def test_a_last_day_that_has_passed_in_the_night_is_not_said_as_if_it_were_today(
    db: Database, knowledge: Knowledge, early: datetime
) -> None:
    await certified(db, early, chat=await producer(db, early))
    assert await spoken(db, knowledge, on("2027-01-22", 21)) == [("held", "quiet")]
    done = await spoken(db, knowledge, on("2027-01-23", 6, 45))
    assert done[-1] == ("sent", "missed") and ("overtaken", "last_day") in done


@pytest.mark.parametrize(
    ("moment", "why"),
    [
        (on("2027-01-14", 21), "quiet"),
        (on("2027-01-14", 6, 29), "quiet"),
        (on("2027-02-06", 10), "tet"),
    ],
)
async def test_nobody_is_woken_nor_disturbed_at_tet(
    db: Database, knowledge: Knowledge, early: datetime, moment: datetime, why: str
) -> None:
    await certified(db, early, chat=await producer(db, early))
    assert await spoken(db, knowledge, moment) == [("held", why)]
    assert await texts(db) == []


async def test_on_a_holiday_only_what_is_urgent_speaks(db: Database, knowledge: Knowledge, early: datetime) -> None:
    chat = await producer(db, early)
    await certified(db, early, ENDS, chat=chat)
    assert await spoken(db, knowledge, on("2027-01-01")) == [("held", "holiday")]
    assert await spoken(db, knowledge, on("2027-01-02")) == [("overtaken", "opens"), ("sent", "half")]
    await certified(db, early, date(2027, 5, 13), name="Khô cá", chat=await producer(db, early, "u2"))
    assert ("sent", "last_call") in await spoken(db, knowledge, on("2027-01-03"))


async def test_several_products_of_one_producer_make_one_message(
    db: Database, knowledge: Knowledge, early: datetime
) -> None:
    chat = await producer(db, early)
    for name in ("Mắm cá lóc", "Khô cá sặc", "Mắm ruốc"):
        await certified(db, early, name=name, chat=chat)
    assert [act for act, _ in await spoken(db, knowledge, on("2026-11-23"))] == ["sent"] * 3
    (text,) = await texts(db)
    assert all(name in text for name in ("Mắm cá lóc", "Khô cá sặc", "Mắm ruốc")) and "3 việc" in text


async def test_what_falls_due_later_on_the_same_day_waits_for_tomorrow_unless_that_is_too_late(
    db: Database, knowledge: Knowledge, early: datetime
) -> None:
    chat = await producer(db, early)
    await certified(db, early, chat=chat)
    assert await spoken(db, knowledge, on("2026-11-23")) == [("sent", "opens")]
    await certified(db, on("2026-11-23", 10), date(2027, 5, 1), name="Khô cá sặc", chat=chat)
    assert await spoken(db, knowledge, on("2026-11-23", 11)) == [("held", "told_today")]
    await certified(db, on("2026-11-23", 12), date(2027, 3, 23), name="Mắm ruốc", chat=chat)
    assert (await spoken(db, knowledge, on("2026-11-23", 12)))[-1] == ("sent", "last_day")
    # The 24th is a public holiday.
    assert await spoken(db, knowledge, on("2026-11-24")) == [("held", "holiday")]
    assert await spoken(db, knowledge, on("2026-11-25")) == [("sent", "opens"), ("sent", "missed")]


async def test_who_is_just_opening_a_renewal_is_told_of_it_once_they_leave_off(
    db: Database, knowledge: Knowledge, early: datetime
) -> None:
    chat = await producer(db, early)
    row = await certified(db, early, chat=chat)
    await certified(db, early, name="Khô cá sặc", chat=chat)
    begin = Inbound("button", data=f"do:certificate.renew:{row.id}")
    assert len(await say(db, knowledge, begin, at=on("2026-11-23", 8, 55))) == 1
    assert sorted(await spoken(db, knowledge, on("2026-11-23"))) == [("held", "being_done"), ("sent", "opens")]
    await say(db, knowledge, "không", at=on("2026-11-23", 9, 50))
    assert await spoken(db, knowledge, on("2026-11-23", 10)) == [("held", "being_done")]
    assert await spoken(db, knowledge, on("2026-11-23", 11)) == [("held", "told_today")]
    # The 24th is a public holiday.
    assert await spoken(db, knowledge, on("2026-11-25")) == [("sent", "opens")]


async def test_the_last_day_of_a_renewal_is_told_even_to_who_is_just_opening_it(
    db: Database, knowledge: Knowledge, early: datetime
) -> None:
    row = await certified(db, early, date(2027, 3, 23), chat=await producer(db, early))
    begin = Inbound("button", data=f"do:certificate.renew:{row.id}")
    await say(db, knowledge, begin, at=on("2026-11-23", 8, 55))
    assert (await spoken(db, knowledge, on("2026-11-23")))[-1] == ("sent", "last_day")


async def test_two_ticks_in_one_minute_say_nothing_twice(db: Database, knowledge: Knowledge, early: datetime) -> None:
    await certified(db, early, chat=await producer(db, early))
    assert await spoken(db, knowledge, on("2026-11-23")) == [("sent", "opens")]
    assert await spoken(db, knowledge, on("2026-11-23")) == []


async def test_who_has_no_chat_stands_on_the_call_list_with_a_phone(
    db: Database, knowledge: Knowledge, early: datetime
) -> None:
    officer = await make_officer(db, early)
    await certified(db, early)
    assert await spoken(db, knowledge, on("2026-11-23")) == [("called", "opens")]
    async with db.reading() as session:
        total, (line,) = await calls.listed(session, officer)
    assert (total, line.product, line.phone, line.call.why, line.call.stage) == (
        1, "Mắm cá lóc", "0912345678", "no_chat", "opens",
    )  # fmt: skip
    async with db.writing() as session:
        await calls.called(session, officer, line.call.id, "Hẹn gặp thứ Năm", on("2026-11-24"))
    assert await spoken(db, knowledge, on("2026-12-23")) == [("called", "half")]
    async with db.reading() as session:
        assert (await calls.listed(session, officer))[1][0].call.stage == "half"


async def test_without_consent_nobody_is_written_to(db: Database, knowledge: Knowledge, early: datetime) -> None:
    await certified(db, early, chat=await make_chat(db, early))
    assert await spoken(db, knowledge, on("2026-11-23")) == [("called", "opens")]


async def listened(db: Database, knowledge: Knowledge, at: datetime) -> list[tuple[str, str | None]]:
    async with db.writing() as session:
        return [(line["act"], line.get("why")) for line in await silence.listen(session, knowledge.words, at)]


async def test_silence_after_the_last_call_goes_to_the_commune_and_then_to_the_province(
    db: Database, knowledge: Knowledge, early: datetime
) -> None:
    await certified(db, early, chat=await producer(db, early))
    await spoken(db, knowledge, on("2027-01-12"))
    assert await listened(db, knowledge, on("2027-01-18")) == []
    assert await listened(db, knowledge, on("2027-01-19", 10)) == [("call", "silent")]
    assert await listened(db, knowledge, on("2027-01-20")) == []
    assert await listened(db, knowledge, on("2027-01-26", 10)) == [("escalated", None)]
    province = await make_officer(db, early, login="tinh", role="province", unit=None)
    async with db.reading() as session:
        assert [line.call.state for line in (await calls.listed(session, province))[1]] == ["escalated"]


async def test_a_chat_that_turns_out_to_be_dead_goes_to_the_call_list(
    db: Database, knowledge: Knowledge, early: datetime
) -> None:
    chat = await producer(db, early)
    await certified(db, early, chat=chat)
    await spoken(db, knowledge, on("2026-11-23"))
    async with db.writing() as session:
        await session.execute(update(Chat).where(Chat.id == chat.id).values(reachable=False))
    assert await listened(db, knowledge, on("2026-11-24", 7)) == [("call", "no_chat")]


async def test_what_the_messenger_refused_goes_to_the_call_list(
    db: Database, knowledge: Knowledge, early: datetime
) -> None:
    chat = await producer(db, early)
    for name in ("Mắm cá lóc", "Khô cá sặc"):
        await certified(db, early, name=name, chat=chat)
    await spoken(db, knowledge, on("2026-11-23"))
    assert await listened(db, knowledge, on("2026-11-23", 10)) == []
    async with db.writing() as session:
        await session.execute(update(Outbox).values(state="failed", reason="refused"))
    assert await listened(db, knowledge, on("2026-11-23", 11)) == [("call", "no_chat")] * 2


async def test_a_last_day_that_the_messenger_held_back_is_not_said_the_day_after(
    db: Database, knowledge: Knowledge, settings: Settings, early: datetime
) -> None:
    await certified(db, early, chat=await producer(db, early))
    await spoken(db, knowledge, on("2027-01-22"))
    await duties.check(db, settings, on("2027-01-22", 20))
    assert await listened(db, knowledge, on("2027-01-22", 20)) == []
    await duties.check(db, settings, on("2027-01-23", 2))
    assert await listened(db, knowledge, on("2027-01-23", 7)) == [("call", "no_chat")]
    async with db.writing() as session:
        assert await outbox.claim(session, "console", on("2027-01-23", 7), lanes=(0, 1), limit=9) == []
    assert ("sent", "missed") in await spoken(db, knowledge, on("2027-01-23"))


def answered(knowledge: Knowledge, row: Certificate, chat: Chat) -> Answered:
    return Answered("certificate", row.id, chat.person_id, knowledge.words)


async def test_what_was_filed_is_not_spoken_of_again_and_the_commune_makes_sure(
    db: Database, knowledge: Knowledge, early: datetime
) -> None:
    chat = await producer(db, early)
    row = await certified(db, early, chat=chat)
    async with db.writing() as session:
        assert await reactions.filed(session, answered(knowledge, row, chat), on("2026-11-25"))
    await planning.check(db, on("2026-11-26", 1))
    assert await spoken(db, knowledge, on("2027-01-22")) == []
    async with db.reading() as session:
        assert (await session.scalars(select(Call.why))).all() == ["filed"]


async def test_again_in_a_week_and_then_the_stages_go_on(db: Database, knowledge: Knowledge, early: datetime) -> None:
    chat = await producer(db, early)
    row = await certified(db, early, chat=chat)
    await spoken(db, knowledge, on("2026-11-23"))
    async with db.writing() as session:
        later = await reactions.again(session, answered(knowledge, row, chat), on("2026-11-23"))
    assert later and later[1] == date(2026, 11, 30)
    assert await spoken(db, knowledge, on("2026-11-29")) == []
    assert await spoken(db, knowledge, on("2026-11-30")) == [("sent", "again1")]
    assert await spoken(db, knowledge, on("2026-12-23")) == [("sent", "half")]


async def test_again_never_silences_the_last_day(db: Database, knowledge: Knowledge, early: datetime) -> None:
    chat = await producer(db, early)
    row = await certified(db, early, chat=chat)
    await spoken(db, knowledge, on("2027-01-18"))
    async with db.writing() as session:
        later = await reactions.again(session, answered(knowledge, row, chat), on("2027-01-18"))
    assert later and later[1] == date(2027, 1, 22)
    assert await spoken(db, knowledge, on("2027-01-22")) == [("sent", "last_day")]


async def test_nobody_answers_for_somebody_else(db: Database, knowledge: Knowledge, early: datetime) -> None:
    row = await certified(db, early, chat=await producer(db, early))
    stranger = await producer(db, early, "u2")
    async with db.writing() as session:
        assert await reactions.filed(session, answered(knowledge, row, stranger), early) is None
    assert await spoken(db, knowledge, on("2026-11-23")) == [("sent", "opens")]


async def test_nothing_is_said_after_a_renewal(db: Database, knowledge: Knowledge, early: datetime) -> None:
    row = await certified(db, early, chat=await producer(db, early))
    async with db.writing() as session:
        product = await session.get_one(Product, row.product_id)
    await make_certificate(db, product, date(2030, 5, 22), on("2027-01-02"))
    assert await spoken(db, knowledge, on("2027-01-12")) == []


async def test_officers_set_the_stages_and_promises_follow(db: Database, knowledge: Knowledge, early: datetime) -> None:
    province = await make_officer(db, early, login="tinh", role="province", unit=None)
    await certified(db, early, chat=await producer(db, early))
    async with db.writing() as session:
        await stage_acts.change(session, province, "certificate", "opens", Setting(200, True), early)
    assert (await planning.check(db, early))["planned"] == 0
    assert await spoken(db, knowledge, on("2026-11-03")) == [("sent", "opens")]
    assert "từ thứ Hai 23/11/2026 đến thứ Sáu 22/01/2027" in (await texts(db))[0]
    assert (await planning.check(db, on("2026-11-03")))["planned"] == 0


async def test_the_nightly_check_finds_what_was_changed_behind_its_back(
    db: Database, knowledge: Knowledge, early: datetime
) -> None:
    row = await certified(db, early, chat=await producer(db, early))
    async with db.writing() as session:
        moved = update(Certificate).where(Certificate.id == row.id)
        await session.execute(moved.values(expires_on=date(2027, 5, 1), dated=2))
    assert await planning.check(db, on("2026-11-10", 1)) == {"planned": 1, "void": 0}
    assert await spoken(db, knowledge, on("2026-11-10")) == [("sent", "opens")]


async def test_the_nightly_check_plans_many_days_at_once(db: Database, early: datetime) -> None:
    days = (date(2027, 5, 22), date(2027, 6, 1), date(2028, 2, 29))
    for number, ends in enumerate(days):
        await certified(db, early, ends, name=f"Mắm {number}")
    async with db.writing() as session:
        await session.execute(delete(Promise))
    await planning.check(db, early)
    async with db.reading() as session:
        found = (await session.scalars(select(Promise.ends_on).order_by(Promise.ends_on))).all()
    assert tuple(found) == days


async def test_a_renewal_that_lies_with_the_offices_is_not_spoken_of_until_it_is_given_back(
    db: Database, knowledge: Knowledge, early: datetime
) -> None:
    chat = await producer(db, early)
    row = await certified(db, early, chat=chat)
    async with db.writing() as session:
        dossier = await make_renewal(session, row, chat, early)
    assert await spoken(db, knowledge, on("2026-12-23")) == []
    async with db.writing() as session:
        (await session.get_one(Dossier, dossier.id)).state = "returned"
    await planning.check(db, on("2027-01-12", 1))
    assert ("sent", "last_call") in await spoken(db, knowledge, on("2027-01-12"))


async def make_renewal(session: AsyncSession, row: Certificate, chat: Chat, at: datetime) -> Dossier:
    made = Dossier(
        code="HS-7K3MP", product_id=row.product_id, person_id=chat.person_id, chat_id=chat.id, certificate_id=row.id,
        unit="30538", set_no=8, edition="QD26", kind="renewal", stars=3, state="submitted", producer={}, answers={},
        scores={}, judgment={}, result={}, submitted_at=at, created_at=at, changed_at=at,
    )  # fmt: skip
    session.add(made)
    await session.flush()
    return made


async def test_a_clock_that_ran_ahead_and_came_back_costs_no_stage(
    db: Database, knowledge: Knowledge, settings: Settings, early: datetime
) -> None:
    await certified(db, early, chat=await producer(db, early))
    assert await spoken(db, knowledge, on("2026-11-23")) == [("sent", "opens")]
    # On New Year's Day nothing that is not urgent is said, so that it waits for the 2nd of January.
    assert await spoken(db, knowledge, on("2027-01-01")) == [("held", "holiday")]
    await clockwork.tick(db, settings, on("2027-01-01", 10))
    lines = await clockwork.tick(db, settings, on("2026-12-23"))
    assert lines[0]["act"] == "come_back"
    assert [line["stage"] for line in lines if line.get("act") == "sent"] == ["half"]


async def test_a_revoked_certificate_is_silent_and_speaks_again_once_put_back(
    db: Database, knowledge: Knowledge, early: datetime
) -> None:
    officer = await make_officer(db, early, role="province", unit=None)
    row = await certified(db, early, chat=await producer(db, early))
    assert await spoken(db, knowledge, on("2026-11-23")) == [("sent", "opens")]
    async with db.writing() as session:
        await officer_acts.revoke(session, officer, row.id, "stopped", "", on("2026-12-01"))
    assert await spoken(db, knowledge, on("2026-12-23")) == []
    async with db.writing() as session:
        await officer_acts.put_back(session, officer, row.id, "", on("2026-12-30"))
    assert await spoken(db, knowledge, on("2026-12-30", 10)) == [("sent", "half")]
    async with db.reading() as session:
        told = (await session.scalars(select(Reminder.stage).order_by(Reminder.id))).all()
    assert told == ["opens", "half"]
