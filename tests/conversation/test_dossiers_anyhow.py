"""Whatever somebody does with a dossier, it can still be finished and handed in; and words find the right paper."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocop_core.conversation.dossiers import sorting
from ocop_core.conversation.dossiers.changing import begun
from ocop_core.conversation.dossiers.looking import Seed
from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.world import Knowledge
from tests.conversation.acts import ACTS, Act
from tests.conversation.chatting import Chat
from tests.conversation.willing import CODE, completes, go_to, taps

NAMES = (
    *("dossier.status", "dossier.send", "dossier.paper", "dossier.fresh", "dossier.done", "dossier.undated"),
    *("dossier.put", "dossier.sort", "dossier.each", "dossier.other", "dossier.no_paper", "dossier.drop"),
    "dossier.keep",
    *("dossier.report", "dossier.facts", "dossier.reuse", "dossier.hand_in", "dossier.more", "dossier.set"),
    *("dossier.star", "dossier.list", "dossier.open", "dossier.requirements", "dossier.needs", "dossier.withdraw"),
    *("score.self", "score.points", "score.at", "score.pick", "score.skip", "score.result", "certificate.renew"),
)
ARGS = (
    "",
    "food_safety",
    "mau02",
    "samples",
    "test_report",
    "rubbish",
    "4",
    "9",
    "1.1:3",
    "1.1:99",
    "9:c1",
    "1-1",
    "0-0",
)
OTHERS = ("", "HS-ZZZZZ", "8-4", "99-9", "8-4:7-1", "x" * 60)
BUTTONS: st.SearchStrategy[Act] = st.builds(
    lambda name, code, arg: lambda chat: chat.hears(Inbound("button", data=f"do:{name}:{code}:{arg}".rstrip(":"))),
    st.sampled_from(NAMES),
    st.one_of(st.just(CODE), st.just(CODE), st.sampled_from(OTHERS)),
    st.sampled_from(ARGS),
)
SAID: st.SearchStrategy[Act] = st.sampled_from(
    ("xong", "giấy attp", "phiếu kiểm nghiệm", "05/03/2026", "1/1/2199", "không ghi", "2 điểm", "không rõ", "sửa 3.5")
).map(lambda text: lambda chat: chat.says(text))


def with_dossier(knowledge: Knowledge, set_no: int = 8) -> Chat:
    chat = Chat(knowledge, consented=True)
    told = {"name": "Khô cá lóc Bảy Chóp", "set": set_no, "place": "30538", "phone": "0912345678"}
    chat.facts.dossiers[CODE] = begun({**told, "producer_kind": "household"}, CODE, "QD26")
    return chat


@settings(max_examples=80, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from((1, 8, 17, 21, 26)), st.lists(st.one_of(BUTTONS, BUTTONS, SAID, ACTS), min_size=3, max_size=30))
def test_whatever_is_done_a_dossier_can_still_be_handed_in(knowledge: Knowledge, set_no: int, acts: list[Act]) -> None:
    chat = with_dossier(knowledge, set_no)
    for act in acts:
        act(chat)
    if not chat.consented:
        chat.says("đồng ý")
        chat.says("đồng ý")
    chat.state = chat.state.with_(mode="idle", thread="") if chat.state.mode == "person" else chat.state
    view = chat.facts.dossiers[CODE]
    if view.changeable:
        assert completes(chat, CODE).state == "submitted", (chat.state, chat.text)


@pytest.mark.parametrize(
    ("said", "paper"),
    [
        ("gui giay attp", "food_safety"),
        ("giấy an toàn thực phẩm nè em", "food_safety"),
        ("phieu kiem nghiem", "test_report"),
        ("giấy phép kinh doanh của tui", "registration"),
        ("bản tự công bố", "declaration"),
        ("don dang ky nhan hieu", "trademark_filed"),
        ("giấy nhãn hiệu", "trademark"),
        ("HACCP", "quality_system"),
        ("mã vạch", "barcode"),
        ("câu chuyện sản phẩm", "story"),
    ],
)
def test_a_paper_is_found_by_the_words_that_people_use(knowledge: Knowledge, said: str, paper: str) -> None:
    chat = with_dossier(knowledge)
    found = sorting.named(said, chat.facts.dossiers[CODE], chat.world())
    assert found is not None and found.id == paper


def test_words_that_name_no_paper_find_none(knowledge: Knowledge) -> None:
    chat = with_dossier(knowledge)
    for said in ("", "xin chào em", "hôm nay trời mưa", "cá lóc", "🎉"):
        assert sorting.named(said, chat.facts.dossiers[CODE], chat.world()) is None


def test_the_first_papers_offered_are_those_that_block(knowledge: Knowledge) -> None:
    view = with_dossier(knowledge).facts.dossiers[CODE]
    offered = [each.need.paper.id for each in sorting.order(view, date(2026, 11, 23))]
    assert offered[0] == "registration" and set(offered[9:11]) == {"mau01", "mau02"}


@pytest.mark.parametrize("set_no", range(1, 27))
def test_every_set_can_be_scored_from_the_first_question_to_the_result(knowledge: Knowledge, set_no: int) -> None:
    chat = with_dossier(knowledge, set_no)
    chat.hears(Inbound("button", data=f"do:score.self:{CODE}"))
    asked = 0
    while chat.state.mode == "scoring":
        assert 2 <= len(chat.labels) <= 5
        chat.waits(minutes=1)
        case = len(chat.labels) and ":c" in chat.data(1)
        chat.taps(len(chat.labels))
        asked += not case
    view = chat.facts.dossiers[CODE]
    assert asked == len(view.scores) == len(view.edition.criteria[set_no].all)
    assert view.scored.total == 100 and "Kết quả chính thức do Hội đồng quyết định" in chat.text


def test_a_short_list_is_numbered_without_a_gap(knowledge: Knowledge) -> None:
    chat = Chat(knowledge, consented=True)
    chat.facts.seeds = (Seed("YT-AAAAB", {"name": "Mắm cá linh", "set": 8, "place": "30538"}),)
    chat.says("làm hồ sơ")
    assert [(button.n, button.label) for button in chat.screen[-1].choices] == [
        (1, "Mắm cá linh"),
        (2, "Sản phẩm khác"),
    ]
    chat.says("2")
    assert chat.last.says[-1].key == "dossier.name.ask"


def test_what_is_missing_before_there_is_a_dossier_is_told_of_the_one_product(knowledge: Knowledge) -> None:
    chat = Chat(knowledge, consented=True)
    chat.facts.seeds = (Seed("YT-AAAAB", {"name": "Mắm cá linh", "set": 8, "place": "30538"}),)
    chat.says("con thieu gi")
    assert [say.key for say in chat.last.says] == ["dossier.needs"]
    assert chat.state.aside["set_no"] == 8
    chat.says("mo ho so mam ca linh")
    assert [button.label for button in chat.screen[-1].choices] == ["Mắm cá linh", "Sản phẩm khác"]
    chat.says("1")
    chat.says("con thieu gi")
    assert chat.last.says[0].key == "dossier.missing_soon"


def test_the_only_dossier_says_why_it_cannot_be_changed_any_more(knowledge: Knowledge) -> None:
    chat = with_dossier(knowledge)
    chat.facts.dossiers[CODE] = replace(chat.facts.dossiers[CODE], state="recognised")
    for words, said in (("rút hồ sơ", "dossier.cannot_withdraw"), ("nộp hồ sơ", "dossier.closed_recognised")):
        chat.says(words)
        assert [say.key for say in chat.last.says] == [said, "dossier.stands_recognised"]


def test_who_left_the_name_as_it_is_is_not_asked_for_its_marks_again(knowledge: Knowledge) -> None:
    chat = Chat(knowledge, consented=True)
    go_to(chat, "dossier_report.printed")
    chat.says("bỏ qua")
    go_to(chat, "dossier_report.review")
    chat.says("gửi")
    assert chat.submitted[-1].answers["printed"] == "Kho ca loc bay chop"
    taps(chat, f"do:dossier.report:{CODE}")
    assert chat.state.mode == "review" and chat.state.answers["printed"] == "Kho ca loc bay chop"
