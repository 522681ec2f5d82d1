"""What comes with the program: complete, short, sourced, and honest about what is not certain."""

import re
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from ocop_core.errors import BadData
from ocop_core.knowledge.entries import HINT, SURE, Entry, load_entries
from ocop_core.text.fold import fold
from ocop_core.text.fold import words as plain

ENTRIES = load_entries()
LAW = re.compile(
    r"QĐ|NĐ|NQ|TT |Luật|[Kk]ế hoạch|số liệu|Trợ lý|Presswire|Chính phủ|[Nn]guồn phụ|Cổng|Chu trình|Kiến thức chung"
)
ABBREVIATIONS = re.compile(r"\b(?:UBND|HĐND|NTM|NN&MT|NN&PTNT|KH&CN|TMĐT|XTTM|SHTT|ĐKKD|GCN|QĐ|NĐ|TT|HDSD|CSDL|TTHC)\b")


def test_there_are_entries_for_every_corner() -> None:
    assert len(ENTRIES) >= 330


def test_every_entry_can_be_asked_in_many_ways() -> None:
    few = [entry.id for entry in ENTRIES if not 5 <= len(entry.also) <= 24]
    assert few == []


def test_every_entry_is_asked_with_and_without_marks() -> None:
    one_way = [
        entry.id
        for entry in ENTRIES
        if not any(fold(each) == each.lower() for each in entry.also)
        or not any(fold(each) != each.lower() for each in entry.also)
    ]
    assert one_way == []


def test_no_wording_leads_to_two_entries() -> None:
    counted = Counter(plain(wording) for entry in ENTRIES for wording in entry.wordings)
    assert [wording for wording, count in counted.items() if count > 1] == []


def test_answers_with_figures_say_where_they_are_from() -> None:
    figures = [entry for entry in ENTRIES if re.search(r"\d", entry.answer)]
    assert len(figures) > 80
    assert [entry.id for entry in figures if not LAW.search(entry.source)] == []


def test_what_is_not_certain_sends_to_an_officer() -> None:
    hints = [entry for entry in ENTRIES if entry.certainty == HINT]
    assert len(hints) > 60
    assert [entry.id for entry in hints if "hỏi cán bộ" not in entry.answer] == []


@pytest.mark.parametrize("entry_id", ["tre_han_nop", "them_180_ngay", "giay_het_han_roi"])
def test_nothing_is_promised_to_those_who_are_late(entry_id: str) -> None:
    entry = next(entry for entry in ENTRIES if entry.id == entry_id)
    assert entry.certainty == HINT
    assert re.search(r"không (?:dám )?hứa", entry.answer)


def test_the_suspended_decree_is_said_to_be_suspended() -> None:
    naming = [entry for entry in ENTRIES if "46/2026" in entry.answer]
    assert len(naming) >= 3
    assert [entry.id for entry in naming if "tạm ngưng" not in entry.answer] == []


@pytest.mark.parametrize("number", ["1", "4", "7", "8", "10", "12.3", "21"])
def test_points_the_domain_calls_uncertain_are_only_hints(number: str) -> None:
    uncertain = {
        "1": ["luat_attp_moi", "nd15_con_hieu_luc", "tu_cong_bo_han"],
        "4": ["ke_hoach_nam_nay", "co_quan_quan_ly"],
        "7": ["ruou_giay_phep_han", "tien_ma_vach", "ma_vach_dong_khi_nao", "cam_ket_attp", "ho_so_moi_truong"],
        "8": ["giay_cho_3_sao", "giay_cho_4_sao", "giay_cho_5_sao", "nhan_hieu_can_khong"],
        "10": ["nhan_ghi_gi", "vietgap_han", "halal_han", "globalgap_huu_co_han"],
        "12.3": ["them_180_ngay"],
        "21": ["so_san_pham_an_giang", "du_diem_thieu_dieu_kien", "haccp_han", "my_pham_cong_bo_han"],
    }[number]
    certain = {entry.id for entry in ENTRIES if entry.certainty == SURE}
    assert certain.isdisjoint(uncertain)


def test_the_example_of_the_window_is_reckoned_right() -> None:
    entry = next(entry for entry in ENTRIES if entry.id == "vi_du_cua_so")
    ends, opens, closes = (
        date(int(year), int(month), int(day))
        for day, month, year in re.findall(r"(\d\d?)/(\d\d?)/(\d{4})", entry.answer)
    )
    assert ((ends - opens).days, (ends - closes).days) == (180, 120)


def test_answers_use_no_office_shorthand() -> None:
    spoken = [entry for entry in ENTRIES if entry.id != "viet_tat"]
    assert [entry.id for entry in spoken if ABBREVIATIONS.search(entry.answer)] == []


def test_everything_was_checked_on_one_day() -> None:
    assert {entry.checked for entry in ENTRIES} == {date(2026, 11, 23)}


GOOD = """checked = 2026-11-23
[mot]
question = "Một là gì?"
also = ["mot la gi"]
answer = "Là một."
source = "QĐ 1"
certainty = "chắc"
next = ["hai", "ba"]
[hai]
question = "Hai là gì?"
also = []
answer = "Là hai."
source = "QĐ 2"
certainty = "chắc"
next = ["mot", "ba"]
[ba]
question = "Ba là gì?"
also = []
answer = "Là ba."
source = "QĐ 3"
certainty = "tham khảo"
next = ["mot", "hai"]
"""


def loaded(folder: Path, text: str) -> tuple[Entry, ...]:
    (folder / "so.toml").write_text(text, "utf-8")
    return load_entries(folder)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    entries = loaded(tmp_path, GOOD)
    assert [entry.id for entry in entries] == ["mot", "hai", "ba"]
    assert entries[0].wordings == ("Một là gì?", "mot la gi")


@pytest.mark.parametrize(
    ("what", "by"),
    [
        ('source = "QĐ 1"\n', ""),
        ('source = "QĐ 1"', 'source = "  "'),
        ('question = "Một là gì?"', 'question = ""'),
        ('answer = "Là một."', 'answer = "' + "một " * 100 + '"'),
        ('answer = "Là một."', 'answer = "' + unicodedata.normalize("NFD", "Là một.") + '"'),
        ('certainty = "chắc"', 'certainty = "hình như"'),
        ('next = ["hai", "ba"]', 'next = ["hai", "bon"]'),
        ('next = ["hai", "ba"]', 'next = ["hai"]'),
        ('next = ["hai", "ba"]', 'next = ["mot", "ba"]'),
        ("checked = 2026-11-23\n", ""),
        ("[hai]", "[mot]"),
        ('question = "Một là gì?"', 'question = "Một là gì?"\nmore = 1'),
    ],
)
def test_a_bad_file_is_refused_with_its_name(tmp_path: Path, what: str, by: str) -> None:
    assert what in GOOD
    with pytest.raises(BadData):
        loaded(tmp_path, GOOD.replace(what, by, 1))


def test_an_id_in_two_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "khac.toml").write_text(GOOD, "utf-8")
    with pytest.raises(BadData, match="already used"):
        loaded(tmp_path, GOOD)
