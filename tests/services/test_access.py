"""The one door to every object: absent and forbidden look the same."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from ocop_core.conversation.effects import PassOn
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import File, IdeaFile, Staff
from ocop_core.errors import Refused
from ocop_core.services import access
from ocop_core.services.inbox import canned, threads
from ocop_core.services.staff import roster
from ocop_core.settings import Settings
from tests.support.clock import Clock
from tests.support.making import NUI_CAM, THOI_SON, make_chat, make_file, make_idea, make_officer, stored

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
Door = Callable[..., Awaitable[Any]]


@pytest.fixture
async def things(db: Database, knowledge: Knowledge, clock: Clock, settings: Settings) -> dict[str, int]:
    """An idea of Núi Cấm, a talk with its officers, a file of each, and a file that belongs to nothing."""
    idea = await make_idea(db, knowledge, clock())
    chat = await make_chat(db, clock())
    linked = await make_file(db, settings.files_dir, chat, PNG, clock())
    sent = await make_file(db, settings.files_dir, chat, PNG + b"1", clock())
    loose = await make_file(db, settings.files_dir, chat, PNG + b"2", clock())
    writer = await make_officer(db, clock(), login="writer")
    answers = {"about": "hỏi về bao bì", "place": NUI_CAM, "phone": "0912345678"}
    async with db.writing() as session:
        session.add(IdeaFile(idea_id=idea.id, file_id=linked))
        talk = await threads.begin(session, chat.person_id, chat.id, answers, clock())
        await threads.pass_on(session, chat.id, PassOn("", "nhãn đây", (sent,)), clock())
        own = await canned.add(session, writer, "Mời ra xã", "Dạ mời mình ra xã.", clock())
    things = {"idea": idea.id, "talk": talk.id, "talk to change": talk.id, "canned": own.id}
    return {**things, "file": linked, "file of a talk": sent, "loose": loose}


DOORS: dict[str, Door] = {
    "idea": access.idea,
    "talk": access.thread,
    "talk to change": access.thread_to_change,
    "canned": access.canned,
    "file": access.staff_file,
    "file of a talk": access.staff_file,
}


async def opens(db: Database, officer: Staff, door: Door, number: int) -> bool:
    try:
        async with db.writing() as session:
            return (await door(session, officer, number)).id == number
    except Refused as refused:
        assert (refused.key, refused.params) == ("access.none", {})
        return False


@pytest.mark.parametrize("kind", DOORS)
async def test_only_who_answers_for_the_commune_gets_in(
    db: Database, clock: Clock, things: dict[str, int], kind: str
) -> None:
    lan = await make_officer(db, clock())
    assert await opens(db, lan, DOORS[kind], things[kind])
    for role in ("province", "operator"):
        officer = await make_officer(db, clock(), login=role, role=role, unit=None)
        assert await opens(db, officer, DOORS[kind], things[kind])
    other = await make_officer(db, clock(), login="xa-khac", unit=THOI_SON)
    assert not await opens(db, other, DOORS[kind], things[kind])


@pytest.mark.parametrize("kind", DOORS)
async def test_what_is_not_there_looks_like_what_is_forbidden(
    db: Database, clock: Clock, things: dict[str, int], kind: str
) -> None:
    lan = await make_officer(db, clock())
    for number in (0, -1, 10**15):
        assert not await opens(db, lan, DOORS[kind], number)


@pytest.mark.parametrize("kind", DOORS)
async def test_a_closed_account_gets_in_nowhere(db: Database, clock: Clock, things: dict[str, int], kind: str) -> None:
    lan = await make_officer(db, clock())
    boss = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    async with db.writing() as session:
        await roster.close(session, lan.id, clock(), boss.id)
    assert not await opens(db, await stored(db, Staff, lan.id), DOORS[kind], things[kind])


async def test_a_file_outside_ideas_and_talks_is_no_officers_business(
    db: Database, clock: Clock, things: dict[str, int]
) -> None:
    boss = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    assert not await opens(db, boss, access.staff_file, things["loose"])


async def test_a_chat_sees_the_files_it_has_sent_and_no_others(
    db: Database, clock: Clock, things: dict[str, int]
) -> None:
    own, stranger = await make_chat(db, clock()), await make_chat(db, clock(), address="stranger")
    async with db.reading() as session:
        assert (await access.chat_file(session, own, things["file"])).id == things["file"]
        for chat, number in ((stranger, things["file"]), (own, 999)):
            with pytest.raises(Refused):
                await access.chat_file(session, chat, number)


async def test_a_file_that_is_not_kept_is_shown_to_nobody(db: Database, clock: Clock, things: dict[str, int]) -> None:
    chat, lan = await make_chat(db, clock()), await make_officer(db, clock())
    async with db.writing() as session:
        (await session.get_one(File, things["file"])).state = "refused"
    assert not await opens(db, lan, access.staff_file, things["file"])
    async with db.reading() as session:
        with pytest.raises(Refused):
            await access.chat_file(session, chat, things["file"])
