"""Says what an event is, where somebody stands with it, and what can be tapped."""

from datetime import datetime

from ocop_core.clock import local, local_day
from ocop_core.conversation.days import day_said
from ocop_core.conversation.events.facts import EventView
from ocop_core.conversation.said import Choice, Say
from ocop_core.i18n import Words
from ocop_core.text import shorten

LONGEST_LABEL = 44
REMINDERS = ("d3", "d1", "h2")
RATINGS = ("good", "fair", "poor")


def clock_said(words: Words, at: datetime) -> str:
    """The hour as people say it: "7 giờ 30"."""
    here = local(at)
    key = "event.hour" if here.minute == 0 else "event.hour_minute"
    return words.say(key, {"hour": here.hour, "minute": f"{here.minute:02}"})


def moment_said(words: Words, at: datetime) -> str:
    """Hour and day: "7 giờ 30, thứ Sáu 04/12/2026"."""
    return words.say("event.moment", {"hour": clock_said(words, at), "day": day_said(words, local_day(at))})


def span_said(words: Words, starts: datetime, ends: datetime) -> str:
    """From when until when; the day once where it is the same."""
    if local_day(starts) == local_day(ends):
        params = {"from": clock_said(words, starts), "to": clock_said(words, ends)}
        return words.say("event.span_day", {**params, "day": day_said(words, local_day(starts))})
    return words.say("event.span_days", {"from": moment_said(words, starts), "to": moment_said(words, ends)})


def kind_said(words: Words, view: EventView) -> str:
    """What it is called in a sentence: "lớp"."""
    return words.say(f"event.kind_{view.kind}")


def facts_of(view: EventView, words: Words) -> dict[str, object]:
    """What every sentence about an event may name."""
    return {
        "kind": kind_said(words, view),
        "title": view.title,
        "when": span_said(words, view.starts_at, view.ends_at),
        "starts": moment_said(words, view.starts_at),
        "place": view.place,
        "code": view.code,
        "line": view.line,
        "until": moment_said(words, view.until) if view.until else "",
        "products": ", ".join(view.products),
        "closes": day_said(words, view.closes_on),
    }


def one(view: EventView, words: Words, shut: str) -> Say:
    """All there is to know, with the ways to answer; `shut` is why nobody can join any more, "" while they can."""
    known = facts_of(view, words)
    lines = [view.text] if view.text else []
    lines += [words.say("event.line_map", {"url": view.map_url})] if view.map_url else []
    lines += [words.say("event.line_papers", {"papers": view.papers})] if view.papers else []
    shut = shut or ("" if view.may else "not_meant")
    if shut and not standing(view, words):
        lines += [words.say(f"event.line_{shut}")]
    if not shut and not view.mine:
        lines += [words.say("event.line_left", {"left": view.left})] if view.left else []
        lines += [words.say("event.line_full")] if view.left == 0 else []
        lines += [words.say("event.line_closes", known)]
    lines += [standing(view, words)]
    more = "".join(f"\n{line}" for line in lines if line)
    choices, picture = ways(view, words, not shut), view.picture
    return Say("event.one", {**known, "more": more}, choices, alone=bool(picture), files=picture)


def standing(view: EventView, words: Words) -> str:
    """How somebody stands to it, in a sentence of its own; "" where nothing was said yet."""
    if view.state == "cancelled":
        return words.say("event.mine_called_off")
    key = f"event.mine_{_STANDS.get((view.mine, view.approval), view.mine)}"
    return words.say(key, facts_of(view, words)) if words.has(key) else ""


def ways(view: EventView, words: Words, can_join: bool) -> tuple[Choice, ...]:
    """What can be answered now."""
    acts: tuple[str, ...] = ()
    if view.state != "cancelled":
        joins = ("join", "decline") if can_join else ()
        acts = _WAYS.get(view.mine, joins)
    if can_join and view.kind == "fair" and view.mine in ("going", "waiting"):
        acts = (*acts[:-1], "products", acts[-1])
    named = [(_WISHES[act], f"event.way_{act}") for act in acts]
    named += [("event.ask", "event.way_ask")]
    return tuple(Choice(f"do:{wish}:{view.id}", words.say(key)) for wish, key in named)


