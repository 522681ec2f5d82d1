"""What is read out of single sentences: the wish, how surely, what follows it, and what is never done by mistake."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocop_core.understanding import INTENTS, NEAR, NONE, SURE, Meaning, near, sure
from ocop_core.understanding.teaching import teach

ANY_TEXT = st.text(st.characters(), max_size=400)
PIECES = (
    "hủy", "dừng", "xóa", "đừng", "nhắn tin", "đăng ký", "giấy", "hết hạn", "không", "ko", "z", "ddang", "kys",
    "gia6y1", "cảm ơn", ".", ",", "?", "😂", "ơi", "3", "sao", "*", "km", "tui", "muốn", "bán", "ở đâu", "mắm",
    "Bà Giáo",
    "kkkk", "ạaaa", "https://a.vn", "\u0300", "\u200d", "4*", "²", "İ", "ß", "ោះ",
)  # fmt: skip
SENTENCES = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("dk ocop can giay to gi z", "dossier.requirements"),
        ("giay het han chua e", "certificate.check"),
        ("ko dc r e", "no"),
        ("dk sp moi di e", "idea.register"),
        ("ma dang ky vay co ton tien ko", "question.ask"),
        ("giay to gi", "dossier.requirements"),
        ("làm lại giấy sao đây em", "certificate.renew"),
        ("bao bì xấu quá, có hỗ trợ gì hông", "support.request"),
        ("đưa hàng lên sàn sao em", "sales.points"),
        ("đổi cách xưng hô giùm tui", "settings.open"),
        ("xóa dữ liệu của tui", "data.mine"),
        ("duwngf nhawns tin cho tooi", "stop"),
        ("hủy", "nav.cancel"),
        ("thôi tui hông làm nữa", "nav.cancel"),
        ("em ơi", "greeting"),
        ("👍", "yes"),
    ],
)
def test_a_wish_is_read_in_every_spelling(reader, said, intent):
    assert reader.read(said).intent == intent


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("tui muon dang ky san pham duong thot not", "duong thot not"),
        ("Đăng ký Bánh Hủy Diệt giùm tui", "Bánh Hủy Diệt"),
        ("tui muốn đăng ký trà Dừng Chân nghen", "trà Dừng Chân"),
        ("cho tôi đăng ký mắm cá lóc Bà Giáo Khỏe vào OCOP", "mắm cá lóc Bà Giáo Khỏe"),
        ("đăng ký nhang trầm", "nhang trầm"),
        ("Nhà tôi nấu đường thốt nốt ở Tri Tôn, nay muốn làm OCOP", "đường thốt nốt"),
        ("đăng ký sản phẩm", ""),
        ("muốn đăng ký cho đàng hoàng", ""),
    ],
)
def test_the_product_behind_a_wish_keeps_its_spelling(reader, said, rest):
    meaning = reader.read(said)
    assert (meaning.intent, meaning.rest) == ("idea.register", rest)


def test_the_matter_for_an_officer_is_kept_whole(reader):
    assert reader.read("cho tui gặp cán bộ, tui muốn hỏi về cái lò sấy").rest == "về cái lò sấy"


@pytest.mark.parametrize(
    "said",
    [
        "Bánh Hủy Diệt", "trà Dừng Chân", "rượu Bỏ Qua", "mắm Ngừng Lại", "kẹo Xóa Sầu", "quán Trở Lại",
        "xe dừng trước cửa", "cây cầu hủy rồi", "tôi ngừng bán cá rồi", "hủy chuyến xe", "xóa đói giảm nghèo",
        "huy", "Huy ơi", "thằng Huy nhà tui", "dung", "anh Dũng", "bỏ muối vô mắm", "bò bỏ chạy", "đừng lo", "dừa",
        "xoa bóp", "xóa mù chữ", "stopwatch", "cá hủ", "khỏi bệnh rồi", "thôi nôi con tui", "hủ tiếu", "hũ mắm",
    ],
)  # fmt: skip
def test_what_only_sounds_like_an_end_ends_nothing(reader, said):
    meaning = reader.read(said)
    # "huy" alone is the word for cancelling, typed without marks; everything else is no act at all.
    assert said == "huy" or not (sure(meaning) and meaning.intent in {"stop", "nav.cancel", "data.mine"})


@pytest.mark.parametrize("said", ["hủi bỏ đi", "dừbg nhắn tim", "hyủ phiếu này", "đừbg nhắn tin"])
def test_a_final_wish_is_never_done_on_a_guess(reader, said):
    meaning = reader.read(said)
    assert not (sure(meaning) and meaning.intent in {"stop", "nav.cancel"})


def test_a_final_wish_inside_a_story_is_asked_back(reader):
    said = "Tui nghỉ bán mấy năm nay rồi, cơ sở sang cho người khác, từ nay đừng nhắn tin cho tui nữa"
    meaning = reader.read(said)
    assert meaning.intent == "stop" and not sure(meaning)


@pytest.mark.parametrize(
    "said", ["", " ", "....", "123", "0912 345 678", "https://ocop.angiang.gov.vn/huy", "🌸", "ោះ"]
)
def test_what_holds_no_words_is_no_wish(reader, said):
    assert reader.read(said).intent == NONE


def test_manners_around_a_wish_do_not_hide_it(reader):
    assert (
        reader.read("Dạ em chào anh chị, cho em hỏi hồ sơ của em tới đâu rồi ạ, em cảm ơn").intent == "dossier.status"
    )


def test_a_reading_says_why(reader):
    assert "hết hạn" in reader.read("giấy của tui hết hạn chưa").because


def test_sure_near_and_neither_exclude_each_other():
    assert sure(Meaning("stop", SURE)) and not sure(Meaning("stop", SURE - 0.01)) and not sure(Meaning(NONE, 1.0))
    rivals = Meaning("event.list", 0.6, "event.mine", 0.4)
    assert near(rivals) and not sure(rivals)
    assert not near(Meaning("event.list", 0.95, "event.mine", 0.05))
    assert not near(Meaning("event.list", 0.6, NONE, 0.4))
    assert not near(Meaning(NONE, 0.6, "event.list", 0.4))


@settings(max_examples=300)
@given(said=st.one_of(ANY_TEXT, SENTENCES))
def test_any_text_has_a_calm_reading(reader, said):
    meaning = reader.read(said)
    assert meaning.intent in INTENTS
    assert 0 <= meaning.runner_score <= 1 and 0 < meaning.score <= 1
    assert meaning.intent == NONE or meaning.score >= NEAR
    assert meaning.intent == NONE or meaning.runner_up != meaning.intent


def test_two_readers_read_alike(reader, folder, cases):
    other = teach(folder)
    for case in cases[::9]:
        assert reader.read(case.phrase) == other.read(case.phrase) == reader.read(case.phrase)


@pytest.mark.parametrize("piece", ["hồ sơ tui tới đâu rồi, ", "a ", "ơ", "gia6y1 ", "đăng ký ", "x" * 50 + " ", "🌸"])
def test_a_very_long_text_takes_no_time(reader, piece):
    said = (piece * 5000)[:5000]
    reader.read(said)
    took = min(_seconds(reader, said) for _ in range(5))
    assert took < 0.02


def _seconds(reader, said: str) -> float:
    started = time.process_time()
    reader.read(said)
    return time.process_time() - started


def test_the_wish_at_the_end_of_a_very_long_text_is_found(reader):
    assert reader.read("Hôm qua trời mưa. " * 400 + "Cho tui gặp cán bộ xã.").intent == "officer.contact"
