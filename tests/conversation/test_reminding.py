"""What a reminder says: the days one can act on, and only what can be done."""

from datetime import date

import pytest

from ocop_core.conversation.promises.reminding import CERTIFICATE, Matter, reminder
from ocop_core.conversation.world import Knowledge
from ocop_core.services.render import render

ENDS = date(2027, 5, 22)


def said(knowledge: Knowledge, ends: date, today: date, stage: str) -> tuple[str, list[str]]:
    matter = Matter(CERTIFICATE, 7, CERTIFICATE, "Mắm cá lóc", ends, stage, 3)
    (body,) = render([reminder([matter], knowledge.words, today)], knowledge.words, 1, "mình")
    return body.text, [button.data for button in body.choices]


@pytest.mark.parametrize(
    ("today", "stage", "words"),
    [
        (date(2026, 11, 3), "opens", "nộp hồ sơ từ thứ Hai 23/11/2026 đến thứ Sáu 22/01/2027"),
        (date(2026, 11, 23), "opens", "từ nay đến thứ Sáu 22/01/2027, còn 60 ngày"),
        (date(2026, 12, 23), "half", "nộp cho xã trước"),
        (date(2027, 1, 12), "last_call", "15 ngày làm việc"),
        (date(2027, 1, 22), "last_day", "hôm nay, thứ Sáu 22/01/2027, là ngày cuối"),
        (date(2027, 1, 23), "missed", "không dám hứa"),
        (date(2027, 4, 22), "soon", "không in sao"),
        (date(2027, 5, 22), "ended", "tới hạn"),
    ],
)
def test_the_words_are_those_of_the_day(knowledge: Knowledge, today: date, stage: str, words: str) -> None:
    text, _ = said(knowledge, ENDS, today, stage)
    assert words in text and "Mắm cá lóc" in text


def test_a_last_day_on_which_the_office_rests_is_told_in_time(knowledge: Knowledge) -> None:
    sunday = date(2027, 5, 31)
    assert "kể như chậm nhất thứ Sáu 29/01/2027" in said(knowledge, sunday, date(2027, 1, 21), "last_call")[0]
    assert "mà xã đang nghỉ" in said(knowledge, sunday, date(2027, 1, 31), "last_day")[0]


def test_on_the_last_day_nothing_is_put_off(knowledge: Knowledge) -> None:
    assert not any("again" in data for data in said(knowledge, ENDS, date(2027, 1, 22), "last_day")[1])
    assert any("again" in data for data in said(knowledge, ENDS, date(2027, 1, 12), "last_call")[1])
