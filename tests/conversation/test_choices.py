"""Every choice works as a tap, as a number and as words, with and without marks; every option is reached."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from ocop_core.conversation.forms import FORMS
from ocop_core.conversation.forms.basic import OneOf
from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.world import Knowledge
from ocop_core.text import fold
from tests.conversation.chatting import Chat
from tests.conversation.willing import go_to


def _said(*lines: str) -> Callable[[Chat], None]:
    def say(chat: Chat) -> None:
        for line in lines:
            chat.says(line)

    return say


def _at(place: str, *lines: str) -> Callable[[Chat], None]:
    def go(chat: Chat) -> None:
        go_to(chat, place)
        _said(*lines)(chat)

    return go


def _asked(chat: Chat) -> None:
    chat.state = chat.state.with_(question="YT-7K3MP")
    chat.says("hai trăm hũ một tháng")


def _second_page(chat: Chat) -> None:
    go_to(chat, "idea.producer_kind")
    chat.says("xem thêm")


QUESTIONS: dict[str, Callable[[Chat], None]] = {
    "the menu": _said("menu"),
    "the menu with a draft": _at("idea.place", "menu"),
    "the list of questions": _said("hỏi về ocop"),
    "is it a product": _said("tui có làm mắm cá lóc bán"),
    "is it the answer": _asked,
    "a name": _said("đăng ký sản phẩm duong thot not"),
    "a set": _at("idea.set"),
    "the groups": _at("idea.set", "2"),
    "the sets of a group": _at("idea.set", "2", "5"),
    "on sale": _at("idea.novelty"),
    "a place": _at("idea.place", "Núi Cấm"),
    "one of several places": _at("idea.place", "Vĩnh Phú"),
    "the list of places": _at("idea.place", "1"),
    "a district": _at("idea.place", "1", "1"),
    "a material": _at("idea.material"),
    "a kind of producer": _at("idea.producer_kind"),
    "a kind of producer, next page": _second_page,
    "one of two phones": _at("idea.phone", "0912345678 0987654321"),
    "the summary": _at("idea.review"),
    "a line": _at("idea.review", "sửa"),
    "more": _at("idea.review", "gửi"),
    "how to address": _at("idea_more.call"),
    "papers": _at("idea_more.papers"),
    "papers with ticks": _at("idea_more.papers", "2"),
    "stars": _at("idea_more.stars"),
    "when": _at("idea_more.when"),
    "on or not": _at("idea.place", "alo"),
    "drop it": _at("idea.place", "hủy"),
    "begin again": _at("idea.place", "alo", "2"),
    "which draft": _at("idea.place", "đăng ký sản phẩm trà"),
    "a person": _at("idea.place", "blah", "blah", "blah"),
    "erase": _said("xóa dữ liệu"),
}


@pytest.mark.parametrize("go", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_a_choice_is_a_tap_a_number_or_words(go: Callable[[Chat], None], chat: Chat) -> None:
    go(chat)
    offered = chat.state.offer
    assert offered
    for number, _, label in offered:
        ways = [chat.twin() for _ in range(5)]
        ways[0].taps(number)
        ways[1].says(str(number))
        ways[2].says(label)
        ways[3].says(fold(label))
        ways[4].says(f"{number}. {label}")
        outcomes = [(way.last.outs, way.state.with_(tapped="", heard="", at=None)) for way in ways]
        assert all(outcome == outcomes[0] for outcome in outcomes), (label, [way.last.keys for way in ways])


@pytest.mark.parametrize("go", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_spelled_out_numbers_and_politeness_are_understood(go: Callable[[Chat], None], chat: Chat) -> None:
    go(chat)
    tapped = chat.twin()
    tapped.taps(1)
    for words in ("một", "so 1", "1.", "1 nha em", "cái đầu"):
        said = chat.twin()
        said.says(words)
        assert said.last.outs == tapped.last.outs, words


@pytest.mark.parametrize("go", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_a_second_tap_does_nothing(go: Callable[[Chat], None], chat: Chat) -> None:
    go(chat)
    for body in chat.screen:
        for button in (*body.choices, *body.exits):
            once = chat.twin()
            once.hears(Inbound("button", data=button.data))
            before = once.state
            once.hears(Inbound("button", data=button.data), after=timedelta(seconds=2))
            assert once.last.keys == ("nav.again",), button
            assert once.state.with_(at=None) == before.with_(at=None)


@pytest.mark.parametrize("go", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_an_old_button_changes_no_answer(go: Callable[[Chat], None], chat: Chat) -> None:
    go(chat)
    old = [b.data for body in chat.screen for b in (*body.choices, *body.exits) if not b.data.startswith("do:")]
    chat.says("đăng ký sản phẩm")
    chat.says("menu")
    for data in old:
        later = chat.twin()
        later.hears(Inbound("button", data=data))
        assert later.last.keys[0] == "nav.old_button"
        assert (later.state.drafts, later.state.answers) == (chat.state.drafts, chat.state.answers)


ONE_OF = [(form, field) for form in FORMS.values() for field in form.fields if isinstance(field, OneOf)]


@pytest.mark.parametrize(("form", "field"), ONE_OF, ids=[f"{form.name}.{field.id}" for form, field in ONE_OF])
def test_every_option_is_reached_by_taps_and_by_words(
    form: object, field: OneOf, chat: Chat, knowledge: Knowledge
) -> None:
    name = form.name  # type: ignore[attr-defined]
    go_to(chat, f"{name}.{field.id}")
    start = chat.twin()
    seen: list[str] = []
    for _ in range(12):
        seen += [value for _, value, _ in chat.state.offer]
        if "more" not in {value for _, value, _ in chat.state.offer}:
            break
        chat.says("xem thêm")
    assert set(field.options) <= set(seen)
    for option in field.options:
        said = start.twin()
        said.says(knowledge.words.say(f"{name}.{field.id}.{option}"))
        kept = said.state.answers.get(field.id) or said.state.aside.get("chosen")
        assert kept in (option, [option]), option


def test_the_pages_come_round(chat: Chat) -> None:
    go_to(chat, "idea.producer_kind")
    first = chat.labels
    chat.says("5")
    assert chat.labels != first
    chat.taps(4)
    assert chat.labels == first


def test_all_26_sets_are_two_taps_and_a_page_away(chat: Chat) -> None:
    found: set[int] = set()
    for group in range(1, 6):
        start = chat.twin()
        go_to(start, "idea.set")
        start.says("nhóm khác")
        start.taps(group)
        for _ in range(3):
            for _, value, label in start.state.offer:
                if value.startswith("s"):
                    one = start.twin()
                    one.says(label)
                    found.add(one.state.answers["set"])
            if any(value == "more" for _, value, _ in start.state.offer):
                start.says("xem thêm")
    assert found == set(range(1, 27))


def test_all_102_units_can_be_tapped(chat: Chat, knowledge: Knowledge) -> None:
    found: set[str] = set()
    go_to(chat, "idea.place")
    chat.taps(1)
    for province in (1, 2):
        lists = chat.twin()
        lists.taps(province)
        for _ in range(8):
            for _, value, label in lists.state.offer:
                if value.startswith("l"):
                    found |= _units(lists.twin(), label)
            lists.says("xem thêm")
    assert found == {unit.code for unit in knowledge.province.units}


def _units(chat: Chat, district: str) -> set[str]:
    chat.says(district)
    codes = set(chat.state.aside["codes"])
    shown: set[str] = set()
    for _ in range(12):
        shown |= {value[1:] for _, value, _ in chat.state.offer if value.startswith("u")}
        if not any(value == "more" for _, value, _ in chat.state.offer):
            break
        chat.says("xem thêm")
    assert shown == codes or len(codes) == 1
    return codes


@pytest.mark.parametrize(("typed", "meant"), [("3", "three"), ("4", "four"), ("số 5", "five"), ("cái cuối", "five")])
def test_a_number_with_which_a_label_begins_is_that_label_and_not_a_place(chat: Chat, typed: str, meant: str) -> None:
    go_to(chat, "dossier.stars")
    chat.says(typed)
    assert chat.state.answers["stars"] == meant


@pytest.mark.parametrize("typed", ["1", "2", "6"])
def test_a_star_that_does_not_exist_is_not_taken_for_a_place(chat: Chat, typed: str) -> None:
    go_to(chat, "dossier.stars")
    chat.says(typed)
    assert "stars" not in chat.state.answers
    assert chat.last.keys == ("dossier.stars.retry",)
