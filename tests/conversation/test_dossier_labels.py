"""The words on every button of a dossier, typed where that button is not offered."""

import pytest

from ocop_core.conversation.dossiers.changing import begun
from ocop_core.conversation.dossiers.labels import ACTS
from ocop_core.conversation.world import Knowledge
from ocop_core.text import fold
from tests.conversation.chatting import Chat
from tests.conversation.test_dossiers_anyhow import with_dossier
from tests.conversation.willing import CODE, go_to, taps

# What is said last, wherever it is typed.
ASKS = {
    "status": "dossier.home",
    "send": "dossier.paper_which",
    "report": "dossier_report.producer.ask",
    "self": "score.ask",
    "requirements": "dossier.needs",
    "hand_in": "dossier.home",
    "facts": "dossier.producer_kind.ask",
    "reuse": "dossier.home",
    "more": "dossier.more_ask",
    "set": "dossier.set.ask",
    "star": "dossier.star_ask",
    "withdraw": "dossier.withdraw_ask",
    "list": "dossier.which",
    "open": "dossier.name.ask",
    "fresh": "dossier.paper_which",
    "other": "dossier.paper_which",
    "undated": "dossier.home",
    "sort": "dossier.home",
    "each": "dossier.home",
    "no_paper": "dossier.home",
    "send_in": "dossier.home",
    "change": "dossier_report.producer.ask",
    "mau01": "dossier.home",
    "mau02": "dossier.home",
    "keep": "dossier.home",
    "take_back": "dossier.withdraw_ask",
    "pick": "score.pick",
    "all": "dossier.needs",
}
SCREENS = {
    "menu": "dossier.list",
    "home": f"dossier.status:{CODE}",
    "more": f"dossier.more:{CODE}",
    "set": f"dossier.set:{CODE}",
    "papers": f"dossier.send:{CODE}",
    "paper": f"dossier.paper:{CODE}:food_safety",
    "needs": f"dossier.requirements:{CODE}",
    "withdrawing": f"dossier.withdraw:{CODE}",
    "scoring": f"score.self:{CODE}",
    "scored": f"score.result:{CODE}",
}


def _at(knowledge: Knowledge, screen: str) -> Chat:
    chat = with_dossier(knowledge)
    taps(chat, f"do:{SCREENS[screen]}")
    if screen == "menu":
        chat.says("menu")
    chat.waits(minutes=1)
    return chat


def test_every_button_of_a_dossier_is_known_by_its_words(knowledge: Knowledge) -> None:
    named = {key.rpartition("do_")[2] for key in knowledge.words.under("dossier.do_")}
    assert named == ASKS.keys() | {"done"} == ACTS.keys() | {"done", "take_back"}


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", ASKS)
def test_a_label_is_understood_at_any_screen_with_and_without_marks(
    knowledge: Knowledge, name: str, screen: str
) -> None:
    label = knowledge.words.say(f"dossier.do_{name}", {"count": 0})
    for typed in (label, fold(label)):
        chat = _at(knowledge, screen)
        offered = chat.screen[-1].choices
        chat.says(typed)
        if all(button.label != label for button in offered):
            assert chat.last.says[-1].key == ASKS[name], chat.text


def test_a_polite_word_beside_the_label_does_no_harm(knowledge: Knowledge) -> None:
    chat = _at(knowledge, "menu")
    chat.says("em ơi khai phần chữ giùm cô nha")
    assert (chat.state.form, chat.state.answers["dossier"]) == ("dossier_report", CODE)


def test_photos_that_nobody_placed_are_sorted_by_word(knowledge: Knowledge) -> None:
    chat = _at(knowledge, "menu")
    chat.state = chat.state.with_(loose=(7, 8))
    chat.says("xep 2 anh da gui")
    assert chat.question.key == "dossier.sort_ask"


def test_of_several_dossiers_the_label_asks_which_is_meant(knowledge: Knowledge) -> None:
    chat = _at(knowledge, "menu")
    other = {"name": "Mắm cá linh", "set": 8, "place": "30538", "producer_kind": "household"}
    chat.facts.dossiers["HS-BBBBB"] = begun(other, "HS-BBBBB", "QD26")
    chat.says("khai phan chu")
    assert chat.question.key == "dossier.which"
    chat.taps(1)
    assert (chat.state.form, chat.state.answers["dossier"]) == ("dossier_report", "HS-BBBBB")


def test_in_a_form_the_words_of_a_label_are_an_answer(knowledge: Knowledge) -> None:
    chat = _at(knowledge, "menu")
    go_to(chat, "idea.material")
    chat.says("Giấy khác")
    assert chat.state.form == "idea" and chat.state.answers["material"] == "Giấy khác"


def test_whoever_has_no_dossier_is_answered_as_before(chat: Chat) -> None:
    chat.says("khai phần chữ")
    assert chat.last.says[0].key == "menu.unknown"
