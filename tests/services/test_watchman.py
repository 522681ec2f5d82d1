"""A dead clockwork is noticed by whoever else runs, and the operator is told once."""

from bot import clockwork, watchman
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models_accounts import StaffChat
from ocop_core.settings import Settings
from tests.support.clock import Clock
from tests.support.making import make_chat, make_officer
from tests.support.talking import owed
from tests.support.web import make_deps


async def alarms(db: Database) -> list[str]:
    return [body.text for body in await owed(db) if body.key == "staff_chat.clock_silent"]


async def test_the_operator_is_told_within_five_minutes_and_only_once(
    db: Database, knowledge: Knowledge, settings: Settings, clock: Clock
) -> None:
    operator = await make_officer(db, clock(), login="vanhanh", role="operator", unit=None)
    chat = await make_chat(db, clock())
    async with db.writing() as session:
        session.add(StaffChat(chat_id=chat.id, staff_id=operator.id, since=clock()))
    deps = make_deps(db, knowledge, settings, clock)
    await clockwork.tick(db, settings, clock())
    clock.go(minutes=4, seconds=50)
    assert not await watchman.look(deps)
    clock.go(seconds=15)
    assert await watchman.look(deps)
    assert await watchman.look(deps)
    (told,) = await alarms(db)
    assert "im từ 09:00 23/11/2026" in told
    clock.go(hours=6, minutes=1)
    assert await watchman.look(deps)
    assert len(await alarms(db)) == 2


async def test_where_no_operator_has_a_chat_nothing_breaks(
    db: Database, knowledge: Knowledge, settings: Settings, clock: Clock
) -> None:
    await make_officer(db, clock(), login="vanhanh", role="operator", unit=None)
    assert await watchman.look(make_deps(db, knowledge, settings, clock))
