"""Downloads of a dossier in the panel: for whom, under which name, with what inside."""

import zipfile
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from docx import Document

from ocop_core.db.models_dossiers import Dossier
from ocop_core.services.dossiers import zipping
from ocop_core.sniff import WORD
from tests.admin.house import THOI_SON, Browser, House
from tests.office import reading
from tests.support.dossiers import hand_in, make_dossier


@pytest.fixture
async def row(house: House) -> Dossier:
    made = await make_dossier(house.db, house.clock.now, name="Khô cá lóc “Bảy Chóp”")
    await hand_in(house.db, house.settings.files_dir, made, house.clock.now)
    return made


@pytest.mark.parametrize(
    ("file", "name", "title"),
    [
        ("mau01.docx", "Mẫu số 01 - Khô cá lóc “Bảy Chóp”.docx", "PHIẾU ĐĂNG KÝ"),
        ("mau02.docx", "Mẫu số 02 - Khô cá lóc “Bảy Chóp”.docx", "BÁO CÁO TỰ ĐÁNH GIÁ VỀ SẢN PHẨM"),
        ("mau03.docx", "Mẫu số 03 - Khô cá lóc “Bảy Chóp”.docx", "BÁO CÁO"),
        ("muc-luc.docx", "Mục lục - Khô cá lóc “Bảy Chóp”.docx", "MỤC LỤC HỒ SƠ SẢN PHẨM OCOP"),
    ],
)
async def test_a_form_is_a_download_under_its_vietnamese_name(
    house: House, lan: Browser, row: Dossier, file: str, name: str, title: str
) -> None:
    answer = await lan.client.get(f"/admin/dossiers/{row.id}/{file}")
    assert answer.status == 200
    assert answer.content_type == WORD
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    plain, full = answer.headers["Content-Disposition"].split("; filename*=UTF-8''")
    assert plain == 'attachment; filename="ocop.docx"'
    assert unquote(full) == name
    lines = reading.lines(await answer.read())
    assert title in lines
    assert any("Khô cá lóc “Bảy Chóp”" in line for line in lines)


async def test_the_whole_dossier_is_one_zip(house: House, lan: Browser, row: Dossier) -> None:
    answer = await lan.client.get(f"/admin/dossiers/{row.id}/ho-so.zip")
    content = await answer.read()
    assert (answer.status, answer.content_type) == (200, "application/zip")
    assert answer.headers["Content-Length"] == str(len(content))
    assert answer.headers["Cache-Control"] == "no-store"
    assert unquote(answer.headers["Content-Disposition"]).endswith(f"''{row.code} - Khô cá lóc “Bảy Chóp”.zip")
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "00 - Mục lục.docx"


@pytest.mark.parametrize("file", ["mau01.docx", "mau02.docx", "mau03.docx", "muc-luc.docx", "ho-so.zip"])
async def test_the_dossier_of_another_commune_is_not_there(
    house: House, browser: Browser, row: Dossier, file: str
) -> None:
    await house.officer(unit=THOI_SON)
    await house.enter(browser)
    assert (await browser.client.get(f"/admin/dossiers/{row.id}/{file}")).status == 404


async def test_what_was_not_handed_in_is_not_there(house: House, lan: Browser) -> None:
    draft = await make_dossier(house.db, house.clock.now)
    assert (await lan.client.get(f"/admin/dossiers/{draft.id}/mau01.docx")).status == 404
    assert (await lan.client.get("/admin/dossiers/999999999/ho-so.zip")).status == 404


async def test_nobody_downloads_without_signing_in(house: House, browser: Browser, row: Dossier) -> None:
    answer = await browser.client.get(f"/admin/dossiers/{row.id}/mau01.docx", allow_redirects=False)
    assert answer.headers["Location"].startswith("/admin/sign-in")


async def test_too_big_a_dossier_is_said_in_words(
    house: House, lan: Browser, row: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zipping, "LARGEST", 10)
    answer = await lan.client.get(f"/admin/dossiers/{row.id}/ho-so.zip")
    assert answer.status == 409
    assert "không gom vào một tệp được" in await answer.text()


async def test_the_next_page_says_that_the_offices_own_template_is_broken(
    house: House, browser: Browser, row: Dossier, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "mau-01.docx").write_bytes(b"no word file")
    document = Document()
    document.add_paragraph("Mẫu của xã: {{ ten_san_pham }}")
    document.save(own / "mau-03.docx")
    object.__setattr__(house.settings, "templates_dir", own)
    await house.officer()
    await house.enter(browser)
    whole = await browser.client.get(f"/admin/dossiers/{row.id}/mau03.docx")
    assert reading.lines(await whole.read()) == ["Mẫu của xã: Khô cá lóc “Bảy Chóp”"]
    broken = await browser.client.get(f"/admin/dossiers/{row.id}/mau01.docx")
    assert "PHIẾU ĐĂNG KÝ" in reading.lines(await broken.read())
    assert "bị lỗi nên tệp vừa tải được soạn theo mẫu có sẵn" in await (await browser.client.get("/admin/")).text()
