"""Ideas: handed in, added to, looked up, listed; officers see their own territory only."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.said import Say
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import File, Idea, Person, Staff
from ocop_core.services import ideas
from ocop_core.settings import Settings
from tests.support.clock import Clock
from tests.support.making import THOI_SON, make_chat, make_file, make_idea, make_officer, stored
from tests.support.talking import IDEA, consent, hand_in, photo, say

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


async def names(db: Database, staff: Staff, **wanted: object) -> list[str]:
    async with db.reading() as session:
        return [idea.name for idea in await ideas.listed(session, staff, **wanted)]  # type: ignore[arg-type]


async def acts(db: Database, idea: Idea) -> list[str]:
    async with db.reading() as session:
        return [line.act for line in await ideas.history(session, idea)]


async def file_ids(db: Database, idea: Idea) -> list[int]:
    async with db.reading() as session:
        return [file.id for file in await ideas.files(session, idea)]


async def test_handing_in_remembers_phone_and_commune_for_the_next_time(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    idea = await make_idea(db, knowledge, clock())
    person = await stored(db, Person, idea.person_id)
    assert (person.phone, person.unit) == ("0912345678", idea.unit)
    assert await acts(db, idea) == ["registered"]


@pytest.mark.parametrize(
    "search", ["khô cá lóc", "KHO CA LOC", "bay chop", "lóc khô", "0912345678", "núi cấm", "cá lóc", "  ", "YT-{code}"]
)
async def test_an_idea_is_found_by_whatever_an_officer_remembers(
    db: Database, knowledge: Knowledge, clock: Clock, search: str
) -> None:
    idea = await make_idea(db, knowledge, clock())
    await make_idea(db, knowledge, clock(), name="đường phèn", material="mía", phone="0987000111", place=THOI_SON)
    officer = await make_officer(db, clock(), role="province", unit=None)
    found = await names(db, officer, search=search.format(code=idea.code.removeprefix("YT-")))
    assert "khô cá lóc Bảy Chóp" in found
    assert len(found) == (1 if search.strip() else 2)


@pytest.mark.parametrize("search", ["%", "_", "\\", "100%", "'; DROP TABLE idea", "\0", "khô mực"])
async def test_a_search_for_what_is_not_there_finds_nothing_and_never_fails(
    db: Database, knowledge: Knowledge, clock: Clock, search: str
) -> None:
    await make_idea(db, knowledge, clock())
    officer = await make_officer(db, clock())
    found = await names(db, officer, search=search)
    assert found == [] or not any(letter.isalnum() for letter in search)


async def test_a_commune_officer_sees_only_the_own_commune(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    await make_idea(db, knowledge, clock(), name="của Núi Cấm")
    await make_idea(db, knowledge, clock.go(hours=1), name="của Thới Sơn", place=THOI_SON)
    here = await make_officer(db, clock())
    province = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    assert await names(db, here) == ["của Núi Cấm"]
    assert await names(db, here, unit=THOI_SON) == []
    assert await names(db, province) == ["của Thới Sơn", "của Núi Cấm"]
    async with db.reading() as session:
        assert (await ideas.counts(session, here))["new"] == 1
        assert (await ideas.counts(session, province))["new"] == 2
        assert await ideas.oldest_new(session, here) == clock() - timedelta(hours=1)


async def test_a_commune_officer_without_a_commune_sees_nothing(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await make_idea(db, knowledge, clock())
    nowhere = Staff(login="x", name="x", role="commune", unit=None, active=True, failures=0, created_at=clock())
    assert await names(db, nowhere) == []


async def test_a_list_comes_newest_first_a_page_at_a_time(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    made = [await make_idea(db, knowledge, clock(), name=f"sản phẩm {n}") for n in range(5)]
    officer = await make_officer(db, clock())
    assert await names(db, officer, limit=2) == ["sản phẩm 4", "sản phẩm 3"]
    assert await names(db, officer, limit=2, before_id=made[3].id) == ["sản phẩm 2", "sản phẩm 1"]
    assert await names(db, officer, state="accepted") == []
    assert len(await names(db, officer, set_no=5, state="new")) == 5


async def test_the_owner_learns_where_it_stands_and_others_only_the_state(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    idea = await make_idea(db, knowledge, clock())
    async with db.reading() as session:
        own = await ideas.look_up(session, knowledge, idea.code.lower(), idea.person_id)
        other = await ideas.look_up(session, knowledge, idea.code, None)
        unknown = await ideas.look_up(session, knowledge, "YT-ZZZZZ", None)
    assert [own.key, other.key, unknown.key] == ["idea.stands_mine", "idea.stands", "idea.unknown"]
    told = knowledge.words.say(other.key, other.params)
    assert idea.code in told and idea.name not in told and idea.phone not in told


async def test_further_answers_and_a_new_name_are_kept_and_found(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    idea = await make_idea(db, knowledge, clock())
    officer = await make_officer(db, clock())
    answers = {"idea": idea.code, "about": "x", "owner": "Nguyễn Thị Bảy", "call": "co", "since": 2015, "stars": None}
    async with db.writing() as session:
        said = await ideas.add_more(session, knowledge, idea.person_id, answers, clock.go(hours=1))
    assert said == Say("idea.added", {"name": idea.name, "code": idea.code})
    after = await stored(db, Idea, idea.id)
    assert after.more == {"owner": "Nguyễn Thị Bảy", "call": "co", "since": 2015}
    assert (await stored(db, Person, idea.person_id)).call == "co"
    assert await names(db, officer, search="nguyen thi bay") == [idea.name]
    assert await acts(db, idea) == ["registered", "added"]


async def test_nobody_adds_to_or_replies_about_the_idea_of_somebody_else(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    idea = await make_idea(db, knowledge, clock())
    stranger = await make_chat(db, clock(), address="stranger")
    answers = {"idea": idea.code, "owner": "Kẻ Lạ", "text": "không phải tôi"}
    async with db.writing() as session:
        more = await ideas.add_more(session, knowledge, stranger.person_id, answers, clock())
        reply = await ideas.reply(session, stranger.person_id, stranger.id, answers, clock())
    assert [more.key, reply.key] == ["idea.unknown", "idea.unknown"]
    assert await acts(db, idea) == ["registered"]


async def test_a_photo_outside_a_form_goes_to_the_latest_open_idea(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await hand_in(db, knowledge, at=clock())
    await say(db, knowledge, "để sau", at=clock())
    said = await say(db, knowledge, photo(), at=clock.go(days=1))
    assert "khô cá lóc" in said[0]
    async with db.reading() as session:
        idea = await session.get_one(Idea, 1)
    assert len(await file_ids(db, idea)) == 1
    assert await acts(db, idea) == ["registered", "photos"]


async def test_a_photo_without_an_idea_is_asked_about(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    await consent(db, knowledge, at=clock())
    (said,) = await say(db, knowledge, photo(), at=clock())
    assert said.startswith(knowledge.words.say("idea.photo_for_what", {"You": "Mình"}))


async def test_photos_that_retention_took_away_do_not_stop_an_idea_from_being_handed_in(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await consent(db, knowledge, at=clock())
    for words in IDEA[:2]:
        await say(db, knowledge, words, at=clock())
    await say(db, knowledge, photo(), at=clock())
    async with db.writing() as session:
        await session.execute(delete(File))
    last: list[str] = []
    for words in IDEA[2:]:
        last = await say(db, knowledge, words, at=clock())
    assert "YT-" in last[0]


async def test_only_files_of_the_person_themselves_are_taken_into_an_idea(
    db: Database, knowledge: Knowledge, clock: Clock, settings: Settings
) -> None:
    stranger = await make_chat(db, clock(), address="stranger")
    theirs = await make_file(db, settings.files_dir, stranger, PNG, clock())
    own = await make_file(db, settings.files_dir, await make_chat(db, clock()), PNG, clock())
    idea = await make_idea(db, knowledge, clock(), photos=[theirs, own])
    assert await file_ids(db, idea) == [own]


async def test_my_own_ideas_are_listed_with_a_button_each(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    first = await make_idea(db, knowledge, clock())
    async with db.reading() as session:
        (alone,) = await ideas.mine(session, knowledge, first.person_id)
        assert await ideas.mine(session, knowledge, -1) == [Say("idea.none_yet")]
    assert alone.choices == () and first.code in alone.params["lines"]
    for n in range(5):
        await make_idea(db, knowledge, clock(), name=f"sản phẩm {n}")
    async with db.reading() as session:
        (all_six,) = await ideas.mine(session, knowledge, first.person_id)
    assert [choice.label for choice in all_six.choices] == [f"sản phẩm {n}" for n in (4, 3, 2, 1)]
    assert all_six.params["lines"].count("\n") == 5


async def test_a_button_of_the_list_leads_to_the_idea(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    await hand_in(db, knowledge, at=clock())
    async with db.reading() as session:
        idea = await session.get_one(Idea, 1)
    said = await say(db, knowledge, Inbound("button", data=f"do:idea.look_up:{idea.code}"), at=clock())
    assert idea.code in said[0] and "chờ cán bộ xem" in said[0]
