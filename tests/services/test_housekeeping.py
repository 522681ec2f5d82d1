"""Old words go, what was handed in stays, and the clock does each duty once."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot import clockwork
from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import File, Idea, IdeaFile, Inbox, Outbox, StaffKey
from ocop_core.services import housekeeping, talk
from ocop_core.services.files import storing, uploads
from ocop_core.services.inbox import overhearing
from ocop_core.services.staff import session_keys
from ocop_core.settings import Settings
from tests.support.clock import Clock
from tests.support.making import make_chat, make_idea, make_officer, owe, stored
from tests.support.pictures import png
from tests.support.talking import hand_in, heard


async def bodies(db: Database) -> list[Any]:
    async with db.reading() as session:
        return list((await session.scalars(select(Inbox.body))).all())


async def how_many(db: Database, model: type) -> int:
    async with db.reading() as session:
        return await session.scalar(select(func.count()).select_from(model)) or 0


async def test_words_of_both_sides_go_after_two_years_and_the_idea_stays(
    db: Database, knowledge: Knowledge, clock: Clock, settings: Settings
) -> None:
    await hand_in(db, knowledge, at=clock())
    clock.now += housekeeping.WORDS
    assert (await housekeeping.retention(db, settings, clock()))["heard"] == 0
    clock.go(seconds=1)
    async with db.writing() as session:
        (await session.get_one(Outbox, 1)).state = "sent"
    done = await housekeeping.retention(db, settings, clock())
    assert done["heard"] == len(await bodies(db)) and set(await bodies(db)) == {None}
    assert done["said"] == 1
    idea = await stored(db, Idea, 1)
    assert (idea.name, idea.phone) == ("khô cá lóc Bảy Chóp", "0912345678")


async def test_what_is_still_owed_is_never_thrown_away(db: Database, clock: Clock, settings: Settings) -> None:
    await owe(db, await make_chat(db, clock()), "một", at=clock())
    clock.go(days=1000)
    await housekeeping.retention(db, settings, clock())
    assert await how_many(db, Outbox) == 1


async def test_payloads_that_nobody_understood_go_after_a_month(db: Database, clock: Clock, settings: Settings) -> None:
    await overhearing.keep_unreadable(db, "telegram", "x1", "{", "ValueError", clock())
    clock.go(days=30)
    assert (await housekeeping.retention(db, settings, clock()))["heard"] == 0
    clock.go(seconds=1)
    assert (await housekeeping.retention(db, settings, clock()))["heard"] == 1
    assert (await housekeeping.retention(db, settings, clock()))["heard"] == 0
    assert await bodies(db) == [None]


async def test_loose_files_go_after_half_a_year_of_silence_but_not_those_of_an_idea(
    db: Database, knowledge: Knowledge, clock: Clock, settings: Settings
) -> None:
    async def upload(colour: str, address: str) -> int:
        envelope = heard(Inbound("photo"), address=address)
        return await uploads.store(db, settings.files_dir, 10**7, envelope, png(colour=colour), "a.png", clock())

    loose, used = await upload("red", "u1"), await upload("blue", "u1")
    talking = await upload("green", "u2")
    idea = await make_idea(db, knowledge, clock())
    async with db.writing() as session:
        session.add(IdeaFile(idea_id=idea.id, file_id=used))
    clock.now += housekeeping.LOOSE_FILES + timedelta(days=1)
    await talk.receive(db, knowledge, heard("xin chào", address="u2"), clock())
    assert (await housekeeping.retention(db, settings, clock()))["files"] == 1
    async with db.reading() as session:
        assert set((await session.scalars(select(File.id))).all()) == {used, talking}
    assert loose not in {used, talking}


async def test_a_sweep_deletes_only_what_no_row_points_to_and_spares_what_is_fresh(
    db: Database, clock: Clock, settings: Settings
) -> None:
    envelope = heard(Inbound("photo"))
    await uploads.store(db, settings.files_dir, 10**7, envelope, png(), "a.png", clock())
    kept = storing.path_of(settings.files_dir, storing.put(settings.files_dir, png()))
    thumb = kept.with_suffix(".thumb")
    thumb.write_bytes(b"x")
    orphan = storing.path_of(settings.files_dir, storing.put(settings.files_dir, b"nobody's"))
    half = orphan.with_suffix(".1.part")
    half.write_bytes(b"x")
    young = (kept.stat().st_mtime, 60.0)
    assert storing.sweep(settings.files_dir, {kept.name}, young[0] - young[1]) == 0
    assert storing.sweep(settings.files_dir, {kept.name}, young[0] + young[1]) == 2
    assert kept.exists() and thumb.exists() and not orphan.exists() and not half.exists()


# These say nothing where nothing is due.
SILENT = {"announcements", "calls", "digest", "notice_digest", "reminders", "events"}


async def test_keys_that_have_run_out_are_thrown_away(db: Database, clock: Clock, settings: Settings) -> None:
    lan = await make_officer(db, clock())
    async with db.writing() as session:
        for hours in (1, 3):
            await session_keys.issue(session, lan.id, "session", "", clock(), timedelta(hours=hours))
    assert await housekeeping.expired_keys(db, settings, clock.go(hours=2)) == {"deleted": 1}
    assert await how_many(db, StaffKey) == 1


async def test_the_clock_does_each_duty_once_and_leaves_a_sign_of_life(
    db: Database, clock: Clock, settings: Settings
) -> None:
    done = await clockwork.tick(db, settings, clock())
    names = list(dict.fromkeys(line["job"] for line in done))
    assert names == [job.name for job in clockwork.JOBS if job.name not in SILENT]
    assert await clockwork.tick(db, settings, clock.go(seconds=15)) == []
    hourly = await clockwork.tick(db, settings, clock.go(hours=1))
    assert [line["job"] for line in hourly] == ["left", "keys"]


async def test_nightly_duties_wait_for_their_hour(db: Database, clock: Clock, settings: Settings) -> None:
    clock.now = clock.now.replace(hour=1)
    early = [line["job"] for line in await clockwork.tick(db, settings, clock())]
    assert early == ["files", "left", "keys", "promises"]
    clock.now = clock.now.replace(hour=2, minute=30)
    assert [line["job"] for line in await clockwork.tick(db, settings, clock())] == ["retention", "left", "keys"]


async def test_a_duty_that_fails_stops_neither_the_others_nor_the_clock(
    db: Database, clock: Clock, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object) -> dict[str, Any]:
        raise RuntimeError("disk is full")

    jobs = (clockwork.Job("broken", timedelta(hours=1), fail), *clockwork.JOBS)
    monkeypatch.setattr(clockwork, "JOBS", jobs)
    done = await clockwork.tick(db, settings, clock())
    assert done[0]["problem"] == "RuntimeError" and len({line["job"] for line in done}) == len(jobs) - len(SILENT)
    assert "disk is full" in caplog.text
