"""What the conversation says: every word is there, short, kind, and promises nothing that is not built."""

import re
from pathlib import Path

import pytest

from ocop_core.conversation import doubting, in_form, wishing
from ocop_core.conversation.answers import wish_key
from ocop_core.conversation.forms import FORMS
from ocop_core.conversation.forms.basic import OneOf, Text
from ocop_core.conversation.forms.field import Field
from ocop_core.conversation.forms.form import Form
from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.world import Knowledge
from ocop_core.understanding import INTENTS, NONE
from ocop_core.understanding.finer import FINER
from tests.conversation.chatting import Chat, library
from tests.conversation.willing import go_to

TOPICS = (
    "nav",
    "menu",
    "consent",
    "data",
    "idea",
    "idea_more",
    "idea_reply",
    "officer",
    "answer",
    "coming",
    "settings",
    "wish",
)
CODE = Path(__file__).parents[2] / "ocop_core" / "conversation"
FIELDS = [(form, field) for form in FORMS.values() for field in form.fields]
NAMES = {"you": "mình", "You": "Mình"}
# Longer than a message may be: what the law or an officer needs, and lists.
LONG = {"consent.long", "data.shown", "idea.told_declined", "idea.told_accepted_words", "idea.stands_mine"}


def _spoken(knowledge: Knowledge) -> list[tuple[str, str]]:
    """Every message of our topics as people read it, with its key; lists of words that are only read are left out."""
    keys = [key for topic in TOPICS for key in knowledge.words.under(f"{topic}.")]
    kept = [k for k in keys if not k.endswith("_words")]
    return [(key, _filled(knowledge, key)) for key in kept]


def _filled(knowledge: Knowledge, key: str) -> str:
    template = knowledge.words.templates[key]
    return template.fill({**{name: "0" for name in template.names}, **NAMES})


def test_no_message_shouts_or_carries_markup(knowledge: Knowledge) -> None:
    for key, text in _spoken(knowledge):
        assert "!" not in text, key
        assert not re.search(r"\*\*|__|<[a-z/]", text), key


def test_messages_are_short(knowledge: Knowledge) -> None:
    for key, text in _spoken(knowledge):
        if key not in LONG:
            assert len(text) <= 240, (key, len(text))
            assert text.count("\n") <= 3, key


def test_sentences_begin_with_a_capital(knowledge: Knowledge) -> None:
    labels = ("line", "_you", "since_", "nav.day_", "state_", ".you", "draft", "skipped", "nothing", "settings.is_")
    labels += ("officer.province", "officer.weekday", "officer.day_", "officer.part_", "officer.clock", "officer.reads")
    for key, text in _spoken(knowledge):
        if any(mark in key for mark in labels) or knowledge.words.templates[key].parts[0] == "":
            continue
        first = text.lstrip('"(')[:1]
        assert first == first.upper(), (key, text)
        for sentence in re.findall(r"[.?] (\w)", re.sub(r"0912 345 678\.?", "", text)):
            assert sentence == sentence.upper(), (key, text)


def test_whoever_is_addressed_otherwise_is_never_called_minh(knowledge: Knowledge) -> None:
    """ "Mình" may also be "we": only where it cannot be is the word a slip."""
    for key, _ in _spoken(knowledge):
        if key.startswith("consent.") or key in {"data.erased", "nav.you", "nav.sorry"}:
            continue
        own = knowledge.words.templates[key].fill({n: "0" for n in knowledge.words.templates[key].names})
        for clause in re.findall(r"\b[Mm]ình (\w+)", own):
            assert clause in {"làm", "đang", "trả", "là", "chọn", "thuộc"}, (key, own)


def test_nothing_is_promised_that_is_not_built(knowledge: Knowledge) -> None:
    for key, text in _spoken(knowledge):
        assert not re.search(r"nhắc hạn|em nhắc|hội chợ sắp|chấm thử|tự chấm điểm", text), (key, text)


