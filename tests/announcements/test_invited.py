"""Announcements to the people of a training or fair, by how they answered."""

from datetime import timedelta

import pytest

from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Staff
from ocop_core.db.models_announcements import PhoneList
from ocop_core.errors import Refused
from ocop_core.services.announcements import acts, audience, meeting
from ocop_core.services.announcements.audience import Audience
from ocop_core.services.events import arrivals, duties, places
from tests.announcements import house
from tests.services.eventful import PLAN, make_event
from tests.support.clock import Clock
from tests.support.making import THOI_SON, make_officer


async def invited(db: Database, knowledge: Knowledge, clock: Clock, staff: Staff) -> tuple[int, list[int]]:
    """A class for two: two come, one waits, one does not come, one says nothing, one was never invited."""
    event = await make_event(db, staff, clock())
    people = await house.people(db, clock(), 6)
    async with db.writing() as session:
        meant = Audience(everyone=True, but=(people[5],))
        row = await acts.draft(session, staff, "Mời bà con.", meant, clock(), event_id=event)
        await acts.send(session, staff, row, acts.Order(hold=timedelta()), clock())
    await house.sent_to_all(db, knowledge, clock(), row.id)
    for person in people[:3]:
        async with db.writing() as session:
            await places.join(session, event, person, clock())
    async with db.writing() as session:
        await places.decline(session, event, people[3], clock())
    return event, people


async def those(db: Database, clock: Clock, event: int, *answers: str) -> list[int]:
    async with db.reading() as session:
        found = await meeting.page(session, Audience(event=event, answers=answers), house.CHANNELS, clock())
    return [each.person_id for each in found]


async def test_each_answer_means_those_who_gave_it(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    event, people = await invited(db, knowledge, clock, await make_officer(db, clock()))
    assert await those(db, clock, event, "going") == people[:2]
    assert await those(db, clock, event, "waiting") == [people[2]]
    assert await those(db, clock, event, "declined") == [people[3]]
    assert await those(db, clock, event, "silent") == [people[4]]
    assert await those(db, clock, event, "came", "absent") == []
    assert await those(db, clock, event, "going", "silent") == [*people[:2], people[4]]
    assert await those(db, clock, event) == people[:3], "without an answer, those who have to do with it"


async def test_afterwards_who_came_and_who_did_not_are_told_apart(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    staff = await make_officer(db, clock())
    event, people = await invited(db, knowledge, clock, staff)
    clock.now = PLAN.starts_at + timedelta(minutes=5)
    async with db.writing() as session:
        first = await places.of(session, event, people[0])
        assert first is not None
        await arrivals.check_in(session, staff, event, first.code, clock())
        # Nobody can be written to who has no account.
        await arrivals.walk_in(session, staff, event, "Lý Thị Sáu", "", clock())
    assert await those(db, clock, event, "absent") == [], "as long as it lasts, somebody may still come"
    clock.now = PLAN.ends_at + timedelta(minutes=5)
    await duties.end_due(db, clock())
    assert await those(db, clock, event, "came") == [people[0]]
    assert await those(db, clock, event, "absent") == [people[1]]


async def test_an_answer_without_an_event_names_nobody() -> None:
    assert not Audience(answers=("going",)).named and Audience(event=1).named


@pytest.mark.parametrize("what", ["event", "list", "announcement"])
async def test_nobody_is_counted_by_what_belongs_to_another_commune(db: Database, clock: Clock, what: str) -> None:
    own, other = await make_officer(db, clock()), await make_officer(db, clock(), login="son", unit=THOI_SON)
    await house.people(db, clock(), 1)
    event, notice = await make_event(db, own, clock()), await house.send(db, clock(), staff=own)
    async with db.writing() as session:
        phones = PhoneList(name="Tổ 1", unit=own.unit, facts={"numbers": 0}, created_at=clock())
        session.add(phones)
    meant = {
        "event": Audience(event=event),
        "list": Audience(lists=(phones.id,)),
        "announcement": Audience(silent_of=notice),
    }[what]
    async with db.reading() as session:
        assert (await audience.within(session, own, meant)).units == (own.unit,)
        with pytest.raises(Refused, match=r"access\.none"):
            await audience.within(session, other, meant)
