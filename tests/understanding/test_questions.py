"""A question ends in a word that asks, and not in a name that is only spelled alike."""

import pytest


@pytest.mark.parametrize("said", ["xin giấy ở chỗ đâu", "giay nay xin cho nao", "cai nay lam o dau", "bên xã nói gì"])
def test_words_that_ask_make_a_question(reader, said: str) -> None:
    assert reader.asks(said)


@pytest.mark.parametrize("said", ["nhà tui ở ấp Vồ Đầu", "cơ sở bánh bà Hồng", "thêm máy sấy"])
def test_a_name_that_sounds_like_one_does_not(reader, said: str) -> None:
    assert not reader.asks(said)
