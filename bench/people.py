"""People who register a product idea the way people do: taps, numbers, words, slips, questions in between."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from random import Random
from typing import Any

from ocop_core.conversation.answers import LIBRARY
from ocop_core.conversation.effects import GiveConsent
from ocop_core.conversation.engine import step
from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.state import NEW, State
from ocop_core.conversation.told import TOLD, TOLD_LAST
from ocop_core.conversation.world import Knowledge, Need, World
from ocop_core.knowledge.library import Library, shipped
from ocop_core.services.render import TURNLESS

NAMES = (
    "khô cá lóc Bảy Chóp",
    "mam ca linh",
    "đường thốt nốt Ngọc Trang",
    "gạo Nàng Nhen thơm",
    "ruou nep than",
    "bánh phồng tôm",
    "tra mang cau",
    "homestay Cồn Én",
    "thổ cẩm Chăm Châu Phong",
    "nước mắm Phú Quốc",
    "xoài cát Hòa Lộc",
    "lạp xưởng bò",
)
PLACES = (
    "An Hảo, Tịnh Biên",
    "chau doc",
    "xã Long Kiến huyện Chợ Mới",
    "Phú Quốc",
    "tri ton",
    "Óc Eo",
    "phường Mỹ Xuyên, Long Xuyên",
    "Rạch Giá",
    "ấp Vĩnh Thuận, xã Vĩnh Trạch",
)
MATERIALS = ("thốt nốt ở Tri Tôn", "cá lóc nuôi tại Châu Phú", "lua trong cua nha", "mua của bà con trong xã")
PHONES = ("0912 345 678", "0987654321", "số của tui là 0283.812.3456", "+84 90 123 45 67")
QUESTIONS = ("có tốn tiền không?", "ocop là gì vậy em?", "bao lâu thì có kết quả?")
ASIDES = ("quay lại", "hả", "0")
CONFIRMING = ("đúng rồi", "dạ đúng", "ừ", "1")
PARTICLES = ("nha", "nghen", "em", "ạ", "nhé", "hen", "vậy", "đó", "nè", "luôn")
MOST_TURNS = 60


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a conversation stood, and what the person then said."""

    before: State
    inbound: Inbound
    consented: bool


def walk(knowledge: Knowledge, random: Random, now: datetime) -> list[Moment]:
    """One person's way from /start to the receipt, played through the pure engine."""
    return list(_walk(knowledge, random, now))


@cache
def _library() -> Library:
    return shipped()


def _walk(knowledge: Knowledge, random: Random, now: datetime) -> Iterator[Moment]:
    state, consented, inbound = NEW, False, Inbound("start")
    for _ in range(MOST_TURNS):
        yield Moment(state, inbound, consented)
        facts: dict[Need[Any], Any] = {LIBRARY: _library(), TOLD: (), TOLD_LAST: ()}
        turn = step(state, inbound, World(knowledge, now, consented, code="YT-22222", facts=facts))
        consented = consented or GiveConsent() in turn.outs
        handed_in = state.mode == "more"
        state = turn.state
        if handed_in:
            return
        inbound = _next(state, random)
    raise RuntimeError(f"the walk never ended: {state.mode} {state.form} {state.field}")


def worded_anew(inbound: Inbound, random: Random) -> Inbound:
    """The same with polite words behind it, so that hardly any text comes twice and none was read before."""
    if inbound.kind != "text":
        return inbound
    return replace(inbound, text=" ".join((inbound.text, *random.choices(PARTICLES, k=3))))


def _next(state: State, random: Random) -> Inbound:
    """What this person says next. One in eight is a question, a step back or a slip."""
    if state.mode == "ask" and not state.misses and random.random() < 0.125:
        return Inbound("text", random.choice((*QUESTIONS, *ASIDES)))
    match state.mode:
        case "consent":
            return _pick(state, random, "yes", ("đồng ý", "dong y", "1"))
        case "idle":
            return _pick(state, random, "idea.register", ("đăng ký sản phẩm", "dk sp"))
        case "review":
            return _pick(state, random, "send", ("1", "gửi"))
        case "more":
            return _pick(state, random, "no", ("2", "để sau"))
        case "ask":
            return _answer(state, random)
        case _:
            return _tap(state, *state.offer[0][:2])


def _answer(state: State, random: Random) -> Inbound:
    if any(value == "yes" for _, value, _ in state.offer):
        return _pick(state, random, "yes", CONFIRMING)
    match state.field:
        case "name":
            return Inbound("text", random.choice(NAMES))
        case "set":
            return random.choice((_tap(state, *state.offer[0][:2]), Inbound("text", "không rõ")))
        case "place" if not _choices(state):
            return Inbound("text", random.choice(PLACES))
        case "material":
            return Inbound("text", random.choice(MATERIALS))
        case "phone":
            return Inbound("text", random.choice(PHONES))
    number, value, label = random.choice(_choices(state))
    return random.choice((_tap(state, number, value), Inbound("text", str(number)), Inbound("text", label)))


def _choices(state: State) -> list[tuple[int, str, str]]:
    """What can be chosen, without what only leads elsewhere: nobody here wanders about in lists."""
    return [choice for choice in state.offer if choice[1] not in ("no", "more", "list")]


def _pick(state: State, random: Random, value: str, words: tuple[str, ...]) -> Inbound:
    """Half of the people tap what is offered, the others type."""
    said = Inbound("text", random.choice(words))
    tapped = [_tap(state, n, offered) for n, offered, _ in state.offer if offered.endswith(value)]
    return random.choice((tapped[0], said)) if tapped else said


def _tap(state: State, number: int, value: str) -> Inbound:
    return Inbound("button", data=value if value.startswith(TURNLESS) else f"b:{state.turn}:{number}")
