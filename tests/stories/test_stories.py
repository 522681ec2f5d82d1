"""Recorded stories of a dossier, each from its first word to its last, on both databases."""

from pathlib import Path

import pytest

from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from tests.stories.stage import Stage
from tests.stories.told import play, stories
from tests.support.clock import Clock


@pytest.mark.parametrize("story", stories(), ids=lambda path: path.stem)
async def test_a_story_goes_as_recorded(
    story: Path, db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    await play(Stage(db, knowledge, clock, tmp_path), story)
