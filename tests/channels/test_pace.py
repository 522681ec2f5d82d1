"""Announcements leave evenly and never too many in a second; a reply passes them all."""

import asyncio
from itertools import pairwise

import pytest

from bot import pace
from bot.pace import Pace


class Time:
    """A clock that goes on when somebody waits."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    made = Time()
    monkeypatch.setattr(pace, "time", made)
    return made


def send(kept: Pace, time: Time, count: int, *, stall_at: int = -1) -> list[float]:
    """Lets so many of an announcement leave, each answered after a moment; the moments they left."""
    left: list[float] = []
    while len(left) < count:
        room = kept.room()
        kept.reserve(room)
        for _ in range(room):
            departure = kept.leave()
            left.append(time.now)
            time.now += 0.001
            kept.arrived(departure)
        if len(left) >= stall_at > 0:
            time.now, stall_at = time.now + 0.4, -1
        time.now += max(kept.wait(), 0.0005)
    return left


@pytest.mark.parametrize("stall_at", [-1, 40])
def test_no_second_sees_more_than_the_channel_takes(time: Time, stall_at: int) -> None:
    left = send(Pace(30.0), time, 200, stall_at=stall_at)
    assert min(late - early for early, late in zip(left, left[30:], strict=False)) > 1.0


def test_ten_thousand_take_no_longer_than_they_must(time: Time) -> None:
    left = send(Pace(30.0), time, 10_000)
    assert left[-1] - left[0] < 340
    # What was held up is caught up with in twos and threes, not in a burst.
    assert max(late - early for early, late in pairwise(left[60:])) < 0.15


def test_after_a_refusal_it_is_slower_and_then_as_before(time: Time) -> None:
    kept = Pace(30.0)
    send(kept, time, 60)
    kept.refused()
    slow = send(kept, time, 100)
    send(kept, time, 400)
    fast = send(kept, time, 100)
    assert slow[-1] - slow[0] > fast[-1] - fast[0]


async def test_a_reply_waits_for_no_announcement_and_an_announcement_for_each_reply(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept, loop = Pace(30.0), asyncio.get_running_loop()
    for _ in range(25):
        kept.reserve(1)
        kept.arrived(kept.leave())
    since = loop.time()
    await asyncio.gather(*(kept.turn() for _ in range(5)))
    assert kept.room() == 0
    # The second is full now: one more reply waits a little, but never long.
    await kept.turn()
    assert loop.time() - since < 1.0


def test_without_a_limit_everything_may_leave(time: Time) -> None:
    kept = Pace(None)
    assert kept.room() > 1000
    kept.reserve(1000)
    assert (kept.room() > 1000, kept.wait()) == (True, 0.0)


def test_a_message_of_three_calls_counts_three_times(time: Time) -> None:
    kept = Pace(30.0)
    left: list[float] = []
    while len(left) < 100:
        room = kept.room(3)
        kept.reserve(room * 3)
        for _ in range(room):
            departure = kept.leave(3, 3)
            left += [time.now] * 3
            time.now += 0.001
            kept.arrived(departure)
        time.now += max(kept.wait(3), 0.0005)
    assert min(late - early for early, late in zip(left, left[30:], strict=False)) > 1.0
    assert left[-1] - left[0] < 100 / 30 * 1.1


def test_what_was_reserved_and_does_not_leave_is_free_again(time: Time) -> None:
    kept = Pace(30.0)
    kept.reserve(30)
    assert kept.room() == 0
    for _ in range(30):
        kept.leave(0, 1)
    time.now += 2
    assert kept.room() > 0


def test_after_a_rest_it_begins_one_by_one(time: Time) -> None:
    kept = Pace(30.0)
    assert kept.room() == 1
    send(kept, time, 50)
    time.now += 60
    assert kept.room() == 1
