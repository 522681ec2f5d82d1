"""What producers and the office say to each other, on every channel, answered in each of the ways people answer."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.announcer import abilities
from ocop_core.clock import VIETNAM
from ocop_core.db.models_announcements import Recipient
from ocop_core.db.models_dossiers import DossierPaper
from ocop_core.db.models_events import Event, Registration
from ocop_core.db.models_promises import Call, Reaction
from ocop_core.services.announcements import acts, watching
from ocop_core.services.events import inviting
from ocop_core.services.reminders import speaking
from tests.announcements.house import EVERYBODY
from tests.channels.people import HOWS, How, Person
from tests.services.eventful import make_event
from tests.services.test_dossier_talk import OPENING
from tests.support.certified import make_certificate, make_product
from tests.support.making import make_officer
from tests.support.pictures import picture

pytestmark = pytest.mark.parametrize("how", HOWS)
ENDS, GRANTED = date(2027, 5, 22), datetime(2026, 10, 1, 9, 0, tzinfo=VIETNAM)


async def all_rows(person: Person, model: Any) -> list[Any]:
    async with person.db.reading() as session:
        return list((await session.scalars(select(model).order_by(model.id))).all())


async def announced(person: Person, text: str, *, event: bool = False) -> str:
    """The office announces something, or invites; the words that arrive."""
    at = person.clock()
    lan = await make_officer(person.db, at, login="tinh", role="province", unit=None)
    number = await make_event(person.db, lan, at) if event else None
    async with person.db.writing() as session:
        if number is not None:
            text = inviting.words(person.deps.knowledge, await session.get_one(Event, number))
        row = await acts.draft(session, lan, text, EVERYBODY, at, event_id=number)
        await acts.send(session, lan, row, acts.Order(hold=timedelta(0)), at)
    await watching.move_on(person.db, person.deps.knowledge, abilities([person.driver.channel]), at, per_day=2)
    ((words, _),) = await person.is_told()
    return words


async def reminded(person: Person) -> str:
    """The clockwork reminds of a certificate; the words that arrive."""
    chat, at = await person.chat(), person.clock()
    product = await make_product(person.db, GRANTED, person_id=chat.person_id)
    await make_certificate(person.db, product, ENDS, GRANTED)
    await speaking.speak(person.db, person.deps.knowledge, at, "test:1:promises")
    ((words, _),) = await person.is_told()
    return words


async def test_a_paper_of_a_dossier_is_handed_in(person: Person, how: How) -> None:
    await person.agrees()
    for said in OPENING:
        await person.says(said)
    for label in ("Gửi giấy tờ", "Giấy đăng ký kinh doanh"):
        await person.answers(how, label)
    await person.shows(picture("một"))
    # Offered under the first page, it ends the paper after the second as well.
    enough = await person.choice(how, "Xong")
    await person.shows(picture("hai"))
    # What was still gathered of the photos is told before it; on the console each is told at once.
    *receipts, (done, _) = await person.hears(enough)
    assert len(receipts) == int(person.driver.channel.name != "console")
    assert all("có tất cả 2 trang" in words for words, _ in receipts)
    assert "Giấy đăng ký kinh doanh" in done and "Còn thiếu 10/11" in done
    (paper,) = await all_rows(person, DossierPaper)
    assert (paper.paper, paper.state) == ("registration", "given")


async def test_photos_of_different_papers_are_shown_again_and_placed_one_by_one(person: Person, how: How) -> None:
    await person.agrees()
    for said in OPENING:
        await person.says(said)
    await person.shows(picture("một"))
    await person.shows(picture("hai"))
    person.clock.go(seconds=30)
    await person.is_told()
    assert "Tấm 1/2 là giấy gì" in (await person.answers(how, "Mỗi tấm một giấy"))[-1][0]
    assert "Tấm 2/2 là giấy gì" in (await person.answers(how, "Giấy đăng ký kinh doanh"))[-1][0]
    assert "Còn thiếu 9/11" in (await person.says("giấy về nguồn gốc nguyên liệu"))[-1][0]
    papers = await all_rows(person, DossierPaper)
    assert [(paper.paper, paper.state) for paper in papers] == [("registration", "given"), ("origin", "given")]


@pytest.mark.parametrize(("answer", "state"), [("Tham gia", "going"), ("Không", "declined")])
async def test_an_invitation_is_answered(producer: Person, how: How, answer: str, state: str) -> None:
    await producer.agrees()
    assert "Tập huấn nhãn hàng hóa" in await announced(producer, "", event=True)
    assert await producer.answers(how, answer)
    assert [row.state for row in await all_rows(producer, Registration)] == [state]


async def test_an_event_is_found_in_the_list_and_joined(person: Person, how: How) -> None:
    await person.agrees()
    lan = await make_officer(person.db, person.clock(), login="tinh", role="province", unit=None)
    await make_event(person.db, lan, person.clock())
    await person.says("lịch tập huấn")
    await person.answers(how, "04/12: Tập huấn nhãn hàng hóa")
    assert await person.answers(how, "Tham gia")
    assert [row.state for row in await all_rows(person, Registration)] == ["going"]


async def test_an_announcement_is_read(producer: Person, how: How) -> None:
    await producer.agrees()
    assert "Mai xã thu mẫu" in await announced(producer, "Mai xã thu mẫu ở nhà văn hóa.")
    ((thanks, _),) = await producer.answers(how, "Đã đọc")
    assert "đã đọc" in thanks
    assert [row.read_at for row in await all_rows(producer, Recipient)] == [producer.clock()]


async def test_a_reminder_is_put_off_and_then_settled(person: Person, how: How) -> None:
    await person.agrees()
    assert "Mắm cá lóc" in await reminded(person)
    ((later, _),) = await person.answers(how, "Nhắc lại sau 7 ngày")
    assert "30/11/2026" in later
    person.clock.now = datetime(2026, 11, 30, 9, 0, tzinfo=VIETNAM)
    await person.says("em ơi")
    await speaking.speak(person.db, person.deps.knowledge, person.clock(), "test:1:promises")
    assert "Mắm cá lóc" in (await person.is_told())[-1][0]
    assert await person.answers(how, "Đã nộp rồi")
    assert [row.act for row in await all_rows(person, Reaction)] == ["again", "filed"]
    assert [row.why for row in await all_rows(person, Call)] == ["filed"]


async def test_in_the_middle_of_a_form_an_announcement_is_answered_and_the_form_goes_on(
    producer: Person, how: How
) -> None:
    await producer.agrees()
    for said in ("đăng ký sản phẩm", "khô cá lóc Út Mười"):
        await producer.says(said)
    await announced(producer, "", event=True)
    # Where a question waits, a number is its answer; what it asks is not to be filled in by accident.
    answers = await producer.answers("words" if how == "number" else how, "Tham gia")
    assert [row.state for row in await all_rows(producer, Registration)] == ["going"]
    assert "Em xếp vào nhóm" in answers[-1][0]
