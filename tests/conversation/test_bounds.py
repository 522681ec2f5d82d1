"""A chat's row stays small, however much is written, and old rows are still understood."""

import json
from datetime import timedelta

from ocop_core.conversation import state as states
from ocop_core.conversation.moves import MOST_DRAFTS
from ocop_core.conversation.state import NEW, Draft
from ocop_core.conversation.world import Knowledge
from tests.conversation.chatting import LARGEST_STATE, START, Chat
from tests.conversation.willing import finishes, go_to

FULL = "🌾" * 2000


def test_a_chat_filled_to_the_brim_stays_small(chat: Chat) -> None:
    """Each answer as long as it may be, in letters of four bytes; the size is checked at every step."""
    largest = 0
    for number in range(12):
        chat.says(f"bổ sung YT-{number:05}".replace("0", "A").replace("1", "B"))
        for _ in range(16):
            if chat.state.form != "idea_more":
                break
            chat.says("xyz" + FULL)
            chat.says("đúng" if any(value == "yes" for _, value, _ in chat.state.offer) else "bỏ qua")
        chat.says("gặp cán bộ")
        chat.says("xyz" + FULL)
        chat.says("đúng")
        for _ in range(40):
            chat.sends_photo("xyz" + "🌾" * 900)
        largest = max(largest, len(states.dump(chat.state).encode()))
    assert 8_000 < largest < LARGEST_STATE
    finishes(chat)


def test_photos_are_bounded_and_more_are_told(chat: Chat) -> None:
    go_to(chat, "idea.material")
    for _ in range(99):
        chat.sends_photo()
    assert "tất cả là 99" in chat.text
    chat.sends_photo()
    chat.sends_photo()
    assert chat.last.keys == ("nav.photos_full", "idea.material.ask")
    assert len(chat.state.answers["photos"]) == 100


def test_there_are_never_more_drafts_than_can_be_kept(chat: Chat) -> None:
    for number in range(2 * MOST_DRAFTS):
        chat.says(f"đăng ký sản phẩm mắm số {number}")
        if chat.state.mode == "choose":
            chat.says("làm sản phẩm khác")
    assert len(chat.state.drafts) <= MOST_DRAFTS + 1
    finishes(chat)
    assert sum(done.form == "idea" for done in chat.submitted) >= MOST_DRAFTS


def test_a_new_chat_is_an_empty_row() -> None:
    assert states.load("") == NEW
    assert states.load(states.dump(NEW)) == NEW


def test_a_row_of_an_older_version_is_understood() -> None:
    row = json.loads(states.dump(NEW.with_(form="idea", mode="ask", field="name", turn=7)))
    for later in ("latest", "loose", "heard"):
        del row[later]
    row["gone"] = "a slot that is no more"
    assert states.load(json.dumps(row)).turn == 7


def test_a_question_that_is_gone_is_passed_over(knowledge: Knowledge) -> None:
    chat = Chat(knowledge, consented=True)
    chat.state = NEW.with_(form="idea", mode="ask", field="tax_number", answers={"name": "Trà"}, at=START)
    chat.says("chào")
    assert chat.state.field == "set"
    finishes(chat)


def test_a_form_that_is_gone_is_left(knowledge: Knowledge) -> None:
    chat = Chat(knowledge, consented=True)
    draft = Draft("fair", "stall", {"stall": 3}, START - timedelta(days=3))
    chat.state = NEW.with_(form="fair", mode="review", answers={"stall": 3}, drafts=(draft,), at=START)
    chat.says("chào")
    assert chat.last.keys == ("menu.greeting_said", "menu.ask")
    finishes(chat)
