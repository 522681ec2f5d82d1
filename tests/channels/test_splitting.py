"""Long texts are cut where a reader would pause, and letters stay whole."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ocop_core.text.splitting import is_border, shorten, split, units

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]) | st.sampled_from("\n .👍\u0301"))
FAMILY = "👨\u200d👩\u200d👧"
LETTERS = (
    "a",
    "ế",
    "e\u0302\u0301",
    FAMILY,
    "🇻🇳",
    "1\ufe0f\u20e3",
    "👍🏽",
    "\u1112\u1161\u11ab",
    " ",
    "\n",
    ".",
    "\r\n",
)


@settings(deadline=None)
@given(ANY_TEXT, st.integers(2, 30))
def test_pieces_join_to_the_text_and_none_is_too_long(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert "".join(pieces) == text
    assert all(0 < units(piece) <= limit for piece in pieces)


@settings(deadline=None)
@given(st.lists(st.sampled_from(LETTERS), max_size=80), st.integers(12, 30))
def test_no_letter_is_torn(letters: list[str], limit: int) -> None:
    borders = {0}
    for letter in letters:
        borders.add(max(borders) + len(letter))
    at = 0
    for piece in split("".join(letters), limit):
        at += len(piece)
        assert at in borders


@settings(deadline=None)
@given(ANY_TEXT, st.integers(2, 30))
def test_a_shortened_label_fits_and_begins_as_the_whole(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert units(short) <= limit
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


def test_a_text_that_fits_is_one_piece_and_an_empty_one_none() -> None:
    assert split("Dạ, em chào mình.", 100) == ("Dạ, em chào mình.",)
    assert split("", 100) == ()


def test_a_paragraph_is_the_first_place_to_pause() -> None:
    assert split("Một. Hai.\n\nBa bốn\nnăm sáu", 20) == ("Một. Hai.\n\n", "Ba bốn\nnăm sáu")


def test_then_a_line_then_a_sentence_then_a_word() -> None:
    assert split("một hai\nba bốn. năm sáu", 18)[0] == "một hai\n"
    assert split("một hai ba. bốn năm sáu", 18)[0] == "một hai ba. "
    assert split("một hai ba bốn năm sáu", 18)[0] == "một hai ba bốn "


def test_a_pause_near_the_beginning_does_not_leave_a_scrap() -> None:
    assert split("A\n\n" + "từ " * 20, 30)[0] == "A\n\n" + "từ " * 9


def test_a_word_longer_than_a_piece_is_cut_between_letters() -> None:
    assert split("e\u0302\u0301" * 4, 7) == ("e\u0302\u0301" * 2, "e\u0302\u0301" * 2)


def test_emoji_count_twice_as_telegram_counts_them() -> None:
    assert units("👍") == 2
    assert split("👍" * 3000, 4096) == ("👍" * 2048, "👍" * 952)


def test_a_flag_has_borders_only_around_it() -> None:
    assert [is_border("🇻🇳🇱🇦", at) for at in range(5)] == [True, False, True, False, True]
