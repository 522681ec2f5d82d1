"""Talks with officers: begun and continued in the chat, answered in the inbox, closed by either side or by time."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from ocop_core.conversation import state as states
from ocop_core.conversation.effects import EndTalk, PassOn
from ocop_core.conversation.heard import FileRef, Inbound
from ocop_core.conversation.state import State
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Audit, Chat, File, Staff
from ocop_core.db.models_threads import Thread
from ocop_core.errors import Refused
from ocop_core.services import agenda, carrying, housekeeping
from ocop_core.services.inbox import canned, officer_acts, threads
from ocop_core.services.staff import roster
from ocop_core.settings import Settings
from tests.support.clock import Clock
from tests.support.making import NUI_CAM, THOI_SON, make_chat, make_file, make_idea, make_officer, stored
from tests.support.pictures import png
from tests.support.talking import answers as heard_answers
from tests.support.talking import consent, heard, owed, say

QUESTION = "xin coi giúp mẫu bao bì"
ASKED = ("gặp cán bộ", QUESTION, "xã Núi Cấm", "đúng", "0912345678")
OGG = b"OggS" + bytes(60)


async def ask(
    db: Database, clock: Clock, *, unit: str = NUI_CAM, about: str = "hỏi về bao bì", address: str = "u1"
) -> Thread:
    chat = await make_chat(db, clock(), address=address)
    given = {"about": about, "place": unit, "phone": "0912345678"}
    async with db.writing() as session:
        return await threads.begin(session, chat.person_id, chat.id, given, clock())


async def ask_in_chat(db: Database, knowledge: Knowledge, clock: Clock, address: str = "u1") -> list[str]:
    """Agrees and asks for a person, question by question; what is said at last."""
    await consent(db, knowledge, at=clock(), address=address)
    for words in ASKED:
        await say(db, knowledge, words, at=clock(), address=address)
    return await say(db, knowledge, "gửi", at=clock(), address=address)


async def answer(
    db: Database, knowledge: Knowledge, who: Staff, talk: Thread, clock: Clock, words: str = "Dạ có ạ", seen: int = 0
) -> Thread:
    async with db.writing() as session:
        return await officer_acts.answer(session, knowledge, who, talk.id, words, seen, clock())


async def passes(db: Database, talk: Thread, clock: Clock, words: str = "alo", *, asks: bool = True) -> bool | None:
    async with db.writing() as session:
        return await threads.pass_on(session, talk.chat_id, PassOn(str(talk.id), words, asks=asks), clock())


async def the_talk(db: Database, number: int = 1) -> Thread:
    return await stored(db, Thread, number)


async def chat_state(db: Database, talk: Thread) -> State:
    return states.load((await stored(db, Chat, talk.chat_id)).state)


async def listed(db: Database, who: Staff, **wanted: Any) -> Sequence[str]:
    async with db.reading() as session:
        return [each.about for each in await threads.listed(session, who, **wanted)]


async def told(db: Database, talk: Thread) -> list[tuple[str, str, str]]:
    async with db.reading() as session:
        return [(line.who, line.act, line.text) for line in await threads.lines(session, talk)]


# --- from the chat


async def test_whoever_asks_for_a_person_gets_one(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    lan = await make_officer(db, clock())
    (done,) = await ask_in_chat(db, knowledge, clock)
    assert "Núi Cấm" in done and "Kết thúc" in done
    assert await listed(db, lan) == [QUESTION]
    talk = await the_talk(db)
    assert (talk.state, talk.waiting_since, talk.staff_id, talk.phone) == ("open", clock(), None, "0912345678")
    assert (await chat_state(db, talk)).mode == "person"


async def test_a_commune_without_an_officer_is_served_by_the_province(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    (done,) = await ask_in_chat(db, knowledge, clock)
    assert "cán bộ tỉnh" in done
    boss = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    assert await listed(db, boss) == [QUESTION]


async def test_the_assistant_is_silent_after_one_short_word(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    await ask_in_chat(db, knowledge, clock)
    (first,) = await say(db, knowledge, "tui ở ấp An Hòa", at=clock.go(minutes=1))
    assert first == knowledge.words.say("officer.received")
    for words in ("đường vô nhà nhỏ lắm", "đúng", "1", "có 3 hũ", "bỏ qua", "0"):
        assert await say(db, knowledge, words, at=clock.go(minutes=1)) == []
    clock.go(hours=13)
    (again,) = await say(db, knowledge, "còn ai đó không", at=clock())
    assert again.startswith(knowledge.words.say("officer.received"))
    talk = await the_talk(db)
    assert [text for _, _, text in await told(db, talk)][-3:] == ["bỏ qua", "0", "còn ai đó không"]
    assert talk.waiting_since == clock() - timedelta(hours=13, minutes=7)


async def test_outside_office_hours_it_is_said_when_somebody_reads(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    clock.now = clock.now.replace(day=28, hour=10)
    (done,) = await ask_in_chat(db, knowledge, clock)
    assert "Cán bộ xem lúc 7 giờ sáng thứ Hai 30/11 nha" in done
    (first,) = await say(db, knowledge, "tui ở ấp An Hòa", at=clock.go(hours=1))
    assert "7 giờ sáng thứ Hai 30/11" in first
    assert await say(db, knowledge, "gần chùa", at=clock.go(hours=1)) == []


async def test_photos_papers_and_voice_notes_go_into_the_talk(
    db: Database, knowledge: Knowledge, clock: Clock, settings: Settings
) -> None:
    await ask_in_chat(db, knowledge, clock)
    talk = await the_talk(db)
    chat = await stored(db, Chat, talk.chat_id)
    voice = await make_file(db, settings.files_dir, chat, OGG, clock())
    said = (
        Inbound("photo", "nhãn nè", files=(FileRef(ref="held", name="a.jpg"),)),
        Inbound("voice", files=(FileRef(file_id=voice),)),
        Inbound("document", files=(FileRef(ref="pdf"),)),
    )
    for inbound in said:
        await say(db, knowledge, inbound, at=clock())
    async with db.reading() as session:
        lines = (await threads.lines(session, talk))[1:]
    assert [(line.text, [file.mime for file in line.files]) for line in lines] == [
        ("nhãn nè", [""]),
        ("", ["audio/ogg"]),
        ("", [""]),
    ]


async def test_a_strangers_file_is_not_taken_into_a_talk(db: Database, clock: Clock, settings: Settings) -> None:
    talk = await ask(db, clock)
    stranger = await make_chat(db, clock(), address="stranger")
    theirs = await make_file(db, settings.files_dir, stranger, png(), clock())
    async with db.writing() as session:
        await threads.pass_on(session, talk.chat_id, PassOn("", "nè", (theirs, 999)), clock())
        assert (await threads.lines(session, talk))[-1].files == ()


async def test_a_second_question_to_the_same_commune_is_the_same_talk(db: Database, clock: Clock) -> None:
    first = await ask(db, clock, about="một")
    again = await ask(db, clock, about="hai")
    elsewhere = await ask(db, clock, about="ba", unit=THOI_SON)
    assert first.id == again.id != elsewhere.id
    assert [text for _, _, text in await told(db, first)] == ["một", "hai"]


async def test_thanks_need_no_answer(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    lan = await make_officer(db, clock())
    talk = await ask(db, clock)
    await answer(db, knowledge, lan, talk, clock)
    await passes(db, talk, clock, "cảm ơn em", asks=False)
    assert (await the_talk(db)).state == "answered"
    await passes(db, talk, clock, "mà cho hỏi thêm")
    after = await the_talk(db)
    assert (after.state, after.waiting_since) == ("open", clock())


async def test_the_producer_ends_a_talk_and_a_word_opens_it_again(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    talk = await ask(db, clock)
    async with db.writing() as session:
        says = await carrying.carry_out(session, knowledge, talk.person_id, talk.chat_id, EndTalk(""), clock())
    assert says == []
    closed = await the_talk(db)
    assert (closed.state, closed.waiting_since, closed.closed_at, closed.closed_by) == ("closed", None, clock(), None)
    await passes(db, talk, clock, "à quên", asks=False)
    opened = await the_talk(db)
    assert (opened.state, opened.waiting_since, opened.closed_at) == ("open", clock(), None)
    assert [act for _, act, _ in await told(db, talk)] == ["said", "closed", "opened", "said"]


async def test_words_without_any_talk_are_not_lost_in_silence(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    chat = await make_chat(db, clock())
    async with db.writing() as session:
        for number in ("", "7", "x", "9" * 30):
            says = await carrying.carry_out(session, knowledge, chat.person_id, chat.id, PassOn(number, "alo"), clock())
            assert [said.key for said in says] == ["officer.no_talk"]


async def test_the_button_of_another_chats_talk_leads_nowhere(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    talk = await ask(db, clock, address="somebody else")
    await consent(db, knowledge, at=clock())
    for number in (str(talk.id), "999", "x", ""):
        tap = heard(Inbound("button", data=f"do:person.reply:{number}"))
        (body,) = await heard_answers(db, knowledge, tap, clock.go(minutes=1))
        assert body.text.startswith("Câu hỏi đó em đã khép lại"), number


# --- the inbox


async def test_who_waits_longest_comes_first_and_answered_ones_newest_first(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    lan = await make_officer(db, clock())
    made = []
    for number in range(4):
        made.append(await ask(db, clock, about=f"chuyện {number}", address=f"u{number}"))
        clock.go(minutes=1)
    assert await listed(db, lan) == ["chuyện 0", "chuyện 1", "chuyện 2", "chuyện 3"]
    behind = (made[1].waiting_since, made[1].id)
    assert await listed(db, lan, after=behind, limit=1) == ["chuyện 2"]
    for talk in made[:3]:
        await answer(db, knowledge, lan, talk, clock)
    assert await listed(db, lan) == ["chuyện 3"]
    assert await listed(db, lan, state="answered") == ["chuyện 2", "chuyện 1", "chuyện 0"]
    assert await listed(db, lan, state="answered", after=(clock(), made[1].id)) == ["chuyện 0"]
    await passes(db, made[0], clock, "còn nữa")
    assert await listed(db, lan) == ["chuyện 3", "chuyện 0"]


async def test_who_goes_on_asking_waits_since_the_first_word(db: Database, clock: Clock) -> None:
    talk, since = await ask(db, clock), clock()
    clock.go(hours=2)
    await passes(db, talk, clock)
    assert ((await the_talk(db)).waiting_since, (await the_talk(db)).last_at) == (since, clock())


async def test_only_the_own_communes_talks_are_seen_counted_and_changed(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    lan = await make_officer(db, clock())
    province = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    theirs = await ask(db, clock, unit=THOI_SON)
    assert await listed(db, lan) == [] and await listed(db, province) == ["hỏi về bao bì"]
    async with db.reading() as session:
        assert await threads.waiting(session, lan) == (0, None)
        assert await threads.waiting(session, province) == (1, clock())
    acts = (
        lambda s: officer_acts.answer(s, knowledge, lan, theirs.id, "để em lo", 0, clock()),
        lambda s: officer_acts.called(s, lan, theirs.id, "", 0, clock()),
        lambda s: officer_acts.take(s, lan, theirs.id, clock()),
        lambda s: officer_acts.hand_over(s, lan, theirs.id, province.id, clock()),
        lambda s: officer_acts.close(s, knowledge, lan, theirs.id, clock()),
    )
    for act in acts:
        with pytest.raises(Refused) as refused:
            async with db.writing() as session:
                await act(session)
        assert refused.value.key == "access.none"
    assert (await told(db, theirs), await owed(db)) == ([("", "said", "hỏi về bao bì")], [])


async def test_the_officers_words_reach_the_producer_with_a_way_to_reply(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    lan, talk = await make_officer(db, clock()), await ask(db, clock)
    await answer(db, knowledge, lan, talk, clock, "  Sáng mai mời bà con ra ủy ban  ")
    (body,) = await owed(db)
    assert body.text == "Cán bộ Lan, cán bộ xã Núi Cấm:\nSáng mai mời bà con ra ủy ban"
    assert [button.data for button in body.choices] == [f"do:person.reply:{talk.id}"]
    after = await the_talk(db)
    assert (after.state, after.staff_id, after.waiting_since, after.answered_at) == ("answered", lan.id, None, clock())


async def test_within_the_talk_the_words_come_with_a_way_to_end_it(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    lan = await make_officer(db, clock())
    await ask_in_chat(db, knowledge, clock)
    talk = await the_talk(db)
    await answer(db, knowledge, lan, talk, clock, "Cô có mấy sản phẩm?")
    assert [button.data for button in (await owed(db))[-1].choices] == ["do:person.end"]
    # What was offered before the officer asked is no answer to the officer.
    assert await say(db, knowledge, "1", at=clock.go(minutes=1)) == []
    assert (await told(db, talk))[-1] == ("", "said", "1")


async def test_an_answer_sent_twice_is_one_and_the_same_words_later_are_another(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    lan, talk = await make_officer(db, clock()), await ask(db, clock)
    async with db.reading() as session:
        seen = (await threads.lines(session, talk))[-1].id
    await asyncio.gather(*(answer(db, knowledge, lan, talk, clock, "Dạ có ạ", seen) for _ in range(4)))
    assert len(await owed(db)) == 1
    async with db.reading() as session:
        seen = (await threads.lines(session, talk))[-1].id
    await answer(db, knowledge, lan, talk, clock, "Dạ có ạ", seen)
    assert len(await owed(db)) == 2


async def test_two_officers_may_both_answer(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    lan, binh = await make_officer(db, clock()), await make_officer(db, clock(), login="binh")
    talk = await ask(db, clock)
    await asyncio.gather(*(answer(db, knowledge, who, talk, clock, "để em lo nha") for who in (lan, binh)))
    assert len(await owed(db)) == 2
    assert (await the_talk(db)).staff_id in {lan.id, binh.id}


@pytest.mark.parametrize("words", ["", "  ", "ạ", "dài " * 500])
async def test_empty_words_and_far_too_many_are_refused(
    db: Database, knowledge: Knowledge, clock: Clock, words: str
) -> None:
    lan, talk = await make_officer(db, clock()), await ask(db, clock)
    with pytest.raises(Refused):
        await answer(db, knowledge, lan, talk, clock, words)
    assert await owed(db) == []


async def test_a_call_by_telephone_says_nothing_in_the_chat(db: Database, clock: Clock) -> None:
    lan, talk = await make_officer(db, clock()), await ask(db, clock)
    for _ in range(2):
        async with db.writing() as session:
            await officer_acts.called(session, lan, talk.id, " hẹn thứ Năm ", 0, clock())
    assert await owed(db) == []
    assert (await told(db, talk))[1:] == [("Cán bộ Lan", "called", "hẹn thứ Năm")]
    assert (await the_talk(db)).state == "answered"


async def test_a_talk_is_taken_and_handed_to_a_colleague_who_may_have_it(db: Database, clock: Clock) -> None:
    lan, hoa = await make_officer(db, clock()), await make_officer(db, clock(), login="hoa")
    tinh = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    other = await make_officer(db, clock(), login="xa-khac", unit=THOI_SON)
    gone = await make_officer(db, clock(), login="nghi")
    async with db.writing() as session:
        await roster.close(session, gone.id, clock(), tinh.id)
    talk = await ask(db, clock)
    async with db.writing() as session:
        assert [each.id for each in await officer_acts.colleagues(session, talk)] == [hoa.id, lan.id, tinh.id]
        for _ in range(2):
            await officer_acts.take(session, lan, talk.id, clock())
        for _ in range(2):
            await officer_acts.hand_over(session, lan, talk.id, hoa.id, clock())
    assert [(who, act, to) for who, act, to in await told(db, talk)][1:] == [
        ("Cán bộ Lan", "taken", ""),
        ("Cán bộ Lan", "handed", "Cán bộ Hoa"),
    ]
    after = await the_talk(db)
    assert (after.staff_id, after.state) == (hoa.id, "open")
    for nobody in (other.id, gone.id, 999):
        with pytest.raises(Refused):
            async with db.writing() as session:
                await officer_acts.hand_over(session, lan, talk.id, nobody, clock())


async def test_an_officer_closes_and_the_assistant_takes_over_with_what_was_left(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    lan = await make_officer(db, clock())
    await consent(db, knowledge, at=clock())
    for words in ("đăng ký sản phẩm", "mắm cá linh", *ASKED, "gửi"):
        await say(db, knowledge, words, at=clock())
    talk = await the_talk(db)
    for _ in range(2):
        async with db.writing() as session:
            await officer_acts.close(session, knowledge, lan, talk.id, clock())
    first, second = (await owed(db))[-2:]
    assert "Cán bộ Lan đã trả lời xong" in first.text
    assert "đang làm dở" in second.text and [button.label for button in second.choices][0] == "Làm tiếp"
    state = await chat_state(db, talk)
    assert (state.mode, state.form, state.thread) == ("resume", "idea", "")
    closed = await the_talk(db)
    assert (closed.state, closed.closed_by, closed.closed_at) == ("closed", lan.id, clock())


async def test_an_answer_to_a_closed_talk_opens_it_again(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    lan, talk = await make_officer(db, clock()), await ask(db, clock)
    async with db.writing() as session:
        await officer_acts.close(session, knowledge, lan, talk.id, clock())
    await answer(db, knowledge, lan, talk, clock, "Em quên dặn thêm")
    after = await the_talk(db)
    assert (after.state, after.closed_at, after.closed_by) == ("answered", None, None)


async def test_a_talk_closes_by_itself_a_week_after_the_officers_last_word(
    db: Database, knowledge: Knowledge, clock: Clock, settings: Settings
) -> None:
    lan = await make_officer(db, clock())
    await ask_in_chat(db, knowledge, clock)
    talk = await the_talk(db)
    waits = await ask(db, clock, address="u2")
    await answer(db, knowledge, lan, talk, clock)
    clock.now += officer_acts.LAPSES - timedelta(seconds=1)
    assert await officer_acts.lapse(db, settings, clock()) == {"closed": 0}
    assert await officer_acts.lapse(db, settings, clock.go(seconds=1)) == {"closed": 1}
    assert await officer_acts.lapse(db, settings, clock()) == {"closed": 0}
    assert ((await the_talk(db)).state, (await the_talk(db, waits.id)).state) == ("closed", "open")
    assert "Một tuần rồi" in (await owed(db))[-1].text
    assert (await chat_state(db, talk)).mode == "idle"
    assert (await told(db, talk))[-1][1] == "lapsed"


async def test_who_has_gone_on_with_the_assistant_is_not_woken_by_the_end(
    db: Database, knowledge: Knowledge, clock: Clock, settings: Settings
) -> None:
    lan, talk = await make_officer(db, clock()), await ask(db, clock)
    await answer(db, knowledge, lan, talk, clock)
    clock.now += officer_acts.LAPSES
    assert await officer_acts.lapse(db, settings, clock()) == {"closed": 1}
    assert len(await owed(db)) == 1


async def test_the_day_of_an_officer_holds_what_waits_in_the_own_commune(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    lan = await make_officer(db, clock())
    for number, place in enumerate((NUI_CAM, NUI_CAM, THOI_SON)):
        await make_idea(db, knowledge, clock(), place=place)
        await ask(db, clock, unit=place, address=f"u{number}")
    async with db.reading() as session:
        today = await agenda.today(session, lan, clock().date())
    assert (today.new.count, today.calls.count, today.answered.count, today.asked) == (2, 2, 0, 0)
    assert {idea.unit for idea in today.new.first} == {talk.unit for talk in today.calls.first} == {NUI_CAM}
    assert today.new.oldest == today.calls.oldest == clock()


async def test_every_act_of_an_officer_is_written_down_without_words(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    lan, hoa = await make_officer(db, clock()), await make_officer(db, clock(), login="hoa")
    talk = await ask(db, clock)
    await answer(db, knowledge, lan, talk, clock, "Dạ mời cô Bảy")
    async with db.writing() as session:
        await officer_acts.called(session, lan, talk.id, "cô Bảy", 0, clock())
        await officer_acts.hand_over(session, lan, talk.id, hoa.id, clock())
        await officer_acts.close(session, knowledge, lan, talk.id, clock())
    async with db.reading() as session:
        noted = (
            await session.scalars(select(Audit).where(Audit.subject == f"thread:{talk.id}").order_by(Audit.id))
        ).all()
    assert [each.act for each in noted] == ["thread.answered", "thread.called", "thread.handed", "thread.closed"]
    assert not any("Bảy" in repr(each.detail) for each in noted)


# --- what stays and what goes


async def test_old_closed_talks_go_and_their_files_with_them(
    db: Database, knowledge: Knowledge, clock: Clock, settings: Settings
) -> None:
    lan = await make_officer(db, clock())
    closed, waits = await ask(db, clock), await ask(db, clock, address="u2")
    chat = await stored(db, Chat, closed.chat_id)
    photo = await make_file(db, settings.files_dir, chat, png(), clock())
    async with db.writing() as session:
        await threads.pass_on(session, chat.id, PassOn("", "nè", (photo,)), clock())
        await officer_acts.close(session, knowledge, lan, closed.id, clock())
    clock.now += housekeeping.WORDS
    assert (await housekeeping.retention(db, settings, clock()))["talks"] == 0
    assert (await stored(db, File, photo)).state == "kept"
    assert (await housekeeping.retention(db, settings, clock.go(seconds=1)))["talks"] == 1
    async with db.reading() as session:
        assert list(await session.scalars(select(Thread.id))) == [waits.id]
        assert list(await session.scalars(select(File.id))) == []


# --- canned answers


async def test_a_commune_has_its_own_canned_answers_and_uses_those_of_the_province(db: Database, clock: Clock) -> None:
    lan = await make_officer(db, clock())
    boss = await make_officer(db, clock(), login="tinh", role="province", unit=None)
    other = await make_officer(db, clock(), login="khac", unit=THOI_SON)
    async with db.writing() as session:
        wide = await canned.add(session, boss, "Mời ra xã", "Dạ mời mình ra xã.", clock())
        own = await canned.add(session, lan, "Nhãn", "Dạ mình chụp nhãn giúp em.", clock())
        again = await canned.add(session, lan, " Nhãn ", "Dạ mình chụp nhãn giúp em. ", clock())
        assert again.id == own.id
        assert [c.id for c in await canned.listed(session, lan)] == [wide.id, own.id]
        assert [c.id for c in await canned.listed(session, other)] == [wide.id]
        assert [c.id for c in await canned.usable(session, boss, THOI_SON)] == [wide.id]
        assert [canned.may_change(lan, each) for each in (wide, own)] == [False, True]
        await canned.change(session, lan, own.id, "Nhãn", "Dạ mình chụp hai mặt nhãn.", clock())
        with pytest.raises(Refused):
            await canned.change(session, lan, wide.id, "Mời", "Dạ mời.", clock())
        with pytest.raises(Refused):
            await canned.drop(session, other, own.id, clock())
        for _ in range(2):
            await canned.drop(session, lan, own.id, clock())
        assert [c.text for c in await canned.listed(session, boss)] == ["Dạ mời mình ra xã."]


@pytest.mark.parametrize(
    ("title", "text", "key"),
    [
        (" ", "Dạ có", "admin.canned.no_title"),
        ("t" * 81, "Dạ có", "admin.canned.title_too_long"),
        ("Nhãn", " ", "admin.canned.no_text"),
        ("Nhãn", "x" * 1501, "idea.words_too_long"),
    ],
)
async def test_a_canned_answer_needs_a_name_and_words(
    db: Database, clock: Clock, title: str, text: str, key: str
) -> None:
    lan = await make_officer(db, clock())
    with pytest.raises(Refused) as refused:
        async with db.writing() as session:
            await canned.add(session, lan, title, text, clock())
    assert refused.value.key == key
