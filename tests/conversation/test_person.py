"""Talking with officers: everything goes to them, the assistant keeps silent, and nobody is locked in."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from ocop_core.clock import VIETNAM
from ocop_core.conversation import person
from ocop_core.conversation.effects import EndTalk, PassOn
from ocop_core.conversation.heard import FileRef, Inbound
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import Knowledge, World
from tests.conversation.chatting import Chat
from tests.conversation.willing import go_to

TOLD = {"officer": "Lê Thị Mỹ Hạnh", "unit": "Xã Núi Cấm", "words": "Cô có mấy sản phẩm?"}


@pytest.fixture
def talking(chat: Chat) -> Chat:
    """Somebody whose question has just been handed in."""
    go_to(chat, "officer.review")
    chat.says("gửi")
    assert chat.state.mode == "person"
    return chat


def passed(turn: Turn) -> list[tuple[str, bool]]:
    """What goes to the officers, and whether it asks for an answer."""
    return [(out.text, out.asks) for out in turn.outs if isinstance(out, PassOn)]


def officer_writes(chat: Chat, thread_id: int = 7) -> Turn:
    """An officer's line, as the service brings it into the chat."""
    turn = person.officer_wrote(chat.state, chat.world(), thread_id, TOLD)
    chat.state = turn.state
    return turn


def reply_world(chat: Chat, number: str) -> World:
    world = chat.world()
    return World(world.knowledge, world.now, True, known={"thread": number})


def presses_reply(chat: Chat, number: str = "7", known: str = "7") -> Turn:
    """Taps the button under an officer's line; `known` is the talk that the chat really has."""
    turn = person.reply(chat.state, number, reply_world(chat, known))
    chat.state = turn.state
    return turn


# --- what goes to the officer


@pytest.mark.parametrize(
    "words",
    [
        "tui ở ấp An Hòa",
        "đúng",
        "không",
        "2",
        "0",
        "một",
        "bỏ qua",
        "để sau",
        "hủy",
        "quay lại",
        "gửi",
        "dạ",
        "chào cán bộ",
        "YT-7K3MP",
        "có tốn tiền không?",
        "tui muốn đăng ký sản phẩm mắm mà chưa có giấy, cán bộ coi giúp",
        "khô cá lóc Bảy Chóp",
        "xong giấy phép rồi, giờ làm gì nữa",
        "cảm ơn em, mà cho hỏi thêm chỗ nhãn",
        "mai kết thúc hợp đồng thuê đất thì sao",
        "a" * 5000,
        "https://example.vn/nhan.jpg",
        "asdkjh qweqwe",
        "ខ្មែរ",
    ],
)
def test_whatever_is_said_reaches_the_officer_and_the_assistant_is_silent(talking: Chat, words: str) -> None:
    talking.says("câu đầu")
    turn = talking.says(words)
    assert passed(turn) == [(words, True)]
    assert turn.says == ()
    assert turn.state.mode == "person"


def test_photos_papers_and_voice_notes_go_with_their_words(talking: Chat) -> None:
    for kind in ("photo", "document", "voice"):
        turn = talking.hears(Inbound(kind, "nè em", files=(FileRef(file_id=4),)))
        assert turn.outs == (PassOn("", "nè em", (4,)),)


def test_a_photo_that_cannot_be_had_is_said_so(talking: Chat) -> None:
    turn = talking.hears(Inbound("photo", files=(FileRef(ref="gone"),)))
    assert turn.keys == ("nav.empty_photo",) and passed(turn) == []


@pytest.mark.parametrize(
    ("inbound", "reads", "told"),
    [
        (Inbound("location", place=(10.5, 105.125)), "(vị trí) 10.50000, 105.12500", ()),
        (Inbound("contact", "0912345678"), "(danh thiếp) 0912345678", ()),
        (Inbound("sticker", "👍"), "(hình dán) 👍", ()),
        (Inbound("edited", "3 hũ"), "(sửa tin trước) 3 hũ", ()),
        (Inbound("video"), "(đoạn phim, máy chưa nhận được)", ("nav.video",)),
        (Inbound("unsupported"), "(tin mà máy chưa đọc được)", ("nav.unsupported",)),
    ],
)
def test_of_all_else_the_officer_reads_what_it_was(
    talking: Chat, inbound: Inbound, reads: str, told: tuple[str, ...]
) -> None:
    turn = talking.hears(inbound)
    assert passed(turn) == [(reads, True)]
    assert turn.keys == told


# --- the ways out


@pytest.mark.parametrize(
    ("words", "ends"), [("1", True), ("câu đầu", False), ("một", False), ("0", False), ("2", False)]
)
def test_only_a_bare_number_stands_for_the_button(talking: Chat, words: str, ends: bool) -> None:
    turn = talking.says(words)
    assert passed(turn) == ([] if ends else [(words, True)])
    assert (turn.state.mode == "idle") is ends


