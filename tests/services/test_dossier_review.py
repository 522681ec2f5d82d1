"""The office's side: papers accepted and returned one by one, told in one message, then on to the certificate."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, Staff
from ocop_core.db.models_dossiers import Dossier, DossierPaper
from ocop_core.db.models_products import Certificate
from ocop_core.db.models_promises import Promise
from ocop_core.errors import Refused
from ocop_core.rulebook.editions import edition
from ocop_core.services import access, privacy
from ocop_core.services.certificates import grants, register
from ocop_core.services.certificates.correcting import Correction
from ocop_core.services.certificates.grants import Grant
from ocop_core.services.dossiers import correcting, deadlines, deciding, listing, paper_acts, producer_acts, reviewing
from ocop_core.services.dossiers.deciding import Decision
from ocop_core.settings import Settings
from tests.support.clock import Clock
from tests.support.dossiers import accept_all, hand_in, make_dossier, seen
from tests.support.making import THOI_SON, make_file, make_officer, stored
from tests.support.pictures import picture
from tests.support.talking import owed

DECIDED = Decision(score100=7250, stars=4, decision_no="88/QĐ-UBND", decided_on=date(2026, 11, 20))


async def handed_in(db: Database, clock: Clock, tmp_path: Path) -> tuple[Dossier, Staff, Staff]:
    row = await make_dossier(db, clock())
    await hand_in(db, tmp_path, row, clock())
    commune = await make_officer(db, clock())
    province = await make_officer(db, clock(), login="binh", role="province", unit=None)
    return row, commune, province


async def paper_id(db: Database, row: Dossier, paper: str) -> int:
    sheet = (await seen(db, row.id)).sheet(paper)
    assert sheet is not None
    return sheet.id


async def test_what_comes_back_is_told_in_one_message_and_only_that_is_done_again(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row, lan, _ = await handed_in(db, clock, tmp_path)
    before = len(await owed(db))
    await accept_all(db, lan, row, clock())
    report = await paper_id(db, row, "food_safety")
    async with db.writing() as session:
        await reviewing.return_paper(session, lan, row.id, report, "Ảnh mờ, không đọc được số giấy", clock())
        await reviewing.send_result(session, knowledge, lan, row.id, clock())
    said = (await owed(db))[before:]
    assert len(said) == 1 and "Ảnh mờ, không đọc được số giấy" in said[0].text and "1 giấy cần làm lại" in said[0].text
    assert said[0].choices[0].data == f"do:dossier.paper:{row.code}:food_safety"
    assert all(len(button.data.encode()) <= 64 for button in said[0].choices)
    blocking = (await seen(db, row.id)).blocking(clock().date())
    assert [each.need.paper.id for each in blocking] == ["food_safety"]
    page = await make_file(db, tmp_path, await stored(db, Chat, row.chat_id), picture("rõ"), clock())
    async with db.writing() as session:
        own = await producer_acts.own(session, row.person_id, row.code)
        await paper_acts.put(session, own, "food_safety", [page], clock())
        await producer_acts.submit(session, own, clock.go(days=2))
    async with db.reading() as session:
        versions = select(DossierPaper.version, DossierPaper.state).where(DossierPaper.paper == "food_safety")
        assert [tuple(each) for each in (await session.execute(versions)).all()] == [(1, "replaced"), (2, "given")]


async def test_a_written_paper_that_came_back_is_ready_again_once_the_answers_have_changed(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row, lan, _ = await handed_in(db, clock, tmp_path)
    written = await paper_id(db, row, "mau02")
    async with db.writing() as session:
        await reviewing.return_paper(session, lan, row.id, written, "Ghi rõ doanh thu từng năm", clock())
        await reviewing.send_result(session, knowledge, lan, row.id, clock())
    assert [each.need.paper.id for each in (await seen(db, row.id)).blocking(clock().date())] == ["mau02"]
    async with db.writing() as session:
        own = await producer_acts.own(session, row.person_id, row.code)
        await producer_acts.answer(session, own, {"revenue": "2024: 200 triệu; 2025: 260 triệu"}, clock())
        await producer_acts.submit(session, own, clock())
    assert (await seen(db, row.id)).state == "submitted"


async def test_a_result_is_not_sent_before_the_papers_were_looked_at(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row, lan, _ = await handed_in(db, clock, tmp_path)
    with pytest.raises(Refused, match="not_all_reviewed"):
        async with db.writing() as session:
            await reviewing.send_result(session, knowledge, lan, row.id, clock())
    with pytest.raises(Refused, match="comment_needed"):
        async with db.writing() as session:
            report = await paper_id(db, row, "food_safety")
            await reviewing.return_paper(session, lan, row.id, report, "mờ", clock())


async def test_from_the_commune_over_the_council_to_the_certificate(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row, lan, binh = await handed_in(db, clock, tmp_path)
    with pytest.raises(Refused, match="not_all_accepted"):
        async with db.writing() as session:
            await deciding.propose(session, knowledge, lan, row.id, clock())
    await accept_all(db, lan, row, clock())
    async with db.writing() as session:
        await reviewing.send_result(session, knowledge, lan, row.id, clock())
        await deciding.propose(session, knowledge, lan, row.id, clock())
        await deciding.receive(session, knowledge, binh, row.id, clock())
        await deciding.to_council(session, knowledge, binh, row.id, clock())
        _, granted = await deciding.recognise(session, knowledge, binh, row.id, DECIDED, clock())
    assert (granted.stars, granted.score100, granted.expires_on) == (4, 7250, date(2029, 11, 20))
    async with db.reading() as session:
        assert (await grants.current(session, row.product_id)) is not None
    view = await seen(db, row.id)
    assert (view.state, view.due_on, view.settled) == ("recognised", None, True)
    last = (await owed(db))[-1].text
    assert "72,5 điểm" in last and "thứ Ba 20/11/2029" in last


async def test_steps_at_the_province_move_no_deadline(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row, lan, binh = await handed_in(db, clock, tmp_path)
    await accept_all(db, lan, row, clock())
    async with db.writing() as session:
        await deciding.propose(session, knowledge, lan, row.id, clock())
    promised = (await seen(db, row.id)).due_on
    # The council comes long after the last day on which one could still propose for its round.
    for step in (deciding.receive, deciding.to_council):
        clock.go(days=100)
        async with db.writing() as session:
            await step(session, knowledge, binh, row.id, clock())
        assert (await seen(db, row.id)).due_on == promised == date(2027, 6, 29)


async def test_ninety_points_go_on_to_the_ministry_and_five_stars_come_from_there(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row, lan, binh = await handed_in(db, clock, tmp_path)
    await accept_all(db, lan, row, clock())
    async with db.writing() as session:
        await deciding.propose(session, knowledge, lan, row.id, clock())
        await deciding.receive(session, knowledge, binh, row.id, clock())
        await deciding.to_council(session, knowledge, binh, row.id, clock())
    with pytest.raises(Refused, match="score_not_five"):
        async with db.writing() as session:
            await deciding.to_ministry(session, knowledge, binh, row.id, 8999, clock())
    five = Decision(score100=9100, stars=5, decision_no="1/QĐ-BNNMT", decided_on=date(2026, 11, 22))
    async with db.writing() as session:
        await deciding.to_ministry(session, knowledge, binh, row.id, 9000, clock())
        await deciding.recognise(session, knowledge, binh, row.id, five, clock())
    async with db.reading() as session:
        levels = (await session.scalars(select(Certificate.level))).all()
    assert levels == ["ministry"] and (await seen(db, row.id)).state == "national"


async def test_more_stars_than_points_and_days_to_come_or_long_before_are_refused(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row, lan, binh = await handed_in(db, clock, tmp_path)
    await accept_all(db, lan, row, clock())
    async with db.writing() as session:
        await deciding.propose(session, knowledge, lan, row.id, clock())
        await deciding.receive(session, knowledge, binh, row.id, clock())
        await deciding.to_council(session, knowledge, binh, row.id, clock())
    wrong = [
        (Decision(score100=6999, stars=4, decision_no="1", decided_on=date(2026, 11, 20)), "score_too_low"),
        (Decision(score100=7000, stars=4, decision_no=" ", decided_on=date(2026, 11, 20)), "decision_no_needed"),
        (Decision(score100=7000, stars=4, decision_no="1", decided_on=date(2026, 12, 20)), "decided_later"),
        (Decision(score100=7000, stars=4, decision_no="1", decided_on=date(2025, 11, 20)), "decided_earlier"),
        (Decision(score100=10001, stars=4, decision_no="1", decided_on=date(2026, 11, 20)), "out_of_range"),
    ]
    for decision, why in wrong:
        with pytest.raises(Refused, match=why):
            async with db.writing() as session:
                await deciding.recognise(session, knowledge, binh, row.id, decision, clock())
    async with db.writing() as session:
        await deciding.fail(session, knowledge, binh, row.id, "Chưa có truy xuất nguồn gốc", clock(), 4800)
    told = (await owed(db))[-1].text
    assert "Chưa có truy xuất nguồn gốc" in told
    assert "Muốn kịp đợt tới thì nộp cho xã chậm nhất thứ Tư 07/04/2027" in told


async def test_only_the_own_commune_sees_a_dossier_and_only_what_was_handed_in(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row, lan, binh = await handed_in(db, clock, tmp_path)
    draft = await make_dossier(db, clock(), name="Mắm cá linh")
    stranger = await make_officer(db, clock(), login="cuong", unit=THOI_SON)
    async with db.reading() as session:
        assert [each.dossier.id for each in await listing.listed(session, lan)] == [row.id]
        assert await listing.listed(session, stranger) == []
        for staff, number in ((stranger, row.id), (lan, draft.id)):
            with pytest.raises(Refused, match=r"access\.none"):
                await access.dossier(session, staff, number)
        shown = await listing.pages(session, [each.id for each in await listing.papers(session, row)])
        page = next(iter(shown.values()))[0]
        assert (await access.staff_file(session, binh, page.file.id)).id == page.file.id
        with pytest.raises(Refused, match=r"access\.none"):
            await access.staff_file(session, stranger, page.file.id)


async def test_a_page_that_is_out_of_date_changes_nothing(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row, lan, _ = await handed_in(db, clock, tmp_path)
    version = (await seen(db, row.id)).version
    await accept_all(db, lan, row, clock())
    with pytest.raises(Refused, match="stale"):
        async with db.writing() as session:
            await deciding.propose(session, knowledge, lan, row.id, clock(), version)


async def test_the_office_is_warned_once_before_its_day(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path, settings: Settings
) -> None:
    _, lan, _ = await handed_in(db, clock, tmp_path)
    assert await deadlines.warn(db, settings, clock()) == {"warned": 0}
    clock.go(days=18)
    assert await deadlines.warn(db, settings, clock()) == {"warned": 1}
    assert await deadlines.warn(db, settings, clock.go(hours=1)) == {"warned": 0}
    async with db.reading() as session:
        count, first_due = await listing.owed(session, lan)
    assert (count, deadlines.left(first_due, clock().date())) == (1, 2)


async def test_who_goes_takes_their_papers_along_and_the_code_stays(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row, _, _ = await handed_in(db, clock, tmp_path)
    async with db.reading() as session:
        shown = await privacy.show(session, knowledge, row.person_id, row.chat_id)
    assert row.code in shown[0].params["dossiers"]
    async with db.writing() as session:
        await privacy.erase(session, row.person_id, clock() + timedelta(hours=1))
    view = await seen(db, row.id)
    assert (view.state, view.sheets, dict(view.answers), view.name) == ("withdrawn", (), {}, "—")


async def test_a_decision_twice_is_one_and_a_colleagues_is_not_undone_unseen(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row, lan, binh = await handed_in(db, clock, tmp_path)
    report = await paper_id(db, row, "food_safety")
    for _ in range(2):
        async with db.writing() as session:
            await reviewing.accept_paper(session, lan, row.id, report, clock(), "given")
    with pytest.raises(Refused, match="paper_decided"):
        async with db.writing() as session:
            await reviewing.return_paper(session, binh, row.id, report, "Ảnh bị cắt góc", clock(), "given")
    async with db.writing() as session:
        await reviewing.return_paper(session, binh, row.id, report, "Ảnh bị cắt góc", clock(), "accepted")
    async with db.reading() as session:
        acts = [line.act for line in await listing.history(session, row)]
    assert (acts.count("paper_accepted"), acts.count("paper_returned")) == (1, 1)


async def test_the_commune_decides_nothing_once_the_dossier_is_with_the_province(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row, lan, binh = await handed_in(db, clock, tmp_path)
    await accept_all(db, lan, row, clock())
    async with db.writing() as session:
        await deciding.propose(session, knowledge, lan, row.id, clock())
    report = await paper_id(db, row, "food_safety")
    with pytest.raises(Refused, match="not_under_review"):
        async with db.writing() as session:
            await reviewing.return_paper(session, lan, row.id, report, "Ảnh bị cắt góc", clock())
    with pytest.raises(Refused, match="not_under_review"):
        async with db.writing() as session:
            await reviewing.judge(session, lan, row.id, {"idea": "khác"}, clock())
    async with db.writing() as session:
        await reviewing.return_paper(session, binh, row.id, report, "Ảnh bị cắt góc", clock())


async def test_a_judgment_that_a_colleague_wrote_meanwhile_is_not_lost_unseen(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row, lan, binh = await handed_in(db, clock, tmp_path)
    async with db.writing() as session:
        await reviewing.judge(session, binh, row.id, {"idea": "Nghề của làng"}, clock(), {})
    mine = {"idea": "Tự nghĩ ra"}
    with pytest.raises(Refused, match="judgment_changed"):
        async with db.writing() as session:
            await reviewing.judge(session, lan, row.id, mine, clock(), {})
    for _ in range(2):
        async with db.writing() as session:
            await reviewing.judge(session, lan, row.id, mine, clock(), {"idea": "Nghề của làng"})
    async with db.reading() as session:
        assert [line.act for line in await listing.history(session, row)].count("judged") == 2


async def test_a_form_that_was_taken_is_known_by_its_version(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row, lan, binh = await handed_in(db, clock, tmp_path)
    await accept_all(db, lan, row, clock())
    version = (await seen(db, row.id)).version
    async with db.writing() as session:
        await deciding.propose(session, knowledge, lan, row.id, clock(), version)
    async with db.reading() as session:
        assert await reviewing.done_already(session, lan, row.id, ["propose"], version)
        assert not await reviewing.done_already(session, lan, row.id, ["propose"], version - 1)
        assert not await reviewing.done_already(session, lan, row.id, ["receive"], version)
        assert not await reviewing.done_already(session, binh, row.id, ["propose"], version)


async def test_what_is_most_urgent_stands_on_top_and_what_is_with_others_below(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    first, lan, binh = await handed_in(db, clock, tmp_path)
    clock.go(days=2)
    second = await make_dossier(db, clock(), name="Mắm cá linh", address="u2")
    await hand_in(db, tmp_path, second, clock())
    third = await make_dossier(db, clock(), name="Đường thốt nốt", address="u3")
    await hand_in(db, tmp_path, third, clock())
    async with db.writing() as session:
        await reviewing.return_paper(
            session, lan, third.id, (await reviewing.present(session, third))[0].id, "Ảnh bị mờ", clock()
        )
        await reviewing.send_result(session, knowledge, lan, third.id, clock())
    async with db.reading() as session:
        listed = await listing.listed(session, lan)
        assert [each.dossier.id for each in listed] == [first.id, second.id, third.id]
        assert await listing.owed(session, lan) == (2, listed[0].dossier.due_on)
        assert await listing.owed(session, binh) == (0, None)
        page = await listing.listed(session, lan, states=("submitted",), limit=1, offset=1)
        assert [each.dossier.id for each in page] == [second.id]
        for search in ("mam ca linh", second.code.lower(), "MẮM"):
            assert [each.dossier.id for each in await listing.listed(session, lan, search=search)] == [second.id]


async def test_a_result_that_was_mistyped_is_put_right_with_why_and_its_reminders_follow(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row, lan, binh = await handed_in(db, clock, tmp_path)
    await accept_all(db, lan, row, clock())
    async with db.writing() as session:
        await reviewing.judge(session, lan, row.id, dict.fromkeys(reviewing.JUDGMENTS, "đúng như khai"), clock())
        await deciding.propose(session, knowledge, lan, row.id, clock())
        await deciding.receive(session, knowledge, binh, row.id, clock())
        await deciding.to_council(session, knowledge, binh, row.id, clock())
        _, granted = await deciding.recognise(session, knowledge, binh, row.id, DECIDED, clock())
    before = len(await owed(db))
    right = Correction(decision_no="89/QĐ-UBND", stars=3, issued_on=date(2026, 11, 18), score100=6950)
    for _ in range(2):
        async with db.writing() as session:
            await correcting.correct(session, knowledge, binh, granted.id, right, "Gõ nhầm số và điểm", clock())
    async with db.reading() as session:
        now = await session.get_one(Certificate, granted.id)
        dossier = await session.get_one(Dossier, row.id)
        lines = [each for each in await listing.history(session, dossier) if each.act == "corrected"]
        events = await register.events(session, binh, granted.id)
        promised = select(Promise).where(Promise.subject == granted.id, Promise.state == "open")
        planned = (await session.scalars(promised)).all()
    assert (now.decision_no, now.stars, now.score100) == ("89/QĐ-UBND", 3, 6950)
    assert (now.issued_on, now.expires_on, now.state) == (date(2026, 11, 18), date(2029, 11, 18), "current")
    assert (dossier.result["stars"], dossier.result["decided_on"]) == (3, "2026-11-18")
    assert [line.note for line in lines] == ["Gõ nhầm số và điểm"]
    kept = next(event for event in events if event.act == "corrected").detail or {}
    assert kept["before"]["decision_no"] == "88/QĐ-UBND" and kept["before"]["stars"] == 4
    said = (await owed(db))[before:]
    assert len(said) == 1 and "OCOP 3 sao, 69,5 điểm, Quyết định 89/QĐ-UBND" in said[0].text
    assert [(each.ends_on, each.version) for each in planned if each.kind == "certificate"] == [(date(2029, 11, 18), 2)]


async def test_a_correction_keeps_to_the_law_and_to_the_province(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row, lan, binh = await handed_in(db, clock, tmp_path)
    async with db.writing() as session:
        product = await listing.product(session, row)
        day = DECIDED.decided_on
        told = Grant(stars=4, decision_no="8/QĐ-UBND", issued_on=day, level="province", source="import:1")
        granted = await grants.grant(session, product, edition("QD26"), told, clock())
    right = Correction(decision_no="9/QĐ-UBND", stars=4, issued_on=DECIDED.decided_on)
    wrong: tuple[tuple[Staff, Correction, str, str], ...] = (
        (lan, right, "gõ nhầm số", "certificate.province_corrects"),
        (binh, right, " ", "certificate.no_words"),
        (binh, replace(right, stars=5), "gõ nhầm", "certificate.five_apart"),
        (binh, replace(right, score100=6999), "gõ nhầm", "dossier.score_too_low"),
        (binh, replace(right, decision_no=""), "gõ nhầm", "dossier.decision_no_needed"),
        (binh, replace(right, issued_on=date(2027, 1, 1)), "gõ nhầm", "dossier.decided_later"),
    )
    for staff, said, words, key in wrong:
        with pytest.raises(Refused) as refused:
            async with db.writing() as session:
                await correcting.correct(session, knowledge, staff, granted.id, said, words, clock())
        assert refused.value.key == key
    async with db.writing() as session:
        assert (await correcting.correct(session, knowledge, binh, granted.id, right, "gõ nhầm", clock())).stars == 4
