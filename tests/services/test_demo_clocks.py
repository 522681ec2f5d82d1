"""The invented dossiers show a commune's clock in each of its moments: fresh, soon over, over."""

from ocop_core.clock import local_day
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Person
from ocop_core.db.models_dossiers import Dossier
from ocop_core.demo.dossiers import AT_COMMUNE, Story, tell_dossier
from ocop_core.settings import Settings
from tests.support.clock import Clock
from tests.support.dossiers import make_dossier
from tests.support.making import make_officer, stored


async def test_one_is_fresh_one_soon_due_and_one_late(
    db: Database, knowledge: Knowledge, clock: Clock, settings: Settings
) -> None:
    known = await make_dossier(db, clock())
    officers = (
        await make_officer(db, clock()),
        await make_officer(db, clock(), login="binh", role="province", unit=None),
    )
    async with db.writing() as session:
        (await session.get_one(Person, known.person_id)).name = "Nguyễn Thị Bảy"
    left = {}
    for number, fate in enumerate(AT_COMMUNE, start=known.id + 1):
        story = Story(fate, known.person_id, known.chat_id, known.unit, {"name": f"Khô cá {fate}", "set": 8})
        await tell_dossier(db, knowledge, settings, officers, story, clock())
        row = await stored(db, Dossier, number)
        assert row.state == "submitted" and row.due_on is not None
        left[fate] = (row.due_on - local_day(clock())).days
    assert left["submitted"] > 7
    assert 0 <= left["due"] <= 3
    assert left["late"] < 0
