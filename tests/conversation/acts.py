"""Anything that somebody may do in a chat, as strategies: words of all sorts, buttons new and old, all kinds."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as st

from ocop_core.conversation import person
from ocop_core.conversation.heard import FileRef, Inbound
from ocop_core.conversation.moves import leave
from tests.conversation.chatting import Chat
from tests.conversation.shelf import EVENTS
from tests.conversation.willing import GOOD

Act = Callable[[Chat], object]

TAUGHT = Path(__file__).parents[2] / "messages" / "vi" / "phrases"
PHRASES = sorted(
    line.strip("*$+ ")
    for path in (*TAUGHT.glob("[!_]*.txt"), *TAUGHT.glob("finer/*.txt"))
    for line in path.read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
)
SAID = [
    *GOOD.values(),
    *map(str, range(13)),
    *("đúng", "không", "ừ", "uh", "chưa", "có", "1 3", "bộ 8", "sửa 3", "sửa tên", "sửa", "xem thêm", "giữ nguyên"),
    *("làm sản phẩm khác", "bổ sung YT-7K3MP", "YT-7K3MP", "đăng ký sản phẩm đường thốt nốt", "bánh hủy diệt"),
    *("tui có làm mắm cá lóc bán", "có tốn tiền không?", "mai mưa không em?", "gặp cán bộ hỏi về bao bì cho tui"),
    *("Vĩnh Phú", "Châu Thành", "091234567", "0912345678 0987654321", "hết rồi", "xóa hết", "bỏ luôn"),
    *("làm lại từ đầu", "Huy", "không phải, tên là Mắm"),
]
ODD = [
    *("", " ", "\n", "\u200b", "\0", "\ud800", "①", "½", "٣", "0\ufe0f\u20e3", "👍", "🎉🎉🎉", "ខ្មែរ"),
    *("\u0645\u0631\u062d\u0628\u0627 \u202eabc", "{you}", "{", "</b>", "'; drop table", "/start", "?" * 50),
]
LONG = {"a": 10_000, "đ": 10_000, "👨\u200d👩\u200d👧": 2500, "1": 500, "9": 5000, "không ": 1700}


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


WORDS = st.one_of(
    st.sampled_from(SAID),
    st.sampled_from(PHRASES),
    st.sampled_from(SAID + PHRASES).map(_decomposed),
    st.sampled_from(ODD),
    st.sampled_from(sorted(LONG)).map(lambda part: part * LONG[part]),
    st.text(max_size=60),
    st.lists(st.sampled_from(PHRASES + SAID), min_size=2, max_size=4).map(" ".join),
)
DATA = st.one_of(
    st.builds("b:{}:{}".format, st.integers(0, 60), st.integers(0, 9)),
    st.builds("x:{}:{}".format, st.integers(0, 60), st.sampled_from(["back", "keep", "skip", "later", "person", "no"])),
    st.builds(
        "do:{}:{}".format,
        st.sampled_from(
            ["idea.register", "idea.more", "idea.reply", "idea.look_up", "idea.mine", "officer.contact", "data.mine"]
            + [
                "data.erase",
                "question.ask",
                "question.read",
                "nav.resume",
                "nav.back",
                "nav.finish",
                "greeting",
                "person.reply",
                "person.end",
                "dossier.requirements",
                "certificate.check",
                "promise.see",
                "promise.stop",
                "promise.again",
                "paper.list",
                "paper.add",
                "paper.new",
                "event.list",
                "event.mine",
                "event.see",
                "event.join",
                "event.products",
                "event.decline",
                "event.drop",
                "event.ask",
                "event.rate",
                "rubbish",
            ]
        ),
        st.sampled_from(
            [
                "",
                "YT-7K3MP",
                "YT-8K3MP",
                "co_ton_tien_khong",
                "rubbish",
                "certificate:7",
                "paper:3",
                "3",
                "12",
                "13",
                "12:good",
            ]
        ),
    ),
    st.text(max_size=20),
)
KINDS = ("sticker", "voice", "video", "edited", "link", "unsupported", "blocked", "unblocked", "contact", "location")


def _any_button(chat: Chat, place: int) -> object:
    known = [data for group in chat.buttons[-6:] for data in group] or ["b:1:1"]
    return chat.hears(Inbound("button", data=known[-1 - place % len(known)]))


def _photo(chat: Chat, words: str, kept: bool) -> object:
    if kept:
        return chat.sends_photo(words[:1000])
    return chat.hears(Inbound("photo", words[:1000], files=(FileRef(ref="gone"),)))


def _asked_by_officer(chat: Chat) -> None:
    chat.state = chat.state.with_(question="YT-7K3MP")


def _talks_with_officers(chat: Chat) -> None:
    chat.state = leave(chat.state).with_(mode="person", thread="live") if not chat.state.form else chat.state


def _officer_writes(chat: Chat) -> None:
    told = {"officer": "Lan", "unit": "Xã Núi Cấm", "words": "Dạ có ạ"}
    chat.state = person.officer_wrote(chat.state, chat.world(), 7, told).state


def _event_opens(chat: Chat, which: str) -> None:
    chat.facts.events[EVENTS[which].id] = EVENTS[which]


ACTS: st.SearchStrategy[Act] = st.one_of(
    WORDS.map(lambda text: lambda chat: chat.says(text)),
    st.integers(0, 40).map(lambda place: lambda chat: _any_button(chat, place)),
    st.integers(0, 9).map(lambda place: lambda chat: _any_button(chat, place)),
    DATA.map(lambda data: lambda chat: chat.hears(Inbound("button", data=data))),
    st.builds(lambda words, kept: lambda chat: _photo(chat, words, kept), WORDS, st.booleans()),
    st.builds(lambda kind, words: lambda chat: chat.hears(Inbound(kind, words)), st.sampled_from(KINDS), WORDS),
    st.sampled_from([(10.5, 105.0), (21.0, 105.8), (0.0, 0.0)]).map(
        lambda spot: lambda chat: chat.hears(Inbound("location", place=spot))
    ),
    st.sampled_from(["0912345678", "+84912345678", "abc"]).map(
        lambda phone: lambda chat: chat.hears(Inbound("contact", phone, phone=phone))
    ),
    st.sampled_from(["", "idea", "can-bo", "mine", "ma-YT-7K3MP", "ma-", "event-12", "event-", "hoi-x", "rubbish"]).map(
        lambda payload: lambda chat: chat.hears(Inbound("start", data=payload))
    ),
    st.sampled_from([5, 600, 30_000, 3_000_000]).map(lambda seconds: lambda chat: chat.waits(seconds=seconds)),
    st.sampled_from(sorted(EVENTS)).map(lambda which: lambda chat: _event_opens(chat, which)),
    st.just(_asked_by_officer),
    st.just(_talks_with_officers),
    st.just(_officer_writes),
)