_OVER = ("cancelled", "lapsed", "refused", "unplaced", "signed_off")
_STANDS = {("going", "asked"): "asked", ("cancelled", "refused"): "refused"}
_WAYS: dict[str, tuple[str, ...]] = {
    "going": ("ticket", "cancel"),
    "waiting": ("leave",),
    "offered": ("take", "give_up"),
    "came": (),
}
_WISHES = {
    "join": "event.join",
    "ticket": "event.ticket",
    "products": "event.products",
    "take": "event.join",
    "decline": "event.decline",
    "cancel": "event.drop",
    "leave": "event.decline",
    "give_up": "event.decline",
}


def label(view: EventView, words: Words) -> str:
    """A button that opens it: the day and the title."""
    day = f"{local(view.starts_at):%d/%m}"
    return shorten(words.say("event.item", {"day": day, "title": view.title}), LONGEST_LABEL)


def line(view: EventView, words: Words) -> str:
    """A line of a list."""
    said = standing(view, words)
    return words.say("event.item_line", {**facts_of(view, words), "mine": f" {said}" if said else ""})


def told(kind: str, view: EventView, words: Words, detail: dict[str, object], handout: tuple[int, ...] = ()) -> Say:
    """What somebody is told unasked, with what they can answer; `handout` is the file for those who came."""
    params = {**facts_of(view, words), "reason": detail.get("reason", "")}
    if kind == "changed":
        params["changes"] = "\n".join(_changes(detail, words))
    if kind in REMINDERS:
        params["papers"] = _below(words.say("event.told_papers", {"papers": view.papers})) if view.papers else ""
        params["stand"] = _below(words.say("event.told_undecided")) if view.approval == "asked" else ""
    if kind == "signed_up" and view.mine == "waiting":
        return Say("event.told_signed_line", params, _answers(kind, view, words), alone=True)
    if kind not in ("materials", "after"):
        return Say(f"event.told_{kind}", params, _answers(kind, view, words), alone=True)
    params["materials"] = _given(str(detail.get("materials") or ""), handout, words)
    return Say(f"event.told_{kind}", params, _answers(kind, view, words), alone=True, files=handout)


def _given(materials: str, handout: tuple[int, ...], words: Words) -> str:
    """What there is to take home, in a line of its own."""
    lines = [words.say("event.told_with_file")] if handout else []
    lines += [words.say("event.told_with_materials", {"materials": materials})] if materials else []
    return "".join(map(_below, lines))


def _below(said: str) -> str:
    # Words are kept without the space around them, so the line break is not theirs.
    return f"\n{said}"


def _changes(detail: dict[str, object], words: Words) -> list[str]:
    """What is different, from what to what."""
    lines = []
    for name, pair in detail.items():
        if isinstance(pair, list) and len(pair) == 2:
            before, after = (_value(name, str(each), words) for each in pair)
            lines.append(words.say(f"event.changed_{name}", {"before": before, "after": after}))
    return lines


def _value(name: str, value: str, words: Words) -> str:
    if name in ("starts_at", "ends_at"):
        return moment_said(words, datetime.fromisoformat(value))
    return value or words.say("event.changed_nothing")


def _answers(kind: str, view: EventView, words: Words) -> tuple[Choice, ...]:
    if kind == "after":
        return tuple(Choice(f"do:event.rate:{view.id}:{name}", words.say(f"event.rate_{name}")) for name in RATINGS)
    if kind in ("offered", "changed", "signed_up", *REMINDERS):
        return ways(view, words, False)
    return (Choice("do:event.list", words.say("event.others")),) if kind in _OVER else ()
