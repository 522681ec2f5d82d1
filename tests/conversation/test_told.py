"""A word or a number answers an announcement only where that is surely meant."""

import pytest

from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.meaning import resolve
from ocop_core.conversation.state import State
from ocop_core.conversation.told import TOLD, TOLD_LAST, Told, answering
from ocop_core.conversation.world import Knowledge, World
from tests.support.clock import MORNING

INVITED = (("Tham gia", "do:event.join:7"), ("Không", "do:event.decline:7"), ("Đã đọc", "do:notice.read:3"))
MENU = ((1, "do:idea.register", "Đăng ký sản phẩm"), (2, "do:nav.help", "Trợ giúp"))
FORM = ((1, "yes", "Đúng"), (2, "no", "Không"))


def heard(knowledge: Knowledge, state: State, text: str, *, last: bool) -> Meant:
    told = (Told(INVITED, last),)
    facts = {TOLD: told, TOLD_LAST: told if last else ()}
    world = World(knowledge, MORNING, consented=True, facts=facts)
    return answering(state, resolve(state, Inbound("text", text), MORNING), world)


AT_REST = State(mode="idle", offer=MENU)
ASKED = State(mode="ask", form="idea", field="set", offer=FORM)
FREE = State(mode="ask", form="idea", field="material")


@pytest.mark.parametrize(
    ("state", "text", "last", "command"),
    [
        (AT_REST, "1", True, "event.join"),
        (AT_REST, "số 2", True, "event.decline"),
        (AT_REST, "ba", True, "notice.read"),
        (AT_REST, "không", True, "event.decline"),
        (AT_REST, "THAM GIA", True, "event.join"),
        (AT_REST, "da doc", False, "notice.read"),
        # Something was said since: a number is of the menu, and a no of nothing.
        (AT_REST, "1", False, "idea.register"),
        (AT_REST, "khong", False, ""),
        (AT_REST, "4", True, ""),
        (AT_REST, "0", True, "nav.back"),
        (AT_REST, "tham gia lớp nào", True, ""),
        # A question waits: numbers, a yes or no and what it offers are its own.
        (ASKED, "2", True, ""),
        (ASKED, "không", True, ""),
        (FREE, "2", True, ""),
        (FREE, "không", True, ""),
        (FREE, "tham gia", True, "event.join"),
        (FREE, "tham gia", False, ""),
    ],
)
def test_what_is_surely_meant(knowledge: Knowledge, state: State, text: str, last: bool, command: str) -> None:
    meant = heard(knowledge, state, text, last=last)
    assert (meant.command, meant.choice is None or not command) == (command, True)


def test_what_the_last_card_offers_goes_before_an_older_announcement(knowledge: Knowledge) -> None:
    card = State(mode="idle", offer=((1, "do:event.join:9", "Tham gia"),))
    assert heard(knowledge, card, "tham gia", last=False).arg == "9"
    assert heard(knowledge, card, "tham gia", last=True).arg == "7"


def test_taps_photos_and_long_texts_look_nothing_up(knowledge: Knowledge) -> None:
    world = World(knowledge, MORNING, consented=True)
    for inbound in (Inbound("button", data="do:nav.menu"), Inbound("photo"), Inbound("text", "đã đọc " * 20)):
        meant = resolve(AT_REST, inbound, MORNING)
        assert answering(AT_REST, meant, world) == meant
