"""Talking with officers: what is said goes to them, the assistant keeps silent and knows the ways out."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from ocop_core import text as reading
from ocop_core.clock import local
from ocop_core.conversation.effects import Effect, EndTalk, PassOn
from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.moves import leave, park, unpark
from ocop_core.conversation.pose import pose
from ocop_core.conversation.said import Choice, Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Out, Turn
from ocop_core.conversation.world import Knowledge, Wish, World

END, REPLY, LIVE = "do:person.end", "do:person.reply:", "live"
FILES = {"photo", "document", "voice"}
# What the officer cannot see either: the producer is told.
_UNSEEN = {"video", "unsupported"}
# Wishes that are no words for an officer when nothing else is said.
_ELSEWHERE = {
    "idea.register",
    "idea.more",
    "idea.mine",
    "data.mine",
    "data.erase",
    "nav.resume",
    "stop",
}
_HERE = {"officer.contact", "nav.help"}
_NOON, _AFTERNOON, _EVENING = 11, 13, 18

Do = Callable[[State, Wish, World], Turn]


def opened(state: State, effect: Effect, world: World) -> Turn:
    """A question is handed in: from here on words go to the officers."""
    return pose(_with_officer(state, LIVE), world, effect)


def back(state: State, about: str, world: World) -> Turn:
    """To the talk that is open already; what was asked on the way goes there."""
    fresh = _with_officer(park(state, world), state.thread)
    return pose(fresh, world, PassOn(_number(fresh), about) if about else None)


def reply(state: State, thread: str, world: World) -> Turn:
    """The button under an officer's line. A form at hand is put aside."""
    if world.known.get("thread") != thread:
        return pose(state, world, Say("officer.no_talk"))
    return pose(_with_officer(park(state, world), thread), world)


def end(state: State, rest: str, world: World) -> Turn:
    """The button that ends a talk, wherever one is; what the talk had interrupted is offered again."""
    leads = (EndTalk(_number(state)), Say("officer.ended"))
    return _ended(state, world, *leads) if state.mode == "person" else pose(state.with_(thread=""), world, *leads)


def heard(state: State, meant: Meant, world: World, do: Do) -> Turn:
    """While people talk: everything goes to the officers but the ways out and what is plainly another wish."""
    kind = meant.inbound.kind
    if meant.choice is not None:
        return end(state, "", world) if meant.choice == "yes" else Turn(_quiet(state), (Say("officer.go_on"),))
    if meant.command and (kind != "text" or _taps(meant)):
        return _wished(state, Wish(meant.command, meant.arg), world, do)
    if kind == "text" and meant.text:
        return _words(state, meant, world, do)
    if kind in {"start", "text", "button", "blocked", "unblocked"}:
        return pose(state.with_(aside={}), world)
    return _sent(state, meant, world)


def _taps(meant: Meant) -> bool:
    """Whether a typed number stands for a button; "câu đầu" and "0" are words for the officer."""
    return meant.text.isdecimal() and meant.command != "nav.back"


def _wished(state: State, wish: Wish, world: World, do: Do) -> Turn:
    if wish.name == "person.reply" and wish.rest == _number(state):
        return pose(state, world)
    if wish.name in _HERE:
        return pose(state.with_(aside={}), world)
    if wish.name in {"person.reply", "person.end"}:
        return do(state, wish, world)
    return do(leave(state), wish, world).led_by(Say("officer.still_open"))


def _words(state: State, meant: Meant, world: World, do: Do) -> Turn:
    bare, wish = _bare(meant.text, world), world.knowledge.wish(meant.text)
    name = wish.name if wish and wish.whole else ""
    if name == "nav.menu" or _is_one_of(bare, "officer.end_words", world):
        return end(state, "", world)
    if name == "thanks" or _is_one_of(bare, "officer.done_words", world):
        return _maybe_done(state, meant.text, world)
    if wish and name in _ELSEWHERE:
        return _wished(state, wish, world, do)
    if name in _HERE:
        # "Cán bộ ơi" calls the officer, and may come from somebody who does not know that they are there.
        return pose(state.with_(aside={}), world, PassOn(_number(state), meant.text))
    return _passed(state, meant.text)


def _maybe_done(state: State, text: str, world: World) -> Turn:
    """ "Xong" may be the answer to an officer and "cảm ơn" the beginning of more, so it is asked once."""
    if state.aside.get("ending"):
        return end(state, "", world)
    return pose(state.with_(aside={"ending": True}), world, PassOn(_number(state), text, asks=False))


