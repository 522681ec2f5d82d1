"""Certificates and dated papers in the chat: what is asked, understood and said, on keys and days."""

from datetime import date

import pytest

from ocop_core.conversation.promises.effects import KeepPaper, PicturePaper, React
from ocop_core.conversation.promises.facts import CERTIFICATES, PAPERS, Held, Kept
from ocop_core.conversation.world import Knowledge
from tests.conversation.chatting import Chat

OPEN = Held(7, "Mắm cá lóc", "91-30538-001-2024", 3, date(2027, 5, 22))
MISSED = Held(8, "Khô cá sặc", "", 4, date(2027, 2, 1))
PAPER = Kept(3, "food_safety", date(2027, 6, 1), date(2027, 6, 1), date(2026, 12, 3))


@pytest.fixture
def chat(knowledge: Knowledge) -> Chat:
    made = Chat(knowledge, consented=True)
    made.facts |= {CERTIFICATES: (OPEN,)}
    return made


def test_until_when_and_what_that_means_today(chat: Chat) -> None:
    chat.says("giấy của tôi còn hạn đến bao giờ?")
    assert chat.last.keys[-1] == "certificate.one_open"
    text = chat.bodies[-1].text
    assert "thứ Bảy 22/05/2027, còn 180 ngày" in text
    assert "Từ thứ Hai 23/11/2026 đến thứ Sáu 22/01/2027, còn 60 ngày" in text
    tapped = [button.data for button in chat.bodies[-1].choices[:2]]
    assert tapped == ["do:certificate.renew:7", "do:promise.filed:certificate:7"]


def test_with_several_one_is_chosen_by_number_or_by_name(chat: Chat) -> None:
    chat.facts[CERTIFICATES] = (MISSED, OPEN)
    chat.says("giay cua toi con han den bao gio")
    assert chat.last.keys[-1] == "certificate.list"
    chat.says("mam ca loc")
    assert (chat.last.keys[-1], chat.state.aside["id"]) == ("certificate.one_open", 7)
    chat.says("xem giấy khác")
    chat.says("1")
    assert chat.last.keys[-1] == "certificate.one_missed" and "không dám hứa" in chat.bodies[-1].text


def test_a_number_on_the_paper_leads_to_it(chat: Chat) -> None:
    chat.facts[CERTIFICATES] = (MISSED, OPEN)
    chat.hears_wish("certificate.check", "số 91-30538-001-2024")
    assert chat.state.aside == {"view": "one", "id": 7}


def test_without_a_certificate_a_vouched_number_is_asked_for(chat: Chat) -> None:
    chat.facts[CERTIFICATES] = ()
    chat.says("giấy của tôi còn hạn đến bao giờ")
    assert (chat.last.keys[-1], chat.last.says[-1].want) == ("certificate.none", "phone")
    chat.facts[CERTIFICATES] = (OPEN,)
    chat.shares_phone("0912345678")
    assert chat.last.keys == ("certificate.phone_taken", "certificate.one_open")


@pytest.mark.parametrize(
    ("said", "reason", "words"),
    [("1", "cost", ""), ("ton kem qua", "cost", ""), ("thủ tục lằng nhằng lắm", "papers", "thủ tục lằng nhằng lắm")],
)
def test_why_not_any_more(chat: Chat, said: str, reason: str, words: str) -> None:
    chat.tap("do:promise.stop:certificate:7")
    assert chat.last.keys[-1] == "certificate.why"
    chat.says(said)
    assert React("certificate", 7, "stopped", reason, words) in chat.last.outs


def test_another_reason_is_told_in_words(chat: Chat) -> None:
    chat.tap("do:promise.stop:certificate:7")
    chat.says("lý do khác")
    assert chat.last.keys[-1] == "certificate.why_words"
    chat.says("con gái lấy chồng xa, không ai phụ")
    assert React("certificate", 7, "stopped", "other", "con gái lấy chồng xa, không ai phụ") in chat.last.outs


def test_a_paper_in_two_answers(chat: Chat) -> None:
    chat.tap("do:paper.add")
    chat.says("giấy an toàn thực phẩm")
    assert chat.last.keys[-1] == "paper.date_end"
    chat.says("15/3/2027")
    assert KeepPaper("food_safety", date(2027, 3, 15)) in chat.last.outs


@pytest.mark.parametrize(
    ("kind", "day", "key"),
    [
        ("kiểm nghiệm", "15/12/2026", "paper.date_to_come"),
        ("kiểm nghiệm", "15/3/2024", "paper.date_over"),
        ("halal", "15/3/2099", "paper.date_far"),
        ("halal", "bữa hổm", "paper.date_retry"),
    ],
)
def test_a_day_that_cannot_be_is_asked_again(chat: Chat, kind: str, day: str, key: str) -> None:
    chat.tap("do:paper.add")
    chat.says(kind)
    chat.says(day)
    assert key in chat.last.keys and chat.state.mode == "papers"


def test_a_paper_is_listed_made_anew_and_pictured(chat: Chat) -> None:
    chat.facts[PAPERS] = (PAPER,)
    chat.tap("do:paper.list")
    assert "Giấy an toàn thực phẩm: tới hạn thứ Ba 01/06/2027" in chat.bodies[-1].text
    chat.says("1")
    assert "Em nhắc thứ Năm 03/12/2026" in chat.bodies[-1].text
    chat.sends_photo()
    assert any(isinstance(out, PicturePaper) for out in chat.last.outs)
    chat.tap("do:paper.new:3")
    chat.says("1/6/2029")
    assert KeepPaper("food_safety", date(2029, 6, 1), 3) in chat.last.outs


def test_in_the_middle_of_a_form_it_is_answered_and_the_form_goes_on(chat: Chat) -> None:
    chat.says("đăng ký sản phẩm khô cá lóc Bảy Chóp")
    chat.says("giấy của tôi còn hạn đến bao giờ?")
    assert "certificate.one_open" in chat.last.keys and chat.state.form == "idea"


def test_a_wish_between_two_answers_is_done(chat: Chat) -> None:
    chat.tap("do:paper.add")
    chat.says("gặp cán bộ")
    assert chat.state.form == "officer"
