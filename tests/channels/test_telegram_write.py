"""What is shown in Telegram: pieces of text, one row a choice, ways out in small rows."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram_write import LIMITS, addressed, as_document, write, write_file
from bot.fakes.telegram_checks import markup, text
from ocop_core.conversation.said import Body, Button, Want
from ocop_core.text.splitting import units

LABELS = {"send_phone": "Gửi số điện thoại", "send_location": "Gửi vị trí"}
CHOICES = (Button(1, "Đúng", "t3:yes"), Button(2, "Sửa lại", "t3:no"))
EXITS = (
    Button(0, "Quay lại", "t3:back"),
    Button(0, "Bỏ qua", "t3:skip"),
    Button(0, "Để sau", "t3:later"),
    Button(0, "Gặp cán bộ", "t3:person"),
)


def shown(body: Body, labels: dict[str, str] = LABELS) -> list[dict[str, Any]]:
    return [call.args for call in addressed(write(body, labels), "7")]


def test_a_plain_text_is_one_call_without_a_keyboard() -> None:
    assert shown(Body("k", "Dạ chào mình.")) == [{"chat_id": 7, "text": "Dạ chào mình."}]


def test_choices_stand_one_a_row_with_their_number_and_exits_three_a_row() -> None:
    (message,) = shown(Body("k", "Đúng chưa ạ?", CHOICES, EXITS))
    assert message["reply_markup"] == {
        "inline_keyboard": [
            [{"text": "1. Đúng", "callback_data": "t3:yes"}],
            [{"text": "2. Sửa lại", "callback_data": "t3:no"}],
            [
                {"text": "Quay lại", "callback_data": "t3:back"},
                {"text": "Bỏ qua", "callback_data": "t3:skip"},
                {"text": "Để sau", "callback_data": "t3:later"},
            ],
            [{"text": "Gặp cán bộ", "callback_data": "t3:person"}],
        ]
    }


def test_a_wanted_phone_has_its_own_key_above_the_others_as_words() -> None:
    (message,) = shown(Body("k", "Số điện thoại?", CHOICES[:1], EXITS[:1], want="phone"))
    assert message["reply_markup"] == {
        "keyboard": [
            [{"text": "Gửi số điện thoại", "request_contact": True}],
            [{"text": "1. Đúng"}],
            [{"text": "Quay lại"}],
        ],
        "resize_keyboard": True,
        "one_time_keyboard": True,
        "is_persistent": False,
    }


def test_a_wanted_place_asks_for_the_location() -> None:
    (message,) = shown(Body("k", "Ở đâu ạ?", want="location"))
    assert message["reply_markup"]["keyboard"] == [[{"text": "Gửi vị trí", "request_location": True}]]


def test_a_wanted_photo_needs_no_key() -> None:
    (message,) = shown(Body("k", "Gửi em tấm hình nha.", want="photo"))
    assert "reply_markup" not in message


def test_without_words_for_the_key_the_person_types() -> None:
    (message,) = shown(Body("k", "Số điện thoại?", CHOICES, want="phone"), {})
    assert "inline_keyboard" in message["reply_markup"]


def test_data_too_long_for_a_button_turns_into_keys_that_say_their_label() -> None:
    (message,) = shown(Body("k", "Chọn giúp em.", (Button(1, "Đúng", "đ" * 33),)))
    assert message["reply_markup"]["keyboard"] == [[{"text": "1. Đúng"}]]


def test_buttons_hang_under_the_last_piece_of_a_long_text() -> None:
    first, last = shown(Body("k", "Dạ vâng.\n" * 500, CHOICES))
    assert "reply_markup" not in first
    assert "reply_markup" in last


def test_a_piece_of_nothing_but_space_is_not_sent() -> None:
    assert shown(Body("k", "\n" * 5000)) == []
    assert len(shown(Body("k", "a" * 4096 + "\n" * 3000))) == 1


def test_a_picture_goes_as_a_picture_and_all_else_as_it_is() -> None:
    assert write_file("7", 1, "a.jpg", "image/jpeg", b"x").method == "sendPhoto"
    assert write_file("7", 1, "a.heic", "image/heic", b"x").method == "sendDocument"
    assert write_file("7", 1, "a.png", "image/png", bytes(10 * 1024 * 1024 + 1)).method == "sendDocument"


def test_a_picture_can_be_sent_as_a_file_instead() -> None:
    call = as_document(write_file("7", 1, "a.jpg", "image/jpeg", b"x"))
    assert (call.method, call.args) == ("sendDocument", {"chat_id": 7, "filename": "a.jpg", "document": b"x"})


def test_a_file_name_cannot_break_out_of_its_line() -> None:
    assert write_file("7", 1, 'a"\r\nX: y.pdf', "", b"x").args["filename"] == 'a"X: y.pdf'
    assert write_file("7", 1, "\n", "", b"x").args["filename"] == "file"


BUTTONS = st.lists(
    st.builds(Button, st.integers(1, 200), st.text(min_size=1).filter(str.strip), st.text(max_size=80)),
    max_size=60,
).map(tuple)
WANTS: st.SearchStrategy[Want | None] = st.sampled_from([None, "phone", "location", "photo"])


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=9000), BUTTONS, BUTTONS, WANTS)
def test_whatever_is_said_stays_within_what_telegram_takes(
    words: str, choices: tuple[Button, ...], exits: tuple[Button, ...], want: Want | None
) -> None:
    for args in shown(Body("k", words, choices, exits, want=want)):
        assert units(text(args)) <= LIMITS.text
        keyboard, buttons = markup(args)
        assert all(units(label) <= LIMITS.label for label, _ in buttons)
        assert keyboard != "inline" or all(len(data.encode()) <= LIMITS.data for _, data in buttons)


@pytest.mark.parametrize(("n", "label", "shown"), [(1, "Đúng", "1. Đúng"), (3, "3 sao", "3 sao"), (0, "Thôi", "Thôi")])
def test_a_label_shows_its_number_once(n: int, label: str, shown: str) -> None:
    assert Button(n, label, "t1:x").numbered == shown
