"""Reads yes and no as people in the Mekong delta type it."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from ocop_core.text.fold import fold, tokens, typed_as
from ocop_core.text.manners import closes, is_polite

# Short forms, dialect and leftovers of the Telex and VNI keyboards, behind the word they stand for.
_SHORT = {
    "không": "ko k kh kg khg kog hk hok hong hông hổng hỏng hõng hem hăm hẻm kong kô khum k0 khong6 chẳng chả",
    "được": "dc đc đựơc đượt dượt dduowcj duocj",
    "phải": "fai fải phãi pai fái",
    "rồi": "r rùi rui gòi ròi roi òi",
    "đúng": "đúg dug đug dungs ddungs dung1 đún",
    "thôi": "thui hoi hôi thoy",
    "chưa": "chx",
    "ừ": "u ư uh uhm um ừm ùm uk ukm uki ưk ừh ừa ờ ờm uhu ưm hm ung",
    "ok": "oke okie okê okey okay oki okela okelah okla okk 0k 0ke",
    "dạ": "zạ za dja daj",
    "có": "co cos co1",
    "muốn": "mún",
    "y": "yes yep yeah ye",
    "n": "no nope nah",
}
_YES = (
    "ừ", "ok", "y", "có", "phải", "đúng", "được", "chịu", "đồng ý", "nhất trí", "tán thành", "chấp nhận",
    "muốn", "cần", "chuẩn", "chính xác", "chắc chắn", "tất nhiên", "dĩ nhiên", "đương nhiên", "được chứ",
    "có chứ", "cũng được", "thôi được", "được thôi", "ô kê", "o ke", "dongy", "u hu", "y chang", "trúng",
    "đúng hết", "đúng y", "đúng như vậy", "đúng như thế", "đúng thế", "chịu liền", "làm liền", "được liền", "ok liền",
    "có ngay", "có chớ", "có chứ sao không", "ok bạn", "chốt", "nhất trí cao", "hợp ý", "quá đúng", "đúng quá",
)  # fmt: skip
# These say yes only where nothing else is said: "dạ không" is no, "dạ cảm ơn" is manners.
_WEAK_YES = ("dạ", "vâng", "rồi", "như vậy", "như thế", "y vậy")
_NO = (
    "không", "chưa", "thôi", "khỏi", "sai", "n", "trật", "đừng", "nhầm", "lộn", "từ chối", "không đâu",
    "không nữa", "không hề", "làm gì có", "khỏi cần", "sai bét",
)  # fmt: skip
_DENIALS = ("không", "chưa", "đâu", "đâu có")
_DENIED = (
    "có", "phải", "đúng", "được", "cần", "muốn", "chịu", "đồng ý", "tán thành", "ok", "thích", "chấp nhận",
    "chính xác",
)  # fmt: skip
# A last "không" or "chưa" makes a question of what stands before it, unless that is one of these.
_QUESTION_ENDS = frozenset({"không", "chưa"})
_BEFORE_A_NO = frozenset({"không", "thôi", "n", "khỏi", "dạ", "vâng"})
_SIGNS = {**dict.fromkeys("👍👌✅🆗✔💯🙆", True), **dict.fromkeys("👎❌🙅✖", False)}
_THANKS = re.compile(r"(?:xin )?(?:c[ảá]m ơn|cam on|camon|thank you|thanks|tks)(?: (?:em|nhiều|nhieu|lắm|lam)\b)*")
_SMILE = re.compile(r"[:;=]-?[()dpv3]+|\^_*\^|<3")
_LONGEST_ANSWER = 80
_STRETCHED = 3

_Answer = tuple[str, bool]


def parse_yes_no(text: str) -> bool | None:
    """True or False when the whole utterance says so; None for anything else, above all for a question.

    "dạ không" is no, "đúng không" a question; "không sao" and "chưa chắc" are neither.
    """
    return None if len(text) > _LONGEST_ANSWER or "?" in text else _answer(text)


# A field, its choices and the reader all ask it of the same words.
@lru_cache(maxsize=256)
def _answer(text: str) -> bool | None:
    plain = unicodedata.normalize("NFC", text).casefold()
    rest, thanks = _THANKS.subn(" ", _SMILE.sub(" ", plain))
    said = _said([_canonical(token) for token in tokens(rest)])
    if said is None:
        return None
    firm = {yes for phrase, yes in said if phrase not in _WEAK_YES}
    weak = set() if firm or thanks else {yes for _, yes in said}
    answers = {_SIGNS[char] for char in plain if char in _SIGNS} | firm | weak
    return answers.pop() if len(answers) == 1 else None


def has_thanks(text: str) -> bool:
    """Whether the text thanks somebody."""
    return bool(_THANKS.search(unicodedata.normalize("NFC", text).casefold()))


def _said(typed: Sequence[str]) -> list[_Answer] | None:
    """The answers in the words, in order; None if some word is no answer, or all of it a question."""
    found: list[_Answer] = []
    at = 0
    while at < len(typed):
        length, answer = _answer_at(typed, at)
        if answer:
            found.append(answer)
        elif not is_polite(typed[at]) and not (found and closes(typed[at])):
            return None
        at += length
    asked = len(found) > 1 and found[-1][0] in _QUESTION_ENDS and found[-2][0] not in _BEFORE_A_NO
    return None if asked else found


def _answer_at(typed: Sequence[str], at: int) -> tuple[int, _Answer | None]:
    """The longest answer that begins here, with the number of words it takes."""
    for phrase, yes in _phrases().get(fold(typed[at]), ()):
        parts = phrase.split()
        here = typed[at : at + len(parts)]
        if len(here) == len(parts) and all(map(typed_as, here, parts)):
            return len(parts), (phrase, yes)
    return 1, None


@lru_cache(maxsize=1)
def _phrases() -> dict[str, list[_Answer]]:
    """All answers by their first folded word, the longest first."""
    table: dict[str, list[_Answer]] = {}
    # "dung" is far more often "đúng" than "đừng": yes stands first among equals.
    answers = [(phrase, True) for phrase in (*_YES, *_WEAK_YES)] + [(phrase, False) for phrase in (*_NO, *_denials())]
    for phrase, yes in sorted(answers, key=lambda answer: -len(answer[0].split())):
        table.setdefault(fold(phrase.split()[0]), []).append((phrase, yes))
    return table


def _denials() -> Iterator[str]:
    for denial in _DENIALS:
        for word in _DENIED:
            yield f"{denial} {word}"
            yield f"{denial} {word} đâu"
    yield "đâu có"


@lru_cache(maxsize=2048)
def _canonical(token: str) -> str:
    """The usual spelling of a short, stretched or mistyped word; any other word as it is."""
    for candidate in (token, _squeezed(token, _STRETCHED), _squeezed(token, 2)):
        known = _spellings().get(candidate)
        if known or fold(candidate) in _phrases():
            return known or candidate
    return token


def _squeezed(token: str, least: int) -> str:
    """ "dạaaa" as "dạ", but "kkk" is laughter and "kk" too."""
    if set(token) == {"k"}:
        return token
    runs = ("".join(run) for _, run in groupby(token, key=fold))
    return "".join(run[0] if len(run) >= least else run for run in runs)


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    return {short: word for word, shorts in _SHORT.items() for short in shorts.split()}