@pytest.mark.parametrize(("form", "field"), FIELDS, ids=[f"{form.name}.{field.id}" for form, field in FIELDS])
def test_every_question_has_its_words(form: Form, field: Field, knowledge: Knowledge) -> None:
    key = f"{form.name}.{field.id}"
    wanted = ["ask", "retry", "line", "line_words"]
    wanted += ["confirm", "change", *field.suggest] if isinstance(field, Text) else []
    wanted += list(field.options) if isinstance(field, OneOf) else []
    for name in wanted:
        assert knowledge.words.has(f"{key}.{name}"), f"{key}.{name}"
    assert "ví dụ" in knowledge.words.say(f"{key}.ask", {**NAMES, "lines": "", "name": "khô cá lóc"}).lower()
    retry = knowledge.words.say(f"{key}.retry", {**NAMES, "low": 0, "high": 9})
    assert "ví dụ" in retry.lower() or isinstance(field, OneOf), "a misunderstanding is answered with an example"


@pytest.mark.parametrize(("form", "field"), FIELDS, ids=[f"{form.name}.{field.id}" for form, field in FIELDS])
def test_every_question_says_where_one_is_and_how_to_leave(form: Form, field: Field, chat: Chat) -> None:
    if form.name == "idea_reply":
        chat.hears(Inbound("button", data="do:idea.reply:YT-7K3MP"))
    else:
        if form.name == "idea_more":
            go_to(chat, "idea.review")
            chat.says("gửi")
            chat.says("làm luôn")
        go_to(chat, f"{form.name}.{field.id}")
    say = chat.question
    assert say.field == field.id
    assert say.step and say.of and f"({say.step}/{say.of})" in chat.text
    assert {"later", "person"} <= set(say.exits)
    assert "back" in say.exits or say.step == 1
    assert ("skip" in say.exits) == field.optional
    assert chat.text.count("\n") <= 3 + 2 * len(getattr(field, "options", ()))


def test_every_key_named_in_the_code_has_words(knowledge: Knowledge) -> None:
    for path in CODE.rglob("*.py"):
        for key in re.findall(r'Say\(\s*"([a-z_]+\.[a-z_.]+)"', path.read_text("utf-8")):
            assert knowledge.words.has(key), f"{path.name}: {key}"


def test_every_wish_leads_somewhere(knowledge: Knowledge) -> None:
    """None, yes and no are no wishes: the question at hand reads them."""
    for name in (*(set(INTENTS) - {NONE, "yes", "no"}), *FINER):
        said = f"menu.{name.replace('.', '_')}_said"
        known = name in wishing.ACTS or name in wishing.LOOKS or name in in_form.WAYS
        assert known or knowledge.words.has(said), name


def test_every_finer_wish_is_heard_in_its_own_words(knowledge: Knowledge) -> None:
    lines = [
        (path.stem, line.strip())
        for path in (CODE.parents[1] / "messages" / "vi" / "phrases" / "finer").glob("*.txt")
        for line in path.read_text("utf-8").splitlines()
    ]
    for name, line in lines:
        if line and line[0] not in "#*":
            wish = knowledge.wish(f"dạ {line} nha em")
            assert wish and wish.name == name and wish.whole, (name, line)


def test_every_wish_that_may_be_asked_back_has_a_name_for_its_button(knowledge: Knowledge) -> None:
    for name in set(INTENTS) - {NONE, "yes", "no"} - doubting.HARMLESS:
        assert len(knowledge.words.say(wish_key(name))) <= 30, name


def test_the_questions_that_many_ask_are_known(knowledge: Knowledge) -> None:
    topics = knowledge.words.say("answer.topics_words").split(", ")
    assert len(topics) >= 15 and set(topics) <= library().entries.keys()
    for topic in topics:
        assert library().find(library().entries[topic].question)[0].entry.id == topic
