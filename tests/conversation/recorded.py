"""Reads recorded conversations and plays them.

A file holds conversations, each begun by `## title`. A line is one of

    ! consented        who speaks: consented, you cô, phone 0912345678, unit 30538, question YT-AAAAA, consented off,
                       link 48291375 account Bảy (what stands behind a code: none, own, account, officer, tries),
                       shares 1/Bảy/here 2/Tám/away 3/Chín/new (who shares the chat; `new` has not agreed yet)
    ! at idea.phone    plays good answers up to this question (`idea.review`: to the summary)
    P: words           what the person types; `:act` for anything else, see ACTS
    B: key key !Effect the keys that are said and the effects that are recorded, in order; `…` skips any number
    T: words           stands in the text          T!: words   does not
    C: one | two       the choices under the question, in order; `C:` alone for none
    X: back skip       the small buttons, in order
    S: 3/7             where one is in the form
    A: name=value      an answer kept so far (JSON or text); `name=` for none
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from ocop_core.conversation.dossiers.changing import begun
from ocop_core.conversation.dossiers.effects import DOSSIER_ACTS
from ocop_core.conversation.dossiers.looking import Renewal
from ocop_core.conversation.effects import EFFECTS, Submit
from ocop_core.conversation.events.facts import EFFECTS as EVENT_ACTS
from ocop_core.conversation.events.saying import told
from ocop_core.conversation.heard import FileRef, Inbound
from ocop_core.conversation.link_code import LinkView, link_need
from ocop_core.conversation.pushed import pushed
from ocop_core.conversation.said import Say
from ocop_core.conversation.turn import Out
from ocop_core.conversation.who import OTHERS, Who
from tests.conversation.chatting import Chat
from tests.conversation.shelf import EVENTS
from tests.conversation.willing import completes, go_to

FOLDER = Path(__file__).parent / "transcripts"
UNITS = {"minute": 60, "hour": 3600, "day": 86_400, "week": 604_800, "month": 2_592_000, "second": 1}


@dataclass
class Conversation:
    """One recorded conversation: where it stands, and its lines with their numbers."""

    file: str
    title: str
    lines: list[tuple[int, str, str]] = field(default_factory=list)


def recorded() -> list[Conversation]:
    """All conversations of the folder."""
    found: list[Conversation] = []
    for path in sorted(FOLDER.glob("*.txt")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if line.startswith("## "):
                found.append(Conversation(path.name, line[3:].strip()))
            elif line.strip() and not line.startswith("#"):
                kind, _, rest = line.partition(" ")
                found[-1].lines.append((number, kind, rest.strip()))
    return found


def play(chat: Chat, conversation: Conversation) -> None:
    """Plays a conversation; fails at the first line that is not as recorded."""
    for number, kind, rest in conversation.lines:
        place = f"{conversation.file}:{number}"
        if kind == "!":
            _set(chat, rest)
        elif kind == "P:":
            _act(chat, rest)
        else:
            CHECKS[kind](chat, rest, place)


def _set(chat: Chat, rest: str) -> None:
    name, _, value = rest.partition(" ")
    if name == "consented":
        chat.consented = value != "off"
    elif name == "at":
        go_to(chat, value)
    elif name == "question":
        chat.state = chat.state.with_(question=value)
    elif name == "shares":
        chat.state = chat.state.with_(shared=True)
        people = [each.split("/") for each in value.split()]
        chat.facts[OTHERS] = [
            Who(int(number), called, here == "here", here != "new", "cô", None, "") for number, called, here in people
        ]
    elif name in DOSSIERS:
        DOSSIERS[name](chat, value)
    elif name in EVENTFUL:
        EVENTFUL[name](chat, value)
    elif name == "link":
        code, kind, whose = (value.split(" ", 2) + [""])[:3]
        chat.facts[link_need(code)] = LinkView(kind, whose)  # type: ignore[arg-type]
    else:
        assert name in {"you", "phone", "unit"}, rest
        setattr(chat, name, value or None)


def _dossier(chat: Chat, set_no: str) -> None:
    told = {"name": "Khô cá lóc Bảy Chóp", "set": int(set_no), "place": "30538", "producer_kind": "household"}
    code = f"HS-{'ABCDEFG'[len(chat.facts.dossiers)] * 5}"
    chat.facts.dossiers[code] = begun({**told, "phone": "0912345678"}, code, "QD26")


def _completed(chat: Chat, _: str) -> None:
    completes(chat, next(reversed(chat.facts.dossiers)), hand_in=False)
    chat.says("menu")


def _renewal(chat: Chat, value: str) -> None:
    number, ends, set_no, product = value.split(" ", 3)
    day = date.fromisoformat(ends)
    renewal = Renewal(int(number), product, int(set_no), "30538", "0912345678", "household", day, {})
    chat.facts.renewals = (*chat.facts.renewals, renewal)


def _stands_at(chat: Chat, state: str) -> None:
    code, view = next(reversed(chat.facts.dossiers.items()))
    chat.facts.dossiers[code] = replace(view, state=state)


# What stands in the rows about dossiers: one of a set that was begun; all done in it; one paper returned by the
# commune with a comment; the state the offices have brought it to; a certificate by number, last day, set and product.
DOSSIERS: dict[str, Callable[[Chat, str], None]] = {
    "dossier": _dossier,
    "completed": _completed,
    "returns": lambda chat, value: chat.facts.returns(*value.split(" ", 1)),
    "state": _stands_at,
    "renewal": _renewal,
}


def _event(chat: Chat, which: str) -> None:
    view = EVENTS[which]
    chat.facts.events[view.id] = view


def _stands(chat: Chat, value: str) -> None:
    number, mine = value.split()
    chat.facts.events[int(number)] = replace(chat.facts.events[int(number)], mine=mine)


def _told(chat: Chat, value: str) -> None:
    """What the clockwork says unasked, as `services/telling` would put it into the chat."""
    kind, number = value.split()
    say = told(kind, chat.facts.events[int(number)], chat.knowledge.words, {})
    chat.state, _ = pushed(chat.state, say)


# An event that is open, how somebody stands to one, and what they are told unasked.
EVENTFUL: dict[str, Callable[[Chat, str], None]] = {"event": _event, "stands": _stands, "told": _told}


def _act(chat: Chat, rest: str) -> None:
    if not rest.startswith(":"):
        chat.says(rest.replace("⏎", "\n"))
        return
    name, _, argument = rest[1:].partition(" ")
    ACTS[name](chat, argument)


def _wait(chat: Chat, argument: str) -> None:
    count, unit = argument.split()
    chat.waits(seconds=int(count) * UNITS[unit.removesuffix("s")])


def _location(chat: Chat, argument: str) -> None:
    lat, lon = map(float, argument.split())
    chat.hears(Inbound("location", place=(lat, lon)))


def _old(chat: Chat, which: str) -> str:
    """`turns number`: a button of the question so many turns ago."""
    turns, number = map(int, which.split())
    return chat.buttons[-1 - turns][number - 1]


def _bare(kind: Any) -> Callable[[Chat, str], object]:
    return lambda chat, argument: chat.hears(Inbound(kind, argument))


ACTS: dict[str, Callable[[Chat, str], object]] = {
    "button": lambda chat, n: chat.taps(int(n)),
    "out": lambda chat, name: chat.leaves_by(name),
    "again": lambda chat, _: chat.hears(Inbound("button", data=chat.tapped)),
    "old": lambda chat, which: chat.hears(Inbound("button", data=_old(chat, which))),
    "data": lambda chat, data: chat.hears(Inbound("button", data=data)),
    "start": lambda chat, payload: chat.hears(Inbound("start", f"/start {payload}".strip(), payload)),
    "photo": lambda chat, caption: chat.sends_photo(caption),
    "photos": lambda chat, count: chat.sends_photos(int(count)),
    "photo-again": lambda chat, back: chat.sends_at_once(chat.photos - int(back)),
    "document": lambda chat, caption: chat.sends_photo(caption, "document"),
    "lost-photo": lambda chat, _: chat.hears(Inbound("photo", files=(FileRef(ref="gone"),))),
    "forwarded": lambda chat, text: chat.says(text, forwarded=True),
    "own-contact": lambda chat, number: chat.hears(Inbound("contact", number, phone=number)),
    "contact": _bare("contact"),
    "location": _location,
    "wait": _wait,
    "blank": lambda chat, _: chat.says("\u200b\u2060"),
    "long": lambda chat, words: chat.says((words + " ") * (2000 // (len(words) + 1))),
    **{kind: _bare(kind) for kind in ("sticker", "voice", "video", "edited", "link", "unsupported", "unblocked")},
}


def _shown(out: Out) -> str:
    if isinstance(out, Say):
        return out.key
    return f"!Submit:{out.form}" if isinstance(out, Submit) else f"!{type(out).__name__}"


def _keys(chat: Chat, rest: str, place: str) -> None:
    said = [_shown(out) for out in chat.last.outs]
    wanted = rest.split()
    known = {kind.__name__ for kind in (*EFFECTS, *DOSSIER_ACTS, *EVENT_ACTS)}
    for key in wanted:
        name = key.removeprefix("!").partition(":")[0]
        assert key == "…" or (name in known if key.startswith("!") else chat.knowledge.words.has(key)), (
            f"{place}: {key}"
        )
    assert _fits(said, wanted), f"{place}: said {' '.join(said)}\n{chat.text}"


def _fits(said: list[str], wanted: list[str]) -> bool:
    if not wanted:
        return not said
    if wanted[0] == "…":
        return any(_fits(said[skipped:], wanted[1:]) for skipped in range(len(said) + 1))
    return bool(said) and said[0] == wanted[0] and _fits(said[1:], wanted[1:])


def _text(chat: Chat, rest: str, place: str) -> None:
    assert rest in chat.text, f"{place}: {chat.text}"


def _not_text(chat: Chat, rest: str, place: str) -> None:
    assert rest not in chat.text, f"{place}: {chat.text}"


def _choices(chat: Chat, rest: str, place: str) -> None:
    wanted = [label.strip() for label in rest.split("|")] if rest else []
    assert chat.labels == wanted, f"{place}: {' | '.join(chat.labels)}"


def _exits(chat: Chat, rest: str, place: str) -> None:
    assert chat.exits == rest.split(), f"{place}: {chat.exits}"


def _step(chat: Chat, rest: str, place: str) -> None:
    assert f"{chat.question.step}/{chat.question.of}" == rest, f"{place}: {chat.question}"


def _answer(chat: Chat, rest: str, place: str) -> None:
    name, _, value = rest.partition("=")
    kept = chat.state.answers if chat.state.form else chat.submitted[-1].answers if chat.submitted else {}
    if not value:
        assert name not in kept, f"{place}: {kept}"
        return
    try:
        wanted = json.loads(value)
    except ValueError:
        wanted = value
    assert kept.get(name) == wanted or str(kept.get(name)) == value, f"{place}: {kept}"


CHECKS: dict[str, Callable[[Chat, str, str], None]] = {
    "B:": _keys,
    "T:": _text,
    "T!:": _not_text,
    "C:": _choices,
    "X:": _exits,
    "S:": _step,
    "A:": _answer,
}
