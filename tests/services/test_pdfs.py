"""Which PDFs may be shown within a page, and which an officer only downloads."""

import zlib
from pathlib import Path

import pytest

from ocop_core.services.files import pdfs


def pdf(*bodies: bytes) -> bytes:
    objects = b"\n".join(b"%d 0 obj\n%s\nendobj" % (number, body) for number, body in enumerate(bodies, start=1))
    return b"%PDF-1.7\n" + objects + b"\ntrailer <</Root 1 0 R>>\n%%EOF"


def packed(body: bytes) -> bytes:
    return b"<</Type/ObjStm/Filter/FlateDecode>>\nstream\n" + zlib.compress(body) + b"\nendstream"


PAGE = b"<</Length 30>>\nstream\nBT (/JS /AA /Sound ) Tj ET\nendstream"


@pytest.mark.parametrize(
    "bodies",
    [
        (b"<</Type/Catalog/Pages 2 0 R>>", PAGE),
        (b"<</Type/Catalog/OpenAction [2 0 R /FitH null]>>", PAGE),
        (b"<</Type/Catalog/OpenAction[2 0 R /Fit]>>", packed(b"<</Type/Page/AAPL:Keywords 3>>"), PAGE),
        (b"<</Subtype/Link/A<</S/URI/URI(https://example.org)>>>>",),
    ],
)
def test_pages_alone_are_shown(bodies: tuple[bytes, ...]) -> None:
    assert pdfs.is_quiet(pdf(*bodies))


@pytest.mark.parametrize(
    "body",
    [
        b"<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>",
        b"<</OpenAction 5 0 R>>",
        b"<</AA<</O 5 0 R>>>>",
        b"<</S/L#61unch/F(cmd.exe)>>",
        b"<</Names<</EmbeddedFiles 5 0 R>>>>",
        b"<</AcroForm<</XFA 5 0 R>>>>",
        b"<</Encrypt 5 0 R>>",
        packed(b"<</AA<</O 5 0 R>>>>"),
        b"<</Type/Obj#53tm>>\nstream\n" + zlib.compress(b"<</S /Sound >>") + b"\nendstream",
        b"<</Type/ObjStm/Filter/LZWDecode>>\nstream\nnot to be unpacked\nendstream",
        b"<</A (>>stream\n)/S/JavaScript /B (endstream)>>",
    ],
)
def test_what_brings_more_than_pages_is_not(body: bytes) -> None:
    assert not pdfs.is_quiet(pdf(b"<</Type/Catalog>>", body, PAGE))


def test_what_unpacks_without_end_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfs, "MOST_UNPACKED", 1000)
    assert not pdfs.is_quiet(pdf(packed(b" " * 5000)))


def test_a_file_is_read_once(tmp_path: Path) -> None:
    lies = tmp_path / "a"
    lies.write_bytes(pdf(PAGE))
    assert pdfs.lies_quiet(lies)
    lies.unlink()
    assert pdfs.lies_quiet(lies)
