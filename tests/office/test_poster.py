"""The poster: every Vietnamese letter has a shape, and whatever is written fits on the sheet."""

import string
from dataclasses import replace

import pytest
from PIL import Image, ImageFont

from ocop_core.office import poster
from ocop_core.office.poster import FONTS, Poster

LETTERS = "ăâđêôơư" + "".join("àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ")
SHEET = Poster(
    kicker="Trân trọng kính mời",
    title="Phiên chợ quê",
    facts=(("Thời gian", "7 giờ 30"), ("Địa điểm", "Chợ Núi Cấm"), ("Hạn ghi tên", "thứ Tư 02/12/2026")),
    text="",
    scan="Quét mã để ghi tên",
    link="https://ocop.example.vn/chat?start=event-12",
    office="Tỉnh An Giang",
)


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_every_letter_has_a_shape_of_its_own(weight: str) -> None:
    font = ImageFont.truetype(FONTS / f"BeVietnamPro-{weight}.ttf", 40)
    missing = bytes(font.getmask("\U0010ffff"))
    for letter in LETTERS + LETTERS.upper() + string.digits + ".,:;!?–…·()/%":
        assert bytes(font.getmask(letter)) not in (b"", missing), letter


@pytest.mark.parametrize(
    "words",
    [
        replace(SHEET, title="Hội nghị " * 13, text="Một câu dài vừa phải. " * 90),
        replace(SHEET, title="A" * 120, link="https://" + "x" * 200, text="dòng\n\n" * 300),
        replace(SHEET, facts=tuple(("Mục", "giá trị rất dài " * 10) for _ in range(7))),
        replace(SHEET, facts=(), text="", office=""),
    ],
    ids=["long", "without spaces", "many facts", "hardly anything"],
)
@pytest.mark.parametrize("picture", [None, Image.new("RGB", (3000, 400), "red"), Image.new("RGB", (200, 3000), "red")])
def test_whatever_is_written_stays_within_its_margins(words: Poster, picture: Image.Image | None) -> None:
    sheet = poster.draw(words, picture.copy() if picture else None)
    assert sheet.size == (1654, 2339)
    margin = sheet.crop((0, 1100, 100, 2339)).getcolors(), sheet.crop((1560, 1100, 1654, 2339)).getcolors()
    assert margin == ([(100 * 1239, (255, 255, 255))], [(94 * 1239, (255, 255, 255))])
