"""A text is tried as somebody new would write it: said as in the chat, and nothing is recorded."""

import pytest
from sqlalchemy import func, select

from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, Outbox, Person
from ocop_core.db.models_knowledge import Unanswered
from ocop_core.knowledge.entries import load_entries
from ocop_core.services.knowing import entry_rows, trying
from ocop_core.services.knowing.trying import Trial
from tests.support.clock import Clock


@pytest.fixture
async def filled(db: Database, clock: Clock) -> Database:
    """The chat knows what comes with the program."""
    async with db.writing() as session:
        await entry_rows.sync_shipped(session, load_entries(), clock())
    return db


async def tried(db: Database, knowledge: Knowledge, clock: Clock, text: str) -> Trial:
    async with db.reading() as session:
        return await trying.tried(session, knowledge, await entry_rows.library(session), text, clock())


async def test_a_question_is_answered_as_in_the_chat(filled: Database, knowledge: Knowledge, clock: Clock) -> None:
    found = await tried(filled, knowledge, clock, "giay attp may nam het han")
    assert "3 năm. Mình nộp xin cấp lại" in found.bodies[0].text
    assert found.hits[0].entry_id == "attp_han"
    assert "giay attp" in found.hits[0].because


async def test_a_wish_is_named(filled: Database, knowledge: Knowledge, clock: Clock) -> None:
    found = await tried(filled, knowledge, clock, "tui muốn đăng ký sản phẩm mới")
    assert found.meaning.intent == "idea.register"
    assert "đăng ký sản phẩm mới" in found.bodies[0].text


@pytest.mark.parametrize(
    "text",
    ["ho so cua toi toi dau roi", "du lieu cua toi", "asdkjh qwe", "1", "dừng lại", "xóa hết", "\ud800", "a" * 5000],
)
async def test_whatever_is_tried_leaves_nothing(
    filled: Database, knowledge: Knowledge, clock: Clock, text: str
) -> None:
    await tried(filled, knowledge, clock, text)
    async with filled.reading() as session:
        for table in (Chat, Person, Outbox, Unanswered):
            assert await session.scalar(select(func.count()).select_from(table)) == 0
