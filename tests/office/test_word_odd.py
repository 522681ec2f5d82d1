"""Whatever somebody types stays text; whatever an office's own template does, there is a document."""

import logging
import shutil
from dataclasses import fields, replace
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from ocop_core.office import checking, word
from ocop_core.office.fields import KINDS
from ocop_core.office.forms import Applicant, Goods
from ocop_core.text import tidy
from tests.office import reading, samples

SLY = (
    "{{ 7*7 }}",
    "{% for x in range(9) %}x{% endfor %}",
    "{{ ''.__class__.__mro__ }}",
    "{%tr for a in b %}",
    "{_{ten_san_pham}_}",
    "{#",
    "{{r x }}",
    "<b>&",
    "</w:t></w:r></w:p><w:p>",
    "&lt;&amp;#39;",
    "“{{”",
    "C:\\mắm & <khô> 'cá' \"lóc\"",
    "]]><!--",
)


@pytest.mark.parametrize("name", SLY)
def test_what_looks_like_a_template_or_like_xml_stays_text(name: str) -> None:
    made = word.fill(samples.registration(goods=Goods(name=name))).content
    assert reading.after(made, "2. Tên sản phẩm:") == name


@given(st.text(max_size=80), st.text(max_size=200))
@settings(max_examples=40)
def test_any_text_gives_a_document_that_holds_it(name: str, story: str) -> None:
    form = replace(samples.commune_report(goods=Goods(name=name)), identity=story)
    made = word.fill(form).content
    told = reading.lines(made)
    assert f"5. Sản phẩm đăng ký đánh giá: {_kept(name) or chr(9)}" in told
    wanted = [line for line in _kept(story, "\n").split("\n") if line]
    at = told.index("4. Bản sắc/trí tuệ địa phương:")
    assert told[at + 1 : at + 1 + len(wanted)] == wanted


def _kept(text: str, line: str = " ") -> str:
    """What may stand in XML, without signs of private use, which no keyboard types."""
    text = "".join(c for c in tidy(text) if not "\ue000" <= c <= "\uf8ff" and (c >= " " or c in "\n\t"))
    text = "".join(c for c in text if c not in "\ufffe\uffff")
    return line.join(each for each in text.split("\n") if each)


def test_control_characters_are_left_out() -> None:
    made = word.fill(samples.registration(goods=Goods(name="Mắm\x00 cá\x07 \x1blóc\ud800\ufffe"))).content
    assert reading.after(made, "2. Tên sản phẩm:") == "Mắm cá lóc"


def test_nothing_is_lost_of_the_longest_facts() -> None:
    form = samples.long()[1]
    read = reading.letters(word.fill(form).content)
    # The position of whoever signs stands on Mẫu số 01 only.
    for name in [each.name for each in fields(Applicant) if each.name != "position"]:
        assert "".join(getattr(form.applicant, name).split()) in read, name


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own"


def _template(own: Path, *paragraphs: str, name: str = "mau-01.docx") -> None:
    own.mkdir(exist_ok=True)
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(own / name)


def test_an_office_may_use_a_template_of_its_own(own: Path) -> None:
    _template(own, "SỞ NÔNG NGHIỆP", "Sản phẩm {{ ten_san_pham }} của {{ ten_chu_the }}")
    made = word.fill(samples.registration(), own)
    assert reading.lines(made.content) == [
        "SỞ NÔNG NGHIỆP",
        "Sản phẩm Đường thốt nốt Bảy Cấm của Hộ kinh doanh Bảy Thốt Nốt",
    ]
    assert made.broken is None
    assert word.problem(samples.registration(), own) is None


def test_a_template_of_an_office_has_dotted_lines_and_marks_too(own: Path) -> None:
    _template(own, "Tên: {{ ten_chu_the }}")
    made = word.fill(samples.unknown()[0], own).content
    assert reading.lines(made) == ["Tên: \t"]
    assert reading.marked(made) == ["\t"]


def test_where_an_office_has_no_template_ours_is_used(own: Path) -> None:
    _template(own, "{{ xa }}", name="mau-03.docx")
    made = word.fill(samples.registration(), own)
    assert made.broken is None
    assert reading.after(made.content, "2. Tên sản phẩm:") == "Đường thốt nốt Bảy Cấm"


@pytest.mark.parametrize(
    "paragraph",
    [
        "{{ ten_san_phamm }}",
        "{{ ten_san_pham",
        "{% for x in %}",
        "{%p if la_lan_dau %}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ ten_san_pham.__init__.__globals__ }}",
        "{{ 1/0 }}",
    ],
)
def test_a_broken_template_is_named_and_ours_is_used(
    own: Path, paragraph: str, caplog: pytest.LogCaptureFixture
) -> None:
    _template(own, paragraph)
    with caplog.at_level(logging.WARNING):
        made = word.fill(samples.registration(), own)
    assert made.broken == "mau-01.docx"
    assert reading.after(made.content, "2. Tên sản phẩm:") == "Đường thốt nốt Bảy Cấm"
    assert "mau-01.docx" in caplog.text
    assert "Bảy Cấm" not in caplog.text
    assert word.problem(samples.registration(), own)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", b"\xd0\xcf\x11\xe0"])
def test_a_template_that_is_no_word_file_is_named_and_ours_is_used(own: Path, content: bytes) -> None:
    own.mkdir()
    (own / "mau-01.docx").write_bytes(content)
    assert word.fill(samples.registration(), own).broken == "mau-01.docx"


def test_every_form_has_an_example_by_which_its_template_is_tried(own: Path) -> None:
    for form in checking.examples():
        assert word.fill(form).content
    assert {type(form) for form in checking.examples()} == set(KINDS)
    shutil.copytree(word.SHIPPED, own)
    assert list(checking.problems(own)) == []
    assert checking.unused(own) == ()


def test_broken_and_misnamed_templates_are_found_before_they_are_needed(own: Path) -> None:
    _template(own, "{{ ten_san_phamm }}")
    _template(own, "{%p for tc in cac_tieu_chi %}", name="mau-02.docx")
    _template(own, "{{ ten_san_pham }}", name="mau-03.docx")
    _template(own, "{{ ten_san_pham }}", name="Mau so 1.docx")
    (own / "~$u-03.docx").write_bytes(b"Word has it open")
    found = dict(checking.problems(own))
    assert found.keys() == {"mau-01.docx", "mau-02.docx"}
    assert "ten_san_phamm" in found["mau-01.docx"]
    assert checking.unused(own) == ("Mau so 1.docx",)
