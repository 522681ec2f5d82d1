"""Recorded conversations, played on the engine."""

import pytest

from ocop_core.conversation.world import Knowledge
from tests.conversation.chatting import Chat
from tests.conversation.recorded import Conversation, play, recorded


@pytest.mark.parametrize("conversation", recorded(), ids=lambda each: f"{each.file[:-4]}: {each.title}")
def test_a_conversation_goes_as_recorded(conversation: Conversation, knowledge: Knowledge) -> None:
    play(Chat(knowledge), conversation)


def test_there_are_conversations_for_what_people_do() -> None:
    assert len(recorded()) >= 40
