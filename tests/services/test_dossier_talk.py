"""A dossier in a real chat: what is typed and sent is in the rows, and what officers do comes back."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from ocop_core.conversation.heard import FileRef, Inbound
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat
from ocop_core.db.models_dossiers import Dossier, DossierFile, DossierPaper
from ocop_core.db.models_products import Certificate
from ocop_core.rulebook.editions import edition
from ocop_core.services.certificates import grants
from ocop_core.services.certificates.grants import Grant
from ocop_core.services.dossiers import listing, reviewing
from tests.support.clock import Clock
from tests.support.dossiers import accept_all, complete, hand_in, make_dossier, seen
from tests.support.making import make_chat, make_file, make_officer
from tests.support.pictures import picture
from tests.support.talking import consent, say

OPENING = (
    "mở hồ sơ",
    "Khô cá lóc Bảy Chóp",
    "đúng",
    "Núi Cấm",
    "đúng",
    "hộ kinh doanh",
    "không",
    "chưa có",
    "3 sao",
    "0912 345 678",
    "gửi",
)


async def opened(db: Database, knowledge: Knowledge, clock: Clock) -> Dossier:
    await consent(db, knowledge, at=clock())
    for words in OPENING:
        await say(db, knowledge, words, at=clock.go(minutes=1))
    async with db.reading() as session:
        return (await session.scalars(select(Dossier))).one()


async def photo(db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path, seed: str) -> list[str]:
    chat = await make_chat(db, clock())
    number = await make_file(db, tmp_path, chat, picture(seed), clock())
    return await say(db, knowledge, Inbound("photo", files=(FileRef(file_id=number),)), at=clock.go(minutes=5))


async def test_what_is_opened_and_sent_in_the_chat_is_in_the_rows(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row = await opened(db, knowledge, clock)
    assert (row.set_no, row.stars, row.state, row.producer["certified_system"]) == (8, 3, "draft", False)
    await say(db, knowledge, "gửi giấy attp", at=clock.go(minutes=1))
    assert "có 1 trang" in (await photo(db, knowledge, clock, tmp_path, "một"))[-1]
    assert "có 2 trang" in (await photo(db, knowledge, clock, tmp_path, "hai"))[-1]
    assert "gửi rồi" in (await photo(db, knowledge, clock, tmp_path, "hai"))[0]
    await say(db, knowledge, "xong", at=clock.go(minutes=1))
    last = await say(db, knowledge, "05/03/2025", at=clock.go(minutes=1))
    assert "Còn thiếu 10/11" in last[-1]
    async with db.reading() as session:
        sheet = (await session.scalars(select(DossierPaper))).one()
        pages = await session.scalar(select(func.count()).select_from(DossierFile))
    assert (sheet.paper, sheet.state, f"{sheet.issued_on}", pages) == ("food_safety", "given", "2025-03-05", 2)


async def test_points_are_kept_one_by_one_and_feed_the_report(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    row = await opened(db, knowledge, clock)
    await say(db, knowledge, "tự chấm điểm", at=clock.go(minutes=1))
    await say(db, knowledge, "3", at=clock.go(minutes=1))
    await say(db, knowledge, "2", at=clock.go(minutes=1))
    assert dict((await seen(db, row.id)).scores) == {"1.1": 3, "1.2": 1}


async def test_what_came_back_is_sent_again_and_handed_in_by_words(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row = await opened(db, knowledge, clock)
    await hand_in(db, tmp_path, row, clock())
    lan = await make_officer(db, clock())
    await accept_all(db, lan, row, clock())
    sheet = (await seen(db, row.id)).sheet("food_safety")
    assert sheet is not None
    async with db.writing() as session:
        await reviewing.return_paper(session, lan, row.id, sheet.id, "Ảnh mờ quá", clock())
        await reviewing.send_result(session, knowledge, lan, row.id, clock())
    told = await say(db, knowledge, "hồ sơ của tôi", at=clock.go(hours=1))
    assert "Cần làm lại Giấy chứng nhận đủ điều kiện an toàn thực phẩm: Ảnh mờ quá" in told[-1]
    await say(db, knowledge, "gửi giấy attp", at=clock.go(minutes=1))
    await photo(db, knowledge, clock, tmp_path, "rõ")
    await say(db, knowledge, "xong", at=clock.go(minutes=1))
    await say(db, knowledge, "không ghi ngày", at=clock.go(minutes=1))
    await say(db, knowledge, "nộp hồ sơ", at=clock.go(minutes=1))
    said = await say(db, knowledge, "nộp luôn", at=clock.go(minutes=1))
    assert "nộp lại hồ sơ" in said[0] and (await seen(db, row.id)).state == "submitted"


async def test_a_code_opens_ones_own_dossier_and_tells_others_only_the_state(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row = await opened(db, knowledge, clock)
    assert "Còn thiếu" in (await say(db, knowledge, row.code.lower(), at=clock.go(minutes=1)))[-1]
    await consent(db, knowledge, at=clock(), address="u2")
    unknown = await say(db, knowledge, row.code, at=clock.go(minutes=1), address="u2")
    assert "không tìm ra" in unknown[0]
    await hand_in(db, tmp_path, row, clock())
    told = await say(db, knowledge, row.code, at=clock.go(minutes=1), address="u2")
    assert "xã đang xem" in told[0] and "Bảy Chóp" not in " ".join(told)


async def test_a_renewal_takes_over_the_papers_that_still_serve(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row = await make_dossier(db, clock())
    await complete(db, tmp_path, row, clock())
    today = clock().date()
    async with db.writing() as session:
        old = await session.get_one(Dossier, row.id)
        old.state = "recognised"
        product = await listing.product(session, old)
        grant = Grant(stars=3, decision_no="1", issued_on=today - timedelta(days=946), level="province", source="t")
        certificate = await grants.grant(session, product, edition("QD26"), grant, clock())
    await consent(db, knowledge, at=clock())
    first = await say(db, knowledge, Inbound("button", data=f"do:certificate.renew:{certificate.id}"), at=clock())
    assert "chậm nhất" in first[0]
    for words in ("không", "chưa có", "3 sao", "gửi"):
        last = await say(db, knowledge, words, at=clock.go(minutes=1))
    assert "Còn thiếu 11/12" in last[-1] and "còn 2 câu về cơ sở" in last[-1]
    async with db.reading() as session:
        new = (await session.scalars(select(Dossier).where(Dossier.kind == "renewal"))).one()
    assert "update_report" in [each.need.paper.id for each in (await seen(db, new.id)).blocking(today)]
    assert new.product_id == row.product_id and new.certificate_id == certificate.id
    said = await say(db, knowledge, Inbound("button", data=f"do:dossier.reuse:{new.code}"), at=clock.go(minutes=1))
    assert "còn hạn từ hồ sơ trước" in said[0]
    view = await seen(db, new.id)
    assert {"registration", "food_safety", "declaration"} <= {sheet.paper for sheet in view.sheets}
    assert "samples" not in {sheet.paper for sheet in view.sheets}


async def test_nothing_is_lost_where_an_office_and_a_producer_act_at_once(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    """The button of a page that is out of date is answered, and changes nothing."""
    row = await opened(db, knowledge, clock)
    await hand_in(db, tmp_path, row, clock())
    for act in ("send_in", "done", "put", "star", "set", "report"):
        said = await say(
            db, knowledge, Inbound("button", data=f"do:dossier.{act}:{row.code}:food_safety"), at=clock.go(minutes=1)
        )
        assert said, act
    assert (await seen(db, row.id)).state == "submitted"
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Certificate)) == 0
        assert (await session.scalars(select(Chat))).all()
