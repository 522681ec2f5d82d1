"""Questions in the chat: answered from the rows as they are now; what nobody can answer is collected."""

from sqlalchemy import select

from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models_knowledge import Unanswered
from ocop_core.services.knowing import editing, library
from ocop_core.services.knowing.editing import Fields
from tests.support.clock import Clock
from tests.support.making import make_officer
from tests.support.talking import answers, consent, heard, say

NEW = Fields("Tem OCOP bao nhiêu một cuộn?", "Tỉnh phát tem, không thu tiền.", "Sở NN&MT, 11/2026", "chắc")


async def test_an_answer_names_its_source_and_leads_on_by_button_number_and_words(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await consent(db, knowledge, at=clock())
    (said,) = await answers(db, knowledge, heard("giay ocop xai dc may nam z em"), clock.go(minutes=1))
    assert "36 tháng" in said.text and "QĐ 26/2026/QĐ-TTg, Điều 4.3, xem lại ngày 23/11/2026" in said.text
    assert [button.n for button in said.choices] == [1, 2, 3, 4]
    assert said.choices[0].data.startswith("do:question.read:") and said.choices[2].label == "Hỏi cán bộ"
    (second,) = await answers(db, knowledge, heard("1"), clock.go(minutes=1))
    assert second.text != said.text and "xem lại ngày" in second.text
    third = await say(db, knowledge, second.choices[0].label, at=clock.go(minutes=1))
    assert "xem lại ngày" in third[0]


async def test_what_an_officer_writes_is_said_at_once_and_by_every_process(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await consent(db, knowledge, at=clock())
    async with db.writing() as session:
        assert await library.bring(session, clock()) > 200
        assert await library.bring(session, clock()) == 0
    assert (
        "Tỉnh phát tem" not in (await say(db, knowledge, "tem ocop bao nhiêu một cuộn vậy", at=clock.go(minutes=1)))[0]
    )
    officer = await make_officer(db, clock(), role="province", unit=None)
    other = Database(db.url)
    async with other.writing() as session:
        await editing.add(session, officer, NEW, clock())
    await other.close()
    assert "Tỉnh phát tem" in (await say(db, knowledge, "tem ocop bao nhieu 1 cuon", at=clock.go(minutes=1)))[0]


async def test_a_question_without_an_answer_is_collected_without_the_phone_and_a_person_offered(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    await consent(db, knowledge, at=clock())
    for _ in range(2):
        said = await say(db, knowledge, "chừng nào có đoàn phim xuống, gọi tui 0912 345 678?", at=clock.go(minutes=1))
        assert "Em chuyển cho cán bộ" in said[-1]
        await say(db, knowledge, "về đầu", at=clock.go(minutes=1))
    async with db.reading() as session:
        (row,) = (await session.scalars(select(Unanswered))).all()
    assert row.count == 2 and "912" not in row.sample


async def test_before_consent_a_question_is_answered_and_nothing_is_collected(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    (said,) = await answers(db, knowledge, heard("ocop là gì vậy em"), clock())
    assert "Mỗi xã một sản phẩm" in said.text and said.key == "consent.ask"
    await say(db, knowledge, "chừng nào có đoàn phim xuống?", at=clock.go(minutes=1))
    async with db.reading() as session:
        assert (await session.scalars(select(Unanswered))).all() == []
