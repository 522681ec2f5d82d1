"""Product sets: the list of the law, the two taps of the menu, and guesses from everyday words."""

import csv
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop_core.errors import BadData
from ocop_core.rulebook.datafile import FOLDER
from ocop_core.rulebook.sets import LABEL_LENGTH, Guess, load_sets, read_sets
from ocop_core.text import fold

DATA = Path(__file__).parent / "data"
EDITION = FOLDER / "qd26_2026"
ANY_TEXT = st.text(st.characters(), max_size=300)


def rows(name: str) -> list[tuple[str, int]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return [(said, int(no)) for said, no in list(csv.reader(file))[1:]]


SAID = rows("said_products.csv")
PUBLIC = rows("public_products.csv")


def first(text: str) -> int | None:
    guesses = load_sets().likely(text)
    return guesses[0].no if guesses else None


# --- the list of the law


def test_the_edition_says_since_when_it_holds_and_where_to_look():
    edition = load_sets().edition
    assert (edition.id, edition.number) == ("QD26", "26/2026/QĐ-TTg")
    assert edition.issued == edition.effective == date(2026, 5, 22)
    assert "Phụ lục I" in edition.source


def test_there_are_26_sets_in_6_sectors_and_17_groups():
    sets = load_sets().all
    assert [each.no for each in sets] == list(range(1, 27))
    assert len({each.sector for each in sets}) == 6
    assert len({(each.sector, each.group) for each in sets}) == 17
    assert load_sets().get(8).group == "Thực phẩm chế biến"
    assert load_sets().get(16).ministry == "Bộ Y tế"
    with pytest.raises(KeyError):
        load_sets().get(27)


def test_every_set_is_two_taps_away_and_fits_on_a_button():
    menu = load_sets().menu
    assert [group.sets for group in menu] == [
        (1, 2, 3, 4),
        (5, 6, 7, 8, 9, 10),
        (11, 12, 13, 16, 17),
        (14, 15, 18, 19, 20),
        (21, 22, 23, 24, 25, 26),
    ]
    labels = [group.label for group in menu] + [each.plain for each in load_sets().all]
    assert all(0 < len(label) <= LABEL_LENGTH for label in labels)
    assert len(set(labels)) == len(labels)


def test_labels_and_names_are_composed_unicode():
    for each in load_sets().all:
        assert unicodedata.is_normalized("NFC", each.name + each.plain + each.group)


# --- guesses


@pytest.mark.parametrize(("said", "no"), SAID, ids=[said for said, _ in SAID])
def test_what_people_call_it_leads_to_its_set(said: str, no: int):
    assert first(said) == no


@pytest.mark.parametrize(("said", "no"), SAID, ids=[said for said, _ in SAID])
def test_the_set_is_offered_just_the_same_without_marks(said: str, no: int):
    assert no in [guess.no for guess in load_sets().likely(fold(said))]


def test_nine_in_ten_public_products_come_out_right_at_first():
    wrong = [(product, no, first(product)) for product, no in PUBLIC if first(product) != no]
    assert len(PUBLIC) == 89
    assert len(wrong) <= 0.1 * len(PUBLIC), wrong


def test_public_products_without_marks_are_offered_too():
    offered = [no in [guess.no for guess in load_sets().likely(fold(product))] for product, no in PUBLIC]
    assert sum(offered) >= 0.9 * len(offered)


@pytest.mark.parametrize(
    ("said", "no"),
    [
        ("mắm cá lóc", 8), ("nước mắm chay", 9), ("bánh tráng", 6), ("khô cá lóc", 8), ("khoai mì sấy", 7),
        ("trà mật ong", 12), ("rượu sâm", 15), ("tinh dầu bưởi", 20), ("bún khô", 6), ("kho ca loc", 8),
        ("kho bo", 8), ("ruou thot not", 15), ("homestay vuon xoai", 26), ("tui lam mam ca linh ban o cho", 8),
    ],
)  # fmt: skip
def test_the_first_product_named_is_the_product_and_the_rest_its_flavour(said: str, no: int):
    assert first(said) == no


@pytest.mark.parametrize(
    ("said", "no"),
    [
        ("duong thoc not", 7), ("duong thotnot", 7), ("nuoc mamm", 9), ("mấm cá lóc", 8), ("lạp sưởng", 8),
        ("banh trangg", 6), ("khocaloc", 8), ("tinh dau buoii", 20), ("hủ tíu khô", 6), ("homestey", 26),
        ("bánh phồg", 6), ("đường thôt nôt", 7), ("mam ca lihn", 8), ("ruou thot nott", 15),
    ],
)  # fmt: skip
def test_a_slip_of_the_finger_is_forgiven(said: str, no: int):
    assert first(said) == no


@pytest.mark.parametrize(
    ("fresh", "worked", "before", "after"),
    [
        ("xoài thanh ca", "xoài thanh ca sấy dẻo", 1, 7),
        ("cóc", "cóc ngâm chua ngọt", 1, 7),
        ("cá rô đồng", "cá rô đồng một nắng", 2, 8),
        ("lươn", "lươn xông khói", 2, 8),
        ("hạt điều", "hạt điều rang muối", 3, 7),
        ("hủ tiếu", "hủ tiếu rau củ ăn liền", 6, 5),
    ],
)
def test_work_moves_a_product_to_another_set(fresh: str, worked: str, before: int, after: int):
    assert (first(fresh), first(worked)) == (before, after)


@pytest.mark.parametrize(
    "said",
    [
        "", "   ", "?!", "xin chao", "dạ", "cảm ơn em", "cam on em nha", "tui muốn đăng ký sản phẩm",
        "dang ky co ton tien ko", "giấy của tôi còn hạn tới khi nào", "tra cuu ho so", "kiem tra ho so giup em",
        "may gio lam viec", "lam ho so kho qua em oi", "sua so dien thoai cua toi", "toi muon hoi", "của tôi",
        "gap can bo", "chieu nay goi lai nha", "năm ngoái tui có nộp rồi", "bao lau thi co ket qua", "0912345678",
        "ấp 3 xã Long Kiến huyện Chợ Mới", "trong nha co 5 lao dong", "lam sao len 4 sao", "so may cua cong ty",
        "muoi ngay nua", "ngân hàng nào cho vay", "hội chợ ở Long Xuyên ngày nào", "abcxyz", "12/05/2026",
    ],
)  # fmt: skip
def test_everyday_talk_is_no_product(said: str):
    assert load_sets().likely(said) == ()


def test_marks_tell_apart_what_sounds_alike_without_them():
    assert first("vải lụa") == 22
    assert first("tỏi") == 10
    assert first("tôi") is None
    assert first("chả") == 8
    assert first("cha") == 8
    assert first("trả") is None


def test_what_may_be_two_things_is_offered_twice():
    assert {guess.no for guess in load_sets().likely("lua")} == {3, 22}
    assert [guess.no for guess in load_sets().likely("trà")] == [12, 11]
    assert [guess.no for guess in load_sets().likely("yến sào")] == [4, 8]


def test_a_guess_says_why_and_how_sure():
    best = load_sets().likely("tui lam mam ca linh ban o cho")[0]
    assert (best.no, best.because) == (8, "mắm cá linh")
    assert load_sets().likely("khoai môn tím sấy giòn")[0].because == "khoai môn + sấy giòn"
    exact, bare = (load_sets().likely(said)[0].score for said in ("mắm cá linh", "mam ca linh"))
    assert 0 < bare < exact <= 1


def test_the_limit_is_kept_and_the_best_comes_first():
    many = load_sets().likely("trà mật ong, khô cá lóc, bánh tráng, rượu nếp, giỏ lục bình")
    assert len(many) == 3
    assert [guess.score for guess in many] == sorted((guess.score for guess in many), reverse=True)
    assert load_sets().likely("trà mật ong, khô cá lóc", limit=1) == many[:1]


def test_decomposed_letters_and_capitals_are_read_alike():
    assert first(unicodedata.normalize("NFD", "MẮM CÁ LÓC CHÂU ĐỐC")) == 8


@given(ANY_TEXT)
def test_any_text_gets_an_orderly_answer(text: str):
    guesses = load_sets().likely(text)
    assert len(guesses) <= 3
    assert all(0 < guess.score <= 1 and 1 <= guess.no <= 26 and guess.because for guess in guesses)
    assert guesses == load_sets().likely(text)


@given(st.lists(st.sampled_from([word for said, _ in SAID for word in said.split()]), max_size=40))
def test_any_jumble_of_product_words_gets_an_orderly_answer(words: list[str]):
    guesses = load_sets().likely(" ".join(words))
    assert len({guess.no for guess in guesses}) == len(guesses) <= 3


def test_a_guess_is_a_plain_frozen_value():
    guess = Guess(8, 0.9, "mắm")
    assert replace(guess, score=0.5) == Guess(8, 0.5, "mắm")
    with pytest.raises(AttributeError):
        guess.no = 9  # type: ignore[misc]


# --- wrong data is named


def broken(tmp_path: Path, name: str, change: Callable[[str], str]) -> BadData:
    folder = tmp_path / "edition"
    shutil.copytree(EDITION, folder)
    before = (folder / name).read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    (folder / name).write_text(after, encoding="utf-8")
    with pytest.raises(BadData) as caught:
        read_sets(folder)
    return caught.value


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        ("sets.toml", "no = 8\n", "no = 9\n", "edition/sets.toml, set 9"),
        ("sets.toml", 'plain = "Mắm,', f'plain = "{"m" * 41}', "edition/sets.toml, set 8"),
        ("sets.toml", 'plain = "Cà phê, ca cao"', 'plain = ""', "edition/sets.toml, set 13"),
        ("sets.toml", "sets = [1, 2, 3, 4]", "sets = [1, 2, 3]", "edition/sets.toml, menu"),
        ("sets.toml", "no = 3\n", 'no = "ba"\n', "edition/sets.toml"),
        ("sets.toml", "[edition]", "[edition", "edition/sets.toml"),
        ("set_words.toml", "no = 26\n", "no = 27\n", "edition/set_words.toml, set 27"),
        ("set_words.toml", '"mắm thái",', '"mắm cá",', "edition/set_words.toml, set 8"),
        ("set_words.toml", '"mắm thái",', '"?",', "edition/set_words.toml, set 8"),
        ("set_words.toml", "to = 7\n", "to = 70\n", "edition/set_words.toml, turn to 70"),
        ("set_words.toml", "perhaps = [", "perhap = [", "edition/set_words.toml"),
    ],
)
def test_wrong_data_names_the_file_and_the_entry(tmp_path: Path, name: str, old: str, new: str, place: str):
    assert broken(tmp_path, name, lambda text: text.replace(old, new, 1)).place == place


def test_wrong_types_are_told_with_their_path(tmp_path: Path):
    problem = broken(tmp_path, "sets.toml", lambda text: text.replace("no = 3\n", 'no = "ba"\n')).problem
    assert "$.set[2].no" in problem


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(BadData, match="sets.toml"):
        read_sets(tmp_path)
