"""A whole dossier as one ZIP: every paper in its folder, in the order of the checklist, with a list of contents."""

import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import File
from ocop_core.db.models_dossiers import Dossier
from ocop_core.errors import Refused
from ocop_core.services.dossiers import gathering, zipping
from ocop_core.services.files import storing
from tests.office import reading
from tests.support.clock import Clock
from tests.support.dossiers import accept_all, hand_in, make_dossier
from tests.support.making import make_officer


@asynccontextmanager
async def archive(
    db: Database, knowledge: Knowledge, row: Dossier, clock: Clock, files_dir: Path
) -> AsyncIterator[zipfile.ZipFile]:
    async with db.reading() as session:
        own = await session.get_one(Dossier, row.id)
        known = await gathering.gather(session, knowledge, own, clock.now.date())
        bundle = await zipping.bundle(session, known)
    with await zipping.packed(bundle, files_dir, None) as content, zipfile.ZipFile(content) as made:
        yield made


async def test_everything_is_there_in_the_order_of_the_checklist(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row = await make_dossier(db, clock.now)
    await hand_in(db, tmp_path, row, clock.now)
    staff = await make_officer(db, clock.now)
    await accept_all(db, staff, row, clock.now)
    async with archive(db, knowledge, row, clock, tmp_path) as made:
        names = made.namelist()
        assert names[:6] == [
            "00 - Mục lục.docx",
            "00 - Mục lục.txt",
            "00 - Báo cáo của Ủy ban nhân dân cấp xã (Mẫu số 03).docx",
            "01 - Phiếu đăng ký đánh giá, phân hạng (Mẫu số 01)/Mẫu số 01.docx",
            "02 - Báo cáo tự đánh giá sản phẩm (Mẫu số 02)/Mẫu số 02.docx",
            "03 - Giấy đăng ký kinh doanh/trang 1.jpg",
        ]
        assert names == sorted(names, key=lambda name: name[:2])
        assert made.read("03 - Giấy đăng ký kinh doanh/trang 1.jpg").startswith(b"\xff\xd8\xff")
        assert "Khô cá lóc Bảy Chóp" in reading.text(made.read(names[3]))
        listed = reading.rows(made.read(names[0]), "Tình trạng")
        told = made.read(names[1]).decode("utf-8-sig").split("\r\n")
    assert {row[0] for row in listed} >= {name[:2] for name in names[3:]}
    assert ["03", "Giấy đăng ký kinh doanh"] in [row[:2] for row in listed]
    assert "03. Giấy đăng ký kinh doanh: Đã kiểm tra, đạt; 1 trang" in told
    assert told[:3] == ["MỤC LỤC HỒ SƠ SẢN PHẨM OCOP", f"Mã hồ sơ: {row.code}", "Sản phẩm: Khô cá lóc Bảy Chóp"]


async def test_an_empty_dossier_is_an_archive_too(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row = await make_dossier(db, clock.now)
    async with archive(db, knowledge, row, clock, tmp_path / "new") as made:
        assert [name.partition("/")[0][:2] for name in made.namelist()] == ["00", "00", "01", "02"]


async def test_a_page_that_is_gone_from_the_disk_is_named_and_the_rest_is_there(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row = await make_dossier(db, clock.now)
    await hand_in(db, tmp_path, row, clock.now)
    async with archive(db, knowledge, row, clock, tmp_path) as made:
        whole = made.namelist()
        digest_of = made.read("03 - Giấy đăng ký kinh doanh/trang 1.jpg")
    gone = next(path for path in tmp_path.glob("??/*") if path.read_bytes() == digest_of)
    gone.unlink()
    async with archive(db, knowledge, row, clock, tmp_path) as made:
        assert len(made.namelist()) == len(whole)
        told = made.read("03 - Giấy đăng ký kinh doanh/trang 1.txt").decode("utf-8-sig")
    assert told == "Trang này không còn trong kho lưu trữ. Mời chủ thể gửi lại."


async def test_nothing_stays_on_the_disk(db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path) -> None:
    row = await make_dossier(db, clock.now)
    await hand_in(db, tmp_path, row, clock.now)
    before = sorted(tmp_path.rglob("*"))
    async with archive(db, knowledge, row, clock, tmp_path) as made:
        assert made.namelist()
    assert sorted(tmp_path.rglob("*")) == before


async def test_too_much_is_said_in_words(db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path) -> None:
    row = await make_dossier(db, clock.now)
    await hand_in(db, tmp_path, row, clock.now)
    async with db.writing() as session:
        known = await gathering.gather(session, knowledge, await session.get_one(Dossier, row.id), clock.now.date())
        bundle = await zipping.bundle(session, known)
        file = await session.get_one(File, next(iter(bundle.pages.values()))[0].file.id)
        file.size = zipping.LARGEST
    async with db.reading() as session:
        with pytest.raises(Refused) as refused:
            await zipping.bundle(session, known)
    assert refused.value.key == "office.zip.too_big"
    assert storing.path(tmp_path, file).is_file()
    assert "nhiều hơn 600 MB" in knowledge.words.say(refused.value.key, refused.value.params)
