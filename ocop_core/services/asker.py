"""For whom a fact is looked up."""

from dataclasses import dataclass
from datetime import datetime

from ocop_core.conversation.world import Knowledge


@dataclass(frozen=True, slots=True)
class Asker:
    """The person and the chat that a step is about, and when it is taken."""

    knowledge: Knowledge
    person_id: int
    chat_id: int
    at: datetime
