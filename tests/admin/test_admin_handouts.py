"""The file for those who came to an event: judged by its content, kept, sent with the words, changed and left out."""

from datetime import timedelta

import pytest

from ocop_core.db.models import File
from ocop_core.services.events import arrivals
from tests.admin.house import Browser, House
from tests.admin.test_admin_events import FORM, NEW, taken, the_event
from tests.services.eventful import make_people, tap, told
from tests.support.pictures import png
from tests.support.talking import owed
from tests.support.words import with_macro, word

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture
async def event(house: House, lan: Browser) -> str:
    """A class that is open; its address."""
    made = await lan.send(NEW, NEW, {**FORM, "materials": ""})
    await lan.send(made.headers["Location"], f"{made.headers['Location']}/open")
    return made.headers["Location"]


async def put(browser: Browser, event: str, content: bytes, name: str, **more: str) -> tuple[int, str]:
    """Sends the form of the materials with a file."""
    answer = await browser.send_file(event, {"materials": "", **more}, content, name, to=f"{event}/materials")
    return answer.status, "" if answer.status == 303 else await answer.text()


@pytest.mark.parametrize(
    ("content", "name", "kept"),
    [
        (PDF, "Bài giảng.pdf", "Bài giảng.pdf"),
        (word("Cách ghi nhãn"), "Bài giảng.docx", "Bài giảng.docx"),
        (word("Cách ghi nhãn"), "khong-duoi", "khong-duoi.docx"),
        (png(), "bang.jpeg", "bang.jpg"),
    ],
    ids=["PDF", "Word", "Word without an ending", "picture"],
)
async def test_a_file_is_known_by_its_content_and_can_be_opened(
    house: House, lan: Browser, event: str, content: bytes, name: str, kept: str
) -> None:
    assert await put(lan, event, content, name) == (303, "")
    handout = (await the_event(house)).handout
    assert handout is not None and handout["name"] == kept
    assert f'href="{event}/handout">{kept}</a>' in await lan.page(event)
    assert await taken(lan, f"{event}/handout")
    await lan.send(event, f"{event}/materials", {"materials": "Có bài giảng."})
    assert (await the_event(house)).handout == handout, "the words alone were changed"
    await lan.send(event, f"{event}/materials", {"materials": "", "without": "1"})
    assert (await the_event(house)).handout is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (with_macro(word("x")), "có kèm macro"),
        (b"PK\x03\x04", "lưu thành PDF"),
        (b"MZ" + bytes(99), "lưu thành PDF"),
        (PDF + bytes(6_000_000), "lớn quá 5 MB"),
    ],
    ids=["macro", "broken", "program", "large"],
)
async def test_what_cannot_be_given_out_is_said_and_the_words_stay(
    house: House, lan: Browser, event: str, content: bytes, said: str
) -> None:
    status, page = await put(lan, event, content, "bai.docx", materials="Chữ vừa gõ.")
    assert (status, said in page, "Chữ vừa gõ." in page) == (422, True, True)
    assert (await the_event(house)).handout is None


async def test_those_who_came_get_one_and_the_same_file(house: House, lan: Browser, event: str) -> None:
    number = int(event.rpartition("/")[2])
    await make_people(house.db, house.knowledge, house.clock(), "bay", "tu", "nam")
    for name in ("bay", "tu", "nam"):
        await tap(house.db, house.knowledge, f"do:event.join:{number}", house.clock(), name)
    row = await the_event(house)
    async with house.db.writing() as session:
        guests = await arrivals.guests(session, row)
        for guest in guests[:2]:
            guest.row.state = "came"
    await put(lan, event, word("Cách ghi nhãn"), "Bài giảng.docx")
    house.clock.now = row.ends_at + timedelta(minutes=5)
    await told(house.db, house.knowledge, house.clock.now)
    last = [(await owed(house.db, address=name))[-1] for name in ("bay", "tu", "nam")]
    handout = (await the_event(house)).handout
    assert handout is not None
    assert [body.files for body in last] == [(handout["id"],), (handout["id"],), ()]
    assert "Tài liệu em gửi kèm tin này" in last[0].text and len(last[0].choices) == 3
    await house.enter(lan)
    await put(lan, event, PDF, "Bổ sung.pdf", materials="https://example.vn/bai")
    await told(house.db, house.knowledge, house.clock.now)
    again = (await owed(house.db, address="bay"))[-1]
    async with house.db.reading() as session:
        (file,) = [await session.get_one(File, number) for number in again.files]
    assert (file.name, "https://example.vn/bai" in again.text) == ("Bổ sung.pdf", True)
