"""Places: the 102 units of today, the 298 of yesterday, and where people say they are."""

import csv
import shutil
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop_core.errors import BadData
from ocop_core.rulebook.datafile import FOLDER
from ocop_core.rulebook.place_names import split_kind
from ocop_core.rulebook.places import OldUnit, PlaceGuess, Unit, load_province, read_province
from ocop_core.text import fold

DATA = Path(__file__).parent / "data"
PROVINCE = FOLDER / "provinces" / "an_giang"
ANY_TEXT = st.text(st.characters(), max_size=300)


def table() -> list[dict[str, str]]:
    with (DATA / "said_places.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


SAID = table()
UNITS = load_province().units
OLD = load_province().old_units


def find(text: str) -> tuple[PlaceGuess, ...]:
    return load_province().find(text)


def names(guesses: Sequence[PlaceGuess]) -> list[str]:
    return [load_province().unit(guess.code).name for guess in guesses]


def codes(text: str) -> list[str]:
    return [guess.code for guess in find(text)]


# --- the tables


def test_there_are_102_units_of_three_kinds():
    kinds = [unit.kind for unit in UNITS]
    assert (kinds.count("xã"), kinds.count("phường"), kinds.count("đặc khu")) == (85, 14, 3)
    assert len({unit.name for unit in UNITS}) == len(UNITS) == 102
    unit = load_province().unit("30538")
    assert (unit.name, unit.kind, unit.short) == ("Xã Núi Cấm", "xã", "Núi Cấm")
    with pytest.raises(KeyError):
        load_province().unit("99999")


def test_298_old_units_became_them_and_three_were_split():
    old = {(each.province, each.district, each.name) for each in OLD}
    assert len(old) == 298
    assert sum(province == "An Giang" for province, _, _ in old) == 155
    assert {each.name for each in OLD if each.part} == {"Xã Phú Hội", "Xã Phước Hưng", "Xã Vĩnh Châu"}
    assert {each.new_code for each in OLD} == {unit.code for unit in UNITS}


def test_the_province_knows_its_code_and_its_offices():
    province = load_province()
    assert (province.code, province.name, province.seat) == ("91", "An Giang", "Rạch Giá")
    assert {office.role for office in province.offices} == {"decides", "standing", "reports", "advises"}
    assert province.office("decides").certain
    assert not province.office("advises").certain
    with pytest.raises(KeyError):
        province.office("knows")


def test_a_place_can_be_chosen_by_old_province_and_district():
    districts = load_province().districts()
    assert {province: len(each) for province, each in districts.items()} == {"An Giang": 11, "Kiên Giang": 15}
    assert districts["An Giang"]["Huyện Chợ Mới"] == ("30628", "30631", "30643", "30658", "30664", "30673")
    assert districts["Kiên Giang"]["Huyện Kiên Hải"] == ("31108",)
    offered = {code for each in districts.values() for of_one in each.values() for code in of_one}
    assert offered == {unit.code for unit in UNITS}


def test_a_shared_location_suggests_the_nearest_units():
    nui_cam = load_province().unit("30538")
    assert load_province().near(nui_cam.lat + 0.001, nui_cam.lon)[0] == nui_cam
    assert len(load_province().near(10.37, 105.43, limit=2)) == 2
    assert load_province().near(21.03, 105.85) == ()


# --- what people say


@pytest.mark.parametrize("row", SAID, ids=[row["said"] for row in SAID])
def test_what_people_say_leads_to_the_unit(row: dict[str, str]):
    guesses = find(row["said"])
    also = {name for name in row["also"].split("|") if name}
    assert names(guesses)[0] == row["first"]
    assert set(names([guess for guess in guesses if not guess.district_only])) <= {row["first"], *also}
    assert also <= set(names(guesses))
    assert guesses[0].exact == (row["exact"] == "yes")


@pytest.mark.parametrize("unit", UNITS, ids=[unit.code for unit in UNITS])
def test_every_unit_is_found_first_by_its_own_name(unit: Unit):
    for said in (unit.name, unit.short, fold(unit.name), fold(unit.short), unit.name.upper()):
        assert codes(said)[0] == unit.code, said


@pytest.mark.parametrize("old", OLD, ids=[f"{old.code}-{old.new_code}" for old in OLD])
def test_every_old_unit_is_found_by_its_own_name(old: OldUnit):
    short = split_kind(old.name)[1]
    for said in (old.name, short, fold(old.name), fold(short)):
        assert old.new_code in codes(said), said


@pytest.mark.parametrize("old", OLD, ids=[f"{old.code}-{old.new_code}" for old in OLD])
def test_the_old_district_tells_namesakes_apart(old: OldUnit):
    full = f"{old.name}, {old.district}"
    bare = fold(f"{split_kind(old.name)[1]} {split_kind(old.district)[1]}")
    inside = load_province().districts()
    everywhere = {code for each in inside.values() for code in each.get(old.district, ())}
    for said in (full, fold(full), bare):
        found = codes(said)
        assert old.new_code in found[: 3 if old.part else 2], said
        if said != "an phu an phu":
            assert set(found) <= everywhere, said


def test_an_old_name_is_told_with_its_district():
    guess = find("an hao tinh bien")[0]
    assert guess.old == guess.because == "Xã An Hảo (Thị xã Tịnh Biên)"
    assert find("Núi Cấm")[0].old is None


def test_a_split_commune_gives_all_its_parts():
    assert set(names(find("Phước Hưng"))) == {"Xã An Phú", "Xã Nhơn Hội", "Xã Phú Hữu"}
    assert not any(guess.exact for guess in find("Phước Hưng"))


def test_a_name_in_three_districts_gives_three_answers():
    assert {guess.old for guess in find("vinh phu")} == {
        "Xã Vĩnh Phú (Huyện Thoại Sơn)",
        "Xã Vĩnh Phú (Huyện Giang Thành)",
        "Xã Vĩnh Phú (Huyện Giồng Riềng)",
    }


def test_right_marks_beat_bare_letters():
    assert names(find("Tân Thạnh")) == ["Xã Tân Thạnh", "Xã Tân An"]
    assert names(find("Tân Thành")) == ["Xã Tân Hội"]
    assert set(names(find("tan thanh"))) == {"Xã Tân Thạnh", "Xã Tân An", "Xã Tân Hội"}


def test_a_district_alone_gives_its_namesake_first_then_all_its_units():
    guesses = find("cho moi")
    assert names(guesses)[0] == "Xã Chợ Mới"
    assert not guesses[0].district_only
    assert set(codes("cho moi")) == set(load_province().districts()["An Giang"]["Huyện Chợ Mới"])
    assert all(guess.district_only for guess in guesses[1:])
    assert not any(guess.exact for guess in guesses)


def test_a_district_called_a_district_is_only_that():
    guesses = find("thị xã Tịnh Biên")
    assert names(guesses)[0] == "Phường Tịnh Biên"
    assert len(guesses) == 5
    assert all(guess.district_only and guess.because == "Thị xã Tịnh Biên (An Giang)" for guess in guesses)


def test_chau_thanh_lay_in_both_old_provinces():
    districts = load_province().districts()
    in_an_giang = set(districts["An Giang"]["Huyện Châu Thành"])
    in_kien_giang = set(districts["Kiên Giang"]["Huyện Châu Thành"])
    assert set(codes("chau thanh")) == in_an_giang | in_kien_giang
    assert set(codes("Châu Thành, Kiên Giang")) == in_kien_giang


def test_the_place_of_the_accent_does_not_matter():
    assert find("Hoà Điền") == find("Hòa Điền")
    assert find(unicodedata.normalize("NFD", "Xã Hòa Điền")) == find("Xã Hòa Điền")


def test_a_market_or_a_street_of_that_name_is_only_a_hint():
    assert names(find("kế chợ Mỹ Luông")) == ["Xã Long Điền"]
    assert not find("kế chợ Mỹ Luông")[0].exact
    assert names(find("chợ Mỹ Luông, xã Long Kiến")) == ["Xã Long Kiến"]


@pytest.mark.parametrize("said", ["nui camp", "long kienn", "cho vamm", "giong rieg", "vinh thanh trug", "óc eoo"])
def test_a_slip_is_forgiven_but_never_certain(said: str):
    assert find(said)
    assert not any(guess.exact for guess in find(said))


@pytest.mark.parametrize(
    "said",
    [
        "", "  ", "???", "xin chao", "mắm cá lóc", "duong thot not", "an toan thuc pham", "kiên giang", "an giang",
        "hoi an toan thuc pham o dau", "bán cho mọi người", "tui muon ban cho moi nguoi", "thứ ba tuần sau",
        "thu ba nay toi nop", "gia ba chuc ngan mot ky", "giay to cua can bo", "toi o lam gi", "ở Cần Thơ",
        "mua ban an uong", "co to khong", "xã mình", "ấp 5", "0912345678", "12/05/2026", "tui muốn đăng ký",
        "vinh long", "tôi tên Nguyễn Văn Hòa", "con bao nhieu ngay", "gia hạn được không", "abc xyz",
    ],
)  # fmt: skip
def test_everyday_talk_is_no_place(said: str):
    assert find(said) == ()


@given(ANY_TEXT)
def test_any_text_gets_an_orderly_answer(text: str):
    guesses = find(text)
    assert len({guess.code for guess in guesses}) == len(guesses)
    assert all(0 < guess.score <= 1 and load_province().unit(guess.code) for guess in guesses)
    assert guesses == find(text)


SYLLABLES = sorted({word for unit in (*UNITS, *OLD) for word in unit.name.split()} | {"huyện", "ấp", "tp", "a", "b"})


@given(st.lists(st.sampled_from(SYLLABLES), max_size=30))
def test_any_jumble_of_syllables_gets_an_orderly_answer(words: list[str]):
    guesses = find(" ".join(words))
    assert [guess.score for guess in guesses] == sorted((guess.score for guess in guesses), reverse=True)
    assert not any(guess.exact for guess in guesses[1:])


# --- wrong data is named


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        ("units.csv", "30538,Xã Núi Cấm,xã", "30538,Xã Núi Cấm,phường", "somewhere/units.csv, Xã Núi Cấm"),
        ("units.csv", "30538,", "30544,", "somewhere/units.csv"),
        ("units.csv", "10.3966", "ten", "somewhere/units.csv, line 2"),
        ("old_units.csv", "30538,,30538", "30538,,90538", "somewhere/old_units.csv, Xã An Hảo (Thị xã Tịnh Biên)"),
        ("old_units.csv", "An Giang,Huyện", "Huế,Huyện", "somewhere/old_units.csv, Thị trấn An Phú (Huyện An Phú)"),
        ("province.toml", 'code = "31105"', 'code = "11105"', "somewhere/province.toml, Thổ Chu"),
        ("province.toml", "[find]", "[search]", "somewhere/province.toml"),
    ],
)  # fmt: skip
def test_wrong_data_names_the_file_and_the_entry(tmp_path: Path, name: str, old: str, new: str, place: str):
    folder = tmp_path / "somewhere"
    shutil.copytree(PROVINCE, folder)
    before = (folder / name).read_text(encoding="utf-8")
    assert old in before
    (folder / name).write_text(before.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadData) as caught:
        read_province(folder)
    assert caught.value.place == place


@pytest.mark.parametrize("name", ["ca-mau", "../an_giang", "An Giang", ""])
def test_a_province_that_is_not_there_is_refused(name: str):
    with pytest.raises(BadData):
        load_province(name)