def _sent(state: State, meant: Meant, world: World) -> Turn:
    """Files go as they are; of all else the officer reads what it was."""
    inbound = meant.inbound
    ids = tuple(f.file_id for f in inbound.files if f.file_id)
    if inbound.kind in FILES:
        return _passed(state, meant.text, ids) if ids else Turn(_quiet(state), (Say("nav.empty_photo"),))
    text = meant.text
    if inbound.place:
        text = f"{text} {inbound.place[0]:.5f}, {inbound.place[1]:.5f}".strip()
    shown = world.label(f"officer.line_{inbound.kind}", text=text).strip()
    turn = _passed(state, shown)
    return Turn(turn.state, (*turn.outs, Say(f"nav.{inbound.kind}"))) if inbound.kind in _UNSEEN else turn


def _passed(state: State, text: str, files: tuple[int, ...] = ()) -> Turn:
    return Turn(_quiet(state), (PassOn(_number(state), text, files),))


def _with_officer(state: State, thread: str) -> State:
    return leave(state).with_(mode="person", thread=thread or LIVE)


def _quiet(state: State) -> State:
    """No question stands: a number or a yes is now meant for the officer."""
    return state.with_(offer=(), aside={}, misses=0)


def _number(state: State) -> str:
    return "" if state.thread == LIVE else state.thread


def _ended(state: State, world: World, *leads: Out) -> Turn:
    """Outside the talk; a draft that it had interrupted is offered again."""
    rest = leave(state).with_(thread="")
    if rest.drafts:
        rest = unpark(rest, len(rest.drafts) - 1, world).with_(mode="resume")
    return pose(rest, world, *leads)


def _bare(text: str, world: World) -> str:
    """The folded words without those that only make them polite."""
    small = {reading.words(word) for word in world.listed("officer.small_words")}
    words = reading.words(text).split()
    while words and words[0] in small:
        words.pop(0)
    while words and words[-1] in small:
        words.pop()
    return " ".join(words)


def _is_one_of(bare: str, key: str, world: World) -> bool:
    return bool(bare) and bare in {_bare(word, world) for word in world.listed(key)}


# --- what an officer does, as it is told in the chat


def officer_wrote(state: State, world: World, thread_id: int, told: Mapping[str, str]) -> Turn:
    """An officer's words: in the middle of the talk with a way to end it, elsewhere with a way into it."""
    inside = _inside(state, thread_id)
    value, label = (END, "officer.end") if inside else (f"{REPLY}{thread_id}", "officer.reply")
    fresh = _quiet(state) if inside else state.with_(thread=state.thread or LIVE)
    return Turn(fresh, (Say("officer.told", dict(told), (Choice(value, world.label(label), 0),), alone=True),))


def officer_closed(state: State, world: World, thread_id: int, told: Mapping[str, str]) -> Turn:
    """The officer has closed the talk: the assistant takes over again."""
    said = Say("officer.closed", dict(told), alone=True)
    return _ended(state, world, said) if _inside(state, thread_id) else Turn(state.with_(thread=""), (said,))


def lapsed(state: State, world: World, thread_id: int) -> Turn:
    """A week of silence: told only to those whose words would still go to the officers."""
    said = Say("officer.lapsed")
    return _ended(state, world, said) if _inside(state, thread_id) else Turn(state.with_(thread=""))


def _inside(state: State, thread_id: int) -> bool:
    return state.mode == "person" and state.thread in {"", LIVE, str(thread_id)}


# --- when it will be read


def received(knowledge: Knowledge, at: datetime) -> Say:
    """That it was passed on, and outside office hours when somebody will read it."""
    way_out = (Choice(END, knowledge.words.say("officer.end"), 0),)
    if knowledge.province.hours.is_open(at):
        return Say("officer.received", {}, way_out)
    return Say("officer.received_closed", {"reads": reads(knowledge, at)}, way_out)


def reads(knowledge: Knowledge, at: datetime) -> str:
    """When somebody reads it: "Cán bộ xem lúc 7 giờ sáng thứ Hai 30/11 nha."; in office hours that it is soon."""
    say, opens = knowledge.words.say, knowledge.province.hours.opens_next(at)
    if opens <= at:
        return say("officer.reads_soon")
    ahead = opens.date() - local(at).date()
    near = {timedelta(0): "officer.day_today", timedelta(days=1): "officer.day_tomorrow"}
    day = {"weekday": say(f"officer.weekday.{opens.isoweekday()}"), "date": f"{opens.day}/{opens.month}"}
    hour = opens.hour if opens.hour < _AFTERNOON else opens.hour - 12
    clock = {"hour": hour, "minute": f"{opens.minute:02}", "part": say(f"officer.part_{_part(opens.hour)}")}
    spoken = say("officer.clock_minute" if opens.minute else "officer.clock", clock)
    return say("officer.reads_later", {"clock": spoken, "day": say(near.get(ahead, "officer.day_later"), day)})


def _part(hour: int) -> str:
    if hour < _NOON:
        return "morning"
    return "noon" if hour < _AFTERNOON else "afternoon" if hour < _EVENING else "evening"
