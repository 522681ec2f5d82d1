"""Pages are looked at once: what cannot be read is told with a way out, what is there already is recognised."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageEnhance, ImageFilter
from sqlalchemy import select

from ocop_core.conversation.heard import FileRef
from ocop_core.conversation.said import Body
from ocop_core.conversation.state import State
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat
from ocop_core.db.models_dossiers import Dossier, DossierFile
from ocop_core.services import photo_receipts
from ocop_core.services.dossiers import page_checks, paper_acts, producer_acts
from ocop_core.services.files import sharpness, storing
from tests.support.clock import Clock
from tests.support.dossiers import make_dossier, seen
from tests.support.making import make_file, stored
from tests.support.pictures import picture
from tests.support.talking import owed


def page(seed: str = "trang", *, blur: float = 0, light: float = 1, size: tuple[int, int] = (1600, 1200)) -> bytes:
    """A photo of a paper, taken well or not."""
    drawn = Image.open(BytesIO(picture(seed, 1600, 1200))).resize(size)
    drawn = ImageEnhance.Brightness(drawn.filter(ImageFilter.GaussianBlur(blur))).enhance(light)
    out = BytesIO()
    drawn.save(out, "JPEG", quality=80)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "findings"),
    [
        (page(), ()),
        (page(blur=1), ()),
        (page(blur=9), ("blurred",)),
        (page(light=0.2), ("dark",)),
        (page(size=(400, 300)), ("small",)),
        (b"\xff\xd8\xffrest", ("unreadable",)),
    ],
)
def test_a_look_finds_what_an_officer_would_find(content: bytes, findings: tuple[str, ...]) -> None:
    assert sharpness.look(content, "image/jpeg").findings == findings


def test_the_same_page_photographed_smaller_is_known_again() -> None:
    first = sharpness.look(page("một"), "image/jpeg").likeness
    assert sharpness.alike(first, sharpness.look(page("một", size=(1200, 900), light=0.9), "image/jpeg").likeness)
    assert not sharpness.alike(first, sharpness.look(page("hai"), "image/jpeg").likeness)
    assert not sharpness.alike("", "")


async def sent(db: Database, tmp_path: Path, row: Dossier, clock: Clock, *contents: bytes) -> None:
    chat = await stored(db, Chat, row.chat_id)
    for content in contents:
        number = await make_file(db, tmp_path, chat, content, clock())
        async with db.writing() as session:
            own = await producer_acts.own(session, row.person_id, row.code)
            await paper_acts.put(session, own, "food_safety", [number], clock())


async def brought(db: Database, tmp_path: Path, row: Dossier, clock: Clock, content: bytes) -> None:
    """A page from a messenger, which gives each photo a name of its own, whatever it shows."""
    digest = storing.put(tmp_path, content)
    async with db.writing() as session:
        number = await storing.want(session, row.chat_id, FileRef(ref="f"), clock())
        await storing.fetched(session, number, digest, "image/jpeg", len(content))
        own = await producer_acts.own(session, row.person_id, row.code)
        await paper_acts.put(session, own, "food_safety", [number], clock())


async def test_a_blurred_page_is_told_once_and_may_be_kept(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row = await make_dossier(db, clock())
    await sent(db, tmp_path, row, clock, page(), page("mờ", blur=9), page(size=(1500, 1125)))
    assert await page_checks.look_at_new(db, knowledge, tmp_path, clock()) == 3
    assert await page_checks.look_at_new(db, knowledge, tmp_path, clock()) == 0
    said = await owed(db)
    assert len(said) == 1
    assert "Trang 2: hơi mờ" in said[0].text and "Trang 3: giống trang đã gửi" in said[0].text
    async with db.reading() as session:
        pages = (await session.scalars(select(DossierFile).order_by(DossierFile.position))).all()
    assert [each.findings for each in pages] == [[], ["blurred"], ["duplicate"]]
    assert said[0].choices[0].data == f"do:dossier.drop:{row.code}:food_safety:{pages[1].id}"
    assert said[0].choices[-1].label == "Giữ nguyên"
    sheet = (await seen(db, row.id)).sheet("food_safety")
    assert sheet is not None and (sheet.pages, sheet.doubtful) == (3, 1)


async def test_the_very_same_page_is_passed_over_and_counted(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row = await make_dossier(db, clock())
    for content in (page(), page(), page("hai"), page("hai"), page()):
        await brought(db, tmp_path, row, clock, content)
    await page_checks.look_at_new(db, knowledge, tmp_path, clock())
    said = await owed(db)
    assert len(said) == 1 and "3 tấm trùng với tấm đã có, em bỏ qua." in said[0].text and "có 2 trang" in said[0].text
    assert [button.data for button in said[0].choices] == [f"do:dossier.done:{row.code}:food_safety"]
    sheet = (await seen(db, row.id)).sheet("food_safety")
    assert sheet is not None and (sheet.pages, sheet.doubtful) == (2, 0)


async def test_what_is_the_matter_with_many_pages_is_one_line(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row = await make_dossier(db, clock())
    dark = [page(f"tối {number}", light=0.2, size=(1200, 900)) for number in range(8)]
    await sent(db, tmp_path, row, clock, page(), *dark)
    await page_checks.look_at_new(db, knowledge, tmp_path, clock())
    said = await owed(db)
    lines = [line for line in said[0].text.splitlines() if line.startswith("•")]
    assert len(said) == 1 and lines == ["• 8 trang (2, 3, 4, 5, 6, 7…): hơi tối"]


async def test_pages_are_looked_at_once_the_run_has_ended(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row = await make_dossier(db, clock())
    await sent(db, tmp_path, row, clock, page())
    body = Body("dossier.paper_run", "Em nhận thêm")
    async with db.writing() as session:
        await photo_receipts.gather(session, None, row.chat_id, "telegram", [body], clock())
    assert await page_checks.look_at_new(db, knowledge, tmp_path, clock()) == 0
    async with db.writing() as session:
        await photo_receipts.release(session, row.chat_id, State(heard="photo"))
    assert await page_checks.look_at_new(db, knowledge, tmp_path, clock()) == 1


async def test_pages_do_not_wait_for_a_messenger_that_cannot_be_reached(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row = await make_dossier(db, clock())
    await sent(db, tmp_path, row, clock, page())
    async with db.writing() as session:
        body = Body("dossier.paper_run", "Em nhận thêm")
        await photo_receipts.gather(session, None, row.chat_id, "telegram", [body], clock())
    clock.go(seconds=photo_receipts.QUIET.total_seconds())
    assert await page_checks.look_at_new(db, knowledge, tmp_path, clock()) == 1


async def test_a_good_page_is_not_talked_about(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row = await make_dossier(db, clock())
    await sent(db, tmp_path, row, clock, page())
    await page_checks.look_at_new(db, knowledge, tmp_path, clock())
    assert await owed(db) == []


async def test_a_pdf_that_was_cut_off_is_told(db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path) -> None:
    row = await make_dossier(db, clock())
    await sent(db, tmp_path, row, clock, b"%PDF-1.7\n")
    await page_checks.look_at_new(db, knowledge, tmp_path, clock())
    assert [body.key for body in await owed(db)] == ["dossier.findings"]


async def test_pages_are_small_before_anybody_opens_them(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row = await make_dossier(db, clock())
    await sent(db, tmp_path, row, clock, page(), page("hai"), b"%PDF-1.4\n1 0 obj\nendobj\n")
    await page_checks.look_at_new(db, knowledge, tmp_path, clock())
    assert len(list(tmp_path.glob("??/*.thumb"))) == 2


async def test_a_page_that_is_dropped_leaves_the_paper_open(db: Database, clock: Clock, tmp_path: Path) -> None:
    row = await make_dossier(db, clock())
    await sent(db, tmp_path, row, clock, page(blur=9))
    async with db.writing() as session:
        own = await producer_acts.own(session, row.person_id, row.code)
        await paper_acts.finish(session, own, "food_safety", clock())
        number = await session.scalar(select(DossierFile.id))
        assert await paper_acts.drop_page(session, own, number or 0, clock()) == "food_safety"
    assert "food_safety" in [each.need.paper.id for each in (await seen(db, row.id)).blocking(clock().date())]
