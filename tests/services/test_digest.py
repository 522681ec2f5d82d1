"""The Monday letter: once a week, to each officer about their own territory, never at night."""

from datetime import datetime

from ocop_core.clock import VIETNAM, local_day
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.services import digest
from ocop_core.services.accounts import linking
from ocop_core.settings import Settings
from tests.support.clock import Clock
from tests.support.making import NUI_CAM, THOI_SON, make_idea, make_officer
from tests.support.talking import owed, say


async def test_each_officer_gets_one_letter_a_week_about_their_own(
    db: Database, knowledge: Knowledge, settings: Settings, clock: Clock
) -> None:
    lan = await make_officer(db, clock())
    tinh = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    for place in (NUI_CAM, NUI_CAM, THOI_SON):
        await make_idea(db, knowledge, clock(), place=place)
    for staff in (lan, tinh):
        async with db.writing() as session:
            code = await linking.offer_staff(session, staff, clock())
        for line in (linking.shown(code), "nối"):
            await say(db, knowledge, line, at=clock(), address=staff.login)
    monday = Clock(datetime(2026, 11, 30, 7, 5, tzinfo=VIETNAM))
    assert len(await digest.send(db, settings, monday())) == 2
    assert await digest.send(db, settings, monday.go(days=2)) == []
    assert "• 2 ý tưởng mới" in (await owed(db, address="lan"))[-1].text
    assert "• 3 ý tưởng mới" in (await owed(db, address="tinh"))[-1].text
    assert len(await digest.send(db, settings, monday.go(days=5))) == 2


async def test_there_is_no_letter_at_night_or_on_sundays(db: Database, settings: Settings) -> None:
    for moment in (datetime(2026, 11, 30, 5, 0, tzinfo=VIETNAM), datetime(2026, 11, 29, 9, 0, tzinfo=VIETNAM)):
        assert await digest.send(db, settings, moment) == []


async def test_nothing_to_do_is_said_too(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    lan = await make_officer(db, clock())
    async with db.reading() as session:
        figures = await digest.of(session, knowledge, lan, local_day(clock()))
    assert digest.letter(knowledge, figures, local_day(clock())).key == "digest.nothing"
