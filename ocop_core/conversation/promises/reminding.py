"""Words a reminder: one thing with what can be done about it, or several things of one producer in one message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ocop_core.conversation.days import day_left, day_said
from ocop_core.conversation.forms.reading import at_start
from ocop_core.conversation.promises import own_words
from ocop_core.conversation.said import Choice, Say
from ocop_core.i18n import Words
from ocop_core.rulebook.working_days import hand_in_by, is_working_day, renewal_window
from ocop_core.text import shorten

CERTIFICATE, PAPER = "certificate", "paper"
SHOWN_NAME = 60
MOST_NAMED = 4
AGAIN_DAYS = 7
_IN_WINDOW = ("renew", "again", "filed", "stop", "call")
_BEHIND = ("call", "filed", "stop")
_BEFORE = ("", "opens", "half", "last_call", "last_day")
PAPER_WAYS = ("new", "again", "stop", "call")
_AHEAD = "last_day"
_SURVEILLANCE = {"check_one", "check_two"}


@dataclass(frozen=True, slots=True)
class Matter:
    """What a reminder is about: a certificate by its product, a paper by its kind; `stage` says what the time is.

    `text`: what the office wants said in the place of the usual words.
    """

    kind: str
    subject: int
    plan: str
    name: str
    ends_on: date
    stage: str
    stars: int = 0
    text: str = ""


def reminder(matters: Sequence[Matter], words: Words, today: date) -> Say:
    """One message for everything that is due for one producer on one day."""
    if len(matters) == 1:
        matter = matters[0]
        key, params = said_of(matter, words, today)
        if matter.text:
            key, params = "promise.own", {"text": own_words.filled(matter.plan, matter.text, params)}
        return Say(key, params, ways(matter, words, today), alone=True)
    lines = "\n".join(f"• {line_of(matter, words, today)}" for matter in matters)
    named = tuple(
        Choice(f"do:promise.see:{m.kind}:{m.subject}", shorten(m.name, SHOWN_NAME)) for m in matters[:MOST_NAMED]
    )
    call = Choice(f"do:promise.call:{matters[0].kind}:{matters[0].subject}", words.say("promise.call"))
    return Say("promise.several", {"count": len(matters), "lines": lines}, (*named, call), alone=True)


def said_of(matter: Matter, words: Words, today: date) -> tuple[str, dict[str, object]]:
    """The key and the days of a reminder about one thing."""
    if matter.kind == PAPER:
        return _paper(matter, words, today)
    window = renewal_window(matter.ends_on)
    safe = hand_in_by(window.closes)
    moment = _moment(matter.stage, matter.ends_on, today)
    params: dict[str, object] = {
        "name": matter.name,
        "stars": matter.stars,
        "ends": day_left(words, matter.ends_on, today),
        "closes": day_left(words, window.closes, today),
        "last": day_said(words, window.closes),
        "rest": _rest(words, window.closes),
        "opens": day_said(words, window.opens),
        "safe": day_said(words, safe),
    }
    return f"promise.certificate_{moment}", params


def _moment(stage: str, ends_on: date, today: date) -> str:
    """Which words fit: those of the day, even where officers let a stage speak at another time."""
    now, closes = stage_now(ends_on, today), renewal_window(ends_on).closes
    if stage == _AHEAD and today < closes:
        return "last_day_ahead"
    if now == _AHEAD and not is_working_day(closes):
        return "last_day_rest"
    if now in {"opens", "half", "last_call"} and today > hand_in_by(closes):
        return f"{now}_late"
    return now or "early"


def _rest(words: Words, closes: date) -> str:
    """Where offices rest on the last day: until when somebody is there to take it."""
    if is_working_day(closes):
        return ""
    day = closes
    while not is_working_day(day):
        day -= timedelta(days=1)
    said = words.say("promise.rest", {"day": day_said(words, day)})
    return f" {said}"


def _paper(matter: Matter, words: Words, today: date) -> tuple[str, dict[str, object]]:
    params: dict[str, object] = {
        "paper": matter.name,
        "Paper": at_start(matter.name),
        "ends": day_left(words, matter.ends_on, today),
        "advice": words.say(f"dated_paper.kind.{matter.plan}_advice"),
    }
    if matter.stage in _SURVEILLANCE:
        return "promise.paper_check", params
    return ("promise.paper_soon" if today <= matter.ends_on else "promise.paper_ended"), params


def line_of(matter: Matter, words: Words, today: date) -> str:
    """One thing in one line."""
    if matter.kind == PAPER:
        key = "promise.line_soon" if today <= matter.ends_on else "promise.line_ended"
        params = {"name": at_start(matter.name), "day": day_left(words, matter.ends_on, today)}
        return words.say(key, params)
    window = renewal_window(matter.ends_on)
    if today > matter.ends_on:
        key, day = "promise.line_ended", matter.ends_on
    elif today > window.closes:
        key, day = "promise.line_missed", window.closes
    else:
        key, day = "promise.line_open", window.closes
    return words.say(key, {"name": matter.name, "day": day_left(words, day, today)})


def ways(matter: Matter, words: Words, today: date) -> tuple[Choice, ...]:
    """What can be tapped under it, valid at any time."""
    now = stage_now(matter.ends_on, today)
    acts: tuple[str, ...] = PAPER_WAYS if matter.kind == PAPER else _IN_WINDOW if now in _BEFORE else _BEHIND
    if matter.kind == CERTIFICATE and now == _AHEAD:
        acts = tuple(act for act in acts if act != "again")
    return tuple(Choice(_value(act, matter), words.say(f"promise.{matter.kind}_way_{act}")) for act in acts)


def _value(act: str, matter: Matter) -> str:
    if act == "renew":
        return f"do:certificate.renew:{matter.subject}"
    if act == "new":
        return f"do:paper.new:{matter.subject}"
    return f"do:promise.{act}:{matter.kind}:{matter.subject}"


def stage_now(ends_on: date, today: date) -> str:
    """The stage whose words fit a certificate today, whatever the plan says; "" where it is too early for any."""
    window, day = renewal_window(ends_on), timedelta(days=1)
    edges = (
        (window.opens, ""),
        (window.opens + 30 * day, "opens"),
        (window.closes - 10 * day, "half"),
        (window.closes, "last_call"),
        (window.closes + day, "last_day"),
        (ends_on - 30 * day, "missed"),
        (ends_on, "soon"),
    )
    return next((stage for edge, stage in edges if today < edge), "ended")