@pytest.mark.parametrize(
    "words", ["kết thúc", "Kết thúc", "dạ kết thúc nha em", "ket thuc", "menu", "thôi không hỏi nữa"]
)
def test_a_plain_end_ends_at_once(talking: Chat, words: str) -> None:
    turn = talking.says(words)
    assert turn.outs[0] == EndTalk("")
    assert turn.keys == ("officer.ended", "menu.next")
    assert (turn.state.mode, turn.state.thread) == ("idle", "")


@pytest.mark.parametrize(
    "words",
    ["xong", "xong rồi", "dạ xong rồi nha", "cảm ơn", "dạ cảm ơn cán bộ nhiều nha", "cam on em", "rõ rồi", "tks"],
)
def test_what_only_sounds_like_the_end_is_asked_once_and_needs_no_answer(talking: Chat, words: str) -> None:
    turn = talking.says(words)
    assert passed(turn) == [(words, False)]
    assert turn.keys == ("officer.ending",)
    assert talking.labels == ["Xong rồi", "Chưa, còn hỏi"]


@pytest.mark.parametrize("answer", ["1", "rồi", "dạ", "xong rồi", "cảm ơn em"])
def test_a_yes_ends_it(talking: Chat, answer: str) -> None:
    talking.says("cảm ơn")
    turn = talking.says(answer)
    assert turn.outs[0] == EndTalk("") and turn.state.mode == "idle"


@pytest.mark.parametrize("answer", ["2", "chưa", "không"])
def test_a_no_goes_on(talking: Chat, answer: str) -> None:
    talking.says("cảm ơn")
    turn = talking.says(answer)
    assert (turn.keys, turn.state.mode, passed(turn)) == (("officer.go_on",), "person", [])


def test_other_words_than_yes_and_no_go_to_the_officer(talking: Chat) -> None:
    talking.says("cảm ơn")
    assert passed(talking.says("mà cho hỏi thêm chỗ nhãn")) == [("mà cho hỏi thêm chỗ nhãn", True)]
    # The question is over: a yes is now for the officer.
    assert passed(talking.says("rồi")) == [("rồi", True)]


def test_an_officers_question_takes_the_place_of_any_other(talking: Chat) -> None:
    talking.says("cảm ơn")
    officer_writes(talking)
    for words in ("có", "1", "chưa"):
        assert passed(talking.says(words)) == [(words, True)]


def test_the_button_ends_it_once(talking: Chat) -> None:
    turn = talking.hears(Inbound("button", data="do:person.end"))
    assert turn.keys == ("officer.ended", "menu.next")
    again = talking.hears(Inbound("button", data="do:person.end"), after=timedelta(seconds=2))
    assert again.keys == ("nav.again",)


def test_a_form_that_was_put_aside_is_offered_again(chat: Chat) -> None:
    go_to(chat, "idea.material")
    chat.leaves_by("person")
    go_to(chat, "officer.review")
    assert chat.says("gửi").keys == ("officer.here",)
    assert chat.labels == ["Làm tiếp việc đang dở", "Kết thúc"]
    turn = chat.says("kết thúc")
    assert turn.keys == ("officer.ended", "nav.resume")
    assert (turn.state.form, turn.state.field) == ("idea", "material")


# --- the assistant works again while the talk stays open


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("đăng ký sản phẩm", "idea.name.ask"),
        ("tui muốn đăng ký sản phẩm nha", "idea.name.ask"),
        ("dữ liệu của tôi", "menu.next"),
        ("sản phẩm đã gửi", "menu.next"),
    ],
)
def test_another_wish_is_followed_and_the_talk_stays_open(talking: Chat, words: str, key: str) -> None:
    turn = talking.says(words)
    assert turn.keys[0] == "officer.still_open" and turn.keys[-1] == key
    assert not any(isinstance(out, PassOn | EndTalk) for out in turn.outs)
    assert turn.state.thread == person.LIVE


def test_going_on_with_the_form_and_back_to_the_officer(chat: Chat) -> None:
    go_to(chat, "idea.material")
    chat.leaves_by("person")
    go_to(chat, "officer.review")
    chat.says("gửi")
    assert chat.says("làm tiếp việc đang dở").keys[-1] == "idea.material.ask"
    turn = chat.says("gặp cán bộ")
    assert turn.keys == ("officer.here",)
    assert passed(chat.says("còn chỗ nhãn nữa")) == [("còn chỗ nhãn nữa", True)]
    assert chat.says("kết thúc").keys == ("officer.ended", "nav.resume")


def test_what_is_asked_on_the_way_back_is_passed_on(talking: Chat) -> None:
    talking.says("đăng ký sản phẩm")
    turn = talking.says("gặp cán bộ hỏi về mẫu bao bì")
    assert [text for text, _ in passed(turn)] == ["về mẫu bao bì"]


