"""Whatever somebody does, in whatever order: never silence, never an error, never an answer lost, never a dead end."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocop_core.conversation.effects import EraseData, Submit
from ocop_core.conversation.forms import FORMS
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import Knowledge
from tests.conversation.acts import ACTS, Act
from tests.conversation.chatting import Chat
from tests.conversation.willing import finishes

STARTS = ("", "idea.name", "idea.set", "idea.place", "idea.phone", "idea.review", "officer.place", "idea_more.papers")


def _begin(knowledge: Knowledge, start: str) -> Chat:
    from tests.conversation.willing import go_to

    chat = Chat(knowledge, consented=bool(start))
    if start:
        go_to(chat, start)
    return chat


def _held(state: State) -> list[tuple[str, frozenset[str]]]:
    """Each open form with the questions that are answered in it, those with the most answers first."""
    open_forms: list[tuple[str | None, dict[str, Any]]] = [(d.form, d.answers) for d in state.drafts]
    open_forms.append((state.form, state.answers))
    held = [
        (form, frozenset(f.id for f in FORMS[form].fields if f.id in answers) | ({"photos"} & answers.keys()))
        for form, answers in open_forms
        if form
    ]
    return sorted((h for h in held if h[1]), key=lambda each: -len(each[1]))


def _lost(before: State, after: State) -> list[tuple[str, frozenset[str]]]:
    """The open forms of before that are not there any more with all their answers."""
    left, lost = _held(after), []
    for form, answered in _held(before):
        fits = [each for each in left if each[0] == form and answered <= each[1]]
        if fits:
            left.remove(min(fits, key=lambda each: len(each[1])))
        else:
            lost.append((form, answered))
    return lost


def _may_go(before: State, turn: Turn) -> int:
    """How many forms may end with this turn: handed in, given up, begun anew, erased."""
    if any(isinstance(out, EraseData) for out in turn.outs):
        return 100
    ended = any(isinstance(out, Submit) for out in turn.outs) or "nav.dropped" in turn.keys
    return int(ended or (before.mode == "cancel" and before.wish == "restart"))


@settings(max_examples=150, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(STARTS), st.lists(ACTS, min_size=5, max_size=40))
def test_whatever_is_done_everything_can_still_be_handed_in(knowledge: Knowledge, start: str, acts: list[Act]) -> None:
    chat = _begin(knowledge, start)
    for act in acts:
        before = chat.state
        act(chat)
        assert len(_lost(before, chat.state)) <= _may_go(before, chat.last), (before, chat.state)
    finishes(chat)


@settings(max_examples=150, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(STARTS[1:]), ACTS)
def test_every_single_act_at_every_question_is_answered(knowledge: Knowledge, start: str, act: Act) -> None:
    chat = _begin(knowledge, start)
    before = chat.state
    act(chat)
    assert len(_lost(before, chat.state)) <= _may_go(before, chat.last)
