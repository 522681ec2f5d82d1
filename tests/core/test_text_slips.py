"""The shelves give just what a search through all words gives."""

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import process
from rapidfuzz.distance import OSA

from ocop_core.text.slips import Vocabulary

WORDS = st.text("abcđ", min_size=1, max_size=7)


@given(st.lists(WORDS, unique=True, max_size=60), WORDS, st.sampled_from([1, 2]), st.integers(1, 12))
def test_nothing_near_is_overlooked(words: list[str], word: str, slips: int, most: int) -> None:
    found = process.extract(word, words, scorer=OSA.distance, score_cutoff=slips, limit=most)
    assert Vocabulary(words).near(word, slips, most) == [(other, distance) for other, distance, _ in found]


def test_the_fewest_slips_come_first() -> None:
    known = Vocabulary(["thanh", "than", "canh", "thnah"])
    assert known.near("thanh", 1, 9) == [("thanh", 0), ("than", 1), ("thnah", 1)]
    assert Vocabulary([]).near("thanh", 1, 9) == Vocabulary(["x"]).near("", 1, 0) == []