def test_calling_the_officer_within_the_talk_says_that_they_are_there(talking: Chat) -> None:
    for words in ("cán bộ ơi", "gặp cán bộ"):
        turn = talking.says(words)
        assert (passed(turn), turn.keys) == ([(words, True)], ("officer.here",))


def test_old_buttons_and_opening_the_chat_again_say_where_one_is(talking: Chat) -> None:
    assert talking.hears(Inbound("button", data="b:1:1")).keys == ("nav.old_button", "officer.here")
    assert talking.hears(Inbound("start")).keys == ("officer.here",)
    assert talking.hears(Inbound("start", data="idea")).keys[-1] == "idea.name.ask"


def test_asking_for_erasure_asks_back(talking: Chat) -> None:
    assert talking.says("xóa dữ liệu của tôi").keys[-1] in {"data.erase_ask", "menu.next"}
    assert talking.consented


# --- what an officer does


def test_an_officers_line_comes_with_a_way_to_end_the_talk(talking: Chat) -> None:
    (said,) = officer_writes(talking).says
    assert [choice.value for choice in said.choices] == [person.END]


def test_elsewhere_it_comes_with_a_way_into_the_talk_and_changes_nothing(talking: Chat) -> None:
    talking.says("đăng ký sản phẩm")
    before = talking.state
    (said,) = officer_writes(talking).says
    assert [choice.value for choice in said.choices] == ["do:person.reply:7"]
    assert talking.state == before


def test_the_reply_button_puts_the_form_aside_and_words_go_to_that_talk(talking: Chat) -> None:
    talking.says("đăng ký sản phẩm")
    talking.says("Mắm cá linh")
    officer_writes(talking)
    assert presses_reply(talking).keys == ("officer.here",)
    assert talking.says("ba hũ").outs == (PassOn("7", "ba hũ"),)
    turn = talking.says("kết thúc")
    assert turn.outs[0] == EndTalk("7") and turn.keys == ("officer.ended", "nav.resume")


def test_a_talk_that_is_not_ones_own_cannot_be_entered(talking: Chat) -> None:
    talking.says("đăng ký sản phẩm")
    turn = presses_reply(talking, "8")
    assert turn.keys == ("officer.no_talk", "idea.name.ask")
    assert turn.state.mode == "ask"


def test_typed_words_for_a_reply_lead_into_the_talk(talking: Chat) -> None:
    talking.says("sản phẩm đã gửi")
    officer_writes(talking)
    assert talking.says("trả lời cán bộ").keys == ("officer.here",)


@pytest.mark.parametrize("act", ["closed", "lapsed"])
def test_when_others_end_the_talk_the_assistant_takes_over(talking: Chat, act: str) -> None:
    world = talking.world()
    ends: dict[str, Turn] = {
        "closed": person.officer_closed(talking.state, world, 7, {"officer": "Lan"}),
        "lapsed": person.lapsed(talking.state, world, 7),
    }
    turn = ends[act]
    assert turn.keys == (f"officer.{act}", "menu.next")
    assert (turn.state.mode, turn.state.thread) == ("idle", "")


def test_the_end_of_a_talk_does_not_disturb_a_form(talking: Chat) -> None:
    talking.says("đăng ký sản phẩm")
    closed = person.officer_closed(talking.state, talking.world(), 7, {"officer": "Lan"})
    assert closed.keys == ("officer.closed",)
    lapsed = person.lapsed(talking.state, talking.world(), 7)
    assert lapsed.says == ()
    for turn in (closed, lapsed):
        assert turn.state == talking.state.with_(thread="")


# --- when it will be read


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ((2026, 11, 23, 9, 0), "Cán bộ sẽ gọi hoặc trả lời ở đây."),
        ((2026, 11, 23, 6, 0), "Cán bộ xem lúc 7 giờ sáng nay nha."),
        ((2026, 11, 23, 12, 0), "Cán bộ xem lúc 1 giờ 30 chiều nay nha."),
        ((2026, 11, 25, 18, 0), "Cán bộ xem lúc 7 giờ sáng mai nha."),
        ((2026, 11, 28, 9, 0), "Cán bộ xem lúc 7 giờ sáng thứ Hai 30/11 nha."),
        ((2027, 2, 5, 20, 0), "Cán bộ xem lúc 7 giờ sáng thứ Năm 11/2 nha."),
    ],
)
def test_when_it_will_be_read_is_said_so_that_one_can_wait(
    knowledge: Knowledge, at: tuple[int, int, int, int, int], words: str
) -> None:
    assert person.reads(knowledge, datetime(*at, tzinfo=VIETNAM)) == words


def test_in_office_hours_a_line_is_only_confirmed(knowledge: Knowledge) -> None:
    at: Any = datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM)
    assert person.received(knowledge, at).key == "officer.received"
    assert person.received(knowledge, at + timedelta(hours=9)).key == "officer.received_closed"


def test_a_state_of_before_there_were_talks_is_a_talk_with_nobody() -> None:
    assert State().thread == ""
