"""What is stored tells nobody where a picture was taken, shows the same picture, and runs no program."""

import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageOps

from ocop_core.errors import Refused
from ocop_core.services.files import storing
from ocop_core.services.files.cleaning import clean
from tests.support import pictures


def located(kind: str, **options: object) -> bytes:
    """A picture that lies on its side and knows its place."""
    picture = Image.new("RGB", (60, 30), "red")
    picture.paste("blue", (30, 0, 60, 30))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Dien thoai"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (10.0, 22.0, 33.0)
    out = BytesIO()
    picture.save(out, kind, exif=exif.tobytes(), **options)
    return out.getvalue()


def shown(content: bytes) -> Image.Image:
    return ImageOps.exif_transpose(Image.open(BytesIO(content))).convert("RGB")


@pytest.mark.parametrize(("kind", "mime"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
def test_place_and_phone_go_and_the_picture_stays_as_it_was_seen(kind: str, mime: str) -> None:
    before = located(kind, **({"lossless": True} if kind == "WEBP" else {}))
    after, now = clean(before, mime)
    exif = Image.open(BytesIO(after)).getexif()
    assert b"Dien thoai" not in after and not exif.get_ifd(0x8825) and 0x010F not in exif
    assert shown(after).size == shown(before).size == (30, 60)
    assert storing.check(after, 1_000_000) == now


def test_a_jpeg_is_not_drawn_again() -> None:
    before = located("JPEG", quality=80)
    after, _ = clean(before, "image/jpeg")
    assert shown(after).tobytes() == shown(before).tobytes()
    assert clean(after, "image/jpeg") == (after, "image/jpeg")


def test_a_second_picture_behind_the_first_goes_with_its_place() -> None:
    after, _ = clean(pictures.jpeg() + located("JPEG"), "image/jpeg")
    assert b"Dien thoai" not in after and after.endswith(b"\xff\xd9")
    assert shown(after).size == (40, 20)


def test_progressive_pictures_stay_whole() -> None:
    out = BytesIO()
    Image.open(BytesIO(pictures.picture("trang"))).save(out, "JPEG", progressive=True)
    after, _ = clean(out.getvalue(), "image/jpeg")
    assert shown(after).tobytes() == shown(out.getvalue()).tobytes()


def test_a_picture_of_an_iphone_becomes_one_that_every_office_can_open() -> None:
    after, mime = clean(pictures.heic(), "image/heic")
    assert mime == "image/jpeg" and storing.check(after, 1_000_000) == "image/jpeg"


BROKEN = (b"\xff\xd8\xff", b"\xff\xd8\xff\xe1\xff", b"\x89PNG\r\n\x1a\n\0", b"RIFF\0\0\0\0WEBPVP8 ")


@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_broken_is_left_as_it_is(broken: bytes) -> None:
    mime = storing.check(broken, 1_000)
    assert clean(broken, mime) == (broken, mime)


def pdf(body: bytes) -> bytes:
    return b"%PDF-1.7\n1 0 obj\n" + body + b"\nendobj\ntrailer <</Root 1 0 R>>\n%%EOF"


@pytest.mark.parametrize(
    "body",
    [
        b"<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>",
        b"<</OpenAction<</S/J#61vaScript /J#53 (x)>>>>",
        b"<</OpenAction<</S/Launch/F(cmd.exe)>>>>",
        b"<</Type/ObjStm>>\nstream\n" + zlib.compress(b"<</S /JavaScript /JS (x)>>") + b"\nendstream",
    ],
)
def test_a_pdf_that_brings_a_program_is_refused(body: bytes) -> None:
    with pytest.raises(Refused, match=r"file\.script"):
        clean(pdf(body), "application/pdf")


def test_the_pages_of_a_pdf_may_say_what_they_like() -> None:
    page = pdf(b"<</Length 20>>\nstream\n(/JS (x) /JavaScript )\nendstream")
    assert clean(page, "application/pdf") == (page, "application/pdf")


@pytest.mark.parametrize("film", [b"\0\0\0\x18ftypmp42", b"\x1a\x45\xdf\xa3rest", b"RIFF\0\0\0\0AVI LIST"])
def test_a_film_is_refused_in_its_own_words(film: bytes) -> None:
    with pytest.raises(Refused, match=r"file\.video"):
        storing.check(film, 1_000)


def test_an_empty_and_a_huge_file_are_refused() -> None:
    for content, why in ((b"", "empty"), (bytes(2_000), "too_large")):
        with pytest.raises(Refused, match=why):
            storing.check(content, 1_000)
