"""The log of the clockwork is short, so that an operator finds in it what matters."""

from bot.clockwork import in_short


def test_many_acts_of_a_kind_are_one_line_and_one_act_keeps_its_details() -> None:
    sent = [{"job": "reminders", "act": "sent", "subject": number} for number in range(3)]
    alone = {"job": "calls", "act": "call", "subject": 7, "why": "silent"}
    assert in_short([*sent, alone]) == [{"job": "reminders", "act": "sent", "number": 3}, alone]


def test_what_is_held_back_every_minute_is_not_told() -> None:
    assert in_short([{"job": "reminders", "act": "held", "subject": 1}, {"job": "keys", "gone": 2}]) == [
        {"job": "keys", "gone": 2}
    ]
