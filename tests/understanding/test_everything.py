"""All that is read out of one line: wish, set, unit, figures and answer, without noise from everyday talk."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop_core.knowledge.library import shipped
from ocop_core.rulebook.places import load_province
from ocop_core.rulebook.sets import load_sets
from ocop_core.understanding.everything import everything
from ocop_core.understanding.figures import figures

# 23/11/2026, ten in the morning in An Giang.
AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
TODAY = AT.date()


@pytest.fixture(scope="module")
def read(reader):
    sets, province, library = load_sets(), load_province(), shipped()
    return lambda text: everything(text, AT, reader, sets, province, library, lambda entry: entry.id)


def test_a_line_is_one_object_in_the_agreed_order(read):
    line = read("tui muon dang ky san pham duong thot not")
    assert list(line) == ["text", "intent", "score", "runner_up", "set", "unit", "fields", "answer"]
    assert list(line["fields"]) == ["phone", "date", "number", "money", "yesno"]
    assert (line["intent"], line["set"][0], line["unit"]) == ("idea.register", 7, [])
    assert json.loads(json.dumps(line)) == line


@pytest.mark.parametrize(
    ("said", "intent", "answer"),
    [
        ("ocop là gì vậy", "question.ask", "ocop_la_gi"), ("mau 02 viet sao em", "question.ask", "mau_02"),
        ("giấy chứng nhận ocop xài được mấy năm", "question.ask", "giay_han_bao_lau"),
        ("giá lúa hôm nay bao nhiêu", None, None), ("quay lại", "nav.back", None), ("dạ đúng rồi", "yes", None),
        ("tui muốn đăng ký sản phẩm đường thốt nốt", "idea.register", None), ("alo", "greeting", None),
    ],
)  # fmt: skip
def test_a_question_comes_with_the_answer_that_the_chat_gives(read, said, intent, answer):
    line = read(said)
    assert line["answer"] == answer
    assert intent is None or line["intent"] == intent


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("mắm cá lóc", 8), ("dk sp gao thom nang nhen", 3), ("Bánh Hủy Diệt", 6),
        ("khăn thổ cẩm của tui được mấy sao", 22),
        ("đăng ký vườn du lịch sinh thái", 26), ("rượu thì cần giấy gì", 15),
    ],
)  # fmt: skip
def test_a_product_leads_to_its_set(read, said, first):
    assert read(said)["set"][0] == first


@pytest.mark.parametrize(
    "said",
    [
        "chào em", "cảm ơn nhiều nha", "gọi tui là chú", "quay lại câu hồi nãy", "gặp cán bộ", "mai", "cút đi",
        "đừng nhắn tin nữa", "ocop là gì", "hồ sơ tới đâu rồi", "bán cho khách du lịch", "hồi đó tới giờ",
    ],
)  # fmt: skip
def test_everyday_talk_names_no_product_and_no_place(read, said):
    line = read(said)
    assert (line["set"], line["unit"]) == ([], [])


@pytest.mark.parametrize(
    ("said", "code"),
    [("xã Núi Cấm", "30538"), ("an hao tinh bien", "30538"), ("ai phụ trách OCOP ở Rạch Giá", "30742")],
)
def test_a_place_leads_to_its_unit(read, said, code):
    assert read(said)["unit"] == [code]


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("sđt 0912.345.678", "phone", "0912345678"), ("+84 91 234 5678", "phone", "0912345678"),
        ("mai", "date", "2026-11-24"), ("05-03-2026", "date", "2026-03-05"), ("cuối tháng", "date", "2026-11-30"),
        ("3 người làm", "number", 3), ("1,5 tấn", "number", 1.5), ("5tr", "money", 5_000_000),
        ("năm trăm ngàn", "money", 500_000), ("1tỷ2", "money", 1_200_000_000),
        ("dạ đúng rồi", "yesno", True), ("hông", "yesno", False),
    ],
)  # fmt: skip
def test_a_figure_is_read(read, said, field, value):
    assert read(said)["fields"][field] == value


@pytest.mark.parametrize(
    "said", ["gia6y1 het61 ha5n", "không đồng ý", "không cần đâu", "https://bit.ly/3xYz", "c cần giấy gì nữa k e"]
)
def test_words_and_links_hold_no_amount(read, said):
    fields = read(said)["fields"]
    assert (fields["number"], fields["money"]) == (None, None)


@given(said=st.text(max_size=200))
def test_any_line_is_taken_calmly(said):
    assert list(figures(said, TODAY)) == ["phone", "date", "number", "money", "yesno"]


@given(said=st.text(max_size=120))
def test_any_line_gives_an_object(read, said):
    assert json.loads(json.dumps(read(said)))["text"] == said
