"""An errand: for whom an effect is carried out. Each service names its own carriers; `carrying` knows all of them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.said import Say
from ocop_core.conversation.world import Knowledge

Says = list[Say]


@dataclass(frozen=True, slots=True)
class Errand:
    """Who wants something, and when."""

    knowledge: Knowledge
    person_id: int
    chat_id: int
    at: datetime


# The last argument is the effect, each of its own kind.
Carrier = Callable[[AsyncSession, Errand, Any], Awaitable[Says]]
