"""What every test of the conversation starts from."""

import pytest

from ocop_core.conversation.world import Knowledge
from ocop_core.services.knowledge import load_knowledge
from tests.conversation.chatting import Chat


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """Words, forms, law and territory as they are in use."""
    return load_knowledge()


@pytest.fixture
def chat(knowledge: Knowledge) -> Chat:
    """Somebody who has agreed and stands at the menu."""
    agreed = Chat(knowledge, consented=True)
    agreed.says("chào")
    return agreed
